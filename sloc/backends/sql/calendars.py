"""``00_calendar_<slug>.sql``: a calendar as integers, created and filled by one file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import PurePosixPath

from sloc.backends.base import OutputFile
from sloc.backends.sql import printer
from sloc.backends.sql.clock import CalendarTables
from sloc.backends.sql.dialects import Dialect
from sloc.backends.sql.documents import render
from sloc.backends.sql.nodes import Binary, Column, Integer, Kind, Output, Select, UnionAll, columns
from sloc.ir.calendar import AnyCalendar
from sloc.units import DAY_SECONDS

_ROWS_PER_INSERT = 2000
"""Engines limit the length of a statement; this keeps one far below."""

_LINE = 150


def calendar_file(calendar: AnyCalendar, tables: CalendarTables, dialect: Dialect, schema: str) -> OutputFile:
    """The file that creates and fills the tables of a calendar."""

    def table(name: str) -> str:
        return f"{dialect.identifier(schema)}.{dialect.identifier(name)}"

    def create(name: str, *names: str) -> str:
        bigint = dialect.column_type(Kind.BIGINT)
        return dialect.replace_table(table(name), "    " + ", ".join(f"{column} {bigint} NOT NULL" for column in names))

    slots = [f"{side}{slot}" for slot in range(tables.width) for side in "se"]
    text = render(
        "calendar.sql.j2",
        id=calendar.id,
        title=calendar.title,
        first_day=_date(tables.known[0]),
        last_day=_date(tables.known[1] - 1),
        create_schema=dialect.create_schema(schema),
        slots=range(tables.width),
        hours_table=table(tables.hours_table),
        create_hours=create(tables.hours_table, "d", *slots),
        create_day=create(tables.day_table, "d", "cum", *slots),
        create_open=create(tables.open_table, "s", "e", "c0", "c1"),
        create_bucket=create(tables.bucket_table, "bucket", "s", "c0", "c1"),
        hours_inserts=_inserts(_hours_rows(tables)),
        day_table=table(tables.day_table),
        open_table=table(tables.open_table),
        bucket=tables.bucket,
        bucket_table=table(tables.bucket_table),
        bucket_query=printer.query(_bucket_query(tables, dialect, schema), dialect),
    )
    path = PurePosixPath(f"sql/{dialect.name}/00_calendar_{tables.slug}.sql")
    return OutputFile(path, text, (calendar,))


def _hours_rows(tables: CalendarTables) -> Iterator[tuple[int, ...]]:
    """Each UTC day and its stretches in seconds after midnight; (0, 0) where it has fewer than others."""
    for day, parts in tables.days().items():
        midnight = day * DAY_SECONDS
        padded = [*((start - midnight, end - midnight) for start, end in parts), *[(0, 0)] * (tables.width - len(parts))]
        yield (day, *(second for part in padded for second in part))


def _bucket_query(tables: CalendarTables, dialect: Dialect, schema: str) -> UnionAll:
    """Each stretch under the bucket of its first open second, and under that of its last where this is another one."""
    size = Integer(tables.bucket)
    first = dialect.integer_divide(Column("c0"), size)
    last = dialect.integer_divide(Binary("-", Column("c1"), Integer(1)), size)
    source = dialect.table(schema, tables.open_table)
    rest = columns("", ("s", "c0", "c1"))
    return UnionAll(
        (
            Select((Output(first, "bucket"), *rest), source),
            Select((Output(last, "bucket"), *rest), source, where=Binary("<>", last, first)),
        )
    )


def _inserts(rows: Iterable[tuple[int, ...]]) -> list[str]:
    """The rows of each INSERT, several on a line."""
    rest = iter(rows)
    batches = iter(lambda: list(islice(rest, _ROWS_PER_INSERT)), [])
    return [",\n".join(_lines(batch)) for batch in batches]


def _lines(rows: Iterable[tuple[int, ...]]) -> Iterator[str]:
    line = ""
    for row in rows:
        text = f"({','.join(map(str, row))})"
        if line and len(line) + len(text) + 1 > _LINE:
            yield line
            line = text
        else:
            line = f"{line},{text}" if line else text
    if line:
        yield line


def _date(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).date().isoformat()
