"""Clocks: open time, deadlines, and the figures that alerts are checked with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sloc.calendars.clock import clock
from sloc.ir import Duration, Instant
from sloc.ir.units import DAY, HOUR, MICROS, MINUTE, WEEK
from tests.counts import examples
from tests.reference import build as b

OFFICE = clock(b.calendar({"mon..fri": "09:00-17:00"}, zone_name="UTC", years=(2025, 2027)), {})
NEVER = clock(b.calendar({}, zone_name="UTC", years=(2025, 2027)), {})
MONDAY, FRIDAY = b.instant("2026-05-11T00:00Z"), b.instant("2026-05-15T00:00Z")


def after(start: int, time: int) -> Instant:
    return Instant(start + time)


def test_a_deadline_at_closing_time_stays_there() -> None:
    assert OFFICE.deadline(after(FRIDAY, 16 * HOUR), Duration(HOUR)) == FRIDAY + 17 * HOUR
    assert OFFICE.deadline(after(FRIDAY, 16 * HOUR), Duration(HOUR + 1)) == MONDAY + WEEK + 9 * HOUR + 1


def test_a_deadline_keeps_microseconds() -> None:
    assert OFFICE.deadline(after(MONDAY, 10 * HOUR + 7), Duration(1)) == MONDAY + 10 * HOUR + 8


def test_no_time_is_over_at_once_even_when_closed() -> None:
    assert OFFICE.deadline(MONDAY, Duration(0)) == MONDAY


def test_what_lies_beyond_the_known_years_has_no_deadline() -> None:
    last = b.instant("2027-12-31T16:00Z")  # a Friday
    assert OFFICE.deadline(last, Duration(HOUR)) == last + HOUR
    assert OFFICE.deadline(last, Duration(HOUR + 1)) is None
    assert OFFICE.deadline(b.instant("2024-12-31T23:00Z"), Duration(HOUR)) is None
    assert NEVER.deadline(MONDAY, Duration(1)) is None


@pytest.mark.parametrize(
    ("t", "known", "opened"),
    [
        ("2024-12-31T23:59:59.999999Z", False, False),
        ("2025-01-01T00:00Z", True, False),
        ("2025-01-01T09:00Z", True, True),
        ("2026-05-11T08:59:59.999999Z", True, False),
        ("2026-05-11T09:00Z", True, True),
        ("2026-05-11T16:59:59.999999Z", True, True),
        ("2026-05-11T17:00Z", True, False),
        ("2028-01-01T00:00Z", False, False),
    ],
)
def test_edges_are_half_open(t: str, known: bool, opened: bool) -> None:
    assert OFFICE.known(b.instant(t)) is known
    assert OFFICE.is_open(b.instant(t)) is opened


@given(st.integers(0, 30 * DAY), st.integers(0, 60 * HOUR))
@examples(200)
def test_a_deadline_is_the_earliest_instant_at_which_the_time_has_passed(start: int, time: int) -> None:
    begin = after(MONDAY, start)
    deadline = OFFICE.deadline(begin, Duration(time))
    assert deadline is not None
    assert OFFICE.open_between(begin, deadline) == time
    assert time == 0 or OFFICE.open_between(begin, after(deadline, -1)) == time - 1


@given(st.integers(-DAY, 30 * DAY), st.integers(0, DAY), st.integers(0, DAY))
def test_open_time_adds_up(start: int, one: int, two: int) -> None:
    a, b, c = after(MONDAY, start), after(MONDAY, start + one), after(MONDAY, start + one + two)
    assert OFFICE.open_between(a, b) + OFFICE.open_between(b, c) == OFFICE.open_between(a, c)


def test_whole_seconds_agree_with_microseconds() -> None:
    start, end = MONDAY // MICROS, FRIDAY // MICROS
    between = OFFICE.open_seconds_before(end) - OFFICE.open_seconds_before(start)
    assert between == OFFICE.open_between(MONDAY, FRIDAY) // MICROS == 4 * 8 * 3600


def test_the_typical_week_is_the_fullest_one() -> None:
    assert OFFICE.typical_week(2026) == 40 * 3600
    # Open in one week of the year alone; weeks that reach into another year do not count.
    once = b.calendar({}, zone_name="UTC", dates={"2026-05-13": "09:00-12:00", "2026-01-01": "00:00-24:00"}, years=(2026, 2026))
    assert clock(once, {}).typical_week(2026) == 3 * 3600
    assert NEVER.typical_week(2026) == 0


@pytest.mark.parametrize(
    ("wall", "most"),
    [
        (30 * MINUTE, 30 * MINUTE),
        (8 * HOUR, 8 * HOUR),
        (20 * HOUR, 8 * HOUR),  # the night between is 16 h: 8 h and then nothing
        (25 * HOUR, 9 * HOUR),
        (4 * DAY + 8 * HOUR, 40 * HOUR),
        (WEEK, 40 * HOUR),
        (WEEK + 8 * HOUR, 48 * HOUR),
    ],
)
def test_the_most_open_time_that_a_window_can_hold(wall: int, most: int) -> None:
    assert OFFICE.most_open(Duration(wall), 2026) == most


@given(st.integers(1, 100).map(lambda hours: hours * HOUR), st.integers(0, 340 * 24).map(lambda hours: hours * HOUR))
@examples(50)
def test_no_window_holds_more(wall: int, start: int) -> None:
    begin = after(b.instant("2026-01-01T00:00Z"), start)
    assert OFFICE.open_between(begin, after(begin, wall)) <= OFFICE.most_open(Duration(wall), 2026)
