"""What is put into columns: for each kind of line, the tokens that stand below each other in a run of such lines."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import NamedTuple

from sloc.syntax import ast
from sloc.syntax.format.tree import Item, Tree


class Cell(NamedTuple):
    """The token that starts a cell, and the number of the column that it belongs in; a line may leave columns out."""

    column: int
    token: int


def kind(node: ast.Node) -> Hashable:
    """What lines of a run have in common; None for a line that has no columns."""
    match node:
        case ast.Key() | ast.At() | ast.Until():
            return "key"
        case ast.IntervalMeasure() | ast.ValueMeasure():
            return "measure"
        case ast.BindCall() | ast.BindBuckets() | ast.BindAssign():
            return "binding item"
        case ast.Meta() | ast.Field() | ast.AlertRule() | ast.Binding() | ast.Tier():
            return type(node).__name__
        case ast.Row(cells=cells):
            return tuple(name.text for name, _ in cells)
        case _:
            return None


def cells(item: Item, tree: Tree, *, subjects: bool) -> Iterator[Cell]:
    """The cells of a line behind its first, from left to right.

    `subjects` says whether a line of the run names what its series or query is for: those that do not leave that column out.
    """
    node = item.node
    match node:
        case ast.Key() | ast.At() | ast.Until() | ast.AlertRule():
            yield Cell(1, item.first + 1)
        case ast.Meta():
            yield Cell(1, item.first + 1)
            if node.name is not None:
                yield Cell(2, tree.first(node.value) - 1)
        case ast.Field() | ast.ValueMeasure():
            yield Cell(1, tree.first(node.type))
        case ast.IntervalMeasure():
            yield Cell(1, tree.first(node.start) - 1)
        case ast.Binding():
            yield Cell(1, tree.last(node.backend))
        case ast.Tier():
            yield from _tier(node, tree)
        case ast.BindCall(subject=None):
            yield Cell(2 if subjects else 1, tree.first(node.value))
        case ast.BindCall() | ast.BindBuckets():
            yield Cell(1, item.first + 1)
            yield Cell(2, item.first + 2)
        case ast.BindAssign():
            yield Cell(1, item.first + 1)
            yield Cell(3, item.first + 2)
        case ast.Row():
            yield from (Cell(column, tree.first(name)) for column, (name, _) in enumerate(node.cells))


def _tier(tier: ast.Tier, tree: Tree) -> Iterator[Cell]:
    """``"urgent":`` | ``95%`` | ``within 15m during office,`` | ``sla 90%`` | ``within 30m``."""
    yield Cell(1, tree.first(tier.target))
    yield from _promise(2, tier, tree)
    if tier.sla is not None:
        yield Cell(3, tree.first(tier.sla))
        yield from _promise(4, tier.sla, tree)


def _promise(column: int, node: ast.Tier | ast.Sla, tree: Tree) -> Iterator[Cell]:
    if node.within is not None:
        yield Cell(column, tree.first(node.within) - 1)
    elif node.during is not None:
        yield Cell(column, tree.first(node.during))
