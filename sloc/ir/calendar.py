"""Calendars as declared, with the facts that came from libraries frozen into them.

A calendar is a set of instants (docs/language.md §3.2); :mod:`sloc.calendars` works out which.
"""

from __future__ import annotations

import datetime as dt
from typing import TypeAlias

from sloc.ir.limits import DayOfMonth, Minute, Month, Weekday, Year
from sloc.ir.origin import Origin
from sloc.records import dataclass


@dataclass(frozen=True)
class Zone:
    """A time zone's offsets over the frozen years.

    `offsets` holds ``(since, seconds east of UTC)``, `since` in epoch seconds, ascending; the first `since` is the start of
    the frozen range, and `until` (epoch seconds) is its end. Outside ``[offsets[0][0], until)`` nothing is known.
    """

    name: str
    offsets: tuple[tuple[int, int], ...]
    until: int


@dataclass(frozen=True)
class Hours:
    """Local wall time ``[start, end)`` in minutes after the day's midnight; `end` beyond 1440 runs into the next day."""

    start: Minute
    end: Minute


@dataclass(frozen=True)
class WeeklyHours:
    """A weekday's hours; `day` 0 is Monday. One entry a day at most, hours merged and in order."""

    day: Weekday
    hours: tuple[Hours, ...]


@dataclass(frozen=True)
class DayHours:
    """A date's own hours: they replace its weekday's, its holiday and its closure."""

    date: dt.date
    hours: tuple[Hours, ...]


@dataclass(frozen=True)
class Closure:
    """Dates ``first`` to ``last`` (included) closed: whole days, or (one day) the given `hours`, which are cut last."""

    first: dt.date
    last: dt.date
    hours: Hours | None
    reason: str | None


@dataclass(frozen=True)
class YearlyClosure:
    """A month and day closed every year. 02-29 is closed in leap years."""

    month: Month
    day: DayOfMonth
    reason: str | None


@dataclass(frozen=True)
class Holiday:
    """A frozen public holiday."""

    date: dt.date
    name: str


@dataclass(frozen=True)
class Calendar:
    """Opening hours in one zone for the local years `first_year` to `last_year` (both included).

    `id` is the name, or ``service.name`` for a service's own.
    """

    id: str
    title: str | None
    origin: Origin
    zone: Zone
    first_year: Year
    last_year: Year
    weekly: tuple[WeeklyHours, ...]
    dates: tuple[DayHours, ...]
    closures: tuple[Closure, ...]
    yearly: tuple[YearlyClosure, ...]
    holidays: tuple[Holiday, ...]


@dataclass(frozen=True)
class Union:
    """Open when any of its members is; `members` are ids of calendars or of other unions."""

    id: str
    title: str | None
    origin: Origin
    members: tuple[str, ...]


AnyCalendar: TypeAlias = Calendar | Union
