"""How much of a window is open: a typical one, and the one that holds the most. Without a clock all time is open."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from sloc.calendars.clock import Clock
from sloc.ir.units import MICROS, WEEK, Duration


def open_period(window: Duration, clock: Clock | None, epoch: int) -> Fraction:
    """The open time of a typical window, microseconds: its share of the fullest week of the year."""
    if clock is None:
        return Fraction(window)
    return Fraction(clock.typical_week(_year_in(clock, epoch)) * MICROS) * window / WEEK


def most_open(length: Duration, clock: Clock | None, epoch: int) -> int:
    """The most open time that a stretch of wall time can hold, microseconds."""
    return length if clock is None else clock.most_open(length, _year_in(clock, epoch))


def _year_in(clock: Clock, epoch: int) -> int:
    """The project's year, or the one nearest to it that the clock knows whole."""
    first, last = (dt.datetime.fromtimestamp(t, dt.UTC).year for t in clock.known_range)
    return min(max(epoch, first + 1), max(last - 1, first))
