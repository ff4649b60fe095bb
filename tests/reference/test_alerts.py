"""Each rule fires, or not, by one event at its border (docs/language.md §3.17, §3.18)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sloc.ir import AlertPolicy, BelowTarget, BudgetBelow, Burn, Condition, ExhaustedWithin, NoData, PaceAbove, RollingWindow
from sloc.ir.expr import Type
from sloc.ir.slo import Window
from tests.reference import Alert, Row, evaluate
from tests.reference import build as b

OFFICE = b.calendar({"mon..fri": "09:00-18:00"}, zone_name="UTC")
CALLS = b.source({"at": "time", "ok": "bool"}, key=None)
OK = b.satisfy(b.ref("ok", Type.BOOL))
NOW = "2026-06-08T00:00Z"


def calls(at: str, good: int, bad: int) -> list[Row]:
    return [{"at": b.instant(at), "ok": n < good} for n in range(good + bad)]


def alerts(
    policy: AlertPolicy, rows: list[Row], now: str, target: str, window: Window | None, during: str | None
) -> tuple[Alert, ...]:
    slo = b.slo(OK, target=target, window=window, during=during, alerts=policy)
    return evaluate(b.program([slo], [CALLS], [OFFICE]), {"tickets": rows}, b.instant(now)).alerts


def alert(
    condition: Condition,
    rows: list[Row],
    now: str = NOW,
    *,
    target: str = "90%",
    window: Window | None = None,
    during: str | None = None,
    only_after: int = 0,
) -> Alert:
    (found,) = alerts(b.policy(("page", condition), only_after=only_after), rows, now, target, window, during)
    return found


# ── burn ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

# 2% of 28 d in 1 h: 0.02 × 672 h / 1 h = 13.44. At 95% that is a bad ratio of 13.44 × 5% = 67.2%, or 84 of 125.
FAST = Burn(Fraction(2, 100), b.length("1h"), b.length("5m"))


@pytest.mark.parametrize(("bad", "firing"), [(84, False), (85, True)])
def test_burn_above_the_threshold(bad: int, firing: bool) -> None:
    found = alert(FAST, calls("2026-06-07T23:58Z", 125 - bad, bad), target="95%")
    assert (found.firing, found.threshold) == (firing, Fraction(1344, 100))
    assert found.value == Fraction(bad, 125) * 20
    assert (found.severity, found.rule) == ("page", "rule 1")


def test_the_short_window_has_to_burn_as_well_at_the_same_threshold() -> None:
    burnt = calls("2026-06-07T23:30Z", 0, 875)  # total failure, but not in the last 5 minutes
    assert not alert(FAST, burnt, target="95%").firing  # without events the short window does not burn
    assert not alert(FAST, burnt + calls("2026-06-07T23:58Z", 41, 84), target="95%").firing
    assert alert(FAST, burnt + calls("2026-06-07T23:58Z", 40, 85), target="95%").firing


def test_the_long_window_has_to_burn_above_the_threshold_as_well() -> None:
    # The last five minutes fail altogether, 10 of 10; with 74 of 115 before, the hour is at 84 of 125 again.
    now = calls("2026-06-07T23:58Z", 0, 10)
    assert not alert(FAST, calls("2026-06-07T23:30Z", 41, 74) + now, target="95%").firing
    assert alert(FAST, calls("2026-06-07T23:30Z", 40, 75) + now, target="95%").firing


def test_the_guard_of_a_burn_rule_looks_at_its_long_window() -> None:
    earlier = calls("2026-06-01T00:00Z", 0, 100)  # in the SLO's window, and not in the hour
    rows = earlier + calls("2026-06-07T23:58Z", 0, 4)
    assert not alert(FAST, rows, target="95%", only_after=5).firing
    assert alert(FAST, rows + calls("2026-06-07T23:58Z", 0, 1), target="95%", only_after=5).firing


def test_without_events_a_burn_rule_does_not_fire() -> None:
    found = alert(FAST, [], target="95%")
    assert (found.firing, found.value, found.threshold) == (False, None, Fraction(1344, 100))


# On the desk: 28 d are 20 days of 9 hours. 2% of 180 h in 1 h of Monday afternoon is 3.6; at 90% a bad ratio of 36%.
def test_on_a_clock_the_threshold_is_in_open_time() -> None:
    now = "2026-06-08T16:00Z"
    found = alert(FAST, calls("2026-06-08T15:58Z", 16, 9), now, during="office")
    assert (found.firing, found.value, found.threshold) == (False, Fraction(36, 10), Fraction(36, 10))
    assert alert(FAST, calls("2026-06-08T15:58Z", 15, 10), now, during="office").firing


def test_open_time_of_an_hour_that_is_half_closed() -> None:
    # 17:30 to 18:30 is half an hour of open time: 2% × 180 h / 0.5 h = 7.2.
    found = alert(FAST, calls("2026-06-08T17:59Z", 0, 9), "2026-06-08T18:30Z", during="office")
    assert (found.value, found.threshold) == (10, Fraction(72, 10))
    assert not found.firing  # nothing in the last five minutes


def test_with_no_open_time_a_burn_rule_cannot_fire() -> None:
    found = alert(FAST, calls("2026-06-05T17:59Z", 0, 9), "2026-06-07T12:00Z", during="office")  # a Sunday
    assert (found.firing, found.threshold) == (False, None)


def test_the_period_of_a_calendar_window_is_the_whole_of_it() -> None:
    # June has 720 hours, however much of it has passed: 2% of 720 h in 1 h is 14.4.
    found = alert(FAST, calls("2026-06-07T23:58Z", 0, 1), target="95%", window=b.each("month"))
    assert found.threshold == Fraction(144, 10)


# ── the SLO's window ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("bad", "firing"), [(8, False), (9, True)])
def test_budget_below(bad: int, firing: bool) -> None:
    # 10% of 100 is a budget of 10: 8 bad leave 20%, which is not below 20%; 9 leave 10%.
    found = alert(BudgetBelow(Fraction(20, 100)), calls("2026-06-07T12:00Z", 100 - bad, bad))
    assert (found.firing, found.value, found.threshold) == (firing, 1 - Fraction(bad, 10), Fraction(1, 5))


@pytest.mark.parametrize(("bad", "firing"), [(12, False), (13, True)])
def test_pace_above(bad: int, firing: bool) -> None:
    # pace = bad ÷ (10% × 100)
    month = b.each("month")
    found = alert(PaceAbove(Fraction(12, 10)), calls("2026-06-07T12:00Z", 100 - bad, bad), window=month)
    assert (found.firing, found.value, found.threshold) == (firing, Fraction(bad, 10), Fraction(6, 5))


def test_a_pace_is_left_out_where_the_window_rolls() -> None:
    rules = b.policy(("page", PaceAbove(Fraction(12, 10))), ("notify", BelowTarget()))
    assert [a.rule for a in alerts(rules, calls("2026-06-07T12:00Z", 0, 1), NOW, "90%", b.rolling("28d"), None)] == ["rule 2"]


@pytest.mark.parametrize(("bad", "firing"), [(10, False), (11, True)])
def test_achievement_below_target(bad: int, firing: bool) -> None:
    found = alert(BelowTarget(), calls("2026-06-07T12:00Z", 100 - bad, bad))
    assert (found.firing, found.value, found.threshold) == (firing, Fraction(100 - bad, 100), Fraction(9, 10))


@pytest.mark.parametrize(("bad", "firing", "days"), [(10, True, 3), (9, False, Fraction(11, 3))])
def test_exhausted_within(bad: int, firing: bool, days: Fraction | int) -> None:
    # The golden case of test_objective: exactly 3 d from now. With one bad event less, 39 of 500: spent 39/50, left 11/50,
    # burn over the tenth 9% / 5% = 1.8, and 11/50 × 30 d ÷ 1.8 = 11/3 d.
    rows = calls("2026-06-05T00:00Z", 370, 30) + calls("2026-06-14T00:00Z", 100 - bad, bad)
    rule = ExhaustedWithin(b.length("3d"))
    found = alert(rule, rows, "2026-06-16T00:00Z", target="95%", window=b.each("month"))
    assert (found.firing, found.value, found.threshold) == (firing, days * 86_400, 3 * 86_400)


def test_exhaustion_is_compared_before_it_is_rounded() -> None:
    # 219,927.27… s (test_objective): more than 219,927 s, though the view shows that very second.
    rows = calls("2026-06-07T12:00Z", 289, 11)
    week = b.rolling("7d")
    assert not alert(ExhaustedWithin(b.length("219927s")), rows, target="95%", window=week).firing
    assert alert(ExhaustedWithin(b.length("219928s")), rows, target="95%", window=week).firing


def test_a_budget_that_is_gone_is_not_about_to_be() -> None:
    found = alert(ExhaustedWithin(b.length("3d")), calls("2026-06-07T12:00Z", 0, 100))
    assert (found.firing, found.value) == (False, None)


@pytest.mark.parametrize("condition", [BudgetBelow(Fraction(1, 2)), BelowTarget(), ExhaustedWithin(b.length("3650d"))])
def test_the_guard_of_the_others_looks_at_the_slos_window(condition: Condition) -> None:
    rows = calls("2026-06-06T12:00Z", 32, 4) + calls("2026-06-07T12:00Z", 0, 1)  # 5 of 37 bad: over budget
    if isinstance(condition, ExhaustedWithin):
        rows = calls("2026-06-06T12:00Z", 95, 5)  # half of the budget
    assert alert(condition, rows, only_after=5).firing
    assert not alert(condition, rows, only_after=6).firing


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        (BudgetBelow(Fraction(20, 100)), 1),
        (PaceAbove(Fraction(12, 10)), 0),
        (BelowTarget(), None),
        (ExhaustedWithin(b.length("3d")), None),
    ],
)
def test_without_events_they_do_not_fire(condition: Condition, value: int | None) -> None:
    found = alert(condition, [], window=b.each("month"))
    assert (found.firing, found.value) == (False, value)


# ── no data ───────────────────────────────────────────────────────────────────────────────────────────────────────────

SILENT = NoData(b.length("24h"))


@pytest.mark.parametrize(("last", "firing"), [("2026-06-07T00:00Z", True), ("2026-06-07T00:00:00.000001Z", False)])
def test_no_data(last: str, firing: bool) -> None:
    found = alert(SILENT, calls("2026-06-01T00:00Z", 1, 0) + calls(last, 1, 0))
    assert (found.firing, found.threshold) == (firing, 86_400)


def test_no_data_counts_open_time() -> None:
    # Friday 15:00 to Monday 12:00 is 3 + 3 open hours.
    desk, row, monday = "office", calls("2026-06-05T15:00Z", 1, 0), "2026-06-08T12:00Z"
    found = alert(NoData(b.length("6h")), row, monday, during=desk)
    assert (found.firing, found.value) == (True, 6 * 3600)
    assert not alert(NoData(b.length("6h1s")), row, monday, during=desk).firing


def test_no_data_at_all_always_fires_and_bad_events_are_no_guard_for_it() -> None:
    found = alert(SILENT, [], only_after=5)
    assert (found.firing, found.value) == (True, None)


def test_an_event_from_before_the_window_still_tells_how_long_it_is_silent() -> None:
    found = alert(SILENT, calls("2026-06-01T00:00Z", 1, 0), window=RollingWindow(b.length("1d")))
    assert (found.firing, found.value) == (True, 7 * 86_400)
