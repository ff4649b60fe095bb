"""Declared hours -> open stretches.

Everything that a calendar says is said in local wall time, so it is worked out there, as sorted ranges of local seconds.
Only then the zone's offsets turn wall time into instants: an instant is open if its wall time lies in the hours. Therefore
an hour that daylight saving repeats counts twice, and one that it skips not at all (docs/language.md §3.2).
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TypeAlias

from sloc.calendars.zones import day_number, local_to_utc, year_start
from sloc.ir.calendar import AnyCalendar, Calendar, Hours, Union, Zone
from sloc.units import DAY_SECONDS

Stretch: TypeAlias = tuple[int, int]
"""``[start, end)`` in seconds."""


def known_range(calendar: AnyCalendar, by_id: Mapping[str, AnyCalendar]) -> Stretch:
    """The epoch seconds ``[a, b)`` in which the calendar is known: its local years, whole; of a union what all members cover.

    Empty (a = b) where the members of a union have no year in common. `by_id` holds the members of unions.
    """
    if isinstance(calendar, Union):
        ranges = [known_range(by_id[member], by_id) for member in calendar.members]
        start = max(a for a, _ in ranges)
        return start, max(start, min(b for _, b in ranges))
    return (
        local_to_utc(calendar.zone, year_start(calendar.first_year)),
        local_to_utc(calendar.zone, year_start(calendar.last_year + 1)),
    )


def stretches(calendar: AnyCalendar, by_id: Mapping[str, AnyCalendar]) -> tuple[Stretch, ...]:
    """When the calendar is open: merged, ascending stretches in epoch seconds within its known range.

    `by_id` holds the members of unions. Time grows with the days covered, not with the dates declared times the days.
    """
    if isinstance(calendar, Union):
        opened = _merged(sorted(s for member in calendar.members for s in stretches(by_id[member], by_id)))
        return tuple(_clipped(opened, known_range(calendar, by_id)))
    return _of_one(calendar)


@lru_cache(maxsize=1024)
def _of_one(calendar: Calendar) -> tuple[Stretch, ...]:
    """The stretches of a calendar with hours of its own; the checker, the back ends and unions ask for the same ones."""
    opened = _merged(_instants(list(_without(_hours(calendar), _cuts(calendar))), calendar.zone))
    return tuple(_clipped(opened, known_range(calendar, {})))


def _hours(calendar: Calendar) -> Iterator[Stretch]:
    """The hours of each day in local seconds, merged; night hours belong to the day that they start on."""
    weekly = {entry.day: entry.hours for entry in calendar.weekly}
    own = {day_number(entry.date): entry.hours for entry in calendar.dates}
    closed = _closed_days(calendar)
    # The day before the first year may hold a night that runs into it.
    first = year_start(calendar.first_year) // DAY_SECONDS - 1
    last = year_start(calendar.last_year + 1) // DAY_SECONDS
    starting = (
        _on_day(day, hours)
        for day in range(first, last)
        for hours in sorted(
            own[day] if day in own else () if day in closed else weekly.get((day + 3) % 7, ()), key=lambda h: h.start
        )  # day 0 was a Thursday
    )
    return _merged(starting)


def _closed_days(calendar: Calendar) -> frozenset[int]:
    """The numbers of the days that a holiday or a closure removes as a whole."""
    closed = {day_number(holiday.date) for holiday in calendar.holidays}
    for closure in calendar.closures:
        if closure.hours is None:
            closed.update(range(day_number(closure.first), day_number(closure.last) + 1))
    for yearly in calendar.yearly:
        for year in range(calendar.first_year - 1, calendar.last_year + 1):
            try:
                closed.add(day_number(dt.date(year, yearly.month, yearly.day)))
            except ValueError:  # 29 February of a year that has none
                continue
    return frozenset(closed)


def _cuts(calendar: Calendar) -> Iterator[Stretch]:
    """The partial closures in local seconds, merged."""
    return _merged(sorted(_on_day(day_number(c.first), c.hours) for c in calendar.closures if c.hours is not None))


def _on_day(day: int, hours: Hours) -> Stretch:
    return day * DAY_SECONDS + hours.start * 60, day * DAY_SECONDS + hours.end * 60


def _merged(ranges: Iterable[Stretch]) -> Iterator[Stretch]:
    """Ranges in order of their starts -> disjoint ones that do not even touch. Empty ranges vanish."""
    pending: Stretch | None = None
    for start, end in ranges:
        if start >= end:
            continue
        if pending is None:
            pending = (start, end)
        elif start <= pending[1]:
            pending = (pending[0], max(pending[1], end))
        else:
            yield pending
            pending = (start, end)
    if pending is not None:
        yield pending


def _without(ranges: Iterable[Stretch], cuts: Iterable[Stretch]) -> Iterator[Stretch]:
    """Merged ranges less merged cuts, in one pass over both."""
    rest = iter(cuts)
    cut = next(rest, None)
    for start, end in ranges:
        at = start
        while cut is not None and cut[0] < end:
            if at < cut[0]:
                yield at, cut[0]
            at = max(at, cut[1])
            if cut[1] > end:  # it may reach into the next range, too
                break
            cut = next(rest, None)
        if at < end:
            yield at, end


def _instants(local: list[Stretch], zone: Zone) -> Iterator[Stretch]:
    """Merged local ranges -> ascending ranges of instants: those of each offset's reign that show a wall time in them."""
    ends = [since for since, _ in zone.offsets[1:]] + [zone.until]
    for (since, offset), until in zip(zone.offsets, ends, strict=True):
        index = bisect_right(local, since + offset, key=lambda stretch: stretch[1])
        while index < len(local) and local[index][0] < until + offset:
            start, end = local[index]
            yield max(start - offset, since), min(end - offset, until)
            index += 1


def _clipped(ranges: Iterable[Stretch], bounds: Stretch) -> Iterator[Stretch]:
    lower, upper = bounds
    for start, end in ranges:
        if start < upper and end > lower:
            yield max(start, lower), min(end, upper)
