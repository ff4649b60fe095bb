"""The tables of a calendar, as DuckDB fills them."""

from __future__ import annotations

from dataclasses import replace

import duckdb

from sloc.backends.sql.calendars import calendar_file
from sloc.backends.sql.clock import calendar_tables
from sloc.backends.sql.dialects import DIALECTS
from sloc.ir import Calendar
from tests.reference.build import calendar

SUNDAY = 1767484800  # 2026-01-04T00:00Z
MONDAY = SUNDAY + 86_400


def tables_of(made: Calendar) -> duckdb.DuckDBPyConnection:
    known_longer = replace(made, zone=replace(made.zone, until=made.zone.until + 86_400))
    connection = duckdb.connect()
    file = calendar_file(known_longer, calendar_tables(known_longer, {}), DIALECTS["duckdb"], "slo")
    connection.execute(file.text)
    connection.execute(file.text)  # running it again replaces what it made
    return connection


def test_days_stretches_and_buckets() -> None:
    made = tables_of(calendar({"mon": "09:00-10:00", "sun": "22:00-02:00"}, zone_name="UTC", years=(2026, 2026)))
    days = made.execute(f"FROM slo.calendar_day_office WHERE d BETWEEN {SUNDAY // 86400} AND {MONDAY // 86400 + 1} ORDER BY d")
    assert days.fetchall() == [
        (SUNDAY // 86400, 0, SUNDAY + 79_200, MONDAY, SUNDAY, SUNDAY),
        (MONDAY // 86400, 7200, MONDAY, MONDAY + 7200, MONDAY + 32_400, MONDAY + 36_000),
        (MONDAY // 86400 + 1, 18_000, MONDAY + 86_400, MONDAY + 86_400, MONDAY + 86_400, MONDAY + 86_400),
    ]
    stretches = made.execute("FROM slo.calendar_open_office ORDER BY s LIMIT 3").fetchall()
    assert stretches == [
        (SUNDAY + 79_200, MONDAY + 7200, 0, 14_400),  # over midnight in one piece
        (MONDAY + 32_400, MONDAY + 36_000, 14_400, 18_000),
        (SUNDAY + 7 * 86_400 + 79_200, MONDAY + 7 * 86_400 + 7200, 18_000, 32_400),
    ]
    buckets = made.execute("FROM slo.calendar_bucket_office ORDER BY c0, bucket LIMIT 4").fetchall()
    assert [(bucket, c0) for bucket, _, c0, _ in buckets] == [(0, 0), (1, 14_400), (1, 18_000), (2, 18_000)]


def test_a_calendar_that_never_opens_has_days_only() -> None:
    made = tables_of(calendar({}, zone_name="UTC", years=(2026, 2026)))
    assert made.execute("SELECT count(*), max(cum) FROM slo.calendar_day_office").fetchall() == [(366, 0)]
    assert made.execute("SELECT count(*) FROM slo.calendar_bucket_office").fetchall() == [(0,)]
