"""The model of ``sloc.lock``: what calendars take from libraries, frozen."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Mapping

from sloc.calendars.zones import UTC, year_start
from sloc.ir.calendar import Holiday, Zone
from sloc.records import dataclass, field
from sloc.units import DAY_SECONDS

FIRST_YEAR, LAST_YEAR = 1971, 2199
"""The years that a calendar may cover and that are frozen for it: the time-zone database says little outside of them."""


@dataclass(frozen=True)
class FrozenZone:
    """A zone's offsets over the whole UTC years `first_year` to `last_year`, and the release they were read from."""

    zone: Zone
    first_year: int
    last_year: int
    library: str


@dataclass(frozen=True)
class FrozenHolidays:
    """A region's holidays in the years `first_year` to `last_year`, ascending, and the release they were read from."""

    region: str
    days: tuple[Holiday, ...]
    first_year: int
    last_year: int
    library: str


@dataclass(frozen=True)
class Lock:
    """What ``sloc.lock`` holds, by zone name and by region.

    `parser` is the release of sqlglot that writes raw queries (``sqlglot 30.30.0``); None where there are none.
    """

    zones: Mapping[str, FrozenZone] = field(default_factory=dict)
    regions: Mapping[str, FrozenHolidays] = field(default_factory=dict)
    parser: str | None = None

    def zone(self, name: str, first_year: int, last_year: int) -> Zone | None:
        """A zone frozen for these local years (with a year's margin on both sides), or None.

        The answer does not depend on what else is in the lock: it is cut to just these years.
        """
        if name == UTC.name:
            return UTC
        held = self.zones.get(name)
        first, last = zone_years(first_year, last_year)
        if held is None or first < held.first_year or last > held.last_year:
            return None
        start, until = year_start(first), year_start(last + 1)
        steps = held.zone.offsets
        ruling = bisect_right(steps, start, key=lambda step: step[0]) - 1
        later = (step for step in steps[ruling + 1 :] if step[0] < until)
        return Zone(name, ((start, steps[ruling][1]), *later), until)

    def holidays(self, region: str, first_year: int, last_year: int) -> tuple[Holiday, ...] | None:
        """A region's holidays in these years and on the eve of the first, whose night hours run into it; None if not frozen."""
        held = self.regions.get(region)
        first, last = holiday_years(first_year, last_year)
        if held is None or first < held.first_year or last > held.last_year:
            return None
        eve = dt.date(first_year, 1, 1) - dt.timedelta(days=1)
        return tuple(day for day in held.days if eve <= day.date and day.date.year <= last)


def zone_years(first_year: int, last_year: int) -> tuple[int, int]:
    """The UTC years to freeze for local years: one more on both sides."""
    return first_year - 1, last_year + 1


def holiday_years(first_year: int, last_year: int) -> tuple[int, int]:
    """The years to freeze for a calendar's: one more before them, for the eve of the first."""
    return first_year - 1, last_year


def misplaced(step: tuple[int, int], before: int | None, first_year: int, last_year: int) -> str | None:
    """Why an offset cannot follow the one that holds since `before` (None: there is none) in a zone frozen for these years."""
    since, offset = step
    if abs(offset) >= DAY_SECONDS:
        return "a day or more away from UTC"
    if not year_start(first_year) <= since < year_start(last_year + 1):
        return f"outside of the years {first_year} to {last_year}"
    return "not later than the one before" if before is not None and since <= before else None
