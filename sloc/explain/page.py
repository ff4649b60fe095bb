"""A page of prose for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from sloc.findings.canvas import Style, paint
from sloc.findings.cells import visible

_WIDEST = 100
"""Prose in longer lines is hard to read, however wide the terminal is."""


class Sheet:
    """Lines as they come, wrapped and painted."""

    def __init__(self, color: bool, width: int) -> None:
        self.color = color
        self.whole = max(width, 40)
        self.width = min(self.whole, _WIDEST)
        self.lines: list[str] = []

    def section(self, title: str, *paragraphs: str) -> None:
        """A bold title, and paragraphs below it."""
        if self.lines:
            self.lines.append("")
        self.lines.append(paint(visible(title), Style.STRONG, self.color))
        for text in paragraphs:
            self.lines += self.wrapped(text, "  ")

    def paragraph(self, text: str) -> None:
        """A paragraph that stands apart."""
        self.lines += ["", *self.wrapped(text, "")]

    def wrapped(self, text: str, indent: str) -> list[str]:
        """A paragraph in the page's width; further lines hang."""
        return textwrap.wrap(
            visible(text),
            self.width,
            initial_indent=indent,
            subsequent_indent=f"{indent}  " if indent else "",
            break_long_words=False,
            break_on_hyphens=False,
        )

    def raw(self, lines: Iterable[str]) -> None:
        """Lines as they are, indented."""
        self.lines += [f"  {line}".rstrip() for line in lines]

    def text(self) -> str:
        """All of it; ends in a newline."""
        return "\n".join(self.lines) + "\n"
