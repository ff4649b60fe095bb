"""Expressions over one event and its children as of an instant: Kleene's logic and exact numbers (docs/language.md §3.4)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import assert_never

from sloc.ir import Child, Field, Source
from sloc.ir.expr import (
    And,
    Any,
    Arithmetic,
    BoolLiteral,
    Compare,
    Count,
    DateLiteral,
    DurationLiteral,
    Expr,
    FieldRef,
    In,
    IsNull,
    Matches,
    Negate,
    Not,
    NullLiteral,
    NumberLiteral,
    Or,
    Pick,
    StringLiteral,
    TimeLiteral,
    Type,
)
from tests.reference.data import Row, Value


@dataclass(frozen=True)
class Subject:
    """One row of a source, and its children's rows, as they were known at `as_of`.

    `children` holds the rows joined by key, whenever they came; `inner` is the child's row inside an aggregate.
    """

    source: Source
    row: Row
    children: Mapping[str, Sequence[Row]]
    as_of: int
    inner: Row | None = None

    def field(self, name: str) -> Value:
        """A field of the event: a column as known then, or what a derived field comes to."""
        field = _named(self.source.fields, name)
        if field is not None and field.derived is not None:
            return value_of(field.derived, replace(self, inner=None))
        return known(self.row.get(name), field, self.as_of)

    def rows_of(self, child: str) -> list[Row]:
        """The child's rows that exist by then, with what was known by then."""
        declared = self.source.child(child)
        rows: list[Row] = []
        for row in self.children.get(child, ()):
            at = row.get(declared.at)
            if isinstance(at, int) and at <= self.as_of:
                rows.append({name: self._known_in(declared, name, value) for name, value in row.items()})
        return rows

    def _known_in(self, child: Child, name: str, value: Value) -> Value:
        field = _named(child.fields, name)
        if field is None and name == child.until:  # not declared as a field: an interval may still be open
            return None if isinstance(value, int) and value > self.as_of else value
        return known(value, field, self.as_of)


def _named(fields: Sequence[Field], name: str) -> Field | None:
    return next((field for field in fields if field.name == name), None)


def known(value: Value, field: Field | None, as_of: int) -> Value:
    """A column's value as known at an instant: a nullable time that lies later is still null.

    A time that is never null is known when its row is, whatever it says (decision 0001).
    """
    is_time = field is not None and field.type.base is Type.TIME and field.type.nullable
    return None if is_time and isinstance(value, int) and value > as_of else value


def is_true(condition: Expr | None, subject: Subject) -> bool:
    """Whether a condition holds; unknown does not, and no condition always does."""
    return condition is None or value_of(condition, subject) is True


def value_of(expr: Expr, subject: Subject) -> Value:
    """The value of an expression, None for null and unknown."""
    match expr:
        case BoolLiteral() | NumberLiteral() | StringLiteral() | TimeLiteral() | DurationLiteral() | DateLiteral():
            return expr.value
        case NullLiteral():
            return None
        case FieldRef(name, child):
            if child is None:
                return subject.field(name)
            assert subject.inner is not None, f"{child}.{name} outside an aggregate"
            return subject.inner.get(name)
        case And(operands):
            values = [value_of(operand, subject) for operand in operands]
            return False if False in values else None if None in values else True
        case Or(operands):
            values = [value_of(operand, subject) for operand in operands]
            return True if True in values else None if None in values else False
        case Not(operand):
            value = value_of(operand, subject)
            return None if value is None else not value
        case Compare(op, left, right):
            return _compare(op, value_of(left, subject), value_of(right, subject))
        case In(operand, items):
            value = value_of(operand, subject)
            answers = [_compare("==", value, value_of(item, subject)) for item in items]
            return True if True in answers else None if None in answers else False
        case Matches(operand, pattern):
            # RE2 is ASCII in \d, \w and \s; the patterns of the tests mean the same to Python.
            value = value_of(operand, subject)
            return None if value is None else re.fullmatch(pattern, str(value), re.ASCII) is not None
        case IsNull(operand):
            return value_of(operand, subject) is None
        case Arithmetic(op, left, right):
            return _arithmetic(op, value_of(left, subject), value_of(right, subject))
        case Negate(operand):
            value = value_of(operand, subject)
            return None if value is None else -_number(value)
        case Pick():
            return _pick(expr, subject)
        case Count(child, where):
            return len(_kept(child, where, subject))
        case Any(child, where):
            return bool(_kept(child, where, subject))
    assert_never(expr)


def _compare(op: str, left: Value, right: Value) -> bool | None:
    if left is None or right is None:
        return None
    match op:
        case "==":
            return left == right
        case "!=":
            return left != right
        case "<":
            return left < right  # type: ignore[operator]
        case "<=":
            return left <= right  # type: ignore[operator]
        case ">":
            return left > right  # type: ignore[operator]
        case ">=":
            return left >= right  # type: ignore[operator]
    raise ValueError(op)


def _arithmetic(op: str, left: Value, right: Value) -> Fraction | None:
    """Times and durations are microseconds, so that the four operators mean the same for all types."""
    if left is None or right is None:
        return None
    a, b = _number(left), _number(right)
    match op:
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return a * b
        case "/":
            return None if b == 0 else a / b
    raise ValueError(op)


def _number(value: Value) -> Fraction:
    assert isinstance(value, int | Fraction), value
    return Fraction(value)


def _kept(child: str, where: Expr | None, subject: Subject) -> list[Row]:
    return [row for row in subject.rows_of(child) if is_true(where, replace(subject, inner=row))]


def _pick(pick: Pick, subject: Subject) -> Value:
    """By the child's `at`, then its key (the same for all rows of one event), then the value: no row order decides."""
    at = subject.source.child(pick.child).at
    found = [(row[at], row.get(pick.field)) for row in _kept(pick.child, pick.where, subject)]
    ordered = sorted((when, value) for when, value in found if value is not None)
    if not ordered:
        return None
    return ordered[-1 if pick.last else 0][1]
