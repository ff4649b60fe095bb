"""Tables as specs bind them -> typed columns of our own: instants and durations in microseconds, numbers in billionths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sloc.backends.sql.dialects import Dialect
from sloc.backends.sql.names import field_names
from sloc.backends.sql.nodes import (
    NULL,
    Binary,
    Case,
    Cast,
    Column,
    Foreign,
    ForeignTable,
    Integer,
    Kind,
    Node,
    Output,
    RawQuery,
    Relation,
    Select,
)
from sloc.backends.sql.raw import judge
from sloc.backends.sql.values import BILLION, Exact, Value
from sloc.calendars.zones import local_steps
from sloc.ir.calendar import Zone
from sloc.ir.expr import Type
from sloc.ir.source import Child, Field, FieldType, Source, SqlBinding, ValueMeasure
from sloc.ir.units import MICROS
from sloc.units import UNITS

_DENOMINATORS = {Type.NUMBER: BILLION, Type.INT: 1, Type.TIME: 1, Type.DURATION: 1}


@dataclass(frozen=True)
class TypedTable:
    """A bound table and its fields: `names` are our columns for them (for derived ones, too), `types` those of its columns.

    A plain duration measure is a nullable field here.
    """

    binding: SqlBinding
    names: Mapping[str, str]
    types: Mapping[str, FieldType]

    @staticmethod
    def of_source(source: Source) -> TypedTable:
        """The columns of a source; its derived fields are not among them. The source has an SQL binding."""
        assert source.sql is not None
        measures = {
            measure.name: FieldType(Type.DURATION, measure.nullable)
            for measure in source.measures
            if isinstance(measure, ValueMeasure)
        }
        return _typed(source.sql, source.fields, measures)

    @staticmethod
    def of_child(child: Child) -> TypedTable:
        """The columns of a child, which has an SQL binding."""
        assert child.sql is not None
        return _typed(child.sql, child.fields, {})

    def value(self, field: str, alias: str) -> Value:
        """A field as a value, read from the query :meth:`select` makes."""
        return column_value(Column(self.names[field], alias), self.types[field].base)

    def select(self, fields: Sequence[str], dialect: Dialect) -> Select:
        """``SELECT <typed columns> FROM <the bound table>``: every row, nothing cut."""
        outputs = [Output(self._column(field, dialect), self.names[field]) for field in fields]
        return Select(tuple(outputs), relation(self.binding, "r", dialect))

    def _column(self, field: str, dialect: Dialect) -> Node:
        bound = {column.field: column for column in self.binding.columns}.get(field)
        column = Foreign(field if bound is None else bound.column, "r")
        match self.types[field].base:
            case Type.BOOL:
                return Cast(column, Kind.BOOLEAN)
            case Type.INT:
                return Cast(column, Kind.BIGINT)
            case Type.NUMBER:
                return dialect.billionths(column)
            case Type.STRING:
                return dialect.text(column)
            case Type.DATE:
                return Cast(column, Kind.DATE)
            case Type.DURATION:
                return _duration(column, UNITS[(bound and bound.unit) or "s"], dialect)
            case Type.TIME:
                return _instant(column, self.binding, dialect)


def column_value(column: Node, base: Type) -> Value:
    """One of our typed columns as a value."""
    return Exact(column, _DENOMINATORS[base]) if base in _DENOMINATORS else column


def _typed(binding: SqlBinding, fields: Sequence[Field], more: Mapping[str, FieldType]) -> TypedTable:
    names = field_names("f", list(dict.fromkeys([*(field.name for field in fields), *more])))
    types = {field.name: field.type for field in fields if field.derived is None}
    return TypedTable(binding, names, {**more, **types})


def relation(binding: SqlBinding, alias: str, dialect: Dialect) -> Relation:
    """What a binding reads, as a FROM clause has it."""
    if binding.query is not None:
        judged = judge(binding.query, dialect.name)
        assert judged.text is not None, "a refused query is a finding, and nothing is made"
        return RawQuery(judged.text, alias)
    assert binding.table is not None
    return ForeignTable(binding.table, alias)


def _duration(column: Node, unit: int, dialect: Dialect) -> Node:
    """Rounded up to the microsecond, which keeps ``value <= D`` exact."""
    scale = Fraction(unit, BILLION)
    billionths = dialect.billionths(column)
    times = billionths if scale.numerator == 1 else Binary("*", billionths, Integer(scale.numerator))
    rounded = dialect.floor_divide(Binary("+", times, Integer(scale.denominator - 1)), scale.denominator)
    return Cast(rounded, Kind.BIGINT)


def _instant(column: Node, binding: SqlBinding, dialect: Dialect) -> Node:
    """Microseconds; finer digits are cut off, as the engines' own timestamps do."""
    if binding.epoch is not None:
        per_micro = BILLION // (MICROS if binding.epoch == "s" else 1000)
        return Cast(dialect.floor_divide(dialect.billionths(column), per_micro), Kind.BIGINT)
    micros = dialect.micros_of_instant(column)
    return micros if binding.zone is None else _local_to_utc(micros, binding.zone)


def _local_to_utc(local: Node, zone: Zone) -> Node:
    """A wall-clock reading less its offset: the first of an hour that comes twice. Null where the zone is not frozen."""
    steps = local_steps(zone)
    offset = Case(
        (
            (Binary(">=", local, Integer((zone.until + steps[-1][1]) * MICROS)), NULL),
            *((Binary(">=", local, Integer(since * MICROS)), Integer(seconds * MICROS)) for since, seconds in reversed(steps)),
        )
    )
    return Binary("-", local, offset)
