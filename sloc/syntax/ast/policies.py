"""Alert policies."""

from __future__ import annotations

from typing import TypeAlias

from sloc.records import dataclass
from sloc.syntax.ast.node import Name, Node
from sloc.syntax.ast.values import Duration, Number, Param, Percent, Str


@dataclass(frozen=True)
class Burn(Node):
    """``2% of budget burns in 1h and 5m``."""

    share: Percent | Param
    long: Duration | Param
    short: Duration | Param | None


@dataclass(frozen=True)
class BudgetBelow(Node):
    """``budget below 20%``."""

    share: Percent | Param


@dataclass(frozen=True)
class PaceAbove(Node):
    """``budget pace above 1.2``."""

    factor: Number | Param


@dataclass(frozen=True)
class ExhaustedWithin(Node):
    """``budget exhausted within 3d``."""

    within: Duration | Param


@dataclass(frozen=True)
class BelowTarget(Node):
    """``achievement below target``."""


@dataclass(frozen=True)
class NoData(Node):
    """``no data for 1d``."""

    duration: Duration | Param


Condition: TypeAlias = Burn | BudgetBelow | PaceAbove | ExhaustedWithin | BelowTarget | NoData


@dataclass(frozen=True)
class AlertRule(Node):
    """``page when 2% of budget burns in 1h``; `severity` is page, ticket or notify."""

    severity: Name
    condition: Condition


@dataclass(frozen=True)
class MinEvents(Node):
    """``only after 5 bad events``."""

    count: Number | Param


@dataclass(frozen=True)
class Policy(Node):
    """``policy desk { … }``; in ``alerts { … }`` it has no name."""

    name: Name | None
    title: Str | None
    items: tuple[AlertRule | MinEvents, ...]


@dataclass(frozen=True)
class Alerts(Node):
    """``alerts desk``, ``alerts none``, ``alerts { … }``."""

    policy: Name | Policy
