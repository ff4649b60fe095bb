"""Where a line that is too long is broken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sloc.syntax.format.spacing import LIMIT, Spacing
from sloc.syntax.tokens import Token

_BEFORE = frozenset({"|", "and", "or", "where", "per", "pausing"})
_DEEPER = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}


def wrapped(
    tokens: Sequence[Token], spacing: Spacing, stretch: tuple[int, int], indents: tuple[int, int]
) -> Iterator[tuple[int, int]]:
    """A stretch of tokens in parts that fit, as far as it can be broken; `indents` are those of the first and of further parts.

    It is broken outside of brackets rather than inside, and then as late as possible; with a string of several lines, nowhere.
    """
    first, last = stretch
    indent, further = indents
    while spacing.is_one_line(first, last) and indent + spacing.width(first, last) > LIMIT:
        best = _break(tokens, spacing, first, last, LIMIT - indent)
        if best is None:
            break
        yield first, best
        first, indent = best, further
    yield first, last


def _break(tokens: Sequence[Token], spacing: Spacing, first: int, last: int, room: int) -> int | None:
    """The token that the next part starts with."""
    depth, best, best_depth = 0, None, 0
    for index in range(first + 1, last):
        if tokens[index - 1].text in _DEEPER:
            depth += _DEEPER[tokens[index - 1].text]
        if best is not None and spacing.width(first, index) > room:
            break
        may_break = tokens[index].text in _BEFORE or tokens[index - 1].text == ","
        if may_break and (best is None or depth <= best_depth):
            best, best_depth = index, depth
    return best
