"""Objectives and templates."""

from __future__ import annotations

from typing import TypeAlias

from sloc.records import dataclass
from sloc.syntax.ast.expressions import Expr
from sloc.syntax.ast.node import Name, Node
from sloc.syntax.ast.policies import Alerts
from sloc.syntax.ast.values import CalendarWindow, Date, Duration, Instant, Param, Percent, Percentile, Scalar, Str, Value


@dataclass(frozen=True)
class During(Node):
    """``during office``."""

    calendar: Name | Param


@dataclass(frozen=True)
class Population(Node):
    """``5m slices of tickets where … during office per region``; `slices` None where events count."""

    slices: Duration | Param | None
    source: Name
    where: Expr | None
    during: During | None
    per: tuple[Name, ...]


@dataclass(frozen=True)
class Have(Node):
    """``have first_response within 15m during office``."""

    measure: Name | Param
    within: Duration | Param | None
    during: During | None


@dataclass(frozen=True)
class Satisfy(Node):
    """``satisfy 99% of code < 500 after 7d``."""

    share: Percent | Param | None
    expr: Expr
    after: Duration | Param | None


@dataclass(frozen=True)
class Fresh(Node):
    """``be fresh within 24h``."""

    within: Duration | Param


Requirement: TypeAlias = Have | Satisfy | Fresh


Window: TypeAlias = Duration | Param | CalendarWindow


@dataclass(frozen=True)
class Expect(Node):
    """The sentence: ``expect 95% of … to … over 28d``."""

    target: Percent | Percentile | Param | None
    population: Population
    requirement: Requirement
    window: Window


@dataclass(frozen=True)
class Sla(Node):
    """``sla 90% within 30m over calendar month``."""

    target: Percent | Param
    within: Duration | Param | None
    during: During | None
    window: Window | None


@dataclass(frozen=True)
class Tier(Node):
    """``"urgent": 95% within 15m, sla 90% within 30m``; `value` None for ``else``."""

    value: Scalar | None
    target: Percent | Percentile | Param
    within: Duration | Param | None
    during: During | None
    sla: Sla | None


@dataclass(frozen=True)
class Tiers(Node):
    """``tiers by priority { … }``."""

    field: Name
    tiers: tuple[Tier, ...]


@dataclass(frozen=True)
class ExcludeRange(Node):
    """``exclude A .. B "reason"``."""

    start: Instant | Param
    end: Instant | Param
    reason: Str | None


@dataclass(frozen=True)
class ExcludeDuring(Node):
    """``exclude during maintenance``."""

    during: During
    reason: Str | None


@dataclass(frozen=True)
class Review(Node):
    """``review every quarter, last 2026-09-30``."""

    period: Name
    last: Date | None


@dataclass(frozen=True)
class EmptySlices(Node):
    """``empty slices are bad``."""

    outcome: Name


@dataclass(frozen=True)
class Meta(Node):
    """``owner "…"``, ``description "…"``, ``runbook "…"``, ``label team = "…"`` (`name` set)."""

    key: str
    value: Str
    name: Name | None = None


SloItem: TypeAlias = Meta | Expect | Tiers | Sla | Alerts | ExcludeRange | ExcludeDuring | Review | EmptySlices


@dataclass(frozen=True)
class Call(Node):
    """``http_availability(99.95%, "/pay")``."""

    template: Name
    arguments: tuple[Value, ...]


@dataclass(frozen=True)
class Slo(Node):
    """``slo latency "…" { … }``, or ``slo pay from http_availability(…)``."""

    name: Name
    title: Str | None
    call: Call | None
    items: tuple[SloItem, ...]


@dataclass(frozen=True)
class Parameter(Node):
    """``goal: percent``, perhaps ``= 99%``."""

    name: Name
    type: Name
    default: Value | None


@dataclass(frozen=True)
class Template(Node):
    """``template http_availability(goal: percent) { … }``, perhaps ``from`` another one."""

    name: Name
    parameters: tuple[Parameter, ...]
    call: Call | None
    items: tuple[SloItem, ...]
