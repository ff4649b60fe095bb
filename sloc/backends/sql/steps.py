"""A view as a chain of named steps (CTEs), each adding columns to the rows of the one before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sloc.backends.sql.nodes import Column, Cte, Every, Join, Node, Output, Query, Select, Table

ROW = "e"
"""The alias of the step before, wherever a step builds on it."""


def of_row(name: str) -> Column:
    """A column of the step before."""
    return Column(name, ROW)


class Steps:
    """The steps of one view in order; `tip` names the last one of the chain."""

    def __init__(self) -> None:
        self.ctes: list[Cte] = []
        self.tip = ""

    def add(self, name: str, comment: str, query: Query) -> str:
        """A step beside the chain, for later ones to join. Returns its name."""
        self.ctes.append(Cte(name, comment, query))
        return name

    def start(self, name: str, comment: str, query: Query) -> None:
        """The first step of the chain, or one that replaces its rows."""
        self.tip = self.add(name, comment, query)

    def extend(
        self,
        name: str,
        comment: str,
        outputs: Iterable[Output],
        joins: Sequence[Join] = (),
        where: Node | None = None,
    ) -> None:
        """The rows of the chain that `where` keeps, with more columns."""
        query = Select((Every(ROW), *outputs), Table((self.tip,), ROW), tuple(joins), where)
        self.start(name, comment, query)
