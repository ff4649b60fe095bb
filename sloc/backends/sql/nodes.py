"""SQL as trees: expressions and queries that know nothing of an engine (ARCHITECTURE.md, invariant 5).

:mod:`sloc.backends.sql.printer` writes them; what engines spell differently comes from
:mod:`sloc.backends.sql.dialects`, whose methods return these nodes.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import TypeAlias

from sloc.records import dataclass


class Kind(Enum):
    """The types that the views compute with; each dialect has its own word for each."""

    BIGINT = "bigint"  # microseconds, seconds, counts
    WIDE = "wide"  # products of two BIGINTs: at least 127 bits
    DECIMAL = "decimal"  # 38 digits, nine of them after the point
    DOUBLE = "double"
    TEXT = "text"
    BOOLEAN = "boolean"
    TIMESTAMP = "timestamp"  # holds UTC
    DATE = "date"
    INTERVAL = "interval"


# ── expressions ───────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Column:
    """A column of our own making: a plain lower-case name, printed bare."""

    name: str
    table: str | None = None


@dataclass(frozen=True)
class Foreign:
    """A column that a spec names: printed quoted, for it may be called anything."""

    name: str
    table: str | None = None


@dataclass(frozen=True)
class Integer:
    """An integer literal of any size."""

    value: int


@dataclass(frozen=True)
class Text:
    """A string literal."""

    value: str


@dataclass(frozen=True)
class Boolean:
    """``TRUE`` or ``FALSE``."""

    value: bool


@dataclass(frozen=True)
class Null:
    """``NULL``."""


@dataclass(frozen=True)
class Call:
    """``function(arguments…)``; with `where` an aggregate over the rows where that is true."""

    function: str
    arguments: tuple[Node, ...]
    where: Node | None = None


@dataclass(frozen=True)
class Star:
    """The ``*`` of ``count(*)``."""


@dataclass(frozen=True)
class Over:
    """A window function: ``call OVER (PARTITION BY … ORDER BY … frame)``."""

    call: Call
    partition_by: tuple[Node, ...] = ()
    order_by: tuple[Order, ...] = ()
    frame: str = ""


@dataclass(frozen=True)
class Binary:
    """``left operator right``; the printer knows the operators of :data:`sloc.backends.sql.printer.PRECEDENCE`."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Unary:
    """``NOT x`` or ``-x``."""

    operator: str
    operand: Node


@dataclass(frozen=True)
class Case:
    """``CASE WHEN … THEN … ELSE … END``; without `otherwise` null."""

    whens: tuple[tuple[Node, Node], ...]
    otherwise: Node | None = None


@dataclass(frozen=True)
class Cast:
    """``CAST(x AS type)``."""

    operand: Node
    kind: Kind


@dataclass(frozen=True)
class Extract:
    """``extract(field FROM x)``."""

    field: str
    operand: Node


@dataclass(frozen=True)
class Collate:
    """``x COLLATE name``: the order of a text; `name` is printed quoted."""

    operand: Node
    collation: str


@dataclass(frozen=True)
class IsNull:
    """``x IS NULL`` or, `negated`, ``x IS NOT NULL``."""

    operand: Node
    negated: bool = False


@dataclass(frozen=True)
class Scalar:
    """A query with one column and at most one row, as a value."""

    query: Query


Node: TypeAlias = (
    Column
    | Foreign
    | Integer
    | Text
    | Boolean
    | Null
    | Call
    | Star
    | Over
    | Binary
    | Unary
    | Case
    | Cast
    | Extract
    | Collate
    | IsNull
    | Scalar
)


# ── queries ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Order:
    """A sort key; `nulls_last` None leaves the place of nulls to the engine (where there are none)."""

    expression: Node
    descending: bool = False
    nulls_last: bool | None = None


@dataclass(frozen=True)
class Output:
    """``expression AS name``; `name` is one of ours."""

    expression: Node
    name: str


@dataclass(frozen=True)
class Every:
    """``alias.*``: all columns of a step, passed on."""

    table: str


@dataclass(frozen=True)
class Table:
    """A table, view or CTE of ours (`name` split at the dots), under an alias."""

    name: tuple[str, ...]
    alias: str = ""


@dataclass(frozen=True)
class ForeignTable:
    """A table that a spec names: every part quoted."""

    name: tuple[str, ...]
    alias: str


@dataclass(frozen=True)
class RawQuery:
    """A spec's own SELECT, already proved to be one, wrapped as a subquery."""

    text: str
    alias: str


@dataclass(frozen=True)
class Subquery:
    """A query as a table."""

    query: Query
    alias: str


Relation: TypeAlias = Table | ForeignTable | RawQuery | Subquery


@dataclass(frozen=True)
class Join:
    """`kind` is JOIN, LEFT JOIN or CROSS JOIN (then without `on`)."""

    kind: str
    relation: Relation
    on: Node | None = None


@dataclass(frozen=True)
class Select:
    """One SELECT. `group_by` and `order_by` are expressions; an empty `columns` means ``*``."""

    columns: tuple[Output | Every, ...]
    source: Relation | None = None
    joins: tuple[Join, ...] = ()
    where: Node | None = None
    group_by: tuple[Node, ...] = ()
    having: Node | None = None
    order_by: tuple[Order, ...] = ()
    distinct: bool = False
    limit: int | None = None


@dataclass(frozen=True)
class UnionAll:
    """``… UNION ALL …``; at least one select, all with the same columns."""

    selects: tuple[Query, ...]


Query: TypeAlias = Select | UnionAll


@dataclass(frozen=True)
class Cte:
    """A named step of a view, with the comment that says what its rows are."""

    name: str
    comment: str
    query: Query


# ── spelling help ─────────────────────────────────────────────────────────────────────────────────────────────────────

TRUE = Boolean(True)
FALSE = Boolean(False)
NULL = Null()


def conjunction(*operands: Node) -> Node:
    """``a AND b …``; TRUE without any."""
    return _chain("AND", operands, TRUE)


def disjunction(*operands: Node) -> Node:
    """``a OR b …``; FALSE without any."""
    return _chain("OR", operands, FALSE)


def total(*operands: Node) -> Node:
    """``a + b …``; 0 without any."""
    return _chain("+", operands, Integer(0))


def negation(operand: Node) -> Node:
    """``NOT x``."""
    return Unary("NOT", operand)


def equal(left: Node, right: Node) -> Node:
    """``left = right``."""
    return Binary("=", left, right)


def when(condition: Node, result: Node, otherwise: Node | None = None) -> Node:
    """``CASE WHEN condition THEN result ELSE otherwise END``."""
    return Case(((condition, result),), otherwise)


def least(left: Node, right: Node) -> Node:
    """The smaller one; null if either is (``LEAST(5, NULL)`` is 5 on some engines and null on others)."""
    return Case(((Binary("<=", left, right), left), (Binary(">", left, right), right)))


def greatest(left: Node, right: Node) -> Node:
    """The larger one; null if either is."""
    return Case(((Binary(">=", left, right), left), (Binary("<", left, right), right)))


def coalesce(*operands: Node) -> Node:
    """The first that is not null."""
    return Call("coalesce", operands)


def columns(table: str, names: Sequence[str]) -> tuple[Output, ...]:
    """Columns of ours passed on under their own names."""
    return tuple(Output(Column(name, table), name) for name in names)


def _chain(operator: str, operands: Sequence[Node], empty: Node) -> Node:
    if not operands:
        return empty
    result = operands[0]
    for operand in operands[1:]:
        result = Binary(operator, result, operand)
    return result
