"""Rows that are not counted, or counted in spite of themselves, and must not go unseen (docs/language.md §3.8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sloc.backends.sql.dialects import Dialect
from sloc.backends.sql.names import field_names
from sloc.backends.sql.nodes import (
    NULL,
    Binary,
    Call,
    Column,
    Integer,
    IsNull,
    Node,
    Output,
    Over,
    Scalar,
    Select,
    Star,
    Subquery,
    Table,
    Text,
    UnionAll,
    conjunction,
    disjunction,
)
from sloc.backends.sql.reading import TypedTable
from sloc.backends.sql.rows import NOW
from sloc.backends.sql.steps import Steps
from sloc.ir.expr import Type
from sloc.ir.slo import Slo
from sloc.ir.source import Child, Source

ROWS = "t"


@dataclass(frozen=True)
class PopulationFaults:
    """The view that has the events of the SLO, and its conditions under which one is a fault."""

    view: Table
    outside: Node
    backwards: Node


def fault_query(
    slo: Slo,
    source: Source,
    enums: Mapping[str | None, Sequence[str]],
    population: PopulationFaults | None,
    dialect: Dialect,
    schema: str,
) -> tuple[Steps, UnionAll]:
    """``slo, fault, event_key``: one row for each faulty row.

    `enums` are the fields of an enum that the SLO reads, by child; None is the source.
    """
    return _Faults(slo, enums, dialect, schema).query(source, population)


class _Faults:
    def __init__(self, slo: Slo, enums: Mapping[str | None, Sequence[str]], dialect: Dialect, schema: str) -> None:
        self._slo = slo
        self._enums = enums
        self._dialect = dialect
        self._steps = Steps()
        now = dialect.micros_of_instant(Column("as_of", "n"))
        self._steps.add("clock", "now", Select((Output(now, NOW),), dialect.table(schema, "slo_now", "n")))

    def query(self, source: Source, population: PopulationFaults | None) -> tuple[Steps, UnionAll]:
        selects = self._of_source(source)
        names = field_names("child", [child.name for child in source.children])
        for child in source.children:
            if child.sql is not None:
                selects += self._of_child(child, names[child.name])
        if population is not None:
            key = Column("event_key", "e")
            selects.append(self._select("outside calendar years", key, population.view, population.outside))
            selects.append(self._select("end before start", key, population.view, population.backwards))
        return self._steps, UnionAll(tuple(selects))

    def _of_source(self, source: Source) -> list[Select]:
        table = TypedTable.of_source(source)
        assert source.at is not None
        enums = self._enums.get(None, ())
        names = list(dict.fromkeys((*(() if source.key is None else (source.key,)), source.at, *enums)))
        at = Column(table.names[source.at], ROWS)
        rows = Table((self._existing("source_rows", f"the rows of {source.id}", table, names, at),), ROWS)
        if source.key is None:
            return [self._select("null at", NULL, rows, IsNull(at)), *self._undeclared("value", NULL, rows, table, enums)]
        key, base = Column(table.names[source.key], ROWS), table.types[source.key].base
        count = Over(Call("count", (Star(),)), (key,))
        counted = Subquery(Select((Output(key, "k"), Output(count, "times")), rows), ROWS)
        repeated = conjunction(IsNull(Column("k", ROWS), negated=True), Binary(">", Column("times", ROWS), Integer(1)))
        return [
            self._select("null key", NULL, rows, IsNull(key)),
            self._select("repeated key", Column("k", ROWS), counted, repeated, base),
            self._select("null at", key, rows, IsNull(at), base),
            *self._undeclared("value", key, rows, table, enums, base),
        ]

    def _of_child(self, child: Child, step: str) -> list[Select]:
        table = TypedTable.of_child(child)
        enums = self._enums.get(child.name, ())
        names = list(dict.fromkeys((child.key, child.at, *((child.until,) if child.until is not None else ()), *enums)))
        key, at = (Column(table.names[name], ROWS) for name in (child.key, child.at))
        base = table.types[child.key].base
        rows = Table((self._existing(step, f"the rows of {child.name}", table, names, at),), ROWS)
        selects = [
            self._select("child with null key", NULL, rows, IsNull(key)),
            self._select("child with null at", key, rows, IsNull(at), base),
            *self._undeclared("child value", key, rows, table, enums, base),
        ]
        if child.until is not None:
            until = Column(table.names[child.until], ROWS)
            backwards = Binary("<", until, at)
            selects.append(self._select("pause ends before it starts", key, rows, backwards, base))
        return selects

    def _undeclared(
        self, what: str, key: Node, rows: Table, table: TypedTable, enums: Sequence[str], base: Type = Type.STRING
    ) -> list[Select]:
        """The rows in which a field has a value that its enum does not declare; null is none."""
        others = [
            conjunction(*(Binary("<>", Column(table.names[name], ROWS), Text(value)) for value in table.types[name].values))
            for name in enums
        ]
        return [self._select(f"{what} not declared", key, rows, disjunction(*others), base)] if others else []

    def _existing(self, step: str, comment: str, table: TypedTable, names: list[str], at: Column) -> str:
        """The step with the rows without a time, and those whose time has come."""
        raw = self._steps.add(f"{step}_all", comment, table.select(names, self._dialect))
        now = Select((Output(Column(NOW), NOW),), Table(("clock",)))
        come = disjunction(IsNull(at), Binary("<=", at, Scalar(now)))
        outputs = tuple(Output(Column(table.names[name], ROWS), table.names[name]) for name in names)
        return self._steps.add(
            step, "those whose time has come, or that have none", Select(outputs, Table((raw,), ROWS), (), come)
        )

    def _select(self, fault: str, key: Node, source: Table | Subquery, where: Node, base: Type = Type.STRING) -> Select:
        outputs = (
            Output(self._dialect.by_code_point(Text(self._slo.id)), "slo"),
            Output(self._dialect.by_code_point(Text(fault)), "fault"),
            Output(self._dialect.text_of(key, base), "event_key"),
        )
        return Select(outputs, source, where=where)
