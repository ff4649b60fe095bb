"""What goes into the evaluator and what comes out: rows of tables, and one plain row type for each view of docs/sql.md.

Every number is exact: counts and instants are ints (instants in microseconds since 1970 UTC), ratios and seconds are
fractions. The one exception is a percentile that lies on an event that never ended: ``math.inf``.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Value: TypeAlias = bool | int | Fraction | str | dt.date | None
"""Times are instants and durations lengths in int microseconds, numbers are fractions."""

Row: TypeAlias = Mapping[str, Value]
"""One row, keyed by field names; a field that is not there is null."""

Tables: TypeAlias = Mapping[str, Sequence[Row]]
"""Rows keyed by ``"<source id>"``, and by ``"<source id>/<child>"`` for its children."""


@dataclasses.dataclass(frozen=True)
class Event:
    """``slo_events``: an event (or a slice) that an SLO counts, or will count.

    `outcome` is good, bad or pending. It is None, as is `counted_at`, where only the SLA counts the event; likewise
    for the two of the SLA. `ended` says whether an interval measure had ended by now and whether a plain duration is there;
    it is True where there is no measure.
    """

    slo: str
    grp: str
    event_key: str | None
    started_at: int
    deadline: int | None
    counted_at: int | None
    outcome: str | None
    elapsed_seconds: Fraction | None
    sla_outcome: str | None
    sla_counted_at: int | None
    ended: bool


@dataclasses.dataclass(frozen=True)
class Day:
    """``slo_daily``: what was counted on a UTC day."""

    slo: str
    grp: str
    day: dt.date
    good: int
    bad: int


@dataclasses.dataclass(frozen=True)
class Status:
    """``slo_status``: an objective over its window at now."""

    slo: str
    grp: str
    as_of: int
    window_start: int | None
    good: int
    bad: int
    total: int
    pending: int
    achievement: Fraction | None
    target: Fraction
    budget_events: Fraction | None
    budget_spent: Fraction | None
    budget_remaining: Fraction | None
    pace: Fraction | None
    exhausts_at: int | None
    projected_total: Fraction | None
    p_value: Fraction | float | None
    sla_target: Fraction | None
    sla_achievement: Fraction | None
    sla_met: bool | None
    met: bool | None


@dataclasses.dataclass(frozen=True)
class BurnRate:
    """``slo_burn``: how fast the budget burned over a window of plain time."""

    slo: str
    grp: str
    window_seconds: Fraction
    good: int
    bad: int
    burn_rate: Fraction | None


@dataclasses.dataclass(frozen=True)
class Alert:
    """``slo_alerts``: a rule of the SLO's policy; `value` and `threshold` are None where they are not defined."""

    slo: str
    grp: str
    severity: str
    rule: str
    firing: bool
    value: Fraction | None
    threshold: Fraction | None


@dataclasses.dataclass(frozen=True)
class AtRisk:
    """``slo_at_risk``: a pending event whose measure has not ended; `used` is the share of the allowed time."""

    slo: str
    grp: str
    event_key: str | None
    deadline: int | None
    remaining_seconds: Fraction
    used: Fraction


@dataclasses.dataclass(frozen=True)
class Period:
    """``slo_periods``: what was counted in a calendar week, month, quarter or year; `start` is its first instant."""

    slo: str
    grp: str
    period: str
    start: int
    good: int
    bad: int
    achievement: Fraction
    met: bool
    budget_spent: Fraction | None


@dataclasses.dataclass(frozen=True)
class Coverage:
    """``slo_coverage``: how many rows have a fault, and the smallest key among them as text."""

    slo: str
    fault: str
    rows: int
    example_key: str | None


@dataclasses.dataclass(frozen=True)
class Evaluation:
    """All views at one instant. `at_risk` is ordered by urgency, the others by SLO."""

    events: tuple[Event, ...]
    daily: tuple[Day, ...]
    status: tuple[Status, ...]
    burn: tuple[BurnRate, ...]
    alerts: tuple[Alert, ...]
    at_risk: tuple[AtRisk, ...]
    periods: tuple[Period, ...]
    coverage: tuple[Coverage, ...]


def as_dicts(rows: Iterable[DataclassInstance]) -> list[dict[str, object]]:
    """Rows of one view as dicts, sorted by all columns from left to right, nulls first: ready to be compared."""
    dicts = [dataclasses.asdict(row) for row in rows]
    return sorted(dicts, key=_key)


def _key(row: dict[str, object]) -> list[tuple[bool, object]]:
    """A sort key in which a null never meets a value: ``(False, 0)`` against ``(True, value)``."""
    return [(False, 0) if value is None else (True, value) for value in row.values()]
