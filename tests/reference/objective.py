"""Budgets, burn, exhaustion and percentiles of one group of an SLO, from counts (docs/language.md §3.10 to §3.15)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from sloc.ir import Slo
from sloc.ir.units import MICROS
from tests.reference.clock import Clock
from tests.reference.data import BurnRate, Event, Status
from tests.reference.outcome import BAD, GOOD, PENDING
from tests.reference.periods import Window, window_at


@dataclass(frozen=True)
class Tally:
    """Counted events."""

    good: int
    bad: int

    @property
    def total(self) -> int:
        """All that were counted."""
        return self.good + self.bad

    @property
    def achievement(self) -> Fraction | None:
        """The share of good events; None without any."""
        return Fraction(self.good, self.total) if self.total else None

    def meets(self, target: Fraction) -> bool | None:
        """Whether the target is met, decided on integers: good / total >= p / q."""
        return self.good * target.denominator >= target.numerator * self.total if self.total else None

    def burn(self, target: Fraction) -> Fraction | None:
        """The share of bad events ÷ the share that may be bad; None without events."""
        return Fraction(self.bad, self.total) / (1 - target) if self.total else None


def tally(outcomes: Iterable[str | None]) -> Tally:
    """Counts good and bad."""
    listed = list(outcomes)
    return Tally(listed.count(GOOD), listed.count(BAD))


def in_window(events: Iterable[Event], window: Window) -> Tally:
    """What the SLO counted in a window."""
    return tally(e.outcome for e in events if window.holds(e.counted_at))


def last(events: Iterable[Event], length: int | Fraction, now: int) -> Tally:
    """What the SLO counted in ``(now − length, now]``."""
    return tally(e.outcome for e in events if e.counted_at is not None and now - length < e.counted_at <= now)


@dataclass(frozen=True)
class Budget:
    """The error budget over the SLO's window; each part is None where decision 0001's table says so.

    `exhausts_at` is exact, in microseconds; the view shows the whole second below.
    """

    projected: Fraction | None
    budget: Fraction | None
    spent: Fraction | None
    remaining: Fraction | None
    pace: Fraction | None
    exhausts_at: Fraction | None


def budget_of(target: Fraction, counts: Tally, window: Window, clock: Clock, tenth_burn: Fraction | None) -> Budget:
    """The budget; `tenth_burn` is the burn over the last tenth of the window's nominal length."""
    allowed = 1 - target
    total = Fraction(counts.total)
    projected = pace = None
    expected: Fraction | None = total
    if not window.rolling:
        share = window.share(clock)
        expected = projected = total / share if share else None
        pace = counts.bad / (allowed * total) if total else Fraction(0)
    budget = None if expected is None else allowed * expected
    if not total:
        spent: Fraction | None = Fraction(0)
    else:
        spent = None if budget is None else counts.bad / budget
    remaining = None if spent is None else 1 - spent
    exhausts_at = None
    if remaining is not None and remaining > 0 and tenth_burn:
        exhausts_at = window.now + remaining * window.length / tenth_burn
    return Budget(projected, budget, spent, remaining, pace, exhausts_at)


def nearest_rank(p: Fraction, values: list[Fraction | float]) -> Fraction | float | None:
    """The value of rank ⌈p × n⌉; None without values."""
    return sorted(values)[math.ceil(p * len(values)) - 1] if values else None


@dataclass(frozen=True)
class Group:
    """One group of an SLO at `now`: all its events, and what its window comes to."""

    slo: Slo
    grp: str
    events: tuple[Event, ...]
    clock: Clock
    window: Window
    counts: Tally
    budget: Budget
    now: int


def group_at(slo: Slo, grp: str, events: tuple[Event, ...], clock: Clock, now: int) -> Group:
    """Counts a group's window and works out its budget."""
    window = window_at(slo.window, now)
    counts = in_window(events, window)
    tenth_burn = last(events, tenth(slo), now).burn(slo.target)
    return Group(slo, grp, events, clock, window, counts, budget_of(slo.target, counts, window, clock, tenth_burn), now)


def tenth(slo: Slo) -> Fraction:
    """A tenth of the window's nominal length, in microseconds."""
    return Fraction(slo.window.length, 10)


def status_of(group: Group) -> Status:
    """The row of ``slo_status``."""
    slo, counts, budget, sla = group.slo, group.counts, group.budget, group.slo.sla
    promised = None
    if sla is not None:
        window = window_at(sla.window, group.now)
        promised = tally(e.sla_outcome for e in group.events if window.holds(e.sla_counted_at))
    measured: list[Fraction | float] = [
        e.elapsed_seconds if e.ended and e.elapsed_seconds is not None else math.inf
        for e in group.events
        if e.outcome in (GOOD, BAD) and group.window.holds(e.counted_at)
    ]
    return Status(
        slo=slo.id,
        grp=group.grp,
        as_of=group.now,
        window_start=group.window.start,
        good=counts.good,
        bad=counts.bad,
        total=counts.total,
        pending=sum(e.outcome == PENDING for e in group.events),
        achievement=counts.achievement,
        target=slo.target,
        budget_events=budget.budget,
        budget_spent=budget.spent,
        budget_remaining=budget.remaining,
        pace=budget.pace,
        exhausts_at=None if budget.exhausts_at is None else math.floor(budget.exhausts_at / MICROS) * MICROS,
        projected_total=budget.projected,
        p_value=None if slo.percentile is None else nearest_rank(slo.percentile, measured),
        sla_target=None if sla is None else sla.target,
        sla_achievement=None if promised is None else promised.achievement,
        sla_met=None if promised is None or sla is None else promised.meets(sla.target),
        met=counts.meets(slo.target),
    )


def burn_of(group: Group, lengths: Iterable[int | Fraction]) -> list[BurnRate]:
    """The rows of ``slo_burn``, one for each window length (microseconds)."""
    rows = []
    for length in sorted(set(lengths)):
        counts = last(group.events, length, group.now)
        seconds = Fraction(length) / MICROS
        rows.append(BurnRate(group.slo.id, group.grp, seconds, counts.good, counts.bad, counts.burn(group.slo.target)))
    return rows
