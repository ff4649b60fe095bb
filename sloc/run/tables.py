"""Which tables a program reads, with which columns; pure, from the IR."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from sloc.backends.base import span_of
from sloc.findings import Finding, Label, finding
from sloc.ir import Child, Field, FieldType, Have, IntervalMeasure, Ir, Origin, Satisfy, Slo, Source, SqlBinding
from sloc.ir.expr import Any, Count, Expr, FieldRef, Pick, Type, walk

TableName: TypeAlias = tuple[str, ...]
"""A table's name, split at its dots."""


@dataclass(frozen=True)
class BoundColumn:
    """A column and how its values are to be read.

    `times` says what a time is: ``utc`` (RFC 3339), ``local`` (without an offset) or ``epoch`` (a number). `identifies` is set
    for a key and an `at`, whose nulls are no mistake of the file: ``slo_coverage`` lists such rows.
    """

    name: str
    field: str
    type: FieldType
    times: str
    identifies: bool
    origin: Origin


@dataclass
class BoundTable:
    """A table that a binding names, with the columns that all bindings of it read."""

    name: TableName
    origin: Origin
    columns: dict[str, BoundColumn] = field(default_factory=dict)


def named_tables(ir: Ir) -> tuple[dict[TableName, BoundTable], list[tuple[TableName, Finding]]]:
    """The tables that sources and children name, and those of which two read one column differently, with a finding."""
    tables: dict[TableName, BoundTable] = {}
    clashes: list[tuple[TableName, Finding]] = []
    for source in ir.sources:
        for binding, columns in _bindings(source):
            if binding.table is None:
                continue
            table = tables.setdefault(binding.table, BoundTable(binding.table, binding.origin))
            for column in columns:
                known = table.columns.setdefault(column.name, column)
                if (known.type.base, known.times) != (column.type.base, column.times):
                    clashes.append((table.name, _read_twice(table, known, column)))
    return tables, clashes


def bindings_of(slo: Slo, ir: Ir) -> tuple[SqlBinding | None, ...]:
    """The bindings that an SLO reads: its source's, and those of the children that its counting looks at."""
    source = ir.source(slo.population.source)
    return (source.sql, *(source.child(name).sql for name in sorted(_children(slo, source))))


def _bindings(source: Source) -> Iterator[tuple[SqlBinding, list[BoundColumn]]]:
    if source.sql is not None:
        durations = [
            Field(measure.name, FieldType(Type.DURATION, measure.nullable), None, measure.origin)
            for measure in source.measures
            if not isinstance(measure, IntervalMeasure)
        ]
        yield source.sql, _columns(source.sql, (*source.fields, *durations), {source.key, source.at})
    for child in source.children:
        if child.sql is not None:
            yield child.sql, _columns(child.sql, child.fields, _ends(child))


def _ends(child: Child) -> set[str | None]:
    """An interval that has not ended has no end."""
    return {child.key, child.at, child.until}


def _columns(binding: SqlBinding, fields: tuple[Field, ...], identifying: set[str | None]) -> list[BoundColumn]:
    names = {column.field: column.column for column in binding.columns}
    times = "epoch" if binding.epoch is not None else "local" if binding.zone is not None else "utc"
    return [
        BoundColumn(names.get(each.name, each.name), each.name, each.type, times, each.name in identifying, each.origin)
        for each in {each.name: each for each in fields if each.derived is None}.values()
    ]


def _children(slo: Slo, source: Source) -> set[str]:
    """The names of the children that the population and the indicator read."""
    found: set[str] = set()
    waiting: list[Expr] = [] if slo.population.where is None else [slo.population.where]
    for indicator in (slo.indicator, *([slo.sla.indicator] if slo.sla else [])):
        match indicator:
            case Satisfy(expr):
                waiting.append(expr)
            case Have(name):
                measure = source.measure(name)
                if isinstance(measure, IntervalMeasure):
                    derived = (source.field(end).derived for end in (measure.start, measure.end))
                    waiting.extend(expr for expr in derived if expr is not None)
                    found |= {measure.pausing} if measure.pausing else set()
            case _:
                pass
    derived_fields = {each.name: each.derived for each in source.fields}
    while waiting:
        for node in walk(waiting.pop()):
            if isinstance(node, Pick | Count | Any):
                found.add(node.child)
            elif isinstance(node, FieldRef) and node.child is None:
                derived_expr = derived_fields.pop(node.name, None)
                if derived_expr is not None:
                    waiting.append(derived_expr)
    return found


def _read_twice(table: BoundTable, known: BoundColumn, again: BoundColumn) -> Finding:
    name = ".".join(table.name)
    return finding(
        "SLO210",
        f"column `{again.name}` of `{name}` is read as {again.type.base.value} and as {known.type.base.value}",
        span_of(again.origin),
        f"{again.type.base.value} here",
        labels=[Label(span_of(known.origin), f"{known.type.base.value} here")],
        help="give both fields one type, and both bindings the same `times`",
    )
