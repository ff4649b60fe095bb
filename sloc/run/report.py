"""Where every objective stands: plain data, worst first, and the same as JSON (``status.schema.json``)."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from enum import Enum
from fractions import Fraction
from typing import Any

from sloc.ir import Instant
from sloc.ir.text import decimal_text, instant_text

STATUS_VERSION = "1"
"""Raised whenever a reader of the JSON must change."""


class State(Enum):
    """How an objective stands, worst first."""

    MISSED = "missed"
    """The target is not met."""
    BURNING = "burning"
    """The target is met, and an alert fires."""
    MET = "met"
    NO_DATA = "no data"
    """Nothing was counted in the window."""


@dataclass(frozen=True)
class SlaStatus:
    """The second promise; `achievement` and `met` are None without events."""

    target: Fraction
    achievement: float | None
    met: bool | None


@dataclass(frozen=True)
class FiringAlert:
    """A rule that fires now; `value` and `threshold` are None where they mean nothing."""

    severity: str
    rule: str
    value: float | None
    threshold: float | None


@dataclass(frozen=True)
class MeasuredPercentile:
    """The nearest-rank percentile in seconds, infinite where it lies on an event that never ended."""

    share: Fraction
    seconds: float


@dataclass(frozen=True)
class Objective:
    """One SLO and one of its groups over its window.

    Ratios are doubles as the views compute them, None where they are not defined (no events, or a period that has not
    begun). `budget_events` is how many bad events the window allows, for a calendar window at the projected total;
    `budget_left` is the share of it that is left, below 0 when it is overspent. `burn` is the burn rate over the last tenth of
    the period. `at_risk` is how many of the pending events can still be saved.
    """

    slo: str
    group: tuple[tuple[str, Any], ...]
    title: str
    service: str
    owner: str | None
    window: str
    target: Fraction
    achievement: float | None
    met: bool | None
    good: int
    bad: int
    pending: int
    at_risk: int
    budget_events: float | None
    budget_left: float | None
    pace: float | None
    burn: float | None
    exhausts_at: Instant | None
    percentile: MeasuredPercentile | None
    sla: SlaStatus | None
    firing: tuple[FiringAlert, ...]

    @property
    def total(self) -> int:
        """Counted events."""
        return self.good + self.bad

    @property
    def state(self) -> State:
        """How it stands; an alert about missing data fires without changing that there is none."""
        if self.total == 0:
            return State.NO_DATA
        if self.met is False:
            return State.MISSED
        return State.BURNING if self.firing else State.MET


@dataclass(frozen=True)
class CoverageFault:
    """Rows that are not counted as they stand: `rows` of them, with the smallest key as an example."""

    slo: str
    fault: str
    rows: int
    example_key: str | None


@dataclass(frozen=True)
class Skipped:
    """An SLO that could not be evaluated, and why, as a clause."""

    slo: str
    reason: str


@dataclass(frozen=True)
class StatusReport:
    """All of it at one instant. `objectives` come worst first."""

    project: str
    as_of: Instant
    objectives: tuple[Objective, ...]
    coverage: tuple[CoverageFault, ...]
    skipped: tuple[Skipped, ...]


def worst_first(objective: Objective) -> tuple[int, int, float, str, str]:
    """A sort key: by state, then what pages, then the share of the budget that is left."""
    severities = ("page", "ticket", "notify")
    loudest = min((severities.index(alert.severity) for alert in objective.firing), default=len(severities))
    left = math.inf if objective.budget_left is None else objective.budget_left
    return list(State).index(objective.state), loudest, left, objective.slo, str(objective.group)


def to_json(report: StatusReport) -> dict[str, Any]:
    """The report as a JSON document that ``status.schema.json`` describes; an infinite percentile has no `seconds`."""
    return {
        "version": STATUS_VERSION,
        "project": report.project,
        "as_of": instant_text(report.as_of),
        "objectives": [_objective(each) for each in report.objectives],
        "coverage": [asdict(fault) for fault in report.coverage],
        "skipped": [asdict(skipped) for skipped in report.skipped],
    }


def _objective(each: Objective) -> dict[str, Any]:
    percentile, sla = each.percentile, each.sla
    return {
        "slo": each.slo,
        "group": dict(each.group),
        "title": each.title,
        "service": each.service,
        "owner": each.owner,
        "state": each.state.value,
        "window": each.window,
        "target": float(each.target),
        "achievement": each.achievement,
        "met": each.met,
        "good": each.good,
        "bad": each.bad,
        "total": each.total,
        "pending": each.pending,
        "at_risk": each.at_risk,
        "budget_events": each.budget_events,
        "budget_left": each.budget_left,
        "pace": each.pace,
        "burn": each.burn,
        "exhausts_at": None if each.exhausts_at is None else instant_text(each.exhausts_at),
        "percentile": None
        if percentile is None
        else {
            "name": f"p{decimal_text(percentile.share * 100)}",
            "seconds": None if math.isinf(percentile.seconds) else percentile.seconds,
        },
        "sla": None if sla is None else {"target": float(sla.target), "achievement": sla.achievement, "met": sla.met},
        "firing": [asdict(alert) for alert in each.firing],
    }
