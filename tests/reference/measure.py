"""Interval measures: pauses, counted time and deadlines (docs/language.md §3.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sloc.ir import IntervalMeasure
from tests.reference.clock import Clock
from tests.reference.expression import Subject

Interval = tuple[int, int]
"""``[a, b)`` in microseconds, never empty."""


@dataclass(frozen=True)
class Timing:
    """One event's measure as known at now: `stop` is its end or, while it runs, now, and never lies before `start`.

    `pauses` lie in ``[start, stop)``, merged and in order.
    """

    start: int
    end: int | None
    stop: int
    pauses: tuple[Interval, ...]

    @property
    def ended(self) -> bool:
        """Whether the measure had ended by now."""
        return self.end is not None


def timing(subject: Subject, measure: IntervalMeasure, now: int) -> Timing | None:
    """The times of a measure; None where its start is null, which is not measured."""
    start, end = subject.field(measure.start), subject.field(measure.end)
    if start is None:
        return None
    assert isinstance(start, int), (measure.name, start)
    assert end is None or isinstance(end, int), (measure.name, end)
    if end is not None and end > now:
        end = None  # it has not ended yet
    stop = max(start, now if end is None else end)  # an end before the start is no time at all
    pauses = [] if measure.pausing is None else list(_pauses(subject, measure.pausing, start, stop))
    return Timing(start, end, stop, merged(pauses))


def _pauses(subject: Subject, child_name: str, start: int, stop: int) -> Iterator[Interval]:
    """The child's intervals cut to ``[start, stop)``; one without an end goes on, one without a start does not exist."""
    child = subject.source.child(child_name)
    assert child.until is not None, child_name
    for row in subject.rows_of(child_name):
        at, until = row[child.at], row.get(child.until)
        assert isinstance(at, int)
        assert until is None or isinstance(until, int)
        begin, end = max(at, start), min(stop if until is None else until, stop)
        if begin < end:
            yield begin, end


def merged(intervals: list[Interval]) -> tuple[Interval, ...]:
    """The union of intervals as disjoint ones, in order."""
    result: list[Interval] = []
    for begin, end in sorted(intervals):
        if result and begin <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((begin, end))
    return tuple(result)


def counted_time(clock: Clock, times: Timing) -> int | None:
    """Open time from start to stop less the pauses; None where the calendar's years do not reach."""
    total = clock.between(times.start, times.stop)
    for begin, end in times.pauses:
        paused = clock.between(begin, end)
        if total is None or paused is None:
            return None
        total -= paused
    return total


def deadline(clock: Clock, times: Timing, within: int) -> int | None:
    """The earliest instant at which `within` of counted time has passed since the start; None beyond the calendar's years.

    Walks from the start through every piece of time that counts, and adds them up.
    """
    if within <= 0:
        return times.start
    used = 0
    for opens, closes in clock.stretches(times.start):
        for begin, end in without(times.pauses, opens, closes):
            if used + (end - begin) >= within:
                return begin + (within - used)
            used += end - begin
    return None


def without(pauses: tuple[Interval, ...], begin: int, end: int) -> Iterator[Interval]:
    """What is left of ``[begin, end)`` outside the pauses, which are merged and in order."""
    for paused, resumed in pauses:
        if begin < min(paused, end):
            yield begin, min(paused, end)
        begin = max(begin, resumed)
    if begin < end:
        yield begin, end
