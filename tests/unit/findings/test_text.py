"""What a reader sees: each drawing is pinned whole, for its quality is in the details."""

import re
from textwrap import dedent

import pytest

from sloc.findings import Finding, Label, drawing, finding, replacing
from sloc.findings.cells import cells
from sloc.findings.text import render
from sloc.source.span import SourceFile, Span

SPEC = """\
policy desk "Alerts" {
  page   when 8% of budget burns in 1h
  ticket when 5% of budget burns in 6h
  notify when no data for 1d
}

slo first_response {
  expect 90% of tickets
}
"""
OTHER = "calendar office {\n  timezone Europe/Berlin\n}\n"
SOURCES = {"a.slo": SourceFile("a.slo", SPEC), "b.slo": SourceFile("b.slo", OTHER)}


def at(needle: str, file: str = "a.slo", sources: dict[str, SourceFile] = SOURCES) -> Span:
    start = sources[file].text.index(needle)
    return Span(file, start, start + len(needle))


def drawn(found: Finding, width: int = 100, sources: dict[str, SourceFile] = SOURCES) -> str:
    """The drawing without the summary."""
    return render([found], sources, color=False, width=width).rsplit("\n\n", 1)[0]


def in_text(text: str, mark: str, *labels: tuple[str, str], width: int = 100) -> list[str]:
    """The drawing of a one-file finding, from the source line on."""
    sources = {"t.slo": SourceFile("t.slo", text)}
    found = finding(
        "SLO101",
        "m",
        at(mark, "t.slo", sources),
        "here",
        labels=[Label(at(needle, "t.slo", sources), label) for needle, label in labels],
    )
    return drawn(found, width, sources).split("\n")[3:]


def test_the_drawing_of_the_language_reference() -> None:
    found = finding(
        "SLO306",
        "this alert can never fire",
        at("page"),
        "needs a burn rate of 14.1x",
        labels=[Label(at("90%"), "with this target a total failure burns 10x")],
        help="write `8% of budget burns in 90m`",
    )
    assert drawn(found) == dedent("""\
        error[SLO306]: this alert can never fire
         --> a.slo:2:3
          |
        2 |   page   when 8% of budget burns in 1h
          |   ^^^^ needs a burn rate of 14.1x
        ...
        8 |   expect 90% of tickets
          |          --- with this target a total failure burns 10x
          = help: write `8% of budget burns in 90m`""")


def test_labels_on_one_line_hang_below_each_other_where_they_do_not_fit() -> None:
    found = finding(
        "SLO306", "m", at("page"), "first", labels=[Label(at("8%"), "a long label in between"), Label(at("1h"), "last")]
    )
    assert drawn(found).split("\n")[3:] == [
        "2 |   page   when 8% of budget burns in 1h",
        "  |   ^^^^        --                    -- last",
        "  |   |           |",
        "  |   first       a long label in between",
    ]


def test_a_label_hangs_lower_where_it_would_run_into_its_neighbour() -> None:
    found = finding(
        "SLO306",
        "m",
        at("page"),
        "longer than the gap",
        labels=[Label(at("8%"), "a long label in between"), Label(at("1h"), "last")],
    )
    assert drawn(found).split("\n")[4:] == [
        "  |   ^^^^        --                    -- last",
        "  |   |           |",
        "  |   |           a long label in between",
        "  |   longer than the gap",
    ]


def test_short_labels_share_the_row_of_the_underlines() -> None:
    found = finding("SLO306", "m", at("8%"), "too much", labels=[Label(at("1h"), "in this time")])
    assert drawn(found).split("\n")[4] == "  |               ^^ too much           -- in this time"


def test_two_labels_on_the_same_words() -> None:
    found = finding("SLO306", "m", at("page"), "one", labels=[Label(at("page"), "two")])
    assert drawn(found).split("\n")[4:] == ["  |   ^^^^", "  |   |", "  |   one", "  |   two"]


def test_a_span_over_lines_from_the_start_of_a_line() -> None:
    found = finding("SLO502", "m", Span("a.slo", SPEC.index("slo f"), len(SPEC)), "all of it")
    assert drawn(found).split("\n")[3:] == [
        "7 | / slo first_response {",
        "8 | |   expect 90% of tickets",
        "9 | | }",
        "  | |_^ all of it",
    ]


def test_spans_over_lines_that_overlap() -> None:
    outer = Span("a.slo", SPEC.index("desk"), SPEC.index("no data"))
    inner = Span("a.slo", SPEC.index("burns in 1h"), SPEC.index("of budget burns in 6h"))
    found = finding("SLO502", "m", inner, "inner", labels=[Label(outer, "outer")])
    assert drawn(found).split("\n")[3:] == [
        '1 |    policy desk "Alerts" {',
        "  |  _________-",
        "2 | |    page   when 8% of budget burns in 1h",
        "  | | ____________________________^",
        "3 | ||   ticket when 5% of budget burns in 6h",
        "  | ||_________________^ inner",
        "4 | |    notify when no data for 1d",
        "  | |_______________- outer",
    ]


def test_a_long_span_shows_its_ends() -> None:
    text = "a {\n" + "  x\n" * 50 + "}\n"
    found = finding("SLO502", "m", Span("t.slo", 0, len(text)), "all")
    assert drawn(found, sources={"t.slo": SourceFile("t.slo", text)}).split("\n")[3:] == [
        " 1 | / a {",
        "...  |",
        "52 | | }",
        "   | |_^ all",
    ]


def test_a_single_line_between_two_others_is_shown() -> None:
    found = finding("SLO202", "m", at("ticket"), labels=[Label(at("policy"), "a")])
    assert drawn(found).split("\n")[3:] == [
        '1 | policy desk "Alerts" {',
        "  | ------ a",
        "2 |   page   when 8% of budget burns in 1h",
        "3 |   ticket when 5% of budget burns in 6h",
        "  |   ^^^^^^",
    ]


def test_a_label_in_another_file_has_a_block_of_its_own() -> None:
    found = finding(
        "SLO202", "m", at("desk"), "again", labels=[Label(at("office", "b.slo"), "first here")], help=["a\n  b", "c"]
    )
    assert drawn(found).split("\n")[1:] == [
        " --> a.slo:1:8",
        "  |",
        '1 | policy desk "Alerts" {',
        "  |        ^^^^ again",
        "  |",
        " ::: b.slo:1:10",
        "  |",
        "1 | calendar office {",
        "  |          ------ first here",
        "  = help: a",
        "            b",
        "  = help: c",
    ]


def test_without_a_place_there_is_no_block() -> None:
    assert drawn(finding("SLO404", "cannot write", None, help="free the disk")) == (
        "error[SLO404]: cannot write\n  = help: free the disk"
    )


def test_labels_of_a_file_that_could_not_be_read_are_still_said() -> None:
    found = finding("SLO113", "m", Span("gone.slo", 0, 0), "why")
    assert drawn(found) == "error[SLO113]: m\n --> gone.slo\n  = note: why"


@pytest.mark.parametrize("offset", [len(SPEC), len(SPEC) + 100])
def test_the_end_of_the_file_can_be_marked(offset: int) -> None:
    found = finding("SLO104", "m", Span("a.slo", offset, offset + 1), "expected `}`")
    assert drawn(found).split("\n")[3:] == ["10 |", "   | ^ expected `}`"]


def test_an_empty_file_can_be_marked() -> None:
    found = finding("SLO115", "m", Span("t.slo", 0, 0), "nothing here")
    assert drawn(found, sources={"t.slo": SourceFile("t.slo", "")}).split("\n")[3:] == ["1 |", "  | ^ nothing here"]


def test_a_line_end_is_marked_behind_its_line() -> None:
    end = SPEC.index("\n")
    found = finding("SLO108", "m", Span("a.slo", end, end + 1), "x")
    assert drawn(found).split("\n")[4] == "  |" + " " * (end + 1) + "^ x"


@pytest.mark.parametrize(
    ("before", "columns"),
    [
        ("\t", 4),
        ("日本", 4),
        ("e\u0301", 1),  # é of two characters
        ("👍🏽", 2),  # with a skin tone
        ("👩\u200d👩\u200d👧", 2),  # a family, joined
        ("❤\ufe0f", 2),
        ("\u1112\u1161\u11ab", 2),  # 한 of three letters
        ("\x07", 4),  # written \\x07
        ("\u202e", 6),
        ("ﬁ", 1),
    ],
)
def test_marks_stand_below_what_they_mark(before: str, columns: int) -> None:
    _, below = in_text(f"{before}X", "X")
    assert below == "  | " + " " * columns + "^ here"


def test_nothing_in_a_text_drives_the_terminal() -> None:
    evil = "\x1b[2J\x9b31m\x08\r\u202e\u2066\u2028\ufeff\x00"
    sources = {f"{evil}.slo": SourceFile(f"{evil}.slo", f"{evil} X")}
    span = Span(f"{evil}.slo", len(evil) + 1, len(evil) + 2)
    found = finding("SLO101", evil, span, evil, labels=[Label(span, evil)], help=evil)
    shown = render([found], sources, color=False, width=200)
    assert [char for char in shown if not char.isprintable() and char != "\n"] == []
    assert shown.count("\\x1b[2J\\x9b31m\\x08\\x0d\\u202e\\u2066\\u2028\\ufeff\\x00") == 6


@pytest.mark.parametrize("width", [40, 60, 100])
def test_a_long_line_is_cut_around_the_mark(width: int) -> None:
    source, below = in_text("word " * 100 + "MISTAKE" + " more" * 100, "MISTAKE", width=width)
    assert max(len(source), len(below)) <= width
    assert source.startswith("1 | ...")
    assert source.endswith("...")
    assert source[below.index("^") : below.rindex("^") + 1] == "MISTAKE"


def test_a_mark_longer_than_the_terminal_is_cut_with_its_line() -> None:
    source, below = in_text("x = " + "M" * 300, "M" * 300, width=40)
    assert source == "1 | x = " + "M" * 29 + "..."
    assert below == "  |     " + "^" * 32 + " here"


def test_what_lies_outside_of_a_cut_line_hangs_from_its_end() -> None:
    rows = in_text("first " + "word " * 100 + "MISTAKE", "MISTAKE", ("first", "far away"), width=60)
    assert rows[0].startswith("1 | ...")
    assert rows[1].lstrip(" |").startswith("-")
    assert rows[1].endswith("^^^^^^^ here")
    assert any("far away" in row for row in rows[1:])


def test_wide_characters_are_not_cut_in_two() -> None:
    source, below = in_text("日本語" * 50 + "X" + "日本語" * 50, "X", width=61)
    assert "X" in source
    # Every wide character takes two columns, so the mark's column is the count of what stands before it.
    prefix = source[: source.index("X")]
    assert sum(2 if char in "日本語" else 1 for char in prefix) == below.index("^")


def test_a_very_long_line_is_laid_out_once_for_all_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    laid_out: list[str] = []
    monkeypatch.setattr(drawing, "cells", lambda text: laid_out.append(text) or cells(text))
    text = "x" * 100_000
    sources = {"t.slo": SourceFile("t.slo", text)}
    findings = [finding("SLO101", "m", Span("t.slo", n, n + 1), "here") for n in range(0, 100_000, 1_000)]
    shown = render(findings, sources, color=False, width=80)
    assert laid_out.count(text) == 1
    assert max(map(len, shown.split("\n"))) <= 80


def test_the_summary_counts_each_severity() -> None:
    def count(*codes: str) -> str:
        return render([finding(code, "m", None) for code in codes], {}, color=False, width=80).rsplit("\n\n", 1)[1]

    assert count("SLO101") == "1 error\n"
    assert count("SLO101", "SLO502", "SLO102", "SLO402") == "2 errors, 1 warning, 1 piece of advice\n"
    assert count("SLO402", "SLO402") == "2 pieces of advice\n"
    assert render([], {}, color=False, width=80) == ""


def test_colors_change_nothing_but_colors() -> None:
    findings = [
        finding("SLO306", "m", at("page"), "a", labels=[Label(at("office", "b.slo"), "b")], help="h"),
        finding("SLO502", "m", Span("a.slo", 0, SPEC.index("slo")), "c", labels=[Label(at("90%"), "d")]),
    ]
    plain = render(findings, SOURCES, color=False, width=80)
    colored = render(findings, SOURCES, color=True, width=80)
    assert "\x1b[1;31m^^^^\x1b[0m" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain


@pytest.mark.parametrize(
    ("fixed", "all_of_them", "last"),
    [
        (0, 2, "2 errors"),
        (1, 2, "2 errors; `sloc check --fix` puts 1 right"),
        (1, 1, "1 error; `sloc check --fix` puts it right"),
        (2, 2, "2 errors; `sloc check --fix` puts all of them right"),
    ],
)
def test_the_last_line_says_what_can_be_put_right(fixed: int, all_of_them: int, last: str) -> None:
    place = Span("a.slo", 0, 1)
    made = [finding("SLO101", str(n), place, fix=replacing(place, "") if n < fixed else None) for n in range(all_of_them)]
    text = render(made, {"a.slo": SourceFile("a.slo", "x")}, color=False, width=80)
    assert text.splitlines()[-1] == last
