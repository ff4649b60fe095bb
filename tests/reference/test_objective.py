"""Budgets, projection, pace, exhaustion, burn and percentiles (docs/language.md §3.10 to §3.12)."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from sloc.ir import Burn, Slo
from sloc.ir.expr import Type
from tests.reference import Row, Status, evaluate
from tests.reference import build as b

OFFICE = b.calendar({"mon..fri": "09:00-18:00"}, zone_name="UTC")
CALLS = b.source(
    {"id": "int", "at": "time", "ok": "bool", "done_at": "time?", "latency": "duration?"},
    measures=[b.interval("duration", "at", "done_at"), b.plain("latency")],
)
OK = b.satisfy(b.ref("ok", Type.BOOL))


def calls(at: str, good: int, bad: int) -> list[Row]:
    return [{"id": None, "at": b.instant(at), "ok": n < good} for n in range(good + bad)]


def status(slo: Slo, rows: list[Row], now: str) -> Status:
    (row,) = evaluate(b.program([slo], [CALLS], [OFFICE]), {"tickets": rows}, b.instant(now)).status
    return row


def test_the_golden_case_half_a_month_of_a_thousand_tickets() -> None:
    # June has 30 days and at the 16th, 00:00, half of it is over. 500 tickets so far, hence 1,000 expected; at 95% that is
    # a budget of 50, and 40 bad ones have spent 40 / 50 = 80% of it, at pace 80% ÷ 50% = 1.6.
    rows = calls("2026-06-05T00:00Z", 370, 30) + calls("2026-06-14T00:00Z", 90, 10)
    found = status(b.slo(OK, window=b.each("month")), rows, "2026-06-16T00:00Z")
    assert (found.good, found.bad, found.total) == (460, 40, 500)
    assert found.window_start == b.instant("2026-06-01T00:00Z")
    assert (found.projected_total, found.budget_events) == (1000, 50)
    assert (found.budget_spent, found.budget_remaining) == (Fraction(4, 5), Fraction(1, 5))
    assert found.pace == Fraction(8, 5)
    assert (found.achievement, found.met) == (Fraction(92, 100), False)
    # The last tenth of 30 d is 3 d, since the 13th: 10 of 100 bad is a burn of 10% / 5% = 2. Left is 20% of 30 d at
    # twice the speed: 3 d from now.
    assert found.exhausts_at == b.instant("2026-06-19T00:00Z")


def test_a_calendar_window_begins_at_its_first_instant_in_its_zone_and_holds_it() -> None:
    # June begins in Berlin at 22:00 UTC on 31 May.
    rows = calls("2026-05-31T21:59:59.999999Z", 0, 1) + calls("2026-05-31T22:00Z", 1, 0)
    found = status(b.slo(OK, window=b.each("month", "Europe/Berlin")), rows, "2026-06-16T00:00Z")
    assert (found.good, found.bad) == (1, 0)
    assert found.window_start == b.instant("2026-05-31T22:00Z")


def test_a_rolling_window_leaves_out_its_beginning_and_holds_now() -> None:
    rows = calls("2026-06-01T00:00Z", 0, 1) + calls("2026-06-01T00:00:00.000001Z", 2, 0) + calls("2026-06-08T00:00Z", 4, 0)
    found = status(b.slo(OK, window=b.rolling("7d")), rows, "2026-06-08T00:00Z")
    assert (found.good, found.bad) == (6, 0)


def test_the_budget_of_a_rolling_window() -> None:
    # 5% of 200 is 10; 4 bad have spent 40%. No pace and no projection. All in the last tenth (16.8 h of 7 d): burn is
    # 2% / 5% = 0.4, and 60% of 7 d at 0.4 is 10.5 d.
    found = status(b.slo(OK, window=b.rolling("7d")), calls("2026-06-07T12:00Z", 196, 4), "2026-06-08T00:00Z")
    assert (found.budget_events, found.budget_spent, found.budget_remaining) == (10, Fraction(2, 5), Fraction(3, 5))
    assert (found.pace, found.projected_total) == (None, None)
    assert found.exhausts_at == b.instant("2026-06-18T12:00Z")
    assert found.met is True


def test_the_last_tenth_decides_when_the_budget_runs_out() -> None:
    week = b.slo(OK, window=b.rolling("7d"))
    # 16.8 h before the 8th, 00:00, is the 7th, 07:12, which lies outside of (start, now].
    before = status(week, calls("2026-06-07T07:12Z", 196, 4), "2026-06-08T00:00Z")
    assert before.exhausts_at is None  # no event in the tenth, no burn
    within = status(week, calls("2026-06-07T07:12:00.000001Z", 196, 4), "2026-06-08T00:00Z")
    assert within.exhausts_at is not None


def test_no_exhaustion_without_burn_and_none_once_the_budget_is_gone() -> None:
    week = b.slo(OK, window=b.rolling("7d"))
    assert status(week, calls("2026-06-07T12:00Z", 100, 0), "2026-06-08T00:00Z").exhausts_at is None
    gone = status(week, calls("2026-06-07T12:00Z", 95, 5), "2026-06-08T00:00Z")
    assert (gone.budget_remaining, gone.exhausts_at, gone.met) == (0, None, True)
    below = status(week, calls("2026-06-07T12:00Z", 94, 6), "2026-06-08T00:00Z")
    assert (below.budget_remaining, below.exhausts_at, below.met) == (Fraction(-1, 5), None, False)


def test_exhaustion_is_shown_at_the_whole_second_below() -> None:
    # 3 of 100 bad: spent 3/5, burn 3/5, and 2/5 of 7 d ÷ 3/5 is 14/3 d = 4 d 16 h. With 7 of 300: spent 7/15, burn 7/15,
    # 8/15 × 7 d ÷ 7/15 = 8 d. With 11 of 300: spent and burn 11/15, 4/15 × 7 ÷ 11/15 = 28/11 d = 219,927.27… s.
    found = status(b.slo(OK, window=b.rolling("7d")), calls("2026-06-07T12:00Z", 289, 11), "2026-06-08T00:00Z")
    assert found.exhausts_at == b.instant("2026-06-08T00:00Z") + 219_927 * 1_000_000


def test_elapsed_time_runs_on_the_clock_of_the_slo() -> None:
    # Week of Monday 8 June on a desk of 5 × 9 hours: Tuesday 18:00 is 18 of 45 hours, a share of 2/5. Monday's 10 tickets
    # make 25 expected; at 80% that is a budget of 5; 1 bad has spent 1/5, at pace 1/5 ÷ 2/5 = 1/2.
    slo = b.slo(OK, target="80%", window=b.each("week"), during="office")
    rows = calls("2026-06-08T10:00Z", 9, 1)
    for now in ("2026-06-09T18:00Z", "2026-06-10T03:00Z"):  # the night takes no time
        found = status(slo, rows, now)
        assert (found.projected_total, found.budget_events) == (25, 5)
        assert (found.budget_spent, found.pace) == (Fraction(1, 5), Fraction(1, 2))


def test_before_the_clock_has_run_nothing_can_be_projected() -> None:
    # At Monday 00:00, the first instant of the week, something was counted already. The share is 0.
    found = status(b.slo(OK, window=b.each("week")), calls("2026-06-08T00:00Z", 9, 1), "2026-06-08T00:00Z")
    assert (found.total, found.projected_total, found.budget_events) == (10, None, None)
    assert (found.budget_spent, found.budget_remaining, found.exhausts_at) == (None, None, None)
    assert found.pace == 2  # 1 bad ÷ (5% × 10), which needs no share


def test_without_events_nothing_is_spent() -> None:
    empty = status(b.slo(OK, window=b.each("week")), [], "2026-06-08T00:00Z")
    assert (empty.projected_total, empty.budget_events) == (None, None)  # the share is 0
    assert (empty.budget_spent, empty.budget_remaining, empty.pace) == (0, 1, 0)
    later = status(b.slo(OK, window=b.each("week")), [], "2026-06-09T00:00Z")
    assert (later.projected_total, later.budget_events, later.budget_spent) == (0, 0, 0)
    rolling = status(b.slo(OK), [], "2026-06-09T00:00Z")
    assert (rolling.budget_events, rolling.budget_spent, rolling.pace) == (0, 0, None)
    assert (rolling.achievement, rolling.met, rolling.exhausts_at) == (None, None, None)


def test_whether_a_target_is_met_is_decided_on_integers() -> None:
    # 999 of 1000 is 99.9% exactly.
    exact = b.slo(OK, target="99.9%")
    assert status(exact, calls("2026-06-07T12:00Z", 999, 1), "2026-06-08T00:00Z").met is True
    assert status(exact, calls("2026-06-07T12:00Z", 998, 1), "2026-06-08T00:00Z").met is False


def test_burn_for_every_window_that_the_policy_uses_and_for_the_tenth() -> None:
    rule = Burn(Fraction(2, 100), b.length("1h"), b.length("5m"))
    slo = b.slo(OK, window=b.rolling("28d"), alerts=b.policy(("page", rule), ("ticket", rule)))
    # 2 of 10 bad half an hour ago, burn 20% / 5% = 4; 1 of 2 in the last 5 minutes, burn 10; together 3 of 12, burn 5.
    rows = calls("2026-06-07T23:30Z", 8, 2) + calls("2026-06-07T23:55:00.000001Z", 1, 1) + calls("2026-06-01T00:00Z", 100, 0)
    burn = evaluate(b.program([slo], [CALLS]), {"tickets": rows}, b.instant("2026-06-08T00:00Z")).burn
    assert [(r.window_seconds, r.good, r.bad, r.burn_rate) for r in burn] == [
        (300, 1, 1, 10),
        (3600, 9, 3, 5),
        (241_920, 9, 3, 5),  # a tenth of 28 d
    ]


def test_burn_over_a_window_without_events_is_null() -> None:
    (burn,) = evaluate(b.program([b.slo(OK)], [CALLS]), {}, b.instant("2026-06-08T00:00Z")).burn
    assert (burn.good, burn.bad, burn.burn_rate) == (0, 0, None)


# ── percentiles ───────────────────────────────────────────────────────────────────────────────────────────────────────


def timed(seconds: list[int | None]) -> list[Row]:
    start = b.instant("2026-06-07T12:00Z")
    return [{"id": i, "at": start, "done_at": None if s is None else start + s * 1_000_000} for i, s in enumerate(seconds)]


@pytest.mark.parametrize(
    ("percentile", "seconds", "expected"),
    [
        ("90%", [*range(1, 11)], 9),  # rank ⌈0.9 × 10⌉ = 9
        ("90%", [*range(1, 12)], 10),  # ⌈9.9⌉ = 10
        ("50%", [30, 10], 10),  # ⌈1⌉ = 1, the lower of two
        ("90%", [*range(1, 10), None], 9),  # the one that never ended is the tenth
        ("90%", [*range(1, 9), None, None], math.inf),
        ("90%", [], None),
    ],
)
def test_nearest_rank_over_counted_events(percentile: str, seconds: list[int | None], expected: float | None) -> None:
    slo = b.slo(b.have("duration", "1h"), target=percentile, percentile=percentile)
    assert status(slo, timed(seconds), "2026-06-08T00:00Z").p_value == expected


def test_a_percentile_takes_late_ends_and_leaves_out_what_is_pending() -> None:
    # Due at 12:01. At 12:01 one has ended, one is running: infinite. At 13:00 it has taken 30 minutes, and was bad.
    slo, rows = b.slo(b.have("duration", "1m"), target="90%", percentile="90%"), timed([10, 1800])
    assert status(slo, rows, "2026-06-07T12:00:59Z").p_value is None
    assert status(slo, rows, "2026-06-07T12:01Z").p_value == math.inf
    assert status(slo, rows, "2026-06-07T13:00Z").p_value == 1800


def test_a_percentile_of_a_plain_duration_where_null_is_infinite() -> None:
    slo = b.slo(b.have("latency", "1s"), target="50%", percentile="50%")
    rows: list[Row] = [{"id": i, "at": 0, "latency": value} for i, value in enumerate((250_000, None, None))]
    at = b.instant("2026-06-07T12:00Z")
    assert status(slo, [{**row, "at": at} for row in rows], "2026-06-08T00:00Z").p_value == math.inf
    assert status(slo, [{**row, "at": at} for row in rows[:2]], "2026-06-08T00:00Z").p_value == Fraction(1, 4)


def test_no_percentile_no_value() -> None:
    assert status(b.slo(b.have("duration", "1h")), timed([1]), "2026-06-08T00:00Z").p_value is None
