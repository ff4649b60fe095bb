"""Items -> lines: what stays on one line, what is broken where, and which blank lines stay."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sloc.syntax import ast
from sloc.syntax.format.pieces import Pieces
from sloc.syntax.format.spacing import LIMIT, Spacing
from sloc.syntax.format.tree import Item, Tree
from sloc.syntax.format.wrap import wrapped

# How much deeper, in columns, are a block's items, the clauses of a broken sentence, and what else goes on in a further line.
_BLOCK, _CLAUSE, _CONTINUED = 2, 2, 4


@dataclass(frozen=True)
class TokenLine:
    """The tokens of ``[first, last)`` and a comment; one of the two may be missing.

    `blank` asks for a blank line above. `item` is set where the line is all there is of it.
    """

    indent: int
    first: int
    last: int
    comment: str = ""
    blank: bool = False
    item: Item | None = None

    @property
    def is_code(self) -> bool:
        """Whether there is more than a comment."""
        return self.first < self.last


class Layout:
    """Lays out the items of one file."""

    def __init__(self, pieces: Pieces, tree: Tree, spacing: Spacing) -> None:
        self._pieces = pieces
        self._tree = tree
        self._spacing = spacing

    def file(self, declarations: Sequence[Item]) -> list[TokenLine]:
        """All lines. A blank one keeps declarations apart, unless the author put single lines together."""
        lines: list[TokenLine] = []
        before: list[TokenLine] = []
        for declaration in declarations:
            above, own = self._above(declaration.first, 0), self._item(declaration, 0)
            is_apart = any(line.blank for line in (*above, own[0]))
            if before and not is_apart and max(len(before), len(own)) > 1:
                top = above or own
                top[0] = replace(top[0], blank=True)
            lines += above + own
            before = own
        return _without_first_blank(lines + self._above(len(self._pieces.tokens), 0))

    def _item(self, item: Item, indent: int) -> list[TokenLine]:
        """An item's lines; the comments above it are not among them."""
        block = item.block
        if block is None or self._stays_on_one_line(item, indent):
            lines = self._stretch(item.first, item.last, indent, self._clauses(item, indent))
            return [replace(lines[0], item=item)] if len(lines) == 1 else lines
        inside: list[TokenLine] = []
        for each in block.items:
            inside += self._above(each.first, indent + _BLOCK) + self._item(each, indent + _BLOCK)
        inside += self._above(block.close, indent + _BLOCK)
        header = self._stretch(item.first, block.open + 1, indent)
        return header + _without_first_blank(inside) + [self._line(block.close, item.last, indent, blank=False)]

    def _stays_on_one_line(self, item: Item, indent: int) -> bool:
        """Whether the author wrote the item's block on one line, and the item fits there."""
        block = item.block
        assert block is not None, "only an item with a block may be broken into more"
        return (
            self._pieces.on_one_line(block.open, block.close + 1)
            and not self._pieces.remarked(item.first, item.last)
            and self._fits(item, indent)
        )

    def _fits(self, item: Item, indent: int) -> bool:
        one_line = self._spacing.is_one_line(item.first, item.last)
        return one_line and indent + self._spacing.width(item.first, item.last) <= LIMIT

    def _clauses(self, item: Item, indent: int) -> Collection[int]:
        """Where ``expect … to … over …`` is broken: nowhere if it fits on one line, and the author wrote it on one."""
        node = item.node
        if not isinstance(node, ast.Expect):
            return ()
        if self._pieces.on_one_line(item.first, item.last) and self._fits(item, indent):
            return ()
        return (self._tree.first(node.requirement) - 1, self._tree.first(node.window) - 1)

    def _stretch(self, first: int, last: int, indent: int, clauses: Collection[int] = ()) -> list[TokenLine]:
        """Tokens that are no block, broken before clauses, where comments stand between, and where the limit is exceeded."""
        starts = [first, *(index for index in range(first + 1, last) if index in clauses or index in self._pieces.remarks)]
        lines: list[TokenLine] = []
        level = indent
        for start, end in zip(starts, [*starts[1:], last], strict=True):
            if start in clauses:
                level = indent + _CLAUSE
            deeper = level + _CONTINUED
            here = level if start == first or start in clauses else deeper
            if start > first:
                lines += [replace(line, blank=False) for line in self._above(start, here)]
            for part, (at, to) in enumerate(wrapped(self._pieces.tokens, self._spacing, (start, end), (here, deeper))):
                lines.append(self._line(at, to, deeper if part else here, blank=at == first and at in self._pieces.blanks))
        return lines

    def _line(self, first: int, last: int, indent: int, *, blank: bool) -> TokenLine:
        return TokenLine(indent, first, last, self._pieces.behind(last), blank)

    def _above(self, first: int, indent: int) -> list[TokenLine]:
        """The comments above the code that starts with token `first`."""
        return [TokenLine(indent, first, first, remark.text, remark.blank) for remark in self._pieces.above(first)]


def _without_first_blank(lines: Sequence[TokenLine]) -> list[TokenLine]:
    return [replace(line, blank=line.blank and number > 0) for number, line in enumerate(lines)]
