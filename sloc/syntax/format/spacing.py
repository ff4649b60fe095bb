"""Which tokens stand directly behind one another, and how wide that makes a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sloc.findings.cells import width
from sloc.syntax import ast
from sloc.syntax.format.pieces import Pieces
from sloc.syntax.format.tree import Tree
from sloc.syntax.walk import walk

LIMIT = 100
"""Columns that a line of code should not exceed."""

_TIGHT_BEFORE = frozenset({",", ":", ")", "]", "?", "."})
_TIGHT_BEHIND = frozenset({"(", "[", "."})


class Spacing:
    """The canonical text of stretches of tokens: a space between two of them, or none."""

    def __init__(self, pieces: Pieces, tree: Tree, file: ast.File) -> None:
        self._pieces = pieces
        self._tree = tree
        self._tight = {index for node in walk(file) for index in self._tight_in(node)}
        self._starts: list[int] = []  # the columns of each token, were all of them on one line
        self._ends: list[int] = []
        self._long_strings = [0]  # how many strings of several lines there are before each token
        at = 0
        for index, token in enumerate(pieces.tokens):
            at += len(self.before(index))
            self._starts.append(at)
            at += sum(map(width, token.text.split("\n")))
            self._ends.append(at)
            self._long_strings.append(self._long_strings[-1] + ("\n" in token.text))

    def before(self, index: int) -> str:
        """What stands between a token and the one before it on the same line."""
        if index == 0 or index in self._tight:
            return ""
        tokens = self._pieces.tokens
        before, here = tokens[index - 1].text, tokens[index].text
        return "" if here in _TIGHT_BEFORE or before in _TIGHT_BEHIND or before + here == "{}" else " "

    def text(self, first: int, last: int, padding: Mapping[int, int] | None = None) -> str:
        """The tokens of ``[first, last)``, some of them with more spaces before them."""
        tokens, padding = self._pieces.tokens, padding or {}
        rest = (self.before(index) + " " * padding.get(index, 0) + tokens[index].text for index in range(first + 1, last))
        return tokens[first].text + "".join(rest)

    def width(self, first: int, last: int) -> int:
        """The columns that the tokens of ``[first, last)`` take; of no meaning for strings of several lines."""
        return self._ends[last - 1] - self._starts[first]

    def column(self, first: int, index: int) -> int:
        """The column of a token in the line that starts with token `first`."""
        return self._starts[index] - self._starts[first]

    def is_one_line(self, first: int, last: int) -> bool:
        """Whether no string of several lines is among the tokens of ``[first, last)``."""
        return self._long_strings[first] == self._long_strings[last]

    def _tight_in(self, node: ast.Node) -> Iterator[int]:
        """The tokens that stand directly behind the one before them because of what they mean in this node."""
        match node:
            case ast.Aggregate():  # first(…)
                yield next(self._signs(node, "("))
            case ast.Call(template=name) | ast.Template(name=name) | ast.Test(slo=name, tier=ast.Node()):
                yield self._tree.last(name)  # http_availability(…), first_response["urgent"]
            case ast.Negate():
                yield _behind(next(self._signs(node, "-")))
            case ast.Number(text=text) if text.startswith("-"):
                yield _behind(next(self._signs(node, "-")))
            case ast.Hours() | ast.ClosedYearly():  # 09:00-12:30, 12-24
                yield from self._around(node, "-")
            case ast.OpenWeekly():  # mon..fri
                yield from self._around(node, "..")

    def _signs(self, node: ast.Node, sign: str) -> Iterator[int]:
        """Where a sign stands in a node."""
        tokens, tree = self._pieces.tokens, self._tree
        return (index for index in range(tree.first(node), tree.last(node)) if tokens[index].text == sign)

    def _around(self, node: ast.Node, sign: str) -> Iterator[int]:
        """A sign in a node, wherever it stands, and what stands behind it."""
        return (each for index in self._signs(node, sign) for each in (index, _behind(index)))


def _behind(index: int) -> int:
    """The next token."""
    return index + 1
