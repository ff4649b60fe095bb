"""Lines -> text. Comments behind code stand below each other in a run of lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sloc.findings.cells import width
from sloc.syntax.format.alignment import runs
from sloc.syntax.format.layout import TokenLine
from sloc.syntax.format.spacing import Spacing

_APART = 2
"""Columns between code and a comment behind it, at least."""


def render(lines: Sequence[TokenLine], spacing: Spacing, padding: Mapping[int, int]) -> str:
    """The text, with a line end after each line."""
    code = {line.first: spacing.text(line.first, line.last, padding) for line in lines if line.is_code}
    # Of a string of several lines, the last one is the one that a comment stands behind.
    widths = {first: width(text.rpartition("\n")[2]) for first, text in code.items()}
    comments_at = {}
    for run in runs(lines, lambda before, _: "\n" not in code[before.first]):
        widest = max((widths[line.first] for line in run if line.comment), default=0)
        comments_at.update({line.first: widest + _APART for line in run})
    return "".join(_line(line, code, widths, comments_at) for line in lines)


def _line(line: TokenLine, code: Mapping[int, str], widths: Mapping[int, int], comments_at: Mapping[int, int]) -> str:
    text = line.comment
    if line.is_code:
        gap = " " * (comments_at[line.first] - widths[line.first]) if line.comment else ""
        text = code[line.first] + gap + line.comment
    return "\n" * line.blank + " " * line.indent + text + "\n"
