"""``first``, ``last``, ``count`` and ``any`` over a child: each is one step, joined back to the events by key.

Where neither the instant of judgement nor a field of the event plays a part, a step has one row for each key. Otherwise it
has one for each different combination of key, instant and fields: never one for each event row, so rows with a
repeated key cannot multiply each other, and no row needs a number of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from sloc.backends.sql.dialects import Dialect
from sloc.backends.sql.expressions import ChildAggregate, condition
from sloc.backends.sql.nodes import (
    Binary,
    Call,
    Case,
    Column,
    Integer,
    IsNull,
    Join,
    Node,
    Order,
    Output,
    Over,
    Relation,
    Select,
    Star,
    Subquery,
    Table,
    coalesce,
    conjunction,
    equal,
)
from sloc.backends.sql.reading import TypedTable, column_value
from sloc.backends.sql.steps import ROW, Steps
from sloc.backends.sql.values import Exact, Value
from sloc.backends.sql.walk import event_fields
from sloc.ir.expr import Any, Count, FieldRef, Pick, Type
from sloc.ir.source import Child

PARENT, CHILD = "p", "c"

AS_OF = "as_of_us"
"""The event's column that holds the instant as of which it is judged, where that is not now."""


@dataclass(frozen=True)
class StoredField:
    """A field of the event as columns of a step; `denominator` is an int or the name of a column."""

    name: str
    denominator: int | str | None

    def value(self, alias: str) -> Value:
        """The field's value in the step that has this alias. A field without a denominator is not numeric."""
        column = Column(self.name, alias)
        if self.denominator is None:
            return column
        if isinstance(self.denominator, str):
            return Exact(column, Column(self.denominator, alias))
        return Exact(column, self.denominator)

    def columns(self) -> tuple[str, ...]:
        """The columns that hold it."""
        return (self.name, self.denominator) if isinstance(self.denominator, str) else (self.name,)


@dataclass(frozen=True)
class ChildTable:
    """A child's step: its rows that exist by now, with typed columns."""

    child: Child
    table: TypedTable
    step: str
    dialect: Dialect

    def column(self, field: str) -> Column:
        """A column of the child's row."""
        return Column(self.table.names[field], CHILD)

    def key(self, event_key: EventKey) -> Node:
        """The child's key as it is compared with :meth:`key_of_event`."""
        column = self.column(self.child.key)
        return column if self._alike(event_key) else self.dialect.text_of(column, self._base)

    def key_of_event(self, event_key: EventKey, alias: str) -> Node:
        """The event's key; both as text where their types differ."""
        column = Column(event_key.name, alias)
        return column if self._alike(event_key) else self.dialect.text_of(column, event_key.base)

    @property
    def _base(self) -> Type:
        return self.table.types[self.child.key].base

    def _alike(self, event_key: EventKey) -> bool:
        return self._base is event_key.base


@dataclass(frozen=True)
class EventKey:
    """The column that holds the event's key, and its type."""

    name: str
    base: Type


class AggregateSteps:
    """Makes the steps for aggregates over the children of one source."""

    def __init__(self, steps: Steps, key: EventKey, tables: dict[str, ChildTable], as_of: bool, dialect: Dialect) -> None:
        self._steps = steps
        self._key = key
        self._tables = tables
        self._as_of = as_of
        self._dialect = dialect
        self._made = 0

    def join(self, node: ChildAggregate, fields: dict[str, StoredField]) -> tuple[Join, Value]:
        """Adds the step for an aggregate; gives the join that reaches it and the aggregate's value after that join."""
        self._made += 1
        table = self._tables[node.child]
        scope = _RowScope(table, fields, self._as_of)
        correlated = [name for field in sorted(event_fields(node.where)) for name in fields[field].columns()]
        if self._as_of:
            correlated.append(AS_OF)
        name = f"{_word(node)}_{self._made}"
        self._steps.add(name, _comment(node), self._query(node, table, scope, correlated))
        on = equal(Column("k", name), table.key_of_event(self._key, ROW))
        for column in correlated:
            on = conjunction(on, self._dialect.same(Column(column, name), Column(column, ROW)))
        return Join("LEFT JOIN", Table((name,)), on), self._value(node, table, name)

    def _query(self, node: ChildAggregate, table: ChildTable, scope: _RowScope, correlated: list[str]) -> Select:
        source, joins, group = self._source(table, correlated)
        kept: list[Node] = [IsNull(group[0].expression, negated=True)]
        where = condition(node.where, scope, self._dialect)
        if where is not None:
            kept.append(where)
        keys = tuple(output.expression for output in group)
        if isinstance(node, Any):
            return Select(group, source, joins, conjunction(*kept), distinct=True)
        if isinstance(node, Count):
            counted = Output(Call("count", (Star(),)), "value")
            return Select((*group, counted), source, joins, conjunction(*kept), group_by=keys)
        at = table.column(table.child.at)
        if node.field == table.child.at:
            found = Output(Call("max" if node.last else "min", (at,)), "value")
            return Select((*group, found), source, joins, conjunction(*kept), group_by=keys)
        value = scope.column(node.field)
        order = (Order(at, descending=node.last), Order(value, descending=node.last))
        rank = Over(Call("row_number", ()), keys, order)
        kept.append(IsNull(value, negated=True))
        ranked = Select((*group, Output(value, "value"), Output(rank, "place")), source, joins, conjunction(*kept))
        names = (*(output.name for output in group), "value")
        return Select(
            tuple(Output(Column(name, "ranked"), name) for name in names),
            Subquery(ranked, "ranked"),
            where=equal(Column("place", "ranked"), Integer(1)),
        )

    def _source(self, table: ChildTable, correlated: list[str]) -> tuple[Relation, tuple[Join, ...], tuple[Output, ...]]:
        """Where the child's rows come from, and the columns that they are grouped by."""
        key, event_key = table.key(self._key), table.key_of_event(self._key, ROW)
        if not correlated:
            return Table((table.step,), CHILD), (), (Output(key, "k"),)
        combinations = Select(
            (Output(event_key, "k"), *(Output(Column(name, ROW), name) for name in correlated)),
            Table((self._steps.tip,), ROW),
            where=IsNull(event_key, negated=True),
            distinct=True,
        )
        on = equal(key, Column("k", PARENT))
        if self._as_of:
            on = conjunction(on, Binary("<=", table.column(table.child.at), Column(AS_OF, PARENT)))
        group = tuple(Output(Column(name, PARENT), name) for name in ("k", *correlated))
        return Subquery(combinations, PARENT), (Join("JOIN", Table((table.step,), CHILD), on),), group

    def _value(self, node: ChildAggregate, table: ChildTable, name: str) -> Value:
        column = Column("value", name)
        match node:
            case Any():
                return IsNull(Column("k", name), negated=True)
            case Count():
                return Exact(coalesce(column, Integer(0)))
            case Pick():
                return column_value(column, table.table.types[node.field].base)


class _RowScope:
    """Inside an aggregate: the child's row first, then the event's."""

    def __init__(self, table: ChildTable, fields: dict[str, StoredField], as_of: bool) -> None:
        self._table = table
        self._fields = fields
        self._as_of = as_of

    def field(self, ref: FieldRef) -> Value:
        if ref.child is None:
            return self._fields[ref.name].value(PARENT)
        return column_value(self.column(ref.name), self._table.table.types[ref.name].base)

    def column(self, field: str) -> Node:
        """A column of the child's row; a nullable time that lies after the instant of judgement is still null."""
        column = self._table.column(field)
        kind = self._table.table.types[field]
        if self._as_of and kind.base is Type.TIME and kind.nullable:
            return Case(((Binary("<=", column, Column(AS_OF, PARENT)), column),))
        return column

    def aggregate(self, node: ChildAggregate) -> Value:
        raise AssertionError(f"an aggregate within an aggregate was refused (SLO401): {node}")


def _word(node: ChildAggregate) -> str:
    match node:
        case Pick(last):
            return "last" if last else "first"
        case Count():
            return "count"
        case Any():
            return "any"


def _comment(node: ChildAggregate) -> str:
    match node:
        case Pick(last):
            return f"the {'last' if last else 'first'} {node.field} of the {node.child} that count"
        case Count():
            return f"how many {node.child} count"
        case Any():
            return f"the keys with {node.child} that count"
