"""Columns within runs of consecutive lines of one kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from sloc.syntax import ast
from sloc.syntax.format.columns import Cell, cells, kind
from sloc.syntax.format.layout import TokenLine
from sloc.syntax.format.spacing import LIMIT, Spacing
from sloc.syntax.format.tree import Item, Tree


def runs(lines: Sequence[TokenLine], go_together: Callable[[TokenLine, TokenLine], bool]) -> Iterator[list[TokenLine]]:
    """Consecutive lines of code, equally deep and without a blank line between, as long as neighbours go together."""
    run: list[TokenLine] = []
    for line in lines:
        if run and line.is_code and not line.blank and line.indent == run[-1].indent and go_together(run[-1], line):
            run.append(line)
            continue
        if run:
            yield run
        run = [line] if line.is_code else []
    if run:
        yield run


def padding(lines: Sequence[TokenLine], tree: Tree, spacing: Spacing) -> dict[int, int]:
    """How many spaces more stand before a token, by its index. A run that its columns would make too wide has none."""

    def alike(before: TokenLine, line: TokenLine) -> bool:
        if before.item is None or line.item is None or not spacing.is_one_line(before.first, before.last):
            return False
        return kind(before.item.node) is not None and kind(before.item.node) == kind(line.item.node)

    result: dict[int, int] = {}
    for run in runs(lines, alike):
        rows = _rows([line.item for line in run if line.item is not None], tree)
        added = _padding(rows, spacing) if len(rows) > 1 else {}
        if not any(_overflows(line, added, spacing) for line in run):
            result.update(added)
    return result


def _rows(items: Sequence[Item], tree: Tree) -> list[tuple[int, list[Cell]]]:
    """The first token of each line, and its cells."""
    subjects = any(isinstance(item.node, ast.BindCall) and item.node.subject is not None for item in items)
    return [(item.first, list(cells(item, tree, subjects=subjects))) for item in items]


def _padding(rows: Sequence[tuple[int, list[Cell]]], spacing: Spacing) -> Mapping[int, int]:
    added: dict[int, int] = {}
    for column in sorted({cell.column for _, row in rows for cell in row}):
        places = {
            cell.token: spacing.column(first, cell.token) + sum(added.get(before.token, 0) for before in row)
            for first, row in rows
            for cell in row
            if cell.column == column
        }
        widest = max(places.values())
        added.update({token: widest - place for token, place in places.items()})
    return added


def _overflows(line: TokenLine, added: Mapping[int, int], spacing: Spacing) -> bool:
    """Whether the padding, and nothing else, makes a line too wide."""
    more = sum(added.get(token, 0) for token in range(line.first, line.last))
    width = line.indent + spacing.width(line.first, line.last)
    return width <= LIMIT < width + more and spacing.is_one_line(line.first, line.last)
