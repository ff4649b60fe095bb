"""Which alert rules fire (docs/language.md §3.17 and §3.18)."""

from __future__ import annotations

from fractions import Fraction

from sloc.ir import AlertRule, BelowTarget, BudgetBelow, Burn, ExhaustedWithin, NoData, PaceAbove
from sloc.ir.units import MICROS
from tests.reference.data import Alert
from tests.reference.objective import Group, last
from tests.reference.outcome import BAD, GOOD

Verdict = tuple[bool, Fraction | None, Fraction | None]
"""Firing, value, threshold."""


def alerts_of(group: Group) -> list[Alert]:
    """One row for each rule of the policy; a pace has no meaning on a rolling window."""
    alerts = []
    for rule in group.slo.alerts.rules:
        if not (isinstance(rule.condition, PaceAbove) and group.window.rolling):
            firing, value, threshold = _verdict(rule, group)
            alerts.append(Alert(group.slo.id, group.grp, rule.severity, rule.text, firing, value, threshold))
    return alerts


def _verdict(rule: AlertRule, group: Group) -> Verdict:
    if isinstance(rule.condition, Burn):
        return _burn(rule.condition, group)
    if isinstance(rule.condition, NoData):
        return _no_data(rule.condition, group)
    firing, value, threshold = _over_the_window(rule, group)
    enough = group.counts.total > 0 and group.counts.bad >= group.slo.alerts.min_bad_events
    return firing and enough, value, threshold


def _over_the_window(rule: AlertRule, group: Group) -> Verdict:
    """The rules that look at the SLO's window, before their guards."""
    budget = group.budget
    match rule.condition:
        case BudgetBelow(share):
            return budget.remaining is not None and budget.remaining < share, budget.remaining, share
        case PaceAbove(factor):
            return budget.pace is not None and budget.pace > factor, budget.pace, factor
        case BelowTarget():
            return group.counts.meets(group.slo.target) is False, group.counts.achievement, group.slo.target
        case ExhaustedWithin(within):
            left = None if budget.exhausts_at is None else (budget.exhausts_at - group.now) / MICROS
            limit = Fraction(within, MICROS)
            return left is not None and left <= limit, left, limit
    raise TypeError(rule.condition)


def _burn(condition: Burn, group: Group) -> Verdict:
    """Burn over both windows above ``share × open(period) / open(now − long, now]``."""
    target, now = group.slo.target, group.now
    long, short = last(group.events, condition.long, now), last(group.events, condition.short, now)
    value, also = long.burn(target), short.burn(target)
    period, passed = group.window.open_length(group.clock), group.clock.between(now - condition.long, now)
    if period is None or not passed:
        return False, value, None  # closed all the while, or outside the calendar's years
    threshold = condition.share * Fraction(period, passed)
    burns = value is not None and value > threshold and also is not None and also > threshold
    return burns and long.bad >= group.slo.alerts.min_bad_events, value, threshold


def _no_data(condition: NoData, group: Group) -> Verdict:
    """Open time since the group's last counted event; without one it always fires, and bad events are no guard."""
    limit = Fraction(condition.duration, MICROS)
    counted = [e.counted_at for e in group.events if e.outcome in (GOOD, BAD) and e.counted_at is not None]
    if not counted:
        return True, None, limit
    silent = group.clock.between(max(counted), group.now)
    value = None if silent is None else Fraction(silent, MICROS)
    return value is not None and value >= limit, value, limit
