"""Lines and indentation: no part of the grammar, but what tells recovery where the author meant things to begin and end."""

from __future__ import annotations

from collections.abc import Sequence

from sloc.source.span import SourceFile
from sloc.syntax.tokens import Token


class Layout:
    """Which tokens open a line, and how far lines are indented."""

    def __init__(self, source: SourceFile, tokens: Sequence[Token]) -> None:
        self.source = source
        self.first_on_line: list[bool] = []
        find = source.text.find
        end = 0
        for token in tokens:
            self.first_on_line.append(not self.first_on_line or find("\n", end, token.start) >= 0)
            end = token.end

    def line(self, offset: int) -> int:
        """The 1-based line of an offset."""
        return self.source.position(offset)[0]

    def column(self, offset: int) -> int:
        """The 1-based column of an offset."""
        return self.source.position(offset)[1]

    def indent(self, offset: int) -> int:
        """The column at which the text of an offset's line begins."""
        text = self.source.line(self.line(offset))
        return len(text) - len(text.lstrip()) + 1
