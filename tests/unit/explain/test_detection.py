"""When alerts fire, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from sloc.explain.detection import Surroundings, detection
from sloc.explain.model import Budget, Detection, Traffic
from sloc.ir import BelowTarget, BudgetBelow, Burn, Condition, Duration, ExhaustedWithin
from sloc.ir.units import DAY, HOUR, MICROS, MINUTE

ALL, TENTH = Fraction(1), Fraction(1, 10)


def plain(target: str, days: int = 30, traffic: Traffic | None = None, guard: int = 0) -> Surroundings:
    """An objective in plain time over a rolling window."""
    share, period = 1 - Fraction(target), Fraction(days * DAY)
    return Surroundings(Budget(share, period, share * period, traffic), lambda wall: wall, True, True, guard, None)


def burn(share: str, long: int, short: int) -> Burn:
    return Burn(Fraction(share), Duration(long), Duration(short))


PAGE = burn("0.02", HOUR, 5 * MINUTE)


def after(condition: Condition, failing: Fraction, around: Surroundings) -> Fraction | None:
    return detection(condition, failing, around).after


def test_the_first_page_of_the_workbook_sees_a_total_outage_after_51_84_seconds() -> None:
    # 14.4 × 0.001 of the hour; the short window is there after 14.4 × 0.001 of five minutes, 4.32 s.
    found = detection(PAGE, ALL, plain("0.999"))
    assert found == Detection(ALL, Fraction(5184, 100) * MICROS, Fraction(2, 100))
    assert found.after == HOUR * Fraction(144, 10) * Fraction(1, 1000)


def test_a_tenth_takes_ten_times_as_long_and_costs_the_same() -> None:
    assert detection(PAGE, TENTH, plain("0.999")) == Detection(TENTH, Fraction(5184, 10) * MICROS, Fraction(2, 100))


def test_what_does_not_reach_the_threshold_is_never_seen() -> None:
    # At 99% the page asks for 14.4% of failures, and at 98.56% for more than a fifth.
    assert after(PAGE, TENTH, plain("0.99")) is None
    assert after(PAGE, ALL, plain("0.99")) == Fraction(5184, 10) * MICROS
    # 14.4 × 1/14.4 is exactly everything: a threshold must be exceeded.
    assert after(PAGE, ALL, plain(str(1 - Fraction(10, 144)))) is None


def test_at_a_burn_rate_of_one_a_third_of_a_day_at_a_tenth() -> None:
    # 10% of 30 d × 1% is 43.2 min of everything.
    ticket = burn("0.1", 3 * DAY, 6 * HOUR)
    assert after(ticket, ALL, plain("0.99")) == Fraction(432, 10) * MINUTE
    assert after(ticket, TENTH, plain("0.99")) == 432 * MINUTE


def test_the_long_window_decides_whatever_the_short_one_is() -> None:
    for short in (1 * MINUTE, 30 * MINUTE, 59 * MINUTE):
        assert after(burn("0.02", HOUR, short), ALL, plain("0.999")) == Fraction(5184, 100) * MICROS


@pytest.mark.parametrize(("events_per_minute", "seconds"), [(1, 300), (60, Fraction(5184, 100))])
def test_a_guard_waits_for_its_events(events_per_minute: int, seconds: Fraction) -> None:
    traffic = Traffic(Fraction(events_per_minute * 30 * 24 * 60), Fraction(events_per_minute, MINUTE), True)
    found = detection(PAGE, ALL, plain("0.999", traffic=traffic, guard=5))
    assert found.after == seconds * MICROS
    assert found.budget == seconds / Fraction(2592)  # 43.2 min is all of it


def test_a_guard_that_the_window_never_fills_is_never_passed() -> None:
    traffic = Traffic(Fraction(30 * 24), Fraction(1, HOUR), True)
    assert after(PAGE, ALL, plain("0.999", traffic=traffic, guard=5)) is None


def test_a_slice_counts_at_its_end_and_one_more_than_the_threshold_must_be_bad() -> None:
    # 51.84 s are less than one slice of a minute; of 17.28 s exactly three make 51.84, and a fourth exceeds it.
    around = plain("0.999")
    assert after(PAGE, ALL, replace(around, slice=Duration(MINUTE))) == MINUTE
    assert after(PAGE, ALL, replace(around, slice=Duration(17_280_000))) == 4 * 17_280_000


def test_open_time_counts_and_closed_time_does_not() -> None:
    # A desk of 176 open hours in 28 days, eight a day: 2% × 176 h × 0.05 = 10.56 min of open time.
    share, period = Fraction(5, 100), Fraction(176 * HOUR)
    desk = Surroundings(Budget(share, period, share * period, None), lambda wall: min(wall, 8 * HOUR), False, True, 0, None)
    assert after(PAGE, ALL, desk) == Fraction(1056, 100) * MINUTE
    # A tenth would need 105.6 min, more than the hour holds; a day holds eight open hours.
    assert after(PAGE, TENTH, desk) is None
    assert after(burn("0.02", DAY, 2 * HOUR), TENTH, desk) == Fraction(1056, 10) * MINUTE


def test_budget_and_target() -> None:
    around = plain("0.99")  # 7.2 h of everything
    assert detection(BudgetBelow(Fraction(1, 5)), ALL, around) == Detection(ALL, Fraction(576, 100) * HOUR, Fraction(4, 5))
    assert detection(BelowTarget(), ALL, around) == Detection(ALL, Fraction(72, 10) * HOUR, Fraction(1))
    assert after(BelowTarget(), TENTH, around) == 72 * HOUR
    assert after(BelowTarget(), TENTH, plain("0.9")) is None  # a tenth is what the target allows


def test_exhaustion_is_foretold_from_the_last_tenth_of_the_window() -> None:
    # s of the budget spent burns 10 s over 3 d; (1 − s) × 30 d ÷ (10 s) <= 3 d from s = 30 ÷ (30 + 30) = half of it on.
    around = plain("0.99")
    found = detection(ExhaustedWithin(Duration(3 * DAY)), ALL, around)
    assert found == Detection(ALL, Fraction(36, 10) * HOUR, Fraction(1, 2))
    # At 90% half of the budget is gone after 36 h of everything; a tenth spends it evenly, and 360 h are beyond the
    # tenth: from then on it burns at 1, and lasts 30 d − t, which is 3 d at t = 27 d.
    loose = plain("0.9")
    assert after(ExhaustedWithin(Duration(3 * DAY)), ALL, loose) == 36 * HOUR
    assert after(ExhaustedWithin(Duration(3 * DAY)), TENTH, loose) == 27 * DAY
