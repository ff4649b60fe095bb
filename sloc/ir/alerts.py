"""Alert policies, one concrete policy for each SLO."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from sloc.ir.limits import Name, SeverityWord
from sloc.ir.origin import Origin
from sloc.ir.units import Duration
from sloc.records import dataclass


@dataclass(frozen=True)
class Burn:
    """`share` of the budget burns in `long`, and `short` (always set here) burns at that rate, too.

    Fires when the burn rate over both windows exceeds ``share × open(period) / open(now − long, now]``.
    """

    share: Fraction
    long: Duration
    short: Duration


@dataclass(frozen=True)
class BudgetBelow:
    """The remaining budget is below `share`."""

    share: Fraction


@dataclass(frozen=True)
class PaceAbove:
    """Spending is `factor` times as fast as time passes (calendar windows only)."""

    factor: Fraction


@dataclass(frozen=True)
class ExhaustedWithin:
    """The budget runs out within this time."""

    within: Duration


@dataclass(frozen=True)
class BelowTarget:
    """Achievement is below the target."""


@dataclass(frozen=True)
class NoData:
    """No event was counted during this much open time."""

    duration: Duration


Condition: TypeAlias = Burn | BudgetBelow | PaceAbove | ExhaustedWithin | BelowTarget | NoData


@dataclass(frozen=True)
class AlertRule:
    """`severity` is page, ticket or notify; `text` is the condition as a sentence, unique within its policy and severity.

    `adapted` says, where the standard policy was changed to fit the objective, from what and why.
    `origin` is None for the built-in policy.
    """

    severity: SeverityWord
    condition: Condition
    text: str
    adapted: str | None
    origin: Origin | None


@dataclass(frozen=True)
class AlertPolicy:
    """`min_bad_events`: no rule but ``no data`` fires below that many bad events (0: no guard)."""

    name: Name
    rules: tuple[AlertRule, ...]
    min_bad_events: int
