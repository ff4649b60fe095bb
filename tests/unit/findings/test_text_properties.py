"""Whatever the text and wherever the spans: a drawing comes out, and nothing in it drives the terminal."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from sloc.findings import Finding, Label, finding
from sloc.findings.cells import cells, width
from sloc.findings.text import render
from sloc.source.span import SourceFile, Span
from tests.counts import examples

ALPHABET = st.sampled_from("ab {}\n\n\t日👩🏽\u200d\ufe0f\u0301\x1b\x00\u202e\u1160")
TEXTS = st.text(ALPHABET, max_size=60)


@st.composite
def findings(draw: st.DrawFn) -> tuple[Finding, dict[str, SourceFile]]:
    sources = {name: SourceFile(name, draw(TEXTS)) for name in ("a.slo", "b.slo")}

    def span() -> Span:
        file = draw(st.sampled_from(["a.slo", "a.slo", "b.slo", "gone.slo"]))
        start = draw(st.integers(0, 70))
        return Span(file, start, start + draw(st.integers(0, 40)))

    labels = [Label(span(), draw(TEXTS)) for _ in range(draw(st.integers(0, 4)))]
    return finding("SLO101", draw(TEXTS), span(), draw(TEXTS), labels=labels, help=draw(TEXTS)), sources


@given(findings(), st.integers(1, 100))
@examples(100)
def test_a_drawing_always_comes_out(made: tuple[Finding, dict[str, SourceFile]], columns: int) -> None:
    found, sources = made
    plain = render([found], sources, color=False, width=columns)
    assert not re.search(r"[^\n -~日👩🏽\u200d\ufe0f\u0301\u1160]", plain)
    assert plain.endswith("\n\n1 error\n")
    assert not re.search(r"\| +\n", plain)  # no blanks at the end of a row
    colored = render([found], sources, color=True, width=columns)
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain


@given(TEXTS, st.integers(0, 60), st.integers(1, 20), st.integers(30, 100))
@example("日日日日日日日日日日日日日日日日日日日日日日", 3, 2, 31)
@example("\u200d日\x1b\x1b\u202e\u202e", 0, 1, 30)
@example("\u200d日\x1b\x1b\u202e\u202e", 0, 1, 30)
@examples(100)
def test_the_mark_has_the_width_of_what_it_marks(text: str, start: int, length: int, columns: int) -> None:
    line = text.replace("\n", "")
    start = min(start, len(line))
    marked = line[start : start + length]
    source = SourceFile("t", line)
    rows = render([finding("SLO101", "m", Span("t", start, start + len(marked)))], {"t": source}, color=False, width=columns)
    drawn, below = rows.split("\n")[3:5]
    assert width(drawn) <= max(columns, 24)
    laid_out = cells(line)
    expected = sum(cell.width for cell in laid_out[start : start + len(marked)])
    if width(line) <= columns - 4:
        assert below.count("^") == max(expected, 1)
        assert below.index("^") == 4 + sum(cell.width for cell in laid_out[:start])
    else:
        assert 1 <= below.count("^") <= max(expected, 1)
