"""From a source's table to the events that ``where`` keeps: columns, what is known by when, derived fields, groups."""

from __future__ import annotations

from collections.abc import Iterable

from sloc.backends.sql.aggregates import AS_OF, AggregateSteps, ChildTable, EventKey, StoredField
from sloc.backends.sql.clock import SqlClock
from sloc.backends.sql.dialects import Dialect
from sloc.backends.sql.expressions import ChildAggregate, condition, translate
from sloc.backends.sql.names import field_names
from sloc.backends.sql.nodes import (
    FALSE,
    NULL,
    TRUE,
    Binary,
    Case,
    Column,
    Integer,
    Join,
    Node,
    Output,
    Select,
    Table,
    conjunction,
    least,
    when,
)
from sloc.backends.sql.reading import TypedTable, column_value
from sloc.backends.sql.steps import ROW, Steps, of_row
from sloc.backends.sql.values import Exact, Value
from sloc.backends.sql.walk import aggregates, child_fields, children_of, event_fields
from sloc.ir.expr import Expr, FieldRef, Type
from sloc.ir.slo import Have, Indicator, Satisfy, Slo
from sloc.ir.source import FieldType, IntervalMeasure, Source, ValueMeasure
from sloc.ir.units import Duration

NOW = "now_us"
AT = "at_us"
KEY = "event_key"
GROUP = "grp"
OPEN = "in_hours"


class EventRows:
    """Builds the first steps of a view, up to the events that ``where`` keeps, as known when they are judged.

    Then each row has ``now_us``, ``at_us``, ``event_key``, ``grp``, the fields that the SLO reads, a boolean for each
    condition of a ``satisfy`` (true or false: unknown is not met), and ``in_hours``: whether `during` of the population
    keeps it, null outside its calendar's years.
    """

    def __init__(self, slo: Slo, source: Source, hours: SqlClock, dialect: Dialect, schema: str) -> None:
        assert source.at is not None
        self.slo = slo
        self.source = source
        self.steps = Steps()
        self.stored: dict[str, StoredField] = {}
        self.satisfied: dict[Expr, str] = {}
        self._at = source.at
        self._hours = hours
        self._dialect = dialect
        self._schema = schema
        self._table = TypedTable.of_source(source)
        self._needed = self._closure(self._fields_read())
        self._expressions = [slo.population.where, *self._satisfied_expressions()]
        self._judged_later = self._later()
        self.children: dict[str, ChildTable] = {}
        self._aggregates: AggregateSteps | None = None

    # ── what is needed ────────────────────────────────────────────────────────────────────────────────────────────────

    def _indicators(self) -> list[Indicator]:
        return [self.slo.indicator] + ([] if self.slo.sla is None else [self.slo.sla.indicator])

    def _satisfied_expressions(self) -> list[Expr]:
        return list(dict.fromkeys(i.expr for i in self._indicators() if isinstance(i, Satisfy)))

    def _measures(self) -> list[IntervalMeasure | ValueMeasure]:
        return [self.source.measure(i.measure) for i in self._indicators() if isinstance(i, Have)]

    def _fields_read(self) -> set[str]:
        read = {self._at, *self.slo.population.per, *event_fields(self.slo.population.where)}
        if self.source.key is not None:
            read.add(self.source.key)
        for expr in self._satisfied_expressions():
            read |= event_fields(expr)
        for measure in self._measures():
            read |= {measure.start, measure.end} if isinstance(measure, IntervalMeasure) else {measure.name}
        return read

    def _derived(self, name: str) -> Expr | None:
        return next((field.derived for field in self.source.fields if field.name == name), None)

    def _closure(self, names: Iterable[str]) -> set[str]:
        """The fields and those that derived ones among them are made of."""
        found: set[str] = set()
        todo = list(names)
        while todo:
            name = todo.pop()
            if name not in found:
                found.add(name)
                todo.extend(event_fields(self._derived(name)))
        return found

    def _read_expressions(self) -> list[Expr | None]:
        return [*self._expressions, *(self._derived(name) for name in sorted(self._needed))]

    def _children_read(self) -> set[str]:
        paused = {m.pausing for m in self._measures() if isinstance(m, IntervalMeasure) and m.pausing is not None}
        return paused.union(*(children_of(expr) for expr in self._read_expressions()))

    def _later(self) -> Duration | None:
        """How long after `at` the events are judged, where it matters: where something is not known at once."""
        indicator = self.slo.indicator
        if not isinstance(indicator, Satisfy) or not indicator.after:  # seen as it is now (decision 0001)
            return None
        types = [self._table.types[name] for name in self._needed if name in self._table.types]
        return indicator.after if self._children_read() or any(map(_may_come_later, types)) else None

    # ── the steps ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def build(self) -> None:
        """Adds all steps."""
        self._add_clock()
        self._add_rows()
        for name in sorted(self._children_read()):
            self._add_child(name)
        if self.source.key is not None:
            key = self.key()
            later = self._judged_later is not None
            self._aggregates = AggregateSteps(self.steps, key, self.children, later, self._dialect)
        self._add_derived_fields()
        self._add_population()

    def _add_clock(self) -> None:
        now = self._dialect.micros_of_instant(Column("as_of", "n"))
        self.steps.add("clock", "now", Select((Output(now, NOW),), self._dialect.table(self._schema, "slo_now", "n")))

    def _add_rows(self) -> None:
        columns = [name for name in self._table.types if name in self._needed]
        self.steps.start(
            "source_rows",
            f"the rows of {self.source.id}; instants and durations in microseconds, numbers in billionths",
            self._table.select(columns, self._dialect),
        )
        self.stored |= {name: self._stored(name, self._table.types[name].base) for name in columns}
        at, now = of_row(self._table.names[self._at]), Column(NOW, "n")
        outputs = [Output(now, NOW), Output(at, AT)]
        horizon: tuple[Node, ...] = (now,)
        if self._judged_later is not None:
            judged = Binary("+", at, Integer(self._judged_later))
            outputs.append(Output(least(judged, now), AS_OF))
            horizon = (judged, now)
        for name in columns:
            if name != self._at:
                column = of_row(self._table.names[name])
                known = _known(column, self._table.types[name], horizon)
                outputs.append(Output(known, column.name))
        self.steps.start(
            "known_rows",
            "those that exist by now; a time that is not known yet when the row is judged is null",
            Select(tuple(outputs), Table((self.steps.tip,), ROW), (_with_clock(),), Binary("<=", at, now)),
        )
        self.stored[self._at] = StoredField(AT, 1)

    def _add_child(self, name: str) -> None:
        child = self.source.child(name)
        table = TypedTable.of_child(child)
        read = {child.key, child.at, *((child.until,) if child.until is not None else ())}
        for expr in self._read_expressions():
            read |= child_fields(expr, name)
        columns = [field for field in table.types if field in read]
        label = field_names("child", [each.name for each in self.source.children])[name]
        raw = self.steps.add(f"{label}_rows", f"the rows of {name}", table.select(columns, self._dialect))
        at, now = of_row(table.names[child.at]), Column(NOW, "n")
        outputs = []
        for field in columns:
            column = of_row(table.names[field])
            # What is judged earlier than now cuts times itself.
            outputs.append(Output(_known(column, table.types[field], (now,)), column.name))
        step = self.steps.add(
            label,
            f"the {name} that exist by now",
            Select(tuple(outputs), Table((raw,), ROW), (_with_clock(),), Binary("<=", at, now)),
        )
        self.children[name] = ChildTable(child, table, step, self._dialect)

    def _stored(self, name: str, base: Type) -> StoredField:
        value = column_value(Column(self._table.names[name]), base)
        denominator = value.denominator if isinstance(value, Exact) else None
        assert denominator is None or isinstance(denominator, int)
        return StoredField(self._table.names[name], denominator)

    def _add_derived_fields(self) -> None:
        """Those that are made of columns first, then those that are made of them, and so on."""
        todo = sorted(name for name in self._needed if self._derived(name) is not None)
        while todo:
            ready = [name for name in todo if event_fields(self._derived(name)) <= self.stored.keys()]
            assert ready, "a derived field that is made of itself was refused (SLO211)"
            scope = _EventScope(self, [self._derived(name) for name in ready])
            outputs: list[Output] = []
            stored: dict[str, StoredField] = {}
            for name in ready:
                expr = self._derived(name)
                assert expr is not None
                stored[name], columns = self._store(name, translate(expr, scope, self._dialect))
                outputs.extend(columns)
            self.steps.extend(f"with_{stored[ready[0]].name}", f"with {', '.join(ready)}", outputs, scope.joins)
            self.stored |= stored
            todo = [name for name in todo if name not in stored]

    def _store(self, name: str, value: Value) -> tuple[StoredField, list[Output]]:
        column = self._table.names[name]
        if not isinstance(value, Exact):
            return StoredField(column, None), [Output(value, column)]
        numerator = Integer(value.numerator) if isinstance(value.numerator, int) else value.numerator
        if isinstance(value.denominator, int):
            return StoredField(column, value.denominator), [Output(numerator, column)]
        by = f"per_{column}"
        return StoredField(column, by), [Output(numerator, column), Output(value.denominator, by)]

    def _add_population(self) -> None:
        scope = _EventScope(self, self._expressions)
        outputs = [Output(self._key_text(), KEY), Output(self._group(), GROUP)]
        for index, expr in enumerate(self._satisfied_expressions()):
            met = condition(expr, scope, self._dialect)
            assert met is not None
            self.satisfied[expr] = "satisfied" if index == 0 else f"satisfied_{index}"
            outputs.append(Output(when(met, TRUE, FALSE), self.satisfied[expr]))
        joins = list(scope.joins)
        if self.slo.population.slices is None and self._hours.tables is not None:
            at = of_row(AT)
            joins += self._hours.day_join(at, "hours")
            outputs.append(Output(when(self._hours.known(at), self._hours.is_open(at, "hours")), OPEN))
        where = condition(self.slo.population.where, scope, self._dialect)
        comment = "all of them" if where is None else "those that `where` keeps"
        self.steps.extend("population", comment, outputs, joins, where)

    def _key_text(self) -> Node:
        if self.source.key is None:
            return self._dialect.text(NULL)
        key = self.key()
        return self._dialect.text_of(of_row(key.name), key.base)

    def _group(self) -> Node:
        pairs = [(name, self._group_value(name)) for name in self.slo.population.per]
        return self._dialect.json_object(pairs)

    def _group_value(self, name: str) -> Node:
        stored = self.stored[name]
        column = of_row(stored.name)
        return self._dialect.text_of(column, Type.DATE) if self.source.field(name).type.base is Type.DATE else column

    def key(self) -> EventKey:
        """The event's key. The source declares one."""
        assert self.source.key is not None
        return EventKey(self._table.names[self.source.key], self._table.types[self.source.key].base)

    # ── for the scope ─────────────────────────────────────────────────────────────────────────────────────────────────

    def join_aggregate(self, node: ChildAggregate) -> tuple[Join, Value]:
        """The join that reaches an aggregate from the present step, and its value after that."""
        assert self._aggregates is not None, "children need a key"
        return self._aggregates.join(node, self.stored)


class _EventScope:
    """The fields of the present step, and the aggregates of the expressions, which are joined first."""

    def __init__(self, rows: EventRows, expressions: Iterable[Expr | None]) -> None:
        self.joins: list[Join] = []
        self._rows = rows
        self._values: dict[ChildAggregate, Value] = {}
        for expr in expressions:
            for node in aggregates(expr):
                if node not in self._values:
                    join, self._values[node] = rows.join_aggregate(node)
                    self.joins.append(join)

    def field(self, ref: FieldRef) -> Value:
        assert ref.child is None, f"{ref.child}.{ref.name} outside an aggregate"
        return self._rows.stored[ref.name].value(ROW)

    def aggregate(self, node: ChildAggregate) -> Value:
        return self._values[node]


def _may_come_later(kind: FieldType) -> bool:
    return kind.base is Type.TIME and kind.nullable


def _known(column: Column, kind: FieldType, horizon: tuple[Node, ...]) -> Node:
    """A nullable time is null until it has come; everything else is known when its row is (decision 0001)."""
    if not _may_come_later(kind):
        return column
    return Case(((conjunction(*(Binary("<=", column, instant) for instant in horizon)), column),))


def _with_clock() -> Join:
    return Join("CROSS JOIN", Table(("clock",), "n"))
