"""Findings for people at a terminal, as rustc shows them.

::

    error[SLO306]: this alert can never fire
      --> specs/support.slo:20:3
       |
    20 |   page   when 8% of budget burns in 1h
       |   ^^^^ needs a burn rate of 14.1x (8% of 176 open hours in 1)
       = help: write `8% of budget burns in 90m`, or `5% of budget burns in 1h`

Colors are plain ANSI codes: importing rich would cost more time than a whole check.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from sloc.findings.canvas import Style, paint
from sloc.findings.cells import visible
from sloc.findings.model import Finding, Severity
from sloc.findings.snippet import Mark, Snippet
from sloc.source.span import SourceFile, Span

_STYLES = {Severity.ERROR: Style.ERROR, Severity.WARNING: Style.WARNING, Severity.ADVICE: Style.ADVICE}


def render(findings: Sequence[Finding], sources: Mapping[str, SourceFile], *, color: bool, width: int) -> str:
    """The findings in the given order and a line that counts them; "" without any. `width` is the terminal's columns."""
    if not findings:
        return ""
    blocks = ["\n".join(_finding(found, sources, color, width)) for found in findings]
    return "\n\n".join([*blocks, summary(findings) + _mendable(findings)]) + "\n"


def summary(findings: Sequence[Finding]) -> str:
    """How many there are of each severity: ``2 errors, 1 warning``."""
    counts = Counter(found.severity for found in findings)
    names = {
        Severity.ERROR: ("error", "errors"),
        Severity.WARNING: ("warning", "warnings"),
        Severity.ADVICE: ("piece of advice", "pieces of advice"),
    }
    return ", ".join(f"{counts[s]} {one if counts[s] == 1 else many}" for s, (one, many) in names.items() if counts[s])


def _mendable(findings: Sequence[Finding]) -> str:
    """What ``--fix`` would do about them."""
    count = sum(found.fix is not None for found in findings)
    if not count:
        return ""
    which = str(count) if count < len(findings) else "it" if count == 1 else "all of them"
    return f"; `sloc check --fix` puts {which} right"


def _finding(found: Finding, sources: Mapping[str, SourceFile], color: bool, width: int) -> list[str]:
    style = _STYLES[found.severity]
    head = paint(f"{found.severity.value}[{found.code}]", style, color)
    lines = [head + paint(f": {visible(found.message)}", Style.STRONG, color)]
    marks = _marks(found, style)
    snippets = {file: Snippet(sources[file], of_file) for file, of_file in marks.items() if file in sources}
    gutter = max((len(str(snippet.last_line)) for snippet in snippets.values()), default=1)
    bar = paint(" " * gutter + " |", Style.FRAME, color)
    for index, (file, of_file) in enumerate(marks.items()):
        if index:
            lines.append(bar)
        arrow = ":::" if index else "-->"
        lines.append(f"{' ' * gutter}{paint(arrow, Style.FRAME, color)} {_place(of_file[0].span, sources)}")
        if file in snippets:
            lines.append(bar)
            lines += snippets[file].draw(gutter, width, color)
        else:  # nothing to show: say the labels
            lines += [_remark("note", visible(mark.text), gutter, color) for mark in of_file if mark.text]
    lines += [_remark("help", text, gutter, color) for text in found.help]
    return lines


def _marks(found: Finding, style: Style) -> dict[str, list[Mark]]:
    """What is underlined in each file: the finding's own file and span first."""
    marks: dict[str, list[Mark]] = {}
    if found.span is not None:
        marks[found.span.file] = [Mark(found.span, found.label, style, primary=True)]
    for label in found.labels:
        marks.setdefault(label.span.file, []).append(Mark(label.span, label.text, Style.FRAME, primary=False))
    return marks


def _place(span: Span, sources: Mapping[str, SourceFile]) -> str:
    source = sources.get(span.file)
    if source is None:
        return visible(span.file)
    line, column = source.position(span.start)
    return f"{visible(span.file)}:{line}:{column}"


def _remark(kind: str, text: str, gutter: int, color: bool) -> str:
    """``= help: …``; further lines of the text stand below its first."""
    first, *more = (visible(line) for line in text.split("\n"))
    frame = paint("=", Style.FRAME, color)
    indent = " " * (gutter + 1)
    hang = " " * (len(kind) + 4)
    return "\n".join(
        [f"{indent}{frame} {paint(kind, Style.STRONG, color)}: {first}", *(f"{indent}{hang}{line}" for line in more)]
    )
