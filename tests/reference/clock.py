"""Open time, from the definition of a calendar: a set of instants, asked minute by minute (docs/language.md §3.2).

All offsets of the frozen years are whole minutes and so are clock times, hence an instant is open exactly if its UTC minute
is. A day's open minutes are joined to stretches once and kept; everything else is plain sums over stretches.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby

from sloc.ir import Calendar, Hours, Ir, Union, Zone
from sloc.ir.units import DAY, MICROS, MINUTE

EPOCH = dt.date(1970, 1, 1).toordinal()
DAY_MINUTES = 1440


class Clock(ABC):
    """Something by which time counts: all of it, or the open time of a calendar. Instants and lengths are microseconds."""

    @abstractmethod
    def is_open(self, t: int) -> bool | None:
        """Whether `t` is open; None outside the calendar's years."""

    @abstractmethod
    def stretches(self, start: int) -> Iterator[tuple[int, int]]:
        """The open stretches ``[a, b)`` from `start` on, in order, as far as the calendar's years go."""

    def covers(self, t: int) -> bool:
        """Whether `t` lies in the calendar's years."""
        return self.is_open(t) is not None

    def between(self, a: int, b: int) -> int | None:
        """The open time in ``[a, b)``, 0 where `b` is not after `a`; None where some of it lies outside the years."""
        if b <= a:
            return 0
        if not (self.covers(a) and self.covers(b - 1)):  # the years are one piece
            return None
        total = 0
        for begin, end in self.stretches(a):
            if begin >= b:
                break
            total += min(end, b) - begin
        return total


class PlainTime(Clock):
    """Every instant counts."""

    def is_open(self, t: int) -> bool:  # noqa: ARG002 - whichever instant it is
        return True

    def stretches(self, start: int) -> Iterator[tuple[int, int]]:
        while True:
            yield start, start + DAY
            start += DAY

    def between(self, a: int, b: int) -> int:
        return max(0, b - a)


Minutes = tuple[bool | None, ...]
"""For each of the 1440 minutes of a UTC day whether it is open; None outside the calendar's years."""


class MinuteClock(Clock):
    """A clock that knows which minutes of a UTC day (number since 1970) are open."""

    def __init__(self) -> None:
        self._days: dict[int, tuple[Minutes, tuple[tuple[int, int], ...]]] = {}

    @abstractmethod
    def minutes(self, day: int) -> Minutes:
        """The minutes of a UTC day."""

    def known_minutes(self, day: int) -> Minutes:
        """The minutes of a UTC day, worked out once."""
        return self._day(day)[0]

    def is_open(self, t: int) -> bool | None:
        day, rest = divmod(t, DAY)
        return self.known_minutes(day)[rest // MINUTE]

    def stretches(self, start: int) -> Iterator[tuple[int, int]]:
        day = start // DAY
        while any(minute is not None for minute in self.known_minutes(day)):
            for begin, end in self._day(day)[1]:
                if end > start:
                    yield max(begin, start), end
            day += 1

    def _day(self, day: int) -> tuple[Minutes, tuple[tuple[int, int], ...]]:
        if day not in self._days:
            minutes = self.minutes(day)
            stretches = []
            for is_open, group in groupby(range(DAY_MINUTES), key=lambda minute: minutes[minute]):
                run = list(group)
                if is_open:
                    stretches.append((day * DAY + run[0] * MINUTE, day * DAY + (run[-1] + 1) * MINUTE))
            self._days[day] = (minutes, tuple(stretches))
        return self._days[day]


class CalendarClock(MinuteClock):
    """The open time of one calendar."""

    def __init__(self, calendar: Calendar) -> None:
        super().__init__()
        self._calendar = calendar
        self._wall = cache(self._wall_minutes)

    def minutes(self, day: int) -> Minutes:
        first, last = (offset_at(self._calendar.zone, t) for t in (day * DAY, (day + 1) * DAY - 1))
        if first is not None and first == last and not self._changes_within(day):
            # One offset all day: the UTC day is the end of one local day and the beginning of the next.
            local, skip = divmod(day * DAY_MINUTES + first // 60, DAY_MINUTES)
            return self._wall(local)[skip:] + self._wall(local + 1)[:skip]
        return tuple(self.minute_is_open(day * DAY_MINUTES + minute) for minute in range(DAY_MINUTES))

    def minute_is_open(self, minute: int) -> bool | None:
        """The definition: take the local wall time of a UTC minute (number since 1970) and look it up in the hours."""
        offset = offset_at(self._calendar.zone, minute * MINUTE)
        if offset is None:
            return None
        local, wall = divmod(minute + offset // 60, DAY_MINUTES)
        return self._wall(local)[wall]

    def _changes_within(self, day: int) -> bool:
        return any(day * DAY < since * MICROS < (day + 1) * DAY for since, _ in self._calendar.zone.offsets)

    def _wall_minutes(self, local_day: int) -> Minutes:
        """Which wall-clock minutes of a local day are open: its own hours, what runs into it, less the partial closures."""
        today = dt.date.fromordinal(EPOCH + local_day)
        yesterday = today - dt.timedelta(days=1)
        if not self._calendar.first_year <= today.year <= self._calendar.last_year:
            return (None,) * DAY_MINUTES
        return _day_pattern(
            self._hours_starting_on(today), self._hours_starting_on(yesterday), self._cuts_on(today), self._cuts_on(yesterday)
        )

    def _hours_starting_on(self, date: dt.date) -> tuple[Hours, ...]:
        """A date's own hours, else none on a closed day, else the weekday's."""
        calendar = self._calendar
        own = [entry for entry in calendar.dates if entry.date == date]
        if own:
            return tuple(hours for entry in own for hours in entry.hours)
        closed = (
            any(holiday.date == date for holiday in calendar.holidays)
            or any(yearly.month == date.month and yearly.day == date.day for yearly in calendar.yearly)
            or any(closure.hours is None and closure.first <= date <= closure.last for closure in calendar.closures)
        )
        if closed:
            return ()
        return tuple(hours for entry in calendar.weekly if entry.day == date.weekday() for hours in entry.hours)

    def _cuts_on(self, date: dt.date) -> tuple[Hours, ...]:
        """The partial closures of a date."""
        return tuple(c.hours for c in self._calendar.closures if c.hours is not None and c.first <= date <= c.last)


class UnionClock(MinuteClock):
    """Open when any member is; its years are those that all members cover."""

    def __init__(self, members: Sequence[MinuteClock]) -> None:
        super().__init__()
        self._members = members

    def minutes(self, day: int) -> Minutes:
        of_members = zip(*(member.known_minutes(day) for member in self._members), strict=True)
        return tuple(None if None in answers else any(answers) for answers in of_members)


@lru_cache(maxsize=4096)
def _day_pattern(
    today: tuple[Hours, ...], yesterday: tuple[Hours, ...], cut: tuple[Hours, ...], cut_yesterday: tuple[Hours, ...]
) -> Minutes:
    def within(hours: tuple[Hours, ...], minute: int) -> bool:
        return any(h.start <= minute < h.end for h in hours)

    return tuple(
        (within(today, minute) or within(yesterday, minute + DAY_MINUTES))
        and not (within(cut, minute) or within(cut_yesterday, minute + DAY_MINUTES))
        for minute in range(DAY_MINUTES)
    )


def offset_at(zone: Zone, t: int) -> int | None:
    """The zone's offset at an instant, in seconds east of UTC; None outside the frozen range."""
    seconds = t // MICROS
    if not zone.offsets or not zone.offsets[0][0] <= seconds < zone.until:
        return None
    return zone.offsets[bisect_right(zone.offsets, seconds, key=lambda entry: entry[0]) - 1][1]


PLAIN = PlainTime()

_calendar_clock = lru_cache(maxsize=256)(CalendarClock)
"""Equal calendars share a clock, and with it the days that were worked out already."""

_union_clock = lru_cache(maxsize=256)(UnionClock)


def clock_of(ir: Ir, calendar_id: str | None) -> Clock:
    """The clock of a calendar's id; plain time for None."""
    return PLAIN if calendar_id is None else _clock_of(ir.calendar(calendar_id), ir)


def _clock_of(calendar: Calendar | Union, ir: Ir) -> MinuteClock:
    if isinstance(calendar, Calendar):
        return _calendar_clock(calendar)
    return _union_clock(tuple(_clock_of(ir.calendar(member), ir) for member in calendar.members))
