"""Items and their blocks: what a line may start with, found in the AST and given as ranges of tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sloc.syntax import ast
from sloc.syntax.format.pieces import Pieces


@dataclass(frozen=True)
class Block:
    """``{ … }`` with something in it: the indexes of its braces, and its items."""

    open: int
    close: int
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Item:
    """A declaration, or a line of a block: the tokens of ``[first, last)``, of which a block takes the last ones."""

    node: ast.Node
    first: int
    last: int
    block: Block | None


class Tree:
    """Finds nodes among the tokens."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces

    def first(self, node: ast.Node) -> int:
        """The index of a node's first token."""
        return self._pieces.at[node.span.start]

    def last(self, node: ast.Node) -> int:
        """The index behind a node's last token."""
        return self._pieces.ending[node.span.end] + 1

    def items(self, node: ast.Node) -> tuple[Item, ...]:
        """What stands in a node's block, or in a file."""
        return tuple(self._item(each) for each in _parts(node))

    def _item(self, node: ast.Node) -> Item:
        first, last = self.first(node), self.last(node)
        items = self.items(node)
        close = last - 1
        if items:
            return Item(node, first, last, Block(items[0].first - 1, close, items))
        empty = self._pieces.tokens[close].text == "}" and not isinstance(node, ast.Row)
        only_comments = empty and close in self._pieces.remarks
        return Item(node, first, last, Block(close - 1, close, ()) if only_comments else None)


def _parts(node: ast.Node) -> Sequence[ast.Node]:
    """The nodes that get lines of their own where the node's block is not on one line."""
    match node:
        case ast.File():
            return node.declarations
        case ast.Tiers():
            return node.tiers
        case ast.Given():
            return node.rows
        case ast.Alerts(policy=ast.Policy() as policy):
            return policy.items
        case (
            ast.Service()
            | ast.Calendar()
            | ast.Source()
            | ast.Child()
            | ast.Binding()
            | ast.Slo()
            | ast.Policy()
            | ast.Template()
            | ast.Test()
        ):
            return node.items
        case _:
            return ()
