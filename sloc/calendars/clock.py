"""Open time by a calendar: a :class:`Clock` counts it, and finds when enough of it has passed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from itertools import accumulate, pairwise

from sloc.calendars.stretches import Stretch, known_range, stretches
from sloc.calendars.zones import year_start
from sloc.ir.calendar import AnyCalendar
from sloc.ir.units import MICROS, Duration, Instant
from sloc.records import dataclass, field
from sloc.units import DAY_SECONDS, WEEK_SECONDS


@dataclass(frozen=True)
class Clock:
    """A clock that runs while its calendar is open.

    `stretches` are merged, ascending ``[start, end)`` in epoch seconds within `known`, the range outside of which nothing is
    known. `before[i]` is the open seconds before stretch i; its last item is all of them.
    """

    stretches: tuple[Stretch, ...] = field(repr=False)
    known_range: Stretch
    before: tuple[int, ...] = field(repr=False)
    _starts: tuple[int, ...] = field(repr=False)
    _known_already: dict[tuple[str, int, int], int] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What was worked out of a whole year: every objective on a calendar asks for the same few windows."""

    def known(self, t: Instant) -> bool:
        """Whether the instant lies in the years that the calendar covers."""
        start, end = self.known_range
        return start * MICROS <= t < end * MICROS

    def is_open(self, t: Instant) -> bool:
        """Whether the calendar is open at the instant. False outside the known range: ask :meth:`known` first."""
        index = bisect_right(self._starts, t // MICROS) - 1
        return index >= 0 and t < self.stretches[index][1] * MICROS

    def open_seconds_before(self, t_seconds: int) -> int:
        """B(t) of docs/language.md §3.2, at a whole epoch second: the open seconds of the known range before it."""
        return self._open_micros_before(t_seconds * MICROS) // MICROS

    def open_between(self, a: Instant, b: Instant) -> Duration:
        """The open time in ``[a, b)``; none where b lies before a."""
        return Duration(max(0, self._open_micros_before(b) - self._open_micros_before(a)))

    def deadline(self, start: Instant, open_time: Duration) -> Instant | None:
        """The earliest instant at which `open_time` has passed since `start`.

        Time that is used up exactly at closing time ends there, not when the calendar opens again. None where `start` or the
        deadline lies beyond what is known.
        """
        if not self.known(start):
            return None
        if open_time <= 0:
            return start
        wanted = self._open_micros_before(start) + open_time
        # The stretch i with before[i] < wanted <= before[i + 1], in seconds rounded up: before[i] is whole.
        index = bisect_left(self.before, -(-wanted // MICROS)) - 1
        if index >= len(self.stretches):
            return None
        return Instant(self.stretches[index][0] * MICROS + wanted - self.before[index] * MICROS)

    def typical_week(self, year: int) -> int:
        """The open seconds of the fullest week, Monday to Sunday in UTC, that lies wholly in the UTC year."""
        key = ("week", 0, year)
        if key not in self._known_already:
            self._known_already[key] = self._typical_week(year)
        return self._known_already[key]

    def _typical_week(self, year: int) -> int:
        first, end = year_start(year), year_start(year + 1)
        first += (4 * DAY_SECONDS - first) % WEEK_SECONDS  # 1970-01-05 was a Monday
        bounds = [self.open_seconds_before(t) for t in range(first, end + 1, WEEK_SECONDS)]
        return max(after - before for before, after in pairwise(bounds))

    def most_open(self, wall: Duration, year: int) -> Duration:
        """The most open time that a window of the wall length can hold that starts in the UTC year.

        Such a window starts when a stretch does: one that starts earlier can be moved later, and one that starts within
        a stretch earlier, without losing open time. (Or at New Year, within a stretch.)
        """
        key = ("window", wall, year)
        if key not in self._known_already:
            self._known_already[key] = self._most_open(wall, year)
        return Duration(self._known_already[key])

    def _most_open(self, wall: Duration, year: int) -> Duration:
        first, end = year_start(year), year_start(year + 1)
        starts = [first, *self._starts[bisect_right(self._starts, first) : bisect_left(self._starts, end)]]
        return max(self.open_between(Instant(t * MICROS), Instant(t * MICROS + wall)) for t in starts)

    def _open_micros_before(self, t: int) -> int:
        index = bisect_right(self._starts, t // MICROS) - 1
        if index < 0:
            return 0
        start, end = self.stretches[index]
        return self.before[index] * MICROS + min(t, end * MICROS) - start * MICROS


def clock(calendar: AnyCalendar, by_id: Mapping[str, AnyCalendar]) -> Clock:
    """The clock of a calendar; `by_id` holds the members of unions."""
    opened = stretches(calendar, by_id)
    before = accumulate((end - start for start, end in opened), initial=0)
    return Clock(opened, known_range(calendar, by_id), tuple(before), tuple(start for start, _ in opened))
