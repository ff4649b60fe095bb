"""A piece of a spec that is no token, and what was meant by it."""

from __future__ import annotations

import re
from typing import NamedTuple

from sloc.findings import Finding, finding, replacing
from sloc.source.span import SourceFile, Span


class NearMiss(NamedTuple):
    """What was meant: the kind of token (None: nothing), its text, how far it reaches, and what is wrong with it."""

    kind: str | None
    text: str
    end: int
    finding: Finding


class Piece(NamedTuple):
    """The characters of ``[start, end)``."""

    source: SourceFile
    start: int
    end: int

    @classmethod
    def matching(cls, pattern: re.Pattern[str], source: SourceFile, start: int) -> Piece:
        """What a pattern matches at an offset; the caller has seen that it does."""
        found = pattern.match(source.text, start)
        assert found is not None, "the caller has seen the first character"
        return cls(source, start, found.end())

    @property
    def text(self) -> str:
        """The characters."""
        return self.source.text[self.start : self.end]

    @property
    def span(self) -> Span:
        """Where they stand."""
        return Span(self.source.path, self.start, self.end)

    def wrong(self, code: str, message: str, label: str, help: str, right: str | None = None) -> Finding:
        """The finding; `right` is what takes the piece's place where there is no doubt."""
        return finding(code, message, self.span, label, help=help, fix=None if right is None else replacing(self.span, right))
