"""Loads typed rows into DuckDB as a program's bindings say, installs the generated SQL, and reads the views.

Rows are those of the reference evaluator: keyed by the source's id and by ``"<source id>/<child>"``, times and durations in
int microseconds, numbers as fractions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import Any

import duckdb

from sloc.backends.base import Compiled, OutputFile
from sloc.backends.sql import SqlBackend
from sloc.backends.sql.clock import CalendarTables, calendar_tables
from sloc.backends.sql.dialects import DIALECTS
from sloc.backends.sql.files import event_files
from sloc.ir import Child, FieldType, Ir, Source, SqlBinding, Union, ValueMeasure
from sloc.ir.calendar import AnyCalendar
from sloc.ir.expr import Type
from sloc.ir.units import MICROS
from tests.reference import Tables, Value
from tests.reference.build import HERE

EPOCH = dt.datetime(1970, 1, 1)

COLUMN_TYPES = {
    Type.BOOL: "BOOLEAN",
    Type.INT: "BIGINT",
    Type.NUMBER: "DECIMAL(38, 9)",
    Type.STRING: "VARCHAR",
    Type.TIME: "TIMESTAMP",
    Type.DURATION: "DECIMAL(38, 9)",
    Type.DATE: "DATE",
}
"""What a field is loaded as; a duration in seconds."""


def bound(ir: Ir) -> Ir:
    """The program with a table for each source and child that has none yet: ``"data"."<id>"``, ``"data"."<id>/<child>"``."""
    return replace(ir, sources=tuple(map(_bound_source, ir.sources)), calendars=tuple(map(_with_margin, ir.calendars)))


def _with_margin(calendar: AnyCalendar) -> AnyCalendar:
    """Zones are frozen beyond the calendars' years (``sloc.lock``); those of :mod:`tests.reference.build` end with them."""
    if isinstance(calendar, Union):
        return calendar
    return replace(calendar, zone=replace(calendar.zone, until=calendar.zone.until + 86_400))


def _bound_source(source: Source) -> Source:
    children = tuple(
        child if child.sql else replace(child, sql=_table(f"{source.id}/{child.name}")) for child in source.children
    )
    return replace(source, children=children, sql=source.sql or _table(source.id))


def _table(name: str) -> SqlBinding:
    return SqlBinding(("data", name), None, (), None, None, HERE)


def compile_sql(ir: Ir) -> Compiled:
    """The back end's output for DuckDB."""
    return SqlBackend().compile(ir, {"dialects": ["duckdb"]})


def install(ir: Ir, tables: Tables, now: int, *, shared: bool = True) -> duckdb.DuckDBPyConnection:
    """A database in memory with the rows and the views of a bound program, at a fixed instant.

    Without `shared` the views over all SLOs are left out, and the calendars' tables stay from the program before that had the
    same ones: the connection is then one that others use, too, and stays open.
    """
    files = {file.path.name: file.text for file in (_all_files(ir) if shared else _event_files(ir))}
    if shared:
        connection = _connect()
        connection.execute("CREATE SCHEMA data")
    else:
        connection = _with_calendars(tuple(text for name, text in sorted(files.items()) if name.startswith("00_")))
        connection.execute("DROP SCHEMA IF EXISTS data CASCADE; CREATE SCHEMA data")
    for source in ir.sources:
        load(connection, source, source.id, tables)
        for child in source.children:
            load(connection, child, f"{source.id}/{child.name}", tables)
    for name, text in files.items():
        if name == "install.sql" if shared else name.startswith("10_"):
            connection.execute(text)
    connection.execute(f"CREATE OR REPLACE VIEW slo.slo_now AS SELECT make_timestamp({now}) AS as_of")
    return connection


def _all_files(ir: Ir) -> tuple[OutputFile, ...]:
    compiled = compile_sql(ir)
    assert not [f for f in compiled.findings if f.code != "SLO402"], compiled.findings
    return compiled.files


def _event_files(ir: Ir) -> list[OutputFile]:
    return event_files(ir, ir.slos, _calendar_tables(ir.calendars), DIALECTS["duckdb"], "slo")


@lru_cache(maxsize=256)
def _calendar_tables(calendars: tuple[AnyCalendar, ...]) -> dict[str, CalendarTables]:
    by_id = {calendar.id: calendar for calendar in calendars}
    return {id: calendar_tables(by_id[id], by_id) for id in sorted(by_id)}


def _connect() -> duckdb.DuckDBPyConnection:
    """A database of one thread: the tables are tiny, and many databases are open at once."""
    return duckdb.connect(config={"threads": 1})


@lru_cache(maxsize=256)
def _with_calendars(scripts: tuple[str, ...]) -> duckdb.DuckDBPyConnection:
    connection = _connect()
    for script in scripts:
        connection.execute(script)
    return connection


def load(connection: duckdb.DuckDBPyConnection, table: Source | Child, name: str, tables: Tables) -> None:
    """Creates and fills the table that a source or child is bound to by :func:`bound`."""
    types = dict(_columns(table))
    quoted = {field: '"' + field.replace('"', '""') + '"' for field in types}
    declared = ", ".join(f"{quoted[field]} {COLUMN_TYPES[kind.base]}" for field, kind in types.items())
    assert table.sql is not None
    assert table.sql.table is not None
    target = ".".join('"' + part.replace('"', '""') + '"' for part in table.sql.table)
    connection.execute(f"CREATE TABLE {target} ({declared})")
    rows = [[to_sql(row.get(field), kind.base) for field, kind in types.items()] for row in tables.get(name, ())]
    if rows:
        marks = ", ".join(f"CAST(? AS {COLUMN_TYPES[kind.base]})" for kind in types.values())
        connection.executemany(f"INSERT INTO {target} VALUES ({marks})", rows)


def _columns(table: Source | Child) -> Iterator[tuple[str, FieldType]]:
    for field in table.fields:
        if field.derived is None:
            yield field.name, field.type
    if isinstance(table, Source):
        names = {field.name for field in table.fields}
        for measure in table.measures:
            if isinstance(measure, ValueMeasure) and measure.name not in names:
                yield measure.name, FieldType(Type.DURATION, measure.nullable)


def to_sql(value: Value, base: Type) -> object:
    """A value of the reference as a parameter; decimals go as text, exactly."""
    if value is None:
        return None
    if base is Type.TIME:
        assert isinstance(value, int)
        return EPOCH + dt.timedelta(microseconds=value)
    if base is Type.DURATION:
        assert isinstance(value, int)
        return decimal_text(Fraction(value, MICROS))
    if base is Type.NUMBER:
        assert isinstance(value, int | Fraction)
        return decimal_text(Fraction(value))
    return value


def decimal_text(value: Fraction) -> str:
    """A fraction of at most nine decimal places, exactly."""
    scaled = value * 10**9
    assert scaled.denominator == 1, value
    whole, rest = divmod(abs(scaled.numerator), 10**9)
    return f"{'-' if scaled < 0 else ''}{whole}.{rest:09d}"


def fetch(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    """The rows of a query as dicts; timestamps as microseconds since 1970."""
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, map(_plain, row), strict=True)) for row in cursor.fetchall()]


def _plain(value: object) -> object:
    return (value - EPOCH) // dt.timedelta(microseconds=1) if isinstance(value, dt.datetime) else value


def comparable(rows: Mapping[str, Any] | Any) -> tuple[object, ...]:
    """A sort key under which a null never meets a value."""
    return tuple((value is not None, str(value)) for value in rows.values())
