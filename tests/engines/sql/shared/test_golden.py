"""The shared views against numbers worked out by hand."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest

from sloc.backends.sql import printer
from sloc.backends.sql.nodes import Text
from sloc.ir import (
    AlertPolicy,
    AlertRule,
    BelowTarget,
    BudgetBelow,
    Burn,
    Calendar,
    ExhaustedWithin,
    Ir,
    NoData,
    PaceAbove,
    Slo,
)
from sloc.ir.units import HOUR, MICROS
from tests.engines.sql.engine import Database, Engine, dialect_of
from tests.engines.sql.shared.views import install, rows
from tests.reference import Event
from tests.reference import build as b

NOVEMBER = b.instant("2026-11-01T00:00:00")
MID_NOVEMBER = b.instant("2026-11-16T00:00:00")  # 15 of 30 days
TICKETS = b.source(
    {"id": "int", "at": "time", "solved": "time?", "region": "string?"}, measures=[b.interval("wait", "at", "solved")]
)


def event(slo: Slo, n: int, outcome: str | None, counted: int | None, grp: str = "{}", **more: object) -> Event:
    values: dict[str, object] = {
        "event_key": str(n),
        "started_at": NOVEMBER,
        "deadline": counted,
        "elapsed_seconds": None,
        "sla_outcome": None,
        "sla_counted_at": None,
        "ended": True,
    }
    return Event(slo=slo.id, grp=grp, outcome=outcome, counted_at=counted, **{**values, **more})  # type: ignore[arg-type]


def spread(slo: Slo, good: int, bad: int, start: int, end: int, grp: str = "{}") -> Iterator[Event]:
    """Counted events, evenly from `start` (excluded) to `end`; the bad ones are evenly among them."""
    total = good + bad
    for n in range(1, total + 1):
        is_bad = n * bad // total > (n - 1) * bad // total
        yield event(slo, n, "bad" if is_bad else "good", start + (end - start) * n // total, grp)


def month(target: str = "95%", **more: object) -> Slo:
    return b.slo(b.have("wait", "4h"), target=target, window=b.each("month"), **more)  # type: ignore[arg-type]


def frozen(calendar: Calendar) -> Calendar:
    """With its zone frozen for a year more on either side, as ``sloc lock`` does."""
    return replace(calendar, zone=b.zone(calendar.zone.name, calendar.first_year - 1, calendar.last_year + 1))


def one(view: list[dict[str, object]]) -> dict[str, object]:
    (row,) = view
    return row


def test_forty_bad_of_an_expected_thousand_halfway_have_spent_four_fifths(engine: Engine) -> None:
    """Clause 10's own example: 95%, 500 of an expected 1,000 tickets at half the month, 40 of them bad."""
    slo = month()
    database = install(engine, b.program([slo], [TICKETS]), spread(slo, 460, 40, NOVEMBER, MID_NOVEMBER), MID_NOVEMBER)
    status = one(rows(database, "slo_status"))
    assert status == {
        "slo": "desk.promise",
        "grp": "{}",
        "as_of": dt.datetime(2026, 11, 16),
        "window_start": dt.datetime(2026, 11, 1),
        "good": 460,
        "bad": 40,
        "total": 500,
        "pending": 0,
        "achievement": 0.92,
        "target": 0.95,
        "budget_events": 50.0,
        "budget_spent": 0.8,
        "budget_remaining": pytest.approx(0.2, rel=1e-15),
        "pace": 1.6,
        # burn over 3 days is 8 in 100 ÷ 5% = 1.6; a fifth of 30 days ÷ 1.6 is 3.75 days
        "exhausts_at": dt.datetime(2026, 11, 19, 18),
        "projected_total": 1000.0,
        "p_value": None,
        "sla_achievement": None,
        "sla_met": None,
        "met": False,
    }


def test_without_events_nothing_is_spent_and_nothing_is_known(engine: Engine) -> None:
    slo = b.slo(b.have("wait", "4h"))
    status = one(rows(install(engine, b.program([slo], [TICKETS]), [], MID_NOVEMBER), "slo_status"))
    assert (status["grp"], status["good"], status["total"], status["pending"]) == ("{}", 0, 0, 0)
    assert (status["achievement"], status["met"], status["exhausts_at"]) == (None, None, None)
    assert (status["budget_spent"], status["budget_remaining"], status["budget_events"]) == (0.0, 1.0, 0.0)


def test_a_rolling_window_excludes_its_start_and_includes_now(engine: Engine) -> None:
    slo = b.slo(b.have("wait", "4h"), window=b.rolling("1d"))
    day_ago = MID_NOVEMBER - 24 * HOUR
    events = [event(slo, n, "good", t) for n, t in enumerate([day_ago, day_ago + 1, MID_NOVEMBER])]
    assert one(rows(install(engine, b.program([slo], [TICKETS]), events, MID_NOVEMBER), "slo_status"))["good"] == 2


def test_a_calendar_window_includes_its_first_instant(engine: Engine) -> None:
    slo = b.slo(b.have("wait", "4h"), window=b.each("month", "Europe/Berlin"))
    first = b.instant("2026-11-01T00:00:00+01:00")
    events = [event(slo, n, "good", t) for n, t in enumerate([first - 1, first])]
    status = one(rows(install(engine, b.program([slo], [TICKETS]), events, MID_NOVEMBER), "slo_status"))
    assert (status["good"], status["window_start"]) == (1, dt.datetime(2026, 10, 31, 23))


def test_a_target_is_met_exactly_at_it(engine: Engine) -> None:
    """Binary floats say 0.9995 < 1999 / 2000 or not, as they please; integers know."""
    slo = month("99.95%")
    for bad, met in ((1, True), (2, False)):
        events = spread(slo, 2000 - bad, bad, NOVEMBER, MID_NOVEMBER)
        assert one(rows(install(engine, b.program([slo], [TICKETS]), events, MID_NOVEMBER), "slo_status"))["met"] is met


def test_a_group_exists_by_a_counted_or_a_pending_event(engine: Engine) -> None:
    slo = b.slo(b.have("wait", "4h"), window=b.rolling("1d"), per=["region"])
    long_ago = MID_NOVEMBER - 48 * HOUR
    events = [
        event(slo, 1, "bad", long_ago, '{"region":"gone"}'),
        event(slo, 2, "bad", MID_NOVEMBER, '{"region":null}'),
        event(slo, 3, "pending", MID_NOVEMBER + HOUR, '{"region":"eu"}', ended=False),
        event(slo, 4, None, None, '{"region":"sla only"}', sla_outcome="good", sla_counted_at=MID_NOVEMBER),
    ]
    database = install(engine, b.program([slo], [TICKETS]), events, MID_NOVEMBER)
    found = {row["grp"]: (row["bad"], row["pending"]) for row in rows(database, "slo_status")}
    assert found == {'{"region":null}': (1, 0), '{"region":"eu"}': (0, 1)}


def test_the_percentile_is_the_nearest_rank_and_what_never_ended_is_infinite(engine: Engine) -> None:
    slo = b.slo(b.have("wait", "4h"), target="90%", percentile="90%")
    for never, value in ((1, 9.0), (2, float("inf"))):
        events = [event(slo, n, "good", MID_NOVEMBER - n, elapsed_seconds=Fraction(n)) for n in range(1, 11 - never)]
        events += [event(slo, n, "bad", MID_NOVEMBER, elapsed_seconds=Fraction(5), ended=False) for n in range(never)]
        database = install(engine, b.program([slo], [TICKETS]), events, MID_NOVEMBER)
        assert one(rows(database, "slo_status"))["p_value"] == value


def test_the_sla_keeps_its_own_window_and_count(engine: Engine) -> None:
    promise = b.sla("90%", b.have("wait", "8h"), b.rolling("1d"))
    slo = month(sla=promise)
    events = [
        event(slo, 1, "bad", NOVEMBER, sla_outcome="bad", sla_counted_at=NOVEMBER),  # outside the SLA's day
        event(slo, 2, "bad", MID_NOVEMBER, sla_outcome="good", sla_counted_at=MID_NOVEMBER),
        event(slo, 3, "bad", MID_NOVEMBER, sla_outcome="pending", sla_counted_at=MID_NOVEMBER + HOUR),
    ]
    status = one(rows(install(engine, b.program([slo], [TICKETS]), events, MID_NOVEMBER), "slo_status"))
    assert (status["bad"], status["sla_achievement"], status["sla_met"], status["met"]) == (3, 1.0, True, False)


def test_the_share_of_the_month_is_that_of_its_open_time(engine: Engine) -> None:
    """November 2026 has 21 desk days; at the end of its 7th a third of the budget's time has passed."""
    office = frozen(b.calendar({"mon..fri": "09:00-17:00"}))
    slo = b.slo(b.have("wait", "4h", "office"), target="90%", window=b.each("month", "Europe/Berlin"))
    now = b.instant("2026-11-10T17:00:00+01:00")
    events = spread(slo, 95, 5, b.instant("2026-11-02T09:00:00+01:00"), now)
    status = one(rows(install(engine, b.program([slo], [TICKETS], [office]), events, now), "slo_status"))
    assert status["projected_total"] == pytest.approx(300, rel=1e-15)
    assert status["budget_events"] == pytest.approx(30, rel=1e-15)
    assert status["budget_spent"] == pytest.approx(1 / 6, rel=1e-15)
    assert status["pace"] == pytest.approx(0.5, rel=1e-15)


def test_before_the_month_opens_its_budget_is_not_known(engine: Engine) -> None:
    """Sunday the 1st: events may be counted, but no open time has passed that could say how many to expect."""
    office = frozen(b.calendar({"mon..fri": "09:00-17:00"}))
    slo = b.slo(b.have("wait", "4h", "office"), target="90%", window=b.each("month", "Europe/Berlin"))
    now = b.instant("2026-11-01T12:00:00+01:00")
    status = one(rows(install(engine, b.program([slo], [TICKETS], [office]), [event(slo, 1, "bad", now)], now), "slo_status"))
    assert (status["budget_events"], status["budget_spent"], status["projected_total"]) == (None, None, None)
    assert (status["pace"], status["exhausts_at"]) == (10.0, None)


def test_the_end_of_a_calendars_last_year_is_known(engine: Engine) -> None:
    always = frozen(b.calendar({"mon..sun": "00:00-24:00"}, zone_name="UTC", years=(2024, 2026)))
    slo = b.slo(b.have("wait", "4h", "office"), target="90%", window=b.each("month"))
    now = b.instant("2026-12-16T12:00:00")
    status = one(rows(install(engine, b.program([slo], [TICKETS], [always]), [event(slo, 1, "good", now)], now), "slo_status"))
    assert status["projected_total"] == 2.0


def replace_tally(engine: Engine, database: Database, counts: str) -> None:
    """Counts that nobody wants to make events for; they are BIGINTs, as the view's own are."""
    dialect = dialect_of(engine)
    slo, grp = (printer.expression(dialect.by_code_point(Text(text)), dialect) for text in ("desk.promise", "{}"))
    counts = re.sub(r"(\d+) AS", r"CAST(\1 AS BIGINT) AS", counts)
    database.run(
        f"CREATE OR REPLACE VIEW slo.slo_tally AS SELECT {slo} AS slo, {grp} AS grp, {counts}, CAST(NULL AS BIGINT) AS last_us"
    )


def test_exhaustion_is_exact_beyond_the_widest_integers(engine: Engine) -> None:
    """A billion events in microseconds of a quarter: the products have far more than 127 bits."""
    slo = b.slo(b.have("wait", "4h"), target="99.999%", window=b.each("quarter"))
    now = b.instant("2026-11-16T00:00:00.000001")
    database = install(engine, b.program([slo], [TICKETS]), [], now)
    replace_tally(
        engine,
        database,
        """
            999999000 AS good, 1000 AS bad, 1000000000 AS total, 0 AS pending, 0 AS sla_good, 0 AS sla_bad,
            899999993 AS good_0, 7 AS bad_0, 900000000 AS total_0
        """,
    )
    start = b.instant("2026-10-01T00:00:00")
    share = Fraction(now - start, 92 * 24 * HOUR)
    remaining = 1 - Fraction(1000) / (Fraction(1, 100_000) * 10**9 / share)
    exact = remaining * (90 * 24 * HOUR) / (Fraction(7, 900_000_000) * 100_000)
    found = one(rows(database, "slo_budget"))
    assert found["exhausted_down_us"] == exact.numerator // exact.denominator
    assert found["exhausted_up_us"] == -(-exact.numerator // exact.denominator)
    status = one(rows(database, "slo_status"))
    assert status["exhausts_at"] == dt.datetime(1970, 1, 1) + dt.timedelta(seconds=(now + exact) // MICROS)


def test_an_exhaustion_that_no_timestamp_can_hold_is_null(engine: Engine) -> None:
    slo = b.slo(b.have("wait", "4h"), target="50%", window=b.rolling("365d"))
    database = install(engine, b.program([slo], [TICKETS]), [], MID_NOVEMBER)
    replace_tally(
        engine,
        database,
        """
            99999 AS good, 1 AS bad, 100000 AS total, 0 AS pending, 0 AS sla_good, 0 AS sla_bad,
            99999 AS good_0, 1 AS bad_0, 100000 AS total_0
        """,
    )
    assert one(rows(database, "slo_status"))["exhausts_at"] is None


def policy(*conditions: object, only_after: int = 0) -> AlertPolicy:
    numbered = [AlertRule("page", c, f"rule {i}", None, None) for i, c in enumerate(conditions, 1)]  # type: ignore[arg-type]
    return AlertPolicy("own", tuple(numbered), only_after)


def alerts(engine: Engine, ir: Ir, events: Iterator[Event] | list[Event], now: int) -> list[tuple[object, object, object]]:
    database = install(engine, ir, events, now)
    found = sorted(rows(database, "slo_alerts"), key=lambda row: row["rule"])
    return [(row["firing"], row["value"], row["threshold"]) for row in found]


def test_rules_on_the_window_compare_strictly(engine: Engine) -> None:
    """At the numbers of clause 10: 20% left, pace 1.6, exhausted in exactly 3.75 days, 92% achieved."""
    conditions = [
        *(BudgetBelow(Fraction(p, 1000)) for p in (200, 201)),
        *(PaceAbove(Fraction(p, 1000)) for p in (1600, 1599)),
        *(ExhaustedWithin(b.length("3d18h") + micros) for micros in (-1, 0)),  # type: ignore[arg-type]
        BelowTarget(),
    ]
    slo = month(alerts=policy(*conditions))
    events = list(spread(slo, 460, 40, NOVEMBER, MID_NOVEMBER))
    found = alerts(engine, b.program([slo], [TICKETS]), events, MID_NOVEMBER)
    assert [firing for firing, _, _ in found] == [False, True, False, True, False, True, True]
    assert [(value, threshold) for _, value, threshold in found[4:]] == [
        (pytest.approx(324_000, rel=1e-14), 323_999.999999),
        (pytest.approx(324_000, rel=1e-14), 324_000.0),
        (0.92, 0.95),
    ]
    guarded = month(alerts=policy(*conditions, NoData(b.length("1ms")), only_after=41))
    assert [firing for firing, _, _ in alerts(engine, b.program([guarded], [TICKETS]), events, MID_NOVEMBER)] == [False] * 8


def test_a_burn_rule_needs_both_windows_over_the_threshold_of_the_long_one(engine: Engine) -> None:
    """2% of 28 days in 1 h is 13.44; with 95%, 68% bad burns 13.6 and 67% 13.4."""
    rule = Burn(Fraction(2, 100), b.length("1h"), b.length("5m"))
    slo = b.slo(b.have("wait", "4h"), alerts=policy(rule))
    ir = b.program([slo], [TICKETS])
    hour_ago, five_ago = MID_NOVEMBER - HOUR, MID_NOVEMBER - b.length("5m")

    def at(long_bad: int, short_bad: int) -> list[tuple[object, object, object]]:
        early = spread(slo, 100 - long_bad, long_bad, hour_ago, five_ago) if long_bad < 100 else iter(())
        late = spread(slo, 100 - short_bad, short_bad, five_ago, MID_NOVEMBER)
        return alerts(engine, ir, [*early, *late], MID_NOVEMBER)

    assert at(68, 68) == [(True, pytest.approx(13.6), pytest.approx(13.44))]
    assert at(67, 68)[0][0] is True
    assert at(67, 67)[0][0] is False
    assert at(70, 67)[0][0] is False
    assert at(66, 68)[0][0] is False
    assert alerts(engine, ir, list(spread(slo, 0, 9, hour_ago, five_ago)), MID_NOVEMBER)[0][0] is False  # none in the short one


def test_no_data_counts_open_time_since_the_last_count(engine: Engine) -> None:
    office = frozen(b.calendar({"mon..fri": "09:00-17:00"}))
    slo = b.slo(b.have("wait", "4h", "office"), alerts=policy(NoData(b.length("2h")), only_after=99))
    friday, monday = (b.instant(f"2026-11-{day}:00:00+01:00") for day in ("13T16", "16T10"))
    ir = b.program([slo], [TICKETS], [office])
    assert alerts(engine, ir, [event(slo, 1, "good", friday)], monday) == [(True, 7200.0, 7200.0)]
    assert alerts(engine, ir, [event(slo, 1, "good", friday)], monday - 1) == [(False, 7199.999999, 7200.0)]
    assert alerts(engine, ir, [], monday) == [(True, None, 7200.0)]


def test_a_closed_window_cannot_burn(engine: Engine) -> None:
    office = frozen(b.calendar({"mon..fri": "09:00-17:00"}))
    rule = Burn(Fraction(2, 100), b.length("1h"), b.length("5m"))
    slo = b.slo(b.have("wait", "4h", "office"), alerts=policy(rule))
    sunday = b.instant("2026-11-15T12:00:00+01:00")
    events = [event(slo, 1, "bad", sunday)]
    assert alerts(engine, b.program([slo], [TICKETS], [office]), events, sunday) == [(False, 20.0, None)]


def test_what_can_be_saved_is_listed_by_urgency(engine: Engine) -> None:
    slo = b.slo(b.have("wait", "4h"))
    value = b.slo(b.have("took", "4h"), name="value", of="calls")
    calls = b.source({"id": "int", "at": "time", "took": "duration"}, id="calls", measures=[b.plain("took")])
    due = MID_NOVEMBER + HOUR
    waiting = {"ended": False, "elapsed_seconds": Fraction(3 * 3600)}
    events = [
        event(slo, 1, "pending", due, **waiting),
        event(slo, 2, "pending", due + HOUR, ended=False, elapsed_seconds=Fraction(2 * 3600)),
        event(slo, 3, "pending", due, ended=True, elapsed_seconds=Fraction(1)),  # answered; only counted later
        event(slo, 4, "bad", MID_NOVEMBER, **waiting),
        event(slo, 5, "pending", None, ended=False, elapsed_seconds=Fraction(14_399)),  # due beyond the calendar's years
        event(value, 6, "pending", due, **waiting),
    ]
    database = install(engine, b.program([slo, value], [TICKETS, calls]), events, MID_NOVEMBER)
    found = [
        (row["event_key"], row["deadline"], row["remaining_seconds"], row["used"]) for row in rows(database, "slo_at_risk")
    ]
    assert found == [
        ("5", None, 1.0, pytest.approx(14_399 / 14_400)),
        ("1", dt.datetime(2026, 11, 16, 1), 3600.0, 0.75),
        ("2", dt.datetime(2026, 11, 16, 2), 7200.0, 0.5),
    ]


def test_periods_begin_at_local_midnight_and_project_only_the_running_one(engine: Engine) -> None:
    slo = b.slo(b.have("wait", "4h"), target="90%", window=b.each("month", "Asia/Kathmandu"))  # 5 h 45 min east
    start = b.instant("2026-11-01T00:00:00+05:45")
    now = b.instant("2026-11-16T00:00:00+05:45")
    events = [event(slo, 1, "bad", start - 1), event(slo, 2, "bad", start), event(slo, 3, "good", now)]
    found = {
        (row["period"], row["start"]): (row["good"], row["bad"], row["met"], row["budget_spent"])
        for row in rows(install(engine, b.program([slo], [TICKETS]), events, now), "slo_periods")
    }
    assert {key: value for key, value in found.items() if key[0] == "month"} == {
        ("month", dt.datetime(2026, 9, 30, 18, 15)): (0, 1, False, pytest.approx(10)),
        ("month", dt.datetime(2026, 10, 31, 18, 15)): (1, 1, False, pytest.approx(2.5)),  # half of it has passed
    }
    assert found["week", dt.datetime(2026, 10, 25, 18, 15)] == (0, 2, False, pytest.approx(10))


def test_days_are_utc_days_also_before_1970(engine: Engine) -> None:
    slo = b.slo(b.have("wait", "4h"))
    events = [event(slo, n, "good", t) for n, t in enumerate([-1, 0, 1])]
    database = install(engine, b.program([slo], [TICKETS]), events, MID_NOVEMBER)
    found = {row["day"]: row["good"] for row in rows(database, "slo_daily")}
    assert found == {dt.date(1969, 12, 31): 1, dt.date(1970, 1, 1): 2}


def test_faults_are_counted_with_the_smallest_key(engine: Engine) -> None:
    slo = b.slo(b.have("wait", "4h"))
    faults = {slo.id: [("null at", "b"), ("null at", "a"), ("null at", None), ("null key", None)]}
    database = install(engine, b.program([slo], [TICKETS]), [], MID_NOVEMBER, faults=faults)
    found = {row["fault"]: (row["slo"], row["rows"], row["example_key"]) for row in rows(database, "slo_coverage")}
    assert found == {"null at": (slo.id, 3, "a"), "null key": (slo.id, 1, None)}
