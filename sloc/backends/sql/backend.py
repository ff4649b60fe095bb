"""The SQL back end: IR -> views for each dialect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

from sloc.backends.base import Compiled, OutputFile, span_of
from sloc.backends.sql import printer, shared
from sloc.backends.sql.calendars import calendar_file
from sloc.backends.sql.clock import CalendarTables, SqlClock, calendar_tables
from sloc.backends.sql.dialects import DIALECTS, Dialect
from sloc.backends.sql.documents import render
from sloc.backends.sql.events import Clocks, slo_file
from sloc.backends.sql.raw_queries import check_raw_query
from sloc.backends.sql.rows import nested_aggregates
from sloc.backends.sql.walk import children_of
from sloc.findings import Finding, finding
from sloc.findings.model import has_errors
from sloc.ir.program import Ir
from sloc.ir.slo import ExcludeDuring, Have, Satisfy, Slo
from sloc.ir.source import IntervalMeasure, Source

DEFAULT_DIALECTS = ("duckdb",)
DEFAULT_SCHEMA = "slo"


class SqlBackend:
    """``[targets.sql]``: one folder of views for each dialect."""

    name: str = "sql"
    options_schema: Mapping[str, Any] = MappingProxyType(
        {
            "type": "object",
            "properties": {
                "dialects": {
                    "type": "array",
                    "items": {"enum": sorted(DIALECTS)},
                    "minItems": 1,
                    "uniqueItems": True,
                    "description": "The engines to write for.",
                },
                "schema": {
                    "type": "string",
                    "pattern": "^[a-z_][a-z0-9_]*$",
                    "maxLength": 63,
                    "description": "The schema that holds every view and table.",
                },
            },
            "additionalProperties": False,
        }
    )

    def compile(self, ir: Ir, options: Mapping[str, Any]) -> Compiled:
        """Pure: equal IR and options give equal bytes."""
        schema = str(options.get("schema", DEFAULT_SCHEMA))
        files: list[OutputFile] = []
        findings: list[Finding] = [found for slo in ir.slos for found in _unbound(slo, ir)]
        bound = tuple(slo for slo in ir.slos if _is_bound(ir.source(slo.population.source)))
        for name in options.get("dialects", DEFAULT_DIALECTS):
            dialect = DIALECTS[name]
            refused = [found for slo in bound for found in _refusals(slo, ir, dialect)]
            findings += [found for found in dict.fromkeys(refused) if found not in findings]
            if not has_errors(findings):
                files += _files(ir, bound, dialect, schema)
        return Compiled(() if has_errors(findings) else tuple(files), tuple(findings))


def _files(ir: Ir, slos: tuple[Slo, ...], dialect: Dialect, schema: str) -> list[OutputFile]:
    tables = _tables(ir, slos)
    files = [
        *event_files(ir, slos, tables, dialect, schema),
        *shared.files(ir, slos, dialect, schema, tables),
    ]
    return [*files, _install_file(files, dialect)]


def event_files(
    ir: Ir, slos: tuple[Slo, ...], tables: Mapping[str, CalendarTables], dialect: Dialect, schema: str
) -> list[OutputFile]:
    """Now, the calendars and the views of each SLO: all that the shared views read. `tables` by calendar id."""
    clocks = Clocks({id: SqlClock(table, schema, dialect) for id, table in tables.items()}, SqlClock(None, schema, dialect))
    return [
        _now_file(dialect, schema),
        *(calendar_file(ir.calendar(id), table, dialect, schema) for id, table in tables.items()),
        *(slo_file(slo, ir, clocks, dialect, schema) for slo in slos),
    ]


def _tables(ir: Ir, slos: tuple[Slo, ...]) -> dict[str, CalendarTables]:
    """The tables of the calendars that the SLOs use, sorted by id."""
    by_id = {calendar.id: calendar for calendar in ir.calendars}
    return {id: calendar_tables(by_id[id], by_id) for id in sorted({id for slo in slos for id in _calendars_of(slo)})}


def _now_file(dialect: Dialect, schema: str) -> OutputFile:
    text = render(
        "now.sql.j2",
        schema=dialect.identifier(schema),
        replace_view=dialect.replace_view(schema, "slo_now"),
        as_of=printer.expression(dialect.instant_of_micros(dialect.now()), dialect),
    )
    return OutputFile(PurePosixPath(f"sql/{dialect.name}/00_now.sql"), text)


def _install_file(files: list[OutputFile], dialect: Dialect) -> OutputFile:
    text = render("install.sql.j2", files=[{"name": file.path.name, "text": file.text} for file in files])
    origins = tuple(dict.fromkeys(origin for file in files for origin in file.origins))
    return OutputFile(PurePosixPath(f"sql/{dialect.name}/install.sql"), text, origins)


def _calendars_of(slo: Slo) -> Iterator[str]:
    """The calendars that an SLO's views read."""
    indicators = [slo.indicator] + ([] if slo.sla is None else [slo.sla.indicator])
    ids = [slo.population.during, slo.clock]
    ids += [indicator.during for indicator in indicators if isinstance(indicator, Have)]
    ids += [exclusion.calendar for exclusion in slo.exclusions if isinstance(exclusion, ExcludeDuring)]
    yield from (id for id in ids if id is not None)


def _is_bound(source: Source) -> bool:
    return source.sql is not None and source.at is not None


def _unbound(slo: Slo, ir: Ir) -> Iterator[Finding]:
    source = ir.source(slo.population.source)
    if not _is_bound(source):
        yield finding(
            "SLO402",
            f"{slo.id} is skipped for SQL",
            span_of(slo.origin),
            f"its source {source.id} has no `from sql`",
            help='add `from sql { table "schema.table" }` to the source',
        )


def _refusals(slo: Slo, ir: Ir, dialect: Dialect) -> Iterator[Finding]:
    """Why SQL cannot say an SLO that is bound to it."""
    source = ir.source(slo.population.source)
    bindings = [(source.sql, f"source {source.id}")]
    bindings += [(child.sql, f"child {child.name}") for child in source.children]
    for binding, owner in bindings:
        if binding is not None and (refused := check_raw_query(binding, owner, dialect.name)) is not None:
            yield refused
    for name in sorted(_children_read(slo, source)):
        child = source.child(name)
        if child.sql is None:
            yield finding(
                "SLO401",
                f"{slo.id} reads a child that SQL cannot reach",
                span_of(child.origin),
                f"child {name} has no `from sql`",
                help='add `from sql { table "schema.table" }` to the child',
            )
    expressions = [slo.population.where, *(field.derived for field in source.fields)]
    if isinstance(slo.indicator, Satisfy):
        expressions.append(slo.indicator.expr)
    if any(map(nested_aggregates, expressions)):
        yield finding(
            "SLO401",
            "SQL cannot look at a child from within another child's condition",
            span_of(slo.origin),
            "an aggregate stands within an aggregate",
            help="give the inner one a name: `field NAME: TYPE = …`, and use that",
        )


def _children_read(slo: Slo, source: Source) -> set[str]:
    found = children_of(slo.population.where)
    if isinstance(slo.indicator, Satisfy):
        found |= children_of(slo.indicator.expr)
    for field in source.fields:
        found |= children_of(field.derived)
    if isinstance(slo.indicator, Have):
        measure = source.measure(slo.indicator.measure)
        if isinstance(measure, IntervalMeasure) and measure.pausing is not None:
            found.add(measure.pausing)
    return found
