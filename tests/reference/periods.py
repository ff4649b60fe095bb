"""Calendar weeks, months, quarters and years in a zone, and the window of an SLO at an instant (docs/language.md §3.3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from sloc.ir import RollingWindow, Zone
from sloc.ir.slo import Window as WindowRule
from sloc.ir.units import DAY, MINUTE
from tests.reference.clock import EPOCH, Clock, offset_at

PERIODS = ("week", "month", "quarter", "year")


def local_date(zone: Zone | None, t: int) -> dt.date | None:
    """The date of an instant in a zone (UTC for None); None outside the zone's frozen range."""
    offset = 0 if zone is None else offset_at(zone, t)
    return None if offset is None else dt.date.fromordinal(EPOCH + (t + offset * 1_000_000) // DAY)


@lru_cache(maxsize=4096)
def first_instant(zone: Zone | None, date: dt.date) -> int | None:
    """The first instant of a local date, found by walking minutes (its midnight may be skipped, or come twice)."""
    midnight_utc = (date.toordinal() - EPOCH) * DAY
    before_known = True
    for minute in range(-26 * 60, 26 * 60):
        t = midnight_utc + minute * MINUTE
        local = local_date(zone, t)
        if local == date:
            return t
        if local is not None and local > date:
            return None if before_known else t  # a date that the zone skipped begins where it would have
        before_known = local is None
    return None


def first_date(period: str, date: dt.date) -> dt.date:
    """The first day of the week (Monday), month, quarter or year in which `date` lies."""
    match period:
        case "week":
            return date - dt.timedelta(days=date.weekday())
        case "month":
            return date.replace(day=1)
        case "quarter":
            return dt.date(date.year, 3 * ((date.month - 1) // 3) + 1, 1)
        case "year":
            return dt.date(date.year, 1, 1)
    raise ValueError(period)


def next_first_date(period: str, first: dt.date) -> dt.date:
    """The first day of the period after the one that begins on `first`."""
    return first_date(period, first + dt.timedelta(days={"week": 7, "month": 31, "quarter": 92, "year": 366}[period]))


@dataclass(frozen=True)
class Stretch:
    """The calendar period ``[start, end)`` that holds an instant; an end is None where the zone does not know it."""

    start: int | None
    end: int | None


def period_of(period: str, zone: Zone | None, t: int) -> Stretch:
    """The period of an instant."""
    date = local_date(zone, t)
    if date is None:
        return Stretch(None, None)
    first = first_date(period, date)
    return Stretch(first_instant(zone, first), first_instant(zone, next_first_date(period, first)))


def elapsed_share(clock: Clock, stretch: Stretch, now: int) -> Fraction | None:
    """How much of a period has passed on the clock; None where nothing in it is open or its years are not known."""
    if stretch.start is None or stretch.end is None:
        return None
    so_far, whole = clock.between(stretch.start, now), clock.between(stretch.start, stretch.end)
    return None if so_far is None or not whole else Fraction(so_far, whole)


@dataclass(frozen=True)
class Window:
    """An SLO's window at `now`: ``(start, now]`` if it rolls, else ``[start, now]`` within ``[start, end)``."""

    rolling: bool
    start: int | None
    end: int | None
    now: int
    length: int

    def holds(self, t: int | None) -> bool:
        """Whether what is counted at `t` lies in the window."""
        if t is None or self.start is None:
            return False
        return (self.start < t if self.rolling else self.start <= t) and t <= self.now

    def open_length(self, clock: Clock) -> int | None:
        """open(period) of docs/language.md §3.17: a rolling window as it lies at now, the whole of a calendar period."""
        return None if self.start is None or self.end is None else clock.between(self.start, self.end)

    def share(self, clock: Clock) -> Fraction | None:
        """The elapsed share of a calendar period; None for a rolling window."""
        return None if self.rolling else elapsed_share(clock, Stretch(self.start, self.end), self.now)


def window_at(rule: WindowRule, now: int) -> Window:
    """The window at an instant; `length` is the nominal one, in microseconds."""
    if isinstance(rule, RollingWindow):
        return Window(True, now - rule.length, now, now, rule.length)
    stretch = period_of(rule.period, rule.zone, now)
    return Window(False, stretch.start, stretch.end, now, rule.length)
