"""A page of prose for a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from sloc.findings.canvas import Style, paint
from sloc.findings.cells import visible
from sloc.findings.wrap import WIDEST, wrap


class Sheet:
    """Lines as they come, wrapped and painted."""

    def __init__(self, color: bool, width: int) -> None:
        self.color = color
        self.whole = max(width, 40)
        self.width = min(self.whole, WIDEST)
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
        return wrap(text, self.width, indent, f"{indent}  " if indent else "")

    def raw(self, lines: Iterable[str]) -> None:
        """Lines as they are, indented."""
        self.lines += [f"  {line}".rstrip() for line in lines]

    def text(self) -> str:
        """All of it; ends in a newline."""
        return "\n".join(self.lines) + "\n"
