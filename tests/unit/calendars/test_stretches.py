"""Open stretches against the definition, minute by minute, on calendars that nobody would write."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from sloc.calendars.stretches import known_range, stretches
from sloc.calendars.zones import UTC
from sloc.ir import Calendar, Closure, DayHours, Holiday, Hours, Origin, Union, WeeklyHours, YearlyClosure, Zone
from tests.counts import examples
from tests.reference import build as b

ORIGIN = Origin("a.slo", 1, 0, 1)
YEAR = 2026
EPOCH = dt.datetime(1970, 1, 1)


def seconds(text: str) -> int:
    return b.instant(text) // 1_000_000


def utc(calendar: dt.datetime) -> int:
    return round((calendar - EPOCH).total_seconds())


# Offsets change in the middle of the night, at noon, by half an hour, at New Year, forwards and back.
ZONES = st.builds(
    lambda steps: Zone(
        "Made/Up",
        ((utc(dt.datetime(YEAR - 1, 1, 1)), 0), *sorted({t * 1800: offset * 1800 for t, offset in steps}.items())),
        utc(dt.datetime(YEAR + 2, 1, 1)),
    ),
    st.lists(
        st.tuples(
            st.integers(utc(dt.datetime(YEAR - 1, 12, 29)) // 1800, utc(dt.datetime(YEAR, 1, 20)) // 1800), st.integers(-6, 6)
        ),
        max_size=4,
    ),
)
HOURS = st.builds(lambda start, length: Hours(start * 30, (start + length) * 30), st.integers(0, 47), st.integers(1, 47))
DATES = st.dates(dt.date(YEAR - 1, 12, 30), dt.date(YEAR, 1, 16))


def by_key(values: list, key: str) -> tuple:
    return tuple(sorted({getattr(value, key): value for value in values}.values(), key=lambda value: getattr(value, key)))


CALENDARS = st.builds(
    lambda zone, weekly, dates, whole, partial, yearly, holidays: Calendar(
        "made_up", None, ORIGIN, zone, YEAR, YEAR, by_key(weekly, "day"), by_key(dates, "date"),
        (*(Closure(first, first + dt.timedelta(more), None, None) for first, more in whole),
         *(Closure(day, day, hours, None) for day, hours in partial)),
        tuple(yearly), tuple(Holiday(date, "day off") for date in holidays),
    ),
    ZONES,
    st.lists(st.builds(WeeklyHours, st.integers(0, 6), st.lists(HOURS, max_size=3).map(tuple))),
    st.lists(st.builds(DayHours, DATES, st.lists(HOURS, max_size=2).map(tuple)), max_size=4),
    st.lists(st.tuples(DATES, st.integers(0, 3)), max_size=3),
    st.lists(st.tuples(DATES, HOURS), max_size=4),
    st.lists(st.builds(YearlyClosure, st.sampled_from([1, 2, 12]), st.sampled_from([1, 6, 29]), st.none()), max_size=2),
    st.lists(DATES, max_size=3),
)  # fmt: skip


def is_open(calendar: Calendar, t: int) -> bool:
    """The definition: does the wall time at t lie in the hours of this day or of the night before, and in no cut?"""
    offset = next(o for since, o in reversed(calendar.zone.offsets) if since <= t)
    wall = EPOCH + dt.timedelta(seconds=t + offset)
    today = wall.date()
    opened = cut = False
    for day, minute in ((today, 0), (today - dt.timedelta(1), 1440)):
        minute += wall.hour * 60 + wall.minute
        opened |= any(hours.start <= minute < hours.end for hours in hours_of(calendar, day))
        cut |= any(c.hours.start <= minute < c.hours.end for c in calendar.closures if c.hours and c.first == day)
    return opened and not cut


def hours_of(calendar: Calendar, day: dt.date) -> tuple[Hours, ...]:
    for own in calendar.dates:
        if own.date == day:
            return own.hours
    closed = (
        any(holiday.date == day for holiday in calendar.holidays)
        or any(c.first <= day <= c.last for c in calendar.closures if c.hours is None)
        or any((y.month, y.day) == (day.month, day.day) for y in calendar.yearly)
    )
    weekly = {entry.day: entry.hours for entry in calendar.weekly}
    return () if closed else weekly.get(day.weekday(), ())


def within(opened: tuple[tuple[int, int], ...], t: int) -> bool:
    return any(start <= t < end for start, end in opened)


@given(CALENDARS)
@examples(60)
def test_stretches_are_the_open_minutes(calendar: Calendar) -> None:
    opened = stretches(calendar, {})
    start, end = known_range(calendar, {})
    near = tuple(stretch for stretch in opened if stretch[0] < seconds("2026-01-20T00:00Z"))
    for t in range(start, start + 17 * 86_400, 1800):
        assert within(near, t) == is_open(calendar, t)
    for t in range(end - 2 * 86_400, end, 1800):  # the night of the last day ends with the year
        assert within(opened[-200:], t) == is_open(calendar, t)


@given(CALENDARS)
@examples(60)
def test_stretches_are_merged_and_lie_in_the_known_range(calendar: Calendar) -> None:
    opened = stretches(calendar, {})
    start, end = known_range(calendar, {})
    edges = [edge for stretch in opened for edge in stretch]
    assert edges == sorted(set(edges))  # ascending, none empty, none touching the next
    assert not edges or (start <= edges[0] and edges[-1] <= end)


@given(CALENDARS, CALENDARS)
@examples(30)
def test_a_union_is_open_when_a_member_is_and_known_where_both_are(one: Calendar, other: Calendar) -> None:
    by_id = {"one": one, "other": other}
    union = Union("union", None, ORIGIN, ("one", "other"))
    start, end = known_range(union, by_id)
    assert start == max(known_range(one, {})[0], known_range(other, {})[0])
    assert end == min(known_range(one, {})[1], known_range(other, {})[1])
    near = tuple(stretch for stretch in stretches(union, by_id) if stretch[0] < seconds("2026-01-20T00:00Z"))
    for t in range(start, start + 14 * 86_400, 1800):
        assert within(near, t) == (is_open(one, t) or is_open(other, t))


def test_a_union_of_calendars_without_a_common_year_is_never_known() -> None:
    by_id = {str(year): b.calendar({"mon": "09:00-17:00"}, years=(year, year)) for year in (2020, 2026)}
    union = Union("union", None, ORIGIN, ("2020", "2026"))
    start, end = known_range(union, by_id)
    assert start == end
    assert stretches(union, by_id) == ()


def test_the_night_before_the_first_year_runs_into_it() -> None:
    # 31 December 2025 is a Wednesday; its night ends at 06:00 on New Year's Day. The last night ends with the year 2026.
    nights = b.calendar({"mon..sun": "22:00-06:00"}, zone_name="UTC", years=(2026, 2026))
    opened = stretches(nights, {})
    assert opened[0] == (seconds("2026-01-01T00:00Z"), seconds("2026-01-01T06:00Z"))
    assert opened[-1] == (seconds("2026-12-31T22:00Z"), seconds("2027-01-01T00:00Z"))


def test_round_the_clock_is_one_stretch() -> None:
    always = Calendar(
        "always", None, ORIGIN, UTC, 2026, 2026, tuple(WeeklyHours(day, (Hours(0, 1440),)) for day in range(7)), (), (), (), ()
    )
    assert stretches(always, {}) == (known_range(always, {}),)
