"""The tables of a calendar, as an engine fills them."""

from __future__ import annotations

from dataclasses import replace

from sloc.backends.sql.calendars import calendar_file
from sloc.backends.sql.clock import calendar_tables
from sloc.ir import Calendar
from tests.engines.sql.engine import Database, Engine, dialect_of
from tests.reference.build import calendar

SUNDAY = 1767484800  # 2026-01-04T00:00Z
MONDAY = SUNDAY + 86_400


def tables_of(engine: Engine, made: Calendar) -> Database:
    known_longer = replace(made, zone=replace(made.zone, until=made.zone.until + 86_400))
    database = engine.database()
    file = calendar_file(known_longer, calendar_tables(known_longer, {}), dialect_of(engine), "slo")
    database.run(file.text)
    database.run(file.text)  # running it again replaces what it made
    return database


def values(database: Database, query: str) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in database.fetch(query)]


def test_days_stretches_and_buckets(engine: Engine) -> None:
    made = tables_of(engine, calendar({"mon": "09:00-10:00", "sun": "22:00-02:00"}, zone_name="UTC", years=(2026, 2026)))
    days = values(
        made, f"SELECT * FROM slo.calendar_day_office WHERE d BETWEEN {SUNDAY // 86400} AND {MONDAY // 86400 + 1} ORDER BY 1"
    )
    assert days == [
        (SUNDAY // 86400, 0, SUNDAY + 79_200, MONDAY, SUNDAY, SUNDAY),
        (MONDAY // 86400, 7200, MONDAY, MONDAY + 7200, MONDAY + 32_400, MONDAY + 36_000),
        (MONDAY // 86400 + 1, 18_000, MONDAY + 86_400, MONDAY + 86_400, MONDAY + 86_400, MONDAY + 86_400),
    ]
    stretches = values(made, "SELECT * FROM slo.calendar_open_office ORDER BY s LIMIT 3")
    assert stretches == [
        (SUNDAY + 79_200, MONDAY + 7200, 0, 14_400),  # over midnight in one piece
        (MONDAY + 32_400, MONDAY + 36_000, 14_400, 18_000),
        (SUNDAY + 7 * 86_400 + 79_200, MONDAY + 7 * 86_400 + 7200, 18_000, 32_400),
    ]
    buckets = values(made, "SELECT * FROM slo.calendar_bucket_office ORDER BY c0, bucket LIMIT 4")
    assert [(bucket, c0) for bucket, _, c0, _ in buckets] == [(0, 0), (1, 14_400), (1, 18_000), (2, 18_000)]


def test_a_calendar_that_never_opens_has_days_only(engine: Engine) -> None:
    made = tables_of(engine, calendar({}, zone_name="UTC", years=(2026, 2026)))
    assert values(made, "SELECT count(*) AS days, max(cum) AS opened FROM slo.calendar_day_office") == [(366, 0)]
    assert values(made, "SELECT count(*) AS rows_ FROM slo.calendar_bucket_office") == [(0,)]
