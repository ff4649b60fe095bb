"""A token: the smallest piece of a spec."""

from __future__ import annotations

from typing import NamedTuple

END = "$END"

FOREIGN = ('""', "//", "/*", "||", "===", "=>", "=<", "<>", "=~")
"""What starts with a sign of the language and is none."""


class Token(NamedTuple):
    """What a piece of text is, what else it may be (a keyword may be a name, too), and where it stands."""

    kind: str
    others: tuple[str, ...]
    text: str
    start: int
    end: int

    @property
    def kinds(self) -> tuple[str, ...]:
        """All that it may be, the likeliest first."""
        return (self.kind, *self.others)
