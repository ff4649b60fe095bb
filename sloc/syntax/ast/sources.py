"""Sources, children, measures and bindings."""

from __future__ import annotations

from typing import TypeAlias

from sloc.records import dataclass
from sloc.syntax.ast.expressions import Expr
from sloc.syntax.ast.node import Name, Node
from sloc.syntax.ast.values import Duration, Number, Str


@dataclass(frozen=True)
class FieldType(Node):
    """``string``, ``time?`` (`name` set) or an enum ``"a" | "b"`` (`values` set)."""

    name: Name | None
    values: tuple[Str, ...]
    nullable: bool


@dataclass(frozen=True)
class Field(Node):
    """``field solved_at: time?``, perhaps ``= first(…)``."""

    name: Name
    type: FieldType
    derived: Expr | None


@dataclass(frozen=True)
class Key(Node):
    """``key ticket_id``."""

    name: Name


@dataclass(frozen=True)
class At(Node):
    """``at created_at``."""

    name: Name


@dataclass(frozen=True)
class Until(Node):
    """``until held_until``."""

    name: Name


@dataclass(frozen=True)
class Expected(Node):
    """``expected 90 per day``; `unit` is minute, hour or day."""

    count: Number
    unit: Name


@dataclass(frozen=True)
class IntervalMeasure(Node):
    """``measure resolution: from created_at to solved_at pausing during holds``."""

    name: Name
    start: Name
    end: Name
    pausing: Name | None


@dataclass(frozen=True)
class ValueMeasure(Node):
    """``measure latency: duration``."""

    name: Name
    type: FieldType


@dataclass(frozen=True)
class BindCall(Node):
    """``table "x"``, ``counter "x" births by instance``, ``histogram latency "x"``, ``good first_response "x"``.

    `births` is None where unsaid, else a label's name or the Name ``none`` with `births_none` set.
    """

    key: Name
    subject: Name | None
    value: Str
    births: Name | None = None
    births_none: bool = False


@dataclass(frozen=True)
class BindBuckets(Node):
    """``buckets latency 50ms, 100ms``."""

    subject: Name
    bounds: tuple[Duration, ...]


@dataclass(frozen=True)
class BindAssign(Node):
    """``column latency = "duration_ms" in ms``, ``label route = "handler"``; `unit` is ms, s, m or h."""

    key: Name
    subject: Name
    value: Str
    unit: Name | None


@dataclass(frozen=True)
class BindTimes(Node):
    """``times in Europe/Berlin`` (`zone`), ``times epoch ms`` (`epoch`: s or ms)."""

    zone: Name | None
    epoch: Name | None


BindingItem: TypeAlias = BindCall | BindBuckets | BindAssign | BindTimes


@dataclass(frozen=True)
class Binding(Node):
    """``from sql { … }``."""

    backend: Name
    items: tuple[BindingItem, ...]


@dataclass(frozen=True)
class Child(Node):
    """``child messages { … }``: many rows for one event."""

    name: Name
    items: tuple[Key | At | Until | Field | Binding, ...]


SourceItem: TypeAlias = Key | At | Expected | Field | IntervalMeasure | ValueMeasure | Child | Binding


@dataclass(frozen=True)
class Source(Node):
    """``source tickets { … }``."""

    name: Name
    title: Str | None
    items: tuple[SourceItem, ...]
