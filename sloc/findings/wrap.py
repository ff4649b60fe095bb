"""Prose in lines that fit a terminal: the one place that breaks and cuts text.

``textwrap`` of the standard library counts characters; a terminal has columns, of which some characters take two and some none.
"""

from __future__ import annotations

from itertools import accumulate

from sloc.findings.cells import cells, visible
from sloc.findings.cells import width as columns_of

WIDEST = 100
"""Prose in longer lines is hard to read, however wide the terminal is."""


def wrap(text: str, width: int, first: str = "", further: str = "") -> list[str]:
    """The text, made visible, in lines of at most `width` columns; a word that is longer than that gets a line of its own.

    The first line begins with `first`, the others with `further`. Lines are broken at blanks, not at no-break spaces.
    """
    lines: list[str] = []
    line, full = first, columns_of(first)
    empty = True
    for word in visible(text).split(" "):
        takes = columns_of(word)
        if not empty and full + 1 + takes > width:
            lines.append(line.rstrip(" "))
            line, full, empty = further, columns_of(further), True
        line += word if empty else f" {word}"
        full += takes + (not empty)
        empty = False
    return [*lines, line.rstrip(" ")]


def cut(text: str, width: int) -> str:
    """The text, made visible, in at most `width` columns (at least one), with an ellipsis where it was longer."""
    laid_out = cells(visible(text))
    ends = list(accumulate(cell.width for cell in laid_out))
    if not ends or ends[-1] <= width:
        return visible(text)
    return "".join(cell.text for cell, end in zip(laid_out, ends, strict=True) if end < width) + "…"
