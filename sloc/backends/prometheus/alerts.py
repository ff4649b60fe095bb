"""The alerting rules of one SLO, from its policy (docs/language.md §3.17 and §3.18) and from nothing but its records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

from sloc.backends.prometheus.rules import AlertingRule
from sloc.backends.prometheus.series import (
    BAD,
    FAST_UP_TO,
    MISSED,
    OBJECTIVE,
    REMAINING,
    TOTAL,
    WINDOW_RATIO,
    Series,
    base,
    nonzero,
    number,
    tenth,
    windowed,
)
from sloc.backends.prometheus.words import AlertWords
from sloc.backends.promql import Binary, Call, Expr, Range, on
from sloc.ir import AlertRule, BelowTarget, BudgetBelow, Burn, ExhaustedWithin, NoData, PaceAbove
from sloc.ir.units import DAY, MICROS, MINUTE, Duration

PAGE, TICKET = "page", "ticket"
BUDGET_BURN, DATA_MISSING = "SLOBudgetBurn", "SLODataMissing"
"""The names of the alerts that boards show, too."""

KEEP_FIRING = Duration(5 * MINUTE)
"""A page that flickers is one page."""

MISSING = Duration(10 * MINUTE)
"""Without samples for so long the data is missing, and not just late."""


@dataclass(frozen=True)
class AlertStyle:
    """How a project wants its alerts: what its severity labels say, and what its Prometheus can do."""

    severities: Mapping[str, str]
    keeps_firing: bool


def fast_alerts(series: Series, style: AlertStyle) -> list[AlertingRule]:
    """Pages on burns over windows of up to six hours: they read nothing but the group that they are in."""
    return _unique([_burn(series, style, PAGE, rules) for rules in [_burns(series, PAGE, fast=True)] if rules])


def slow_alerts(series: Series, style: AlertStyle) -> list[AlertingRule]:
    """All other rules of the policy, and that data is missing; none where the policy is quiet.

    A project may call two severities the same: what a page says already is not said again.
    """
    if not series.slo.alerts.rules:
        return []
    severities = dict.fromkeys(rule.severity for rule in series.slo.alerts.rules)
    burns = [(severity, _burns(series, severity, fast=False)) for severity in severities]
    alerts = [_burn(series, style, severity, rules) for severity, rules in burns if rules]
    alerts += [alert for rule in series.slo.alerts.rules if (alert := _other(series, style, rule)) is not None]
    said = {(alert.name, alert.labels) for alert in fast_alerts(series, style)}
    return [alert for alert in _unique([*alerts, _data_missing(series, style)]) if (alert.name, alert.labels) not in said]


# ── burn rates ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _burns(series: Series, severity: str, *, fast: bool) -> list[tuple[AlertRule, Burn]]:
    """The burn rules of a severity that stand in one group."""
    found = []
    for rule in series.slo.alerts.rules:
        if rule.severity == severity and isinstance(rule.condition, Burn):
            in_fast = severity == PAGE and rule.condition.long <= FAST_UP_TO
            if in_fast is fast:
                found.append((rule, rule.condition))
    return found


def _burn(series: Series, style: AlertStyle, severity: str, rules: list[tuple[AlertRule, Burn]]) -> AlertingRule:
    """One alert for all burn rules of a severity, so that a hard burn and a slow one are not two pages."""
    fires = reduce(lambda left, right: Binary("or", left, right), (_burning(series, burn) for _, burn in rules))
    words = AlertWords(series)
    return AlertingRule(
        BUDGET_BURN,
        fires,
        words.labels(style.severities[severity], " or ".join(rule.text for rule, _ in rules)),
        words.annotations(
            "the error budget burns too fast",
            [rule for rule, _ in rules],
            "{{ $value | humanizePercentage }} of events are bad",
        ),
        keep_firing=KEEP_FIRING if severity == PAGE and style.keeps_firing else None,
    )


def _burning(series: Series, burn: Burn) -> Expr:
    """The ratio over both windows above the burn rate times the budget, and enough bad events in the long one."""
    threshold = number(burn.share * Fraction(series.window, burn.long) * series.budget)
    long, short = (Binary(">", series.ratio(length), threshold) for length in (burn.long, burn.short))
    return _guarded(series, Binary("and", long, short), series.events(BAD, burn.long))


def _guarded(series: Series, fires: Expr, bad: Expr) -> Expr:
    """``only after n bad events``."""
    least = series.slo.alerts.min_bad_events
    return Binary("and", fires, Binary(">=", bad, number(least)), series.same_group()) if least else fires


# ── the other rules ───────────────────────────────────────────────────────────────────────────────────────────────────


def _other(series: Series, style: AlertStyle, rule: AlertRule) -> AlertingRule | None:
    """A rule that looks at the SLO's window, or at silence; None for a burn rule, and for a pace: rolling windows have none."""
    words = AlertWords(series)
    labels = words.labels(style.severities[rule.severity], rule.text)
    match rule.condition:
        case Burn() | PaceAbove():
            return None
        case NoData(length):
            summary, value = "no event was counted for too long", "nothing was counted"
            return AlertingRule("SLONoData", _silent(series, length), labels, words.annotations(summary, [rule], value))
        case BudgetBelow(share):
            name, summary = "SLOBudgetLow", "little of the error budget is left"
            fires: Expr = Binary("<", series.read(REMAINING), number(share))
            value = "{{ $value | humanizePercentage }} of the budget is left"
        case BelowTarget():
            name, summary = "SLOTargetMissed", "the target is missed"
            fires = Binary(">", series.read(WINDOW_RATIO), number(series.budget))
            value = "{{ $value | humanizePercentage }} of events are bad"
        case ExhaustedWithin(within):
            name, summary = "SLOBudgetExhausting", "the error budget is about to run out"
            fires = Binary("<=", _time_left(series), number(Fraction(within, MICROS)))
            value = "it lasts {{ $value | humanizeDuration }} more"
    enough = _guarded(series, fires, series.read(windowed(BAD)))
    return AlertingRule(name, enough, labels, words.annotations(summary, [rule], value))


def _time_left(series: Series) -> Expr:
    """Seconds until the budget is gone: remaining × period / burn over the last tenth; nothing where either is 0."""
    remaining = nonzero(series.read(REMAINING))
    period = number(Fraction(series.window, MICROS) * series.budget)
    return Binary("/", Binary("*", remaining, period), nonzero(series.ratio(tenth(series.window))))


def _silent(series: Series, length: Duration) -> Expr:
    """No event over `length`. A group that had one in the window exists; without groups the objective always does.

    The objective was recorded `length` ago: before, nobody can know.
    """
    some = nonzero(Call("sum_over_time", (series.last(base(TOTAL), length),)))
    if series.grouping:
        return Binary("unless", nonzero(series.read(windowed(TOTAL))), some, series.same_group())
    objective = series.read(OBJECTIVE)
    ago = type(objective)(objective.name, objective.matchers, length)
    return Binary("unless", Call("last_over_time", (Range(ago, MISSED),)), some, on("slo"))


def _data_missing(series: Series, style: AlertStyle) -> AlertingRule:
    """The counts themselves are gone: a target that vanished, a metric that was renamed. A ticket, whatever the policy says."""
    counts = base(TOTAL)
    gone: Expr = Call("absent_over_time", (series.last(counts, MISSING),))
    if series.grouping:
        was, is_there = (Call("present_over_time", (series.last(counts, length),)) for length in (Duration(DAY), MISSING))
        gone = Binary("or", gone, Binary("unless", was, is_there, series.same_group()))
    words = AlertWords(series)
    return AlertingRule(
        DATA_MISSING,
        gone,
        words.labels(style.severities[TICKET], "data missing"),
        words.annotations("the data of this objective is missing", [], "its metrics have no samples"),
        pending=MISSING,
    )


def _unique(alerts: Iterable[AlertingRule]) -> list[AlertingRule]:
    """Alerts of one name and the same labels (two severities that the project calls the same) are one."""
    return list({(alert.name, alert.labels): alert for alert in reversed([*alerts])}.values())[::-1]
