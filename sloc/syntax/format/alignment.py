"""Columns within runs of consecutive lines of one kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sloc.syntax import ast
from sloc.syntax.format.columns import Cell, cells, kind
from sloc.syntax.format.layout import Line
from sloc.syntax.format.spacing import LIMIT, Spacing
from sloc.syntax.format.tree import Item, Tree


def padding(lines: Sequence[Line], tree: Tree, spacing: Spacing) -> dict[int, int]:
    """How many spaces more stand before a token, by its index.

    A run that its columns would make too wide has none.
    """
    result: dict[int, int] = {}
    for run in _runs(lines, spacing):
        items = [line.item for line in run if line.item is not None]
        rows = _rows(items, tree)
        added = _padding(rows, spacing)
        wide = [
            line.indent + spacing.width(line.first, line.last) + sum(added.get(cell.token, 0) for cell in row)
            for line, (_, row) in zip(run, rows, strict=True)
        ]
        if max(wide) <= LIMIT:
            result.update(added)
    return result


Row = tuple[int, list[Cell]]
"""A line's first token and its cells."""


def _rows(items: Sequence[Item], tree: Tree) -> list[Row]:
    subjects = any(isinstance(item.node, ast.BindCall) and item.node.subject is not None for item in items)
    return [(item.first, list(cells(item, tree, subjects=subjects))) for item in items]


def _padding(rows: Sequence[Row], spacing: Spacing) -> Mapping[int, int]:
    added: dict[int, int] = {}
    for column in sorted({cell.column for _, row in rows for cell in row}):
        places = {}
        for first, row in rows:
            before = sum(added[cell.token] for cell in row if cell.column < column)
            places.update({cell.token: spacing.column(first, cell.token) + before for cell in row if cell.column == column})
        widest = max(places.values())
        added.update({token: widest - place for token, place in places.items()})
    return added


def _runs(lines: Sequence[Line], spacing: Spacing) -> Iterator[list[Line]]:
    """Lines of one kind that follow each other; a string of several lines ends a run."""
    run: list[Line] = []
    for line in lines:
        if line.item is None or kind(line.item.node) is None:
            continues = False
        else:
            before = run[-1] if run else None
            
    yield run
