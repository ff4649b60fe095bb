"""The outcome of one event under one indicator: good, bad or pending, and when it counts (docs/language.md §3.5 to §3.7)."""

from __future__ import annotations

from dataclasses import dataclass

from sloc.ir import ExcludeRange, Fresh, Have, IntervalMeasure, Ir, Satisfy, Slo
from sloc.ir.slo import Indicator
from tests.reference.clock import Clock, clock_of
from tests.reference.expression import Subject, is_true
from tests.reference.measure import Timing, counted_time, deadline, timing

GOOD, BAD, PENDING = "good", "bad", "pending"


@dataclass(frozen=True)
class Outcome:
    """`counted_at` is None for an event that stays pending because its deadline lies beyond the calendar's years.

    `elapsed` is in microseconds, and None where there is no measure, no value, or no calendar for all of it.
    """

    outcome: str
    counted_at: int | None
    started_at: int
    deadline: int | None
    elapsed: int | None
    ended: bool


def judge(indicator: Indicator, subject: Subject, ir: Ir, now: int) -> Outcome | None:
    """The outcome of an event; None where it is not measured, or not measurable within the calendar's years."""
    at = at_of(subject)
    match indicator:
        case Satisfy(expr, after, _):
            counted_at = at + after
            outcome = PENDING if counted_at > now else GOOD if is_true(expr, subject) else BAD
            return Outcome(outcome, counted_at, at, counted_at if after else None, None, True)
        case Have(name, within, during):
            measure = subject.source.measure(name)
            if isinstance(measure, IntervalMeasure):
                times = timing(subject, measure, now)
                return None if times is None else _judge_interval(times, within, clock_of(ir, during), at, now)
            value = subject.field(name)
            assert value is None or isinstance(value, int), (name, value)
            return Outcome(GOOD if value is not None and value <= within else BAD, at, at, None, value, value is not None)
        case Fresh():
            raise ValueError("`be fresh` is a requirement on slices")


def _judge_interval(times: Timing, within: int, clock: Clock, at: int, now: int) -> Outcome | None:
    if not clock.covers(times.start):
        return None
    due = deadline(clock, times, within)
    if due is None and not clock.covers(now):
        return None  # it may have been due by now, or not: nobody knows
    counted_at = None if due is None else max(due, at)
    if due is None or counted_at is None or counted_at > now:
        outcome = PENDING  # even if it has ended already: early successes do not count before late failures
    elif times.end is not None and times.end <= due:
        outcome = GOOD
    else:
        outcome = BAD
    return Outcome(outcome, counted_at, times.start, due, counted_time(clock, times), times.ended)


def at_of(subject: Subject) -> int:
    """The event's `at`."""
    assert subject.source.at is not None
    at = subject.row.get(subject.source.at)
    assert isinstance(at, int)
    return at


def is_excluded(slo: Slo, counted_at: int | None, ir: Ir) -> bool:
    """Whether an exclusion removes what is counted at an instant (docs/language.md §3.16).

    Outside the years of an exclusion's calendar nothing is known to be open, so nothing is removed.
    """
    if counted_at is None:
        return False
    for exclusion in slo.exclusions:
        if isinstance(exclusion, ExcludeRange):
            if exclusion.start <= counted_at < exclusion.end:
                return True
        elif clock_of(ir, exclusion.calendar).is_open(counted_at):
            return True
    return False
