"""When a rule has to fire, worked out exactly from the events of each minute (docs/language.md §3.10, §3.17 and §3.18).

It reads the IR and shares nothing with the rules; ``test_truth.py`` holds it to the reference evaluator.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from sloc.ir import BelowTarget, BudgetBelow, Burn, Condition, ExhaustedWithin, NoData, Slo
from sloc.ir.units import MINUTE


@dataclass(frozen=True)
class Traffic:
    """Good and bad events of one group in each minute; those of minute i are counted at minute i + 1."""

    good: tuple[int, ...]
    bad: tuple[int, ...]

    @property
    def minutes(self) -> int:
        return len(self.good)

    def counter(self, which: Sequence[int]) -> list[float | None]:
        """A counter's samples, from minute 0."""
        return [0, *accumulate(which)]


class Truth:
    """What the rules of an SLO say about its traffic."""

    def __init__(self, slo: Slo, traffic: Traffic) -> None:
        self.slo = slo
        self._bad = [0, *accumulate(traffic.bad)]
        self._total = [0, *accumulate(good + bad for good, bad in zip(traffic.good, traffic.bad, strict=True))]

    def counts(self, now: int, micros: int) -> tuple[int, int]:
        """Bad and all events in ``(now − length, now]``."""
        first = max(0, now - micros // MINUTE)
        return self._bad[now] - self._bad[first], self._total[now] - self._total[first]

    def fires(self, condition: Condition, now: int) -> bool:
        """Whether a rule fires at a minute."""
        budget = 1 - self.slo.target
        window = self.slo.window.length
        least = self.slo.alerts.min_bad_events
        if isinstance(condition, Burn):
            threshold = condition.share * Fraction(window, condition.long)
            both = [self.counts(now, length) for length in (condition.long, condition.short)]
            return both[0][0] >= least and all(total and Fraction(bad, total) / budget > threshold for bad, total in both)
        if isinstance(condition, NoData):
            bad, total = self.counts(now, condition.duration)
            return total == 0
        bad, total = self.counts(now, window)
        if total == 0 or bad < least:
            return False
        remaining = 1 - Fraction(bad, total) / budget
        match condition:
            case BudgetBelow(share):
                return remaining < share
            case BelowTarget():
                return Fraction(bad, total) > budget
            case ExhaustedWithin(within):
                late_bad, late = self.counts(now, window // 10)
                if remaining <= 0 or not late_bad:
                    return False
                return remaining * window / (Fraction(late_bad, late) / budget) <= within
        raise TypeError(condition)
