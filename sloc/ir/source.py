"""Sources of events, their children and measures, and how back ends reach them."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from sloc.ir.binding import Binding
from sloc.ir.calendar import Zone
from sloc.ir.expr import Expr, Type
from sloc.ir.limits import Epoch, Name, TimeUnit
from sloc.ir.origin import Origin
from sloc.ir.units import Duration
from sloc.records import dataclass


@dataclass(frozen=True)
class FieldType:
    """A field's type; `values` is set for an enum (then `base` is STRING), in the order declared."""

    base: Type
    nullable: bool
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Field:
    """A column, or a value derived from the children (`derived`)."""

    name: Name
    type: FieldType
    derived: Expr | None
    origin: Origin


@dataclass(frozen=True)
class Column:
    """Where a field's column is named otherwise, or counts otherwise: `unit` is ms, s, m or h for a duration's number.

    Without a unit a duration's number counts seconds.
    """

    field: str
    column: str
    unit: TimeUnit | None


@dataclass(frozen=True)
class SqlBinding:
    """A table (its name split at the dots) or a raw SELECT (`query`); one of them is None.

    Times in the columns: `epoch` is ``s`` or ``ms`` for numbers, `zone` the zone of timestamps that carry none, both None
    for UTC.
    """

    table: tuple[str, ...] | None
    query: str | None
    columns: tuple[Column, ...]
    zone: Zone | None
    epoch: Epoch | None
    origin: Origin


@dataclass(frozen=True)
class PrometheusBinding:
    """Selectors as written, keyed by measure (or by boolean field for gauges); nothing here is parsed PromQL yet.

    `births` is a label, or None for ``births none``. `labels` maps a field to the label that carries it.
    """

    counter: str | None
    births: Name | None
    histograms: tuple[tuple[str, str], ...]
    gauges: tuple[tuple[str, str], ...]
    good: tuple[tuple[str, str], ...]
    total: tuple[tuple[str, str], ...]
    labels: tuple[tuple[str, str], ...]
    buckets: tuple[tuple[str, tuple[Duration, ...]], ...]
    origin: Origin


@dataclass(frozen=True)
class Child:
    """Many rows for one event, joined by `key`; with `until` a row is the interval ``[at, until)``."""

    name: Name
    key: str
    at: str
    until: str | None
    fields: tuple[Field, ...]
    sql: SqlBinding | None
    origin: Origin


@dataclass(frozen=True)
class IntervalMeasure:
    """The time from one field to another, less the rows of the child `pausing`."""

    name: Name
    start: str
    end: str
    pausing: str | None
    origin: Origin


@dataclass(frozen=True)
class ValueMeasure:
    """A duration that the data carries."""

    name: Name
    nullable: bool
    origin: Origin


Measure: TypeAlias = IntervalMeasure | ValueMeasure


@dataclass(frozen=True)
class Source:
    """A table of events. `id` is the name, or ``service.name`` for a service's own.

    `fields` includes every column that is used (`key`, `at`, ends of measures), declared or not, in order of appearance.
    `expected` is events per day. `bindings` are those of other packages' back ends, sorted by back end.
    """

    id: str
    title: str | None
    key: str | None
    at: str | None
    expected: Fraction | None
    fields: tuple[Field, ...]
    children: tuple[Child, ...]
    measures: tuple[Measure, ...]
    sql: SqlBinding | None
    prometheus: PrometheusBinding | None
    origin: Origin
    bindings: tuple[Binding, ...] = ()

    def binding(self, backend: str) -> Binding | None:
        """What ``from <backend> { … }`` says, if that is there."""
        return next((binding for binding in self.bindings if binding.backend == backend), None)

    def field(self, name: str) -> Field:
        """The field of that name. Raises KeyError."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    def child(self, name: str) -> Child:
        """The child of that name. Raises KeyError."""
        for child in self.children:
            if child.name == name:
                return child
        raise KeyError(name)

    def measure(self, name: str) -> Measure:
        """The measure of that name. Raises KeyError."""
        for measure in self.measures:
            if measure.name == name:
                return measure
        raise KeyError(name)
