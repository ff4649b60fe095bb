"""A typical week of a calendar, half hour by half hour."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from fractions import Fraction

from sloc.calendars.stretches import Stretch, stretches
from sloc.calendars.zones import UTC, local_to_utc, offset_at, year_start
from sloc.explain.model import Week
from sloc.ir import AnyCalendar, Calendar, Zone
from sloc.ir.units import MICROS
from sloc.units import DAY_SECONDS, WEEK_SECONDS

_HALF_HOUR = 1800
_MONDAY = 4 * DAY_SECONDS
"""1970-01-05, in seconds."""


def typical_week(calendar: AnyCalendar, by_id: Mapping[str, AnyCalendar], year: int) -> Week:
    """The fullest week of the year, Monday to Sunday in the calendar's zone, without a change of its offset.

    A union is drawn in its members' zone if they have one, else in UTC. `by_id` holds the members of unions.
    """
    zone = _zone(calendar, by_id)
    opened = stretches(calendar, by_id)
    first = year_start(year)
    first += (_MONDAY - first) % WEEK_SECONDS
    starts = [
        start
        for monday in range(first, year_start(year + 1) - WEEK_SECONDS + 1, WEEK_SECONDS)
        if offset_at(zone, start := local_to_utc(zone, monday)) == offset_at(zone, start + WEEK_SECONDS)
    ]
    fullest = max(starts, key=lambda start: sum(_within(opened, start, start + WEEK_SECONDS)))
    halves = [
        Fraction(sum(_within(opened, t, t + _HALF_HOUR)), _HALF_HOUR)
        for t in range(fullest, fullest + WEEK_SECONDS, _HALF_HOUR)
    ]
    days = tuple(tuple(halves[day * 48 : (day + 1) * 48]) for day in range(7))
    open_micros = Fraction(sum(_within(opened, fullest, fullest + WEEK_SECONDS)) * MICROS)
    return Week(calendar.id, calendar.title, zone.name, open_micros, days)


def _within(opened: Sequence[Stretch], start: int, end: int) -> list[int]:
    """The open seconds of each stretch that reaches into ``[start, end)``."""
    index = bisect_right(opened, start, key=lambda stretch: stretch[1])
    found = []
    while index < len(opened) and opened[index][0] < end:
        found.append(min(opened[index][1], end) - max(opened[index][0], start))
        index += 1
    return found


def _zone(calendar: AnyCalendar, by_id: Mapping[str, AnyCalendar]) -> Zone:
    zones = _zones(calendar, by_id)
    return zones[0] if all(zone.name == zones[0].name for zone in zones) else UTC


def _zones(calendar: AnyCalendar, by_id: Mapping[str, AnyCalendar]) -> list[Zone]:
    if isinstance(calendar, Calendar):
        return [calendar.zone]
    return [zone for member in calendar.members for zone in _zones(by_id[member], by_id)]
