"""IR -> the files of one dialect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from sloc.backends.base import OutputFile, Subject
from sloc.backends.sql import printer, shared
from sloc.backends.sql.calendars import calendar_file
from sloc.backends.sql.clock import CalendarTables, SqlClock, calendar_tables
from sloc.backends.sql.dialects import Dialect
from sloc.backends.sql.documents import render
from sloc.backends.sql.events import Clocks, slo_file
from sloc.ir.program import Ir
from sloc.ir.slo import ExcludeDuring, Have, Slo

CONTRACT = (
    "slo_now", "slo_objectives", "slo_coverage", "slo_events", "slo_daily",
    "slo_status", "slo_burn", "slo_alerts", "slo_at_risk", "slo_periods",
)  # fmt: skip
"""What others may read (docs/sql.md); everything else in the schema is the views' own business."""


def dialect_files(ir: Ir, slos: tuple[Slo, ...], dialect: Dialect, schema: str) -> list[OutputFile]:
    """All files for the SLOs, which nothing refuses; ``install.sql`` is the last."""
    tables = _tables(ir, slos)
    files = [
        *event_files(ir, slos, tables, dialect, schema),
        *shared.files(ir, slos, dialect, schema, tables),
    ]
    made_of = (*(ir.calendar(id) for id in tables), *slos)
    return [*files, _install_file(files, made_of, dialect)]


def event_files(
    ir: Ir, slos: tuple[Slo, ...], tables: Mapping[str, CalendarTables], dialect: Dialect, schema: str
) -> list[OutputFile]:
    """Now, the calendars and the views of each SLO: all that the shared views read. `tables` by calendar id."""
    clocks = Clocks({id: SqlClock(table, schema, dialect) for id, table in tables.items()}, SqlClock(None, schema, dialect))
    return [
        *_clearing_file(dialect, schema),
        _now_file(dialect, schema),
        *(calendar_file(ir.calendar(id), table, dialect, schema) for id, table in tables.items()),
        *(slo_file(slo, ir, clocks, dialect, schema) for slo in slos),
    ]


def _tables(ir: Ir, slos: tuple[Slo, ...]) -> dict[str, CalendarTables]:
    """The tables of the calendars that the SLOs use, sorted by id."""
    by_id = {calendar.id: calendar for calendar in ir.calendars}
    return {id: calendar_tables(by_id[id], by_id) for id in sorted({id for slo in slos for id in _calendars_of(slo)})}


def _clearing_file(dialect: Dialect, schema: str) -> Iterator[OutputFile]:
    if dialect.clearing is not None:
        text = render(
            dialect.clearing,
            create_schema=dialect.create_schema(schema),
            schema=dialect.string(schema),
            contract=[dialect.string(view) for view in CONTRACT],
        )
        yield OutputFile(PurePosixPath(f"sql/{dialect.name}/00_before.sql"), text)


def _now_file(dialect: Dialect, schema: str) -> OutputFile:
    text = render(
        "now.sql.j2",
        create_schema=dialect.create_schema(schema),
        replace_view=dialect.replace_view(schema, "slo_now"),
        as_of=printer.expression(dialect.instant_of_micros(dialect.now()), dialect),
    )
    return OutputFile(PurePosixPath(f"sql/{dialect.name}/00_now.sql"), text)


def _install_file(files: list[OutputFile], made_of: tuple[Subject, ...], dialect: Dialect) -> OutputFile:
    text = render("install.sql.j2", files=[{"name": file.path.name, "text": file.text} for file in files])
    return OutputFile(PurePosixPath(f"sql/{dialect.name}/install.sql"), text, made_of)


def _calendars_of(slo: Slo) -> Iterator[str]:
    """The calendars that an SLO's views read."""
    indicators = [slo.indicator] + ([] if slo.sla is None else [slo.sla.indicator])
    ids = [slo.population.during, slo.clock]
    ids += [indicator.during for indicator in indicators if isinstance(indicator, Have)]
    ids += [exclusion.calendar for exclusion in slo.exclusions if isinstance(exclusion, ExcludeDuring)]
    yield from (id for id in ids if id is not None)
