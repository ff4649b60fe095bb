"""The views that all SLOs share (docs/sql.md): status, budgets, burn rates, alerts, what is at risk, and their history.

They read the per-SLO views ``events_<slug>`` and ``faults_<slug>``, the calendars' day tables and ``slo_now``, and join them
with constants in tables. No view reads an event more than twice, and none works on pairs of SLOs. Everything that is decided
is decided on integers; each template in ``templates/shared`` is one view and cites the clause that it says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from sloc.backends.base import OutputFile
from sloc.backends.sql import printer
from sloc.backends.sql.clock import CalendarTables
from sloc.backends.sql.dialects import Dialect
from sloc.backends.sql.documents import render
from sloc.backends.sql.events import events_view, faults_view
from sloc.backends.sql.nodes import Text
from sloc.backends.sql.shared import constants
from sloc.backends.sql.shared.constants import Constants
from sloc.backends.sql.shared.words import DialectWords
from sloc.backends.sql.shared.zones import BUCKET_SECONDS, zones_in_use
from sloc.calendars.zones import year_start
from sloc.ir import Ir, Slo
from sloc.ir.units import DAY, MICROS

__all__ = ["files"]

_ROWS_PER_INSERT = 500

_VIEWS = (
    "90_calendar_day", "91_event_micros", "91_events", "92_clock", "92_coverage", "92_daily", "93_burn_spans",
    "93_percentiles", "93_tally", "94_budget", "94_burn", "95_alerts", "95_at_risk", "95_periods", "95_status",
)  # fmt: skip
"""In the order in which they are created: none reads one with the same or a higher number."""


def files(
    ir: Ir, slos: Sequence[Slo], dialect: Dialect, schema: str, calendars: Mapping[str, CalendarTables]
) -> list[OutputFile]:
    """The files ``90_objectives.sql`` to ``95_status.sql``, sorted by path, which is the order to run them in.

    `slos` are those that have the views ``events_<slug>`` and ``faults_<slug>``; `calendars` holds the tables of (at least)
    the calendars by which their time passes, by id.
    """
    slos = sorted(slos, key=lambda slo: slo.id)
    zones = zones_in_use(ir, slos)
    clocks = {id: calendars[id] for id in constants.calendar_ids(slos)}
    stretches = max((tables.width for tables in clocks.values()), default=1)
    words = DialectWords(dialect, schema, stretches)
    tables = (
        constants.objectives(slos, dialect),
        constants.parameters(ir, slos, zones),
        constants.rules(slos),
        constants.burn_windows(slos),
        constants.calendar_periods(zones),
    )
    values = {
        "sql": words,
        "views": [words.table(events_view(slo)) for slo in slos],
        "charted_views": [words.table(events_view(slo)) for slo in slos if slo.percentile is not None],
        "fault_views": [words.table(faults_view(slo)) for slo in slos],
        "second_us": MICROS,
        "day_us": DAY,
        "granule_us": constants.granule(zones),
        "bucket_us": BUCKET_SECONDS * MICROS,
        "places": range(constants.burn_places(slos)),
        "digit": 2**40,
        "last_second": year_start(10_000),
        "calendars": [_calendar(id, clock, words) for id, clock in clocks.items()],
        "nothing": {"id": words.null("text"), "columns": _day_columns("0", ["0"] * (2 * stretches), day="0")},
    }
    written = {f"90_{table.name.removeprefix('slo_')}": _table(table, words) for table in tables}
    for view in _VIEWS:
        template = view.split("_", 1)[1]
        written[view] = render(f"shared/{template}.sql.j2", **values)
    folder = PurePosixPath("sql", dialect.name)
    return [OutputFile(folder / f"{name}.sql", written[name], tuple(slos)) for name in sorted(written)]


def _table(table: Constants, words: DialectWords) -> str:
    """The document that creates and fills a table of constants."""
    columns = [f"    {name} {words.dialect.column_type(kind)}" for name, kind in table.columns]
    rows = [", ".join(printer.expression(value, words.dialect) for value in row) for row in table.rows]
    return render(
        "shared/constants.sql.j2",
        about=table.about,
        table=words.table(table.name),
        create=words.dialect.replace_table(words.table(table.name), ",\n".join(columns)),
        inserts=[rows[at : at + _ROWS_PER_INSERT] for at in range(0, len(rows), _ROWS_PER_INSERT)],
    )


def _calendar(id: str, tables: CalendarTables, words: DialectWords) -> dict[str, Any]:
    """A calendar's part of the view ``calendar_day``."""
    known_from, known_to = tables.known
    own = [f"{side}{index} * {MICROS}" for index in range(tables.width) for side in "se"]
    spare = ["0"] * (2 * (words.stretches - tables.width))
    return {
        "id": printer.expression(words.dialect.by_code_point(Text(id)), words.dialect),
        "known_from": known_from * MICROS,
        "known_to": known_to * MICROS,
        "columns": _day_columns(f"cum * {MICROS}", own + spare, day="d"),
        "table": words.table(tables.day_table),
    }


def _day_columns(cum: str, stretches: Sequence[str], day: str) -> str:
    names = [f"{side}{index}" for index in range(len(stretches) // 2) for side in "se"]
    named = [f"{value} AS {name}" for value, name in zip(stretches, names, strict=True)]
    return ", ".join([day if day == "d" else f"{day} AS d", f"{cum} AS cum", *named])
