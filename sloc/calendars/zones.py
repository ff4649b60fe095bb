"""Local time of a frozen :class:`~sloc.ir.calendar.Zone`, and the calendar periods in it.

Local times are *local seconds*: the seconds from 1970-01-01T00:00 to a wall-clock reading, as if the wall were UTC.
Nothing here asks a time-zone library; the offsets are in the zone (``sloc.lock`` put them there).
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from itertools import pairwise

from sloc.ir.calendar import Zone
from sloc.units import DAY_SECONDS, MONTHS

EPOCH_ORDINAL = dt.date(1970, 1, 1).toordinal()
"""``date.toordinal()`` of local day 0."""

UTC = Zone("UTC", ((-62_135_596_800, 0),), 253_402_300_800)
"""UTC needs no freezing: known from year 1 to year 9999."""


def day_number(date: dt.date) -> int:
    """Days since 1970-01-01."""
    return date.toordinal() - EPOCH_ORDINAL


def year_start(year: int) -> int:
    """Local seconds at which a year starts; as an instant, in UTC. Years 1 to 10000."""
    before = year - 1
    return (before * 365 + before // 4 - before // 100 + before // 400 + 1 - EPOCH_ORDINAL) * DAY_SECONDS


def offset_at(zone: Zone, t: int) -> int:
    """Seconds east of UTC at the epoch second `t`. Raises ValueError outside the zone's frozen range."""
    if not zone.offsets[0][0] <= t < zone.until:
        raise ValueError(f"{zone.name} is not frozen at {t}")
    return zone.offsets[bisect_right(zone.offsets, t, key=lambda step: step[0]) - 1][1]


def local_steps(zone: Zone) -> tuple[tuple[int, int], ...]:
    """``(local threshold, offset)``, ascending: a local time at or past the threshold has that offset.

    A change at T takes effect from T + max(before, after): so an hour that comes twice is the first, and an hour that is
    skipped uses the offset before. This is `fold=0` of Python's datetime. The first threshold is the start of the frozen range.
    """
    (start, first), *_ = zone.offsets
    steps = [(start + first, first)]
    for (_, before), (since, after) in pairwise(zone.offsets):
        steps.append((since + max(before, after), after))
    return tuple(steps)


def local_to_utc(zone: Zone, local: int) -> int:
    """The epoch second of a wall-clock reading; its first one if it comes twice, shifted by the offset before if it is skipped.

    Raises ValueError where the reading lies outside the zone's frozen range; its end is still taken, since ranges end there.
    """
    steps = local_steps(zone)
    index = bisect_right(steps, local, key=lambda step: step[0]) - 1
    t = local - steps[index][1]
    if index < 0 or t > zone.until:
        raise ValueError(f"{zone.name} is not frozen at the local time {local}")
    return t


def periods(zone: Zone | None, kind: str, first_year: int, last_year: int) -> tuple[tuple[int, int], ...]:
    """The weeks (from Monday), months, quarters or years that touch the local years, as ``[start, end)`` in epoch seconds.

    `kind` is week, month, quarter or year; `zone` None is UTC. They are ascending and leave no gap.
    """
    where = zone or UTC
    starts = [local_to_utc(where, day * DAY_SECONDS) for day in _first_days(kind, first_year, last_year)]
    return tuple(pairwise(starts))


def _first_days(kind: str, first_year: int, last_year: int) -> list[int]:
    """The day numbers at which the periods start, and the one at which the last of them ends."""
    if kind == "week":
        first = day_number(dt.date(first_year, 1, 1))
        first -= (first + 3) % 7  # 1970-01-01 was a Thursday
        last = day_number(dt.date(last_year, 12, 31))
        return list(range(first, last + 8, 7))
    step = MONTHS[kind]
    months = range(first_year * 12, (last_year + 1) * 12 + 1, step)
    return [day_number(dt.date(month // 12, month % 12 + 1, 1)) for month in months]
