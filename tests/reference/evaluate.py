"""All views of all SLOs at one instant."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from sloc.ir import Burn, Have, Instant, Ir, Slo
from sloc.ir.units import MICROS
from tests.reference.alerts import alerts_of
from tests.reference.clock import clock_of
from tests.reference.coverage import coverage_of
from tests.reference.data import AtRisk, Evaluation, Event, Tables
from tests.reference.events import events_of, source_rows
from tests.reference.history import days_of, periods_of
from tests.reference.objective import burn_of, group_at, status_of, tenth
from tests.reference.outcome import PENDING
from tests.reference.periods import window_at
from tests.reference.slices import slices_of


def evaluate(ir: Ir, tables: Tables, now: Instant) -> Evaluation:
    """What the SLOs of a program say about the rows at an instant."""
    parts = [_evaluate_slo(slo, ir, tables, now) for slo in sorted(ir.slos, key=lambda slo: slo.id)]
    return Evaluation(
        events=tuple(row for part in parts for row in part.events),
        daily=tuple(row for part in parts for row in part.daily),
        status=tuple(row for part in parts for row in part.status),
        burn=tuple(row for part in parts for row in part.burn),
        alerts=tuple(row for part in parts for row in part.alerts),
        at_risk=tuple(sorted((row for part in parts for row in part.at_risk), key=_urgency)),
        periods=tuple(row for part in parts for row in part.periods),
        coverage=tuple(row for part in parts for row in part.coverage),
    )


def _evaluate_slo(slo: Slo, ir: Ir, tables: Tables, now: int) -> Evaluation:
    data = source_rows(ir, slo, tables)
    events = (events_of if slo.population.slices is None else slices_of)(slo, data, ir, now)
    clock = clock_of(ir, slo.clock)
    by_group = {grp: tuple(e for e in events if e.grp == grp) for grp in sorted({e.grp for e in events})}
    groups = [group_at(slo, grp, by_group.get(grp, ()), clock, now) for grp in _existing_groups(slo, events, now)]
    lengths = _burn_windows(slo)
    return Evaluation(
        events=tuple(sorted(events, key=lambda e: (e.grp, e.started_at, e.event_key or ""))),
        daily=tuple(row for grp, members in by_group.items() for row in days_of(slo, grp, members)),
        status=tuple(status_of(group) for group in groups),
        burn=tuple(row for group in groups for row in burn_of(group, lengths)),
        alerts=tuple(row for group in groups for row in alerts_of(group)),
        at_risk=tuple(_at_risk(slo, events)),
        periods=tuple(row for grp, members in by_group.items() for row in periods_of(slo, grp, members, ir, clock, now)),
        coverage=tuple(coverage_of(slo, data, ir, now)),
    )


def _existing_groups(slo: Slo, events: list[Event], now: int) -> list[str]:
    """The groups with a counted event in the window or a pending one; the one group without `per` always exists."""
    window = window_at(slo.window, now)
    alive = {e.grp for e in events if e.outcome == PENDING or (e.outcome is not None and window.holds(e.counted_at))}
    return sorted(alive if slo.population.per else {"{}"})


def _burn_windows(slo: Slo) -> list[int | Fraction]:
    """The long and short windows of the policy's burn rules, and the tenth of the period that exhaustion looks at."""
    lengths: list[int | Fraction] = [tenth(slo)]
    for rule in slo.alerts.rules:
        if isinstance(rule.condition, Burn):
            lengths += [rule.condition.long, rule.condition.short]
    return lengths


def _at_risk(slo: Slo, events: Iterable[Event]) -> list[AtRisk]:
    """Pending events of an interval measure that has not ended. What is left to the deadline is the limit less the elapsed."""
    if not isinstance(slo.indicator, Have):
        return []
    limit = Fraction(slo.indicator.within, MICROS)
    return [
        AtRisk(e.slo, e.grp, e.event_key, e.deadline, limit - e.elapsed_seconds, e.elapsed_seconds / limit)
        for e in events
        if e.outcome == PENDING and not e.ended and e.elapsed_seconds is not None
    ]


def _urgency(row: AtRisk) -> tuple[Fraction, str, str, bool, str]:
    return (row.remaining_seconds, row.slo, row.grp, row.event_key is not None, row.event_key or "")
