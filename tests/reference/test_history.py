"""Days and calendar periods (decision 0001, `slo_daily` and `slo_periods`)."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from sloc.ir import Slo
from sloc.ir.calendar import AnyCalendar
from sloc.ir.expr import Type
from tests.reference import Evaluation, Period, Row, evaluate
from tests.reference import build as b
from tests.reference.periods import first_instant

OFFICE = b.calendar({"mon..fri": "09:00-18:00"}, id="office")
TOKYO = b.calendar({"mon..fri": "09:00-18:00"}, id="tokyo", zone_name="Asia/Tokyo")
LATE = b.calendar({"mon..fri": "18:00-20:00"}, id="late")
CALENDARS: list[AnyCalendar] = [OFFICE, TOKYO, LATE, b.union("world", "office", "tokyo"), b.union("berlin", "office", "late")]
CALLS = b.source({"at": "time", "ok": "bool"}, key=None)
OK = b.satisfy(b.ref("ok", Type.BOOL))


def calls(at: str, good: int, bad: int) -> list[Row]:
    return [{"at": b.instant(at), "ok": n < good} for n in range(good + bad)]


def run(slo: Slo, rows: list[Row], now: str) -> Evaluation:
    return evaluate(b.program([slo], [CALLS], CALENDARS), {"tickets": rows}, b.instant(now))


def found(evaluation: Evaluation, period: str) -> list[Period]:
    return [row for row in evaluation.periods if row.period == period]


def test_days_are_utc_days_of_what_was_counted() -> None:
    rows = calls("2026-06-01T23:59:59.999999Z", 1, 1) + calls("2026-06-02T00:00Z", 2, 0) + calls("2026-06-09T00:00Z", 1, 0)
    daily = run(b.slo(OK), rows, "2026-06-08T00:00Z").daily
    assert [(d.day, d.good, d.bad) for d in daily] == [(dt.date(2026, 6, 1), 1, 1), (dt.date(2026, 6, 2), 2, 0)]


def test_weeks_months_quarters_and_years() -> None:
    # Sunday 31 May and Monday 1 June 2026 share a quarter and a year, and neither week nor month.
    rows = calls("2026-05-31T12:00Z", 9, 1) + calls("2026-06-01T12:00Z", 8, 2)
    evaluation = run(b.slo(OK, target="90%"), rows, "2027-02-01T00:00Z")
    summary = [(p.period, p.start, p.good, p.bad, p.met, p.budget_spent) for p in evaluation.periods]
    assert summary == [
        ("week", b.instant("2026-05-25T00:00Z"), 9, 1, True, 1),  # 1 bad of 10% × 10
        ("week", b.instant("2026-06-01T00:00Z"), 8, 2, False, 2),
        ("month", b.instant("2026-05-01T00:00Z"), 9, 1, True, 1),
        ("month", b.instant("2026-06-01T00:00Z"), 8, 2, False, 2),
        ("quarter", b.instant("2026-04-01T00:00Z"), 17, 3, False, Fraction(3, 2)),  # 3 of 10% × 20
        ("year", b.instant("2026-01-01T00:00Z"), 17, 3, False, Fraction(3, 2)),
    ]
    assert evaluation.periods[4].achievement == Fraction(17, 20)


def test_the_running_periods_budget_is_projected() -> None:
    # Half of June: 10 events so far, 20 expected, a budget of 2; 1 bad has spent half of it. Also where the window rolls.
    rows = calls("2026-06-10T12:00Z", 9, 1)
    for window in (b.rolling("28d"), b.each("month")):
        (june,) = found(run(b.slo(OK, target="90%", window=window), rows, "2026-06-16T00:00Z"), "month")
        assert june.budget_spent == Fraction(1, 2)
    (june,) = found(run(b.slo(OK, target="90%"), rows, "2026-07-01T00:00Z"), "month")
    assert june.budget_spent == 1


def test_the_running_periods_share_is_measured_on_the_clock() -> None:
    # The week of 8 June on a desk in Berlin; Tuesday evening is 2 of 5 days. 1 bad of (10% × 10 ÷ 2/5) is 2/5.
    slo = b.slo(OK, target="90%", during="office")
    (week,) = found(run(slo, calls("2026-06-08T10:00Z", 9, 1), "2026-06-09T20:00Z"), "week")
    assert week.start == b.instant("2026-06-07T22:00Z")  # Monday in Berlin
    assert week.budget_spent == Fraction(2, 5)


def test_before_the_clock_has_run_the_running_budget_is_null() -> None:
    slo = b.slo(OK)
    assert [p.budget_spent for p in found(run(slo, calls("2026-06-08T00:00Z", 1, 1), "2026-06-08T00:00Z"), "week")] == [None]


# 31 May 2026, 22:30 UTC is 00:30 on 1 June in Berlin and 07:30 in Tokyo.
@pytest.mark.parametrize(
    ("zone_from", "slo", "month"),
    [
        ("UTC", b.slo(OK), "2026-05-01T00:00Z"),
        ("the window", b.slo(OK, window=b.each("week", "Europe/Berlin")), "2026-05-31T22:00Z"),
        ("the window's default", b.slo(OK, window=b.each("week")), "2026-05-01T00:00Z"),
    ],
)
def test_the_zone_of_the_periods(zone_from: str, slo: Slo, month: str) -> None:
    (row,) = found(run(slo, calls("2026-05-31T22:30Z", 1, 0), "2026-06-10T00:00Z"), "month")
    assert row.start == b.instant(month), zone_from


@pytest.mark.parametrize(
    ("clock", "at", "month"),
    [
        ("tokyo", "2026-06-01T00:30Z", "2026-05-31T15:00Z"),  # 09:30 in Tokyo
        ("office", "2026-06-01T08:00Z", "2026-05-31T22:00Z"),
        ("berlin", "2026-06-01T08:00Z", "2026-05-31T22:00Z"),  # a union of two calendars in one zone
        ("world", "2026-06-01T08:00Z", "2026-06-01T00:00Z"),  # of several zones: UTC
    ],
)
def test_the_zone_of_the_periods_is_that_of_the_clock_where_the_window_rolls(clock: str, at: str, month: str) -> None:
    (row,) = found(run(b.slo(OK, during=clock), calls(at, 1, 0), "2026-06-10T00:00Z"), "month")
    assert row.start == b.instant(month)


def test_the_first_instant_of_a_date_whose_midnight_is_skipped_or_repeated() -> None:
    # Havana: on 8 March 2026 00:00 becomes 01:00 (05:00 UTC); on 1 November 01:00 becomes 00:00 again, so that the day
    # begins at its first midnight, at 04:00 UTC.
    havana = b.zone("America/Havana")
    assert first_instant(havana, dt.date(2026, 3, 8)) == b.instant("2026-03-08T05:00Z")
    assert first_instant(havana, dt.date(2026, 11, 1)) == b.instant("2026-11-01T04:00Z")


def test_a_week_cut_by_the_end_of_the_zones_years_is_left_out() -> None:
    # Zones are known from 2024 on. Monday 1 January 2024 begins a week; in 2028 the last one begins on 25 December.
    slo = b.slo(OK, window=b.each("month", "Europe/Berlin"))
    first = run(slo, calls("2024-01-01T12:00Z", 1, 0), "2024-02-01T00:00Z")
    assert [p.start for p in found(first, "week")] == [b.instant("2023-12-31T23:00Z")]
    last = run(slo, calls("2028-12-31T12:00Z", 1, 0), "2028-12-31T18:00Z")
    assert found(last, "year") == []
