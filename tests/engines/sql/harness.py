"""Loads typed rows into an engine as a program's bindings say, installs the generated SQL, and reads the views.

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

from sloc.backends.base import Compiled, OutputFile
from sloc.backends.options import complete
from sloc.backends.sql import SqlBackend
from sloc.backends.sql.clock import CalendarTables, calendar_tables
from sloc.backends.sql.files import event_files
from sloc.ir import Child, FieldType, Ir, Source, SqlBinding, Union, ValueMeasure
from sloc.ir.calendar import AnyCalendar
from sloc.ir.expr import Type
from sloc.ir.units import MICROS
from tests.engines.sql.engine import Database, Engine, dialect_of, quoted
from tests.reference import Tables, Value
from tests.reference.build import HERE

EPOCH = dt.datetime(1970, 1, 1)
MARGIN = 400 * 86_400


def bound(ir: Ir) -> Ir:
    """The program with a table for each source and child that has none yet: ``"data"."<id>"``, ``"data"."<id>/<child>"``."""
    return replace(ir, sources=tuple(map(_bound_source, ir.sources)), calendars=tuple(map(_with_margin, ir.calendars)))


def _with_margin(calendar: AnyCalendar) -> AnyCalendar:
    """Zones are frozen beyond the calendars' years (``sloc.lock``), so that the weeks and years at their ends are known.

    Those of :mod:`tests.reference.build` begin and end with them.
    """
    if isinstance(calendar, Union):
        return calendar
    (since, offset), *later = calendar.zone.offsets
    zone = replace(calendar.zone, offsets=((since - MARGIN, offset), *later), until=calendar.zone.until + MARGIN)
    return replace(calendar, zone=zone)


def _bound_source(source: Source) -> Source:
    children = tuple(
        child if child.sql else replace(child, sql=_table(f"{source.id}/{child.name}")) for child in source.children
    )
    return replace(source, children=children, sql=source.sql or _table(source.id))


def _table(name: str) -> SqlBinding:
    return SqlBinding(("data", name), None, (), None, None, HERE)


def compile_sql(ir: Ir, engine: Engine) -> Compiled:
    """The back end's output for an engine."""
    return SqlBackend().compile(ir, complete(SqlBackend(), {"dialects": [engine.name]}))


def install(engine: Engine, ir: Ir, tables: Tables, now: int, *, shared: bool = True) -> Database:
    """A database with the rows and the views of a bound program, at a fixed instant.

    Without `shared` the views over all SLOs are left out. The calendars' tables stay from the program before that had the same
    ones: such a database is one that others use, too.
    """
    files = {file.path.name: file.text for file in (_all_files(ir, engine) if shared else _event_files(ir, engine))}
    database = engine.prepared(tuple(text for name, text in sorted(files.items()) if name.startswith("00_")))
    for source in ir.sources:
        load(engine, database, source, source.id, tables)
        for child in source.children:
            load(engine, database, child, f"{source.id}/{child.name}", tables)
    for name, text in files.items():
        if name[:2] in ("10", "90", "91", "92", "93", "94", "95"):
            database.run(text)
    set_now(engine, database, now)
    return database


def set_now(engine: Engine, database: Database, now: int) -> None:
    """Looks at an instant, as docs/sql.md says."""
    instant = EPOCH + dt.timedelta(microseconds=now)
    database.run(f"CREATE OR REPLACE VIEW slo.slo_now AS SELECT TIMESTAMP '{instant}' AS as_of")


def _all_files(ir: Ir, engine: Engine) -> tuple[OutputFile, ...]:
    compiled = compile_sql(ir, engine)
    assert not [f for f in compiled.findings if f.code != "SLO402"], compiled.findings
    return compiled.files


def _event_files(ir: Ir, engine: Engine) -> list[OutputFile]:
    return event_files(ir, ir.slos, _calendar_tables(ir.calendars), dialect_of(engine), "slo")


@lru_cache(maxsize=256)
def _calendar_tables(calendars: tuple[AnyCalendar, ...]) -> dict[str, CalendarTables]:
    by_id = {calendar.id: calendar for calendar in calendars}
    return {id: calendar_tables(by_id[id], by_id) for id in sorted(by_id)}


def load(engine: Engine, database: Database, table: Source | Child, name: str, tables: Tables) -> None:
    """Creates and fills the table that a source or child is bound to by :func:`bound`."""
    types = dict(_columns(table))
    columns = {field: engine.types[kind.base] for field, kind in types.items()}
    assert table.sql is not None
    assert table.sql.table is not None
    target = quoted(*table.sql.table)
    database.run(f"CREATE TABLE {target} ({', '.join(f'{quoted(field)} {type}' for field, type in columns.items())})")
    rows = [[to_sql(row.get(field), kind.base) for field, kind in types.items()] for row in tables.get(name, ())]
    database.fill(target, list(columns.values()), rows)


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


def fetch(database: Database, query: str) -> list[dict[str, Any]]:
    """The rows of a query as dicts; timestamps as microseconds since 1970."""
    return [{name: _plain(value) for name, value in row.items()} for row in database.fetch(query)]


def _plain(value: object) -> object:
    return (value - EPOCH) // dt.timedelta(microseconds=1) if isinstance(value, dt.datetime) else value


def comparable(rows: Mapping[str, Any] | Any) -> tuple[object, ...]:
    """A sort key under which a null never meets a value."""
    return tuple((value is not None, str(value)) for value in rows.values())
