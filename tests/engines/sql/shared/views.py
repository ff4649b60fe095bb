"""The shared views over per-SLO tables made by hand, so that they are tested apart from what classifies events."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

from sloc.backends.sql.calendars import calendar_file
from sloc.backends.sql.clock import calendar_tables
from sloc.backends.sql.dialects import Dialect
from sloc.backends.sql.names import slo_slug
from sloc.backends.sql.nodes import Kind
from sloc.backends.sql.shared import files
from sloc.ir import Ir
from sloc.ir.units import MICROS
from tests.engines.sql.engine import Database, Engine, dialect_of
from tests.engines.sql.harness import set_now
from tests.reference import Evaluation, Event

EPOCH = dt.datetime(1970, 1, 1)
LAST_INSTANT = 253_402_300_800 * MICROS
"""The first instant of the year 10000, where engines have no timestamps."""

_EVENTS = (
    ("slo", Kind.TEXT), ("grp", Kind.TEXT), ("event_key", Kind.TEXT), ("started_at", Kind.TIMESTAMP),
    ("deadline", Kind.TIMESTAMP), ("counted_at", Kind.TIMESTAMP), ("outcome", Kind.TEXT), ("elapsed_seconds", Kind.DOUBLE),
    ("ended", Kind.BOOLEAN), ("sla_outcome", Kind.TEXT), ("sla_counted_at", Kind.TIMESTAMP), ("started_us", Kind.BIGINT),
    ("deadline_us", Kind.BIGINT), ("counted_us", Kind.BIGINT), ("sla_counted_us", Kind.BIGINT), ("elapsed_us", Kind.BIGINT),
    ("used_us", Kind.BIGINT),
)  # fmt: skip
_FAULTS = (("slo", Kind.TEXT), ("fault", Kind.TEXT), ("event_key", Kind.TEXT))


def install(
    engine: Engine,
    ir: Ir,
    events: Iterable[Event],
    now: int,
    *,
    faults: Mapping[str, Sequence[tuple[str, str | None]]] | None = None,
) -> Database:
    """A database with the shared views over these events; `faults` holds (fault, key) of an SLO's rows by its id."""
    dialect = dialect_of(engine)
    by_id = {calendar.id: calendar for calendar in ir.calendars}
    tables = {id: calendar_tables(calendar, by_id) for id, calendar in by_id.items()}
    scripts = [calendar_file(calendar, tables[id], dialect, "slo").text for id, calendar in by_id.items()]
    database = engine.database()
    for script in (dialect.create_schema("slo"), *scripts):
        database.run(script)
    set_now(engine, database, now)
    listed = list(events)
    for slo in ir.slos:
        slug = slo_slug(slo)
        rows = [_event_row(event) for event in listed if event.slo == slo.id]
        _fill(database, dialect, f"slo.events_{slug}", _EVENTS, rows)
        found = [(slo.id, fault, key) for fault, key in (faults or {}).get(slo.id, ())]
        _fill(database, dialect, f"slo.faults_{slug}", _FAULTS, found)
    for file in files(ir, ir.slos, dialect, "slo", tables):
        database.run(file.text)
    return database


def _fill(
    database: Database, dialect: Dialect, table: str, columns: Sequence[tuple[str, Kind]], rows: Sequence[Sequence[Any]]
) -> None:
    database.run(f"CREATE TABLE {table} ({', '.join(f'{name} {dialect.column_type(kind)}' for name, kind in columns)})")
    database.fill(table, [dialect.type_name(kind) for _, kind in columns], rows)


def _event_row(event: Event) -> list[Any]:
    elapsed = None if event.elapsed_seconds is None else int(MICROS * event.elapsed_seconds)
    return [
        event.slo,
        event.grp,
        event.event_key,
        instant(event.started_at),
        instant(event.deadline),
        instant(event.counted_at),
        event.outcome,
        None if event.elapsed_seconds is None else float(event.elapsed_seconds),
        event.ended,
        event.sla_outcome,
        instant(event.sla_counted_at),
        event.started_at,
        event.deadline,
        event.counted_at,
        event.sla_counted_at,
        elapsed,
        elapsed,
    ]


def instant(micros: int | None) -> dt.datetime | None:
    """Microseconds as the datetime that engines take and give for a TIMESTAMP; None beyond the year 9999."""
    return None if micros is None or micros >= LAST_INSTANT else EPOCH + dt.timedelta(microseconds=micros)


def rows(database: Database, view: str) -> list[dict[str, Any]]:
    """The rows of a view by column, in the order in which the view gives them."""
    return database.fetch(f"SELECT * FROM slo.{view}")


def disagreements_of(database: Database, expected: Evaluation) -> list[str]:
    """All differences between the shared views and the reference's answers; ``slo_coverage`` is for who has the raw rows."""
    status = [{name: value for name, value in vars(row).items() if name != "sla_target"} for row in expected.status]
    found = [
        *differences(rows(database, "slo_status"), status, key=2),
        *differences(rows(database, "slo_burn"), expected.burn, key=3),
        *differences(rows(database, "slo_alerts"), expected.alerts, key=4),
        *differences(rows(database, "slo_daily"), expected.daily, key=3),
        *differences(rows(database, "slo_periods"), expected.periods, key=4),
    ]
    # In order: urgency is what this view says. Keys may repeat, so a row is named by its place.
    numbered = [{"place": place, **row} for place, row in enumerate(rows(database, "slo_at_risk"))]
    listed = [{"place": place, **vars(row)} for place, row in enumerate(expected.at_risk)]
    return found + differences(numbered, listed, key=1)


_INSTANTS = frozenset({"as_of", "window_start", "exhausts_at", "deadline", "start"})


def differences(view: Iterable[Mapping[str, Any]], reference: Iterable[Any], *, key: int) -> list[str]:
    """Where a view's rows are not the reference's; the first `key` columns name a row. Empty when all agrees.

    Integers, booleans, text and instants agree exactly; a double agrees with an exact fraction within 1e-12 of it.
    """
    expected = [{f.name: getattr(row, f.name) for f in fields(row)} if is_dataclass(row) else dict(row) for row in reference]
    left = {_name(row, key): row for row in view}
    right = {_name(row, key): row for row in expected}
    found = [f"only the view has {name}" for name in left.keys() - right.keys()]
    found += [f"only the reference has {name}" for name in right.keys() - left.keys()]
    for name in left.keys() & right.keys():
        for column, value in left[name].items():
            wanted = right[name][column]
            if column in _INSTANTS:
                wanted = instant(wanted)
            if not same(value, wanted):
                found.append(f"{name} {column}: view {value!r}, reference {wanted!r}")
    return sorted(found)


def _name(row: Mapping[str, Any], key: int) -> str:
    values = list(row.values())[:key]
    return json.dumps([_plain(value) for value in values])


def _plain(value: Any) -> str | None:
    if isinstance(value, dt.datetime):
        return str((value - EPOCH) // dt.timedelta(microseconds=1))
    return str(float(value)) if isinstance(value, float | Fraction) else None if value is None else str(value)


def same(value: Any, wanted: Any) -> bool:
    """Whether a value of a view is the reference's."""
    if isinstance(value, float) and isinstance(wanted, int | Fraction):
        return math.isfinite(value) and abs(Fraction(value) - wanted) <= abs(wanted) * Fraction(1, 10**12)
    return type(value) is type(wanted) and value == wanted
