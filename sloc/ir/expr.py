"""Typed expressions over the fields of one event and the rows of its children.

Logic is Kleene's, with null as unknown. Numbers are exact: ``/`` is exact division and null where the divisor is 0.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from enum import Enum
from fractions import Fraction
from typing import TypeAlias

from sloc.ir.limits import Comparison, Operator
from sloc.ir.units import Duration, Instant
from sloc.records import dataclass


class Type(Enum):
    """The type of a value. An enum field is STRING with declared values; INT and NUMBER mix freely."""

    BOOL = "bool"
    INT = "int"
    NUMBER = "number"
    STRING = "string"
    TIME = "time"
    DURATION = "duration"
    DATE = "date"


@dataclass(frozen=True)
class BoolLiteral:
    """``true`` or ``false``."""

    value: bool


@dataclass(frozen=True)
class NumberLiteral:
    """An exact number."""

    value: Fraction


@dataclass(frozen=True)
class StringLiteral:
    """A string; also a value of an enum."""

    value: str


@dataclass(frozen=True)
class TimeLiteral:
    """An instant."""

    value: Instant


@dataclass(frozen=True)
class DurationLiteral:
    """A duration."""

    value: Duration


@dataclass(frozen=True)
class DateLiteral:
    """A date."""

    value: dt.date


@dataclass(frozen=True)
class NullLiteral:
    """Null of any type."""


Literal: TypeAlias = BoolLiteral | NumberLiteral | StringLiteral | TimeLiteral | DurationLiteral | DateLiteral | NullLiteral


@dataclass(frozen=True)
class FieldRef:
    """A field of the event (`child` None) or, inside an aggregate, of the child's row."""

    name: str
    child: str | None
    type: Type


@dataclass(frozen=True)
class And:
    """True if all are true, false if one is false, else unknown."""

    operands: tuple[Expr, ...]


@dataclass(frozen=True)
class Or:
    """True if one is true, false if all are false, else unknown."""

    operands: tuple[Expr, ...]


@dataclass(frozen=True)
class Not:
    """Unknown where the operand is."""

    operand: Expr


@dataclass(frozen=True)
class Compare:
    """`op` is one of ``== != < <= > >=``; both sides are of one type. Strings compare by code point. Null gives unknown."""

    op: Comparison
    left: Expr
    right: Expr


@dataclass(frozen=True)
class In:
    """Membership in a list of literals; ``not in`` is Not(In). A null operand gives unknown, as does a null item
    where nothing matches."""

    operand: Expr
    items: tuple[Literal, ...]


@dataclass(frozen=True)
class Matches:
    """The whole string matches an RE2 pattern."""

    operand: Expr
    pattern: str


@dataclass(frozen=True)
class IsNull:
    """Never unknown; ``is not null`` is Not(IsNull)."""

    operand: Expr


@dataclass(frozen=True)
class Arithmetic:
    """`op` is one of ``+ - * /``; `type` is the result's: int (but for ``/``), number, duration or time."""

    op: Operator
    left: Expr
    right: Expr
    type: Type


@dataclass(frozen=True)
class Negate:
    """``-x`` of a number or a duration."""

    operand: Expr
    type: Type


@dataclass(frozen=True)
class Pick:
    """``first``/``last`` non-null value of a child's field among the rows where `where` is true, by the child's `at`, then key.

    `where` None keeps every row. `last` False is ``first``.
    """

    last: bool
    child: str
    field: str
    where: Expr | None
    type: Type


@dataclass(frozen=True)
class Count:
    """The number of the child's rows where `where` is true; 0 without any."""

    child: str
    where: Expr | None


@dataclass(frozen=True)
class Any:
    """Whether the child has a row where `where` is true; false without any."""

    child: str
    where: Expr | None


Expr: TypeAlias = (
    Literal | FieldRef | And | Or | Not | Compare | In | Matches | IsNull | Arithmetic | Negate | Pick | Count | Any
)


def type_of(expr: Expr) -> Type | None:
    """The type of an expression's value; None for a bare null."""
    match expr:
        case BoolLiteral() | And() | Or() | Not() | Compare() | In() | Matches() | IsNull() | Any():
            return Type.BOOL
        case NumberLiteral(value):
            return Type.INT if value.denominator == 1 else Type.NUMBER
        case StringLiteral():
            return Type.STRING
        case TimeLiteral():
            return Type.TIME
        case DurationLiteral():
            return Type.DURATION
        case DateLiteral():
            return Type.DATE
        case NullLiteral():
            return None
        case Count():
            return Type.INT
        case FieldRef() | Arithmetic() | Negate() | Pick():
            return expr.type


def walk(expr: Expr) -> Iterator[Expr]:
    """The expression and all that it is made of, in the order written."""
    yield expr
    match expr:
        case And(operands) | Or(operands):
            for operand in operands:
                yield from walk(operand)
        case Not(operand) | In(operand, _) | Matches(operand, _) | IsNull(operand) | Negate(operand, _):
            yield from walk(operand)
        case Compare(_, left, right) | Arithmetic(_, left, right, _):
            yield from walk(left)
            yield from walk(right)
        case Pick(where=where) | Count(where=where) | Any(where=where):
            if where is not None:
                yield from walk(where)
