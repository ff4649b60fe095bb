"""When an alert fires, and what is gone by then (docs/language.md §3.17, §3.18).

The outage: up to some instant nothing failed, and from then on the share e of what is counted is bad, at even traffic. With the
budget b = 1 − target, the counted time P of the window, and open(w) of an alert's window, a burn alert fires as soon as

    e × t / open(long) > p × P / open(long) × b   and   e × min(t, open(short)) / open(short) > p × P / open(long) × b

where t is how long it has lasted. The first gives t > p × P × b / e, whatever the window holds, as long as t fits into it; the
share of the budget that is gone is e × t / (b × P), and so p itself. For 99.9% over 30 d and 2% in 1 h a total outage takes
0.02 × 30 d × 0.001 = 51.84 s, which is 1 h × 14.4 × 0.001.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from sloc.explain.model import Budget, Detection, ExplainedRule
from sloc.ir import AlertRule, BelowTarget, BudgetBelow, Burn, Condition, Duration, ExhaustedWithin, NoData, PaceAbove
from sloc.ir.units import duration_text
from sloc.records import dataclass

FAILING = (Fraction(1), Fraction(1, 10))
"""The outages that are worked out: everything fails, and one in ten."""


@dataclass(frozen=True)
class Surroundings:
    """What an alert's time depends on. `open_in` gives the most counted time that a stretch of wall time holds.

    `plain` is whether wall time is counted time, `rolling` whether the window is, `guard` the policy's ``only after n``, and
    `slice` the length of a slice where slices are counted.
    """

    budget: Budget
    open_in: Callable[[Duration], int]
    plain: bool
    rolling: bool
    guard: int
    slice: Duration | None


def explain_rule(rule: AlertRule, around: Surroundings) -> ExplainedRule:
    """A rule with its threshold and its times."""
    condition = rule.condition
    threshold = None
    if isinstance(condition, Burn) and around.open_in(condition.long):
        threshold = condition.share * around.budget.period / around.open_in(condition.long)
    note = _note(condition, around)
    times = () if note is not None else tuple(detection(condition, failing, around) for failing in FAILING)
    errors = None if threshold is None else threshold * around.budget.share
    return ExplainedRule(rule.severity, rule.text, rule.adapted, threshold, errors, times, note)


def detection(condition: Condition, failing: Fraction, around: Surroundings) -> Detection:
    """The time until the condition holds, at the share `failing` of bad events."""
    b, period = around.budget.share, around.budget.period
    match condition:
        case Burn(share, long, short):
            room = Fraction(around.open_in(long))
            if failing * room <= share * period * b:
                return Detection(failing, None, None)
            needed = share * period * b / failing
            # The short window must be above the same ratio: it needs its part of that time, which is never more.
            after = max(needed, needed * around.open_in(short) / room)
        case BudgetBelow(share):
            room, after = period, (1 - share) * period * b / failing
        case BelowTarget():
            room, after = period, period * b / failing
        case ExhaustedWithin(within):
            room, after = period, _exhausted(within, failing, b, period)
        case _:
            raise AssertionError(f"no time is worked out for {condition}")
    after = max(after, _guarded(failing, around))
    if around.slice is not None:
        after = Fraction((after // around.slice + 1) * around.slice)  # counted at its end, when one more is bad
    if after > room or (after == room and around.slice is None):
        return Detection(failing, None, None)
    return Detection(failing, after, failing * after / (b * period))


def _exhausted(within: Duration, failing: Fraction, b: Fraction, period: Fraction) -> Fraction:
    """remaining × P ÷ burn <= within, burn over the last tenth of P: with s of the budget spent it is 10 s, at most e ÷ b.

    (1 − s) × P ÷ (10 s) <= within gives s >= P ÷ (P + 10 × within), while the outage is within the tenth; later
    (1 − s) × P × b ÷ e <= within.
    """
    early = period / (period + 10 * within)
    after = early * b * period / failing
    if after <= period / 10:
        return after
    return max(period / 10, period * b / failing - within)


def _guarded(failing: Fraction, around: Surroundings) -> Fraction:
    """How long it takes until as many events are bad as ``only after`` asks for; 0 where the traffic is not known."""
    traffic = around.budget.traffic
    return Fraction(0) if traffic is None else around.guard / (traffic.rate * failing)


def _note(condition: Condition, around: Surroundings) -> str | None:
    """Why no time is worked out; None where one is."""
    match condition:
        case NoData(duration):
            return f"{duration_text(duration, 'd' if around.plain else 'h')} after the last event that was counted"
        case PaceAbove():
            return (
                "depends on how much of the period has passed" if not around.rolling else "has no meaning in a rolling window"
            )
        case BelowTarget() if not around.rolling:
            return "depends on how much of the period has passed"
        case ExhaustedWithin() if not around.plain:
            return "depends on when in the week it begins"
        case _:
            return None
