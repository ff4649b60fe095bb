"""Values of expressions in SQL, with exact arithmetic.

Integers, numbers, times and durations are fractions of two integer expressions (times and durations in microseconds), so that
``/`` is exact and a comparison is a cross multiplication. What is constant is folded here, and most denominators are.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from sloc.backends.sql.dialects import Dialect
from sloc.backends.sql.nodes import NULL, Binary, Integer, IsNull, Node, Null, Unary, disjunction, when

BILLION = 10**9
"""Number columns are read in billionths."""

_BOUND = 10**38
"""Beyond any column's value: a larger constant compares as this one does, and fits the engines' wide integers."""


@dataclass(frozen=True)
class Exact:
    """``numerator / denominator``, each an int or an expression; the denominator is positive, or null with the value."""

    numerator: Node | int
    denominator: Node | int = 1

    @staticmethod
    def of(value: Fraction | int) -> Exact:
        """A constant."""
        value = Fraction(value)
        return Exact(value.numerator, value.denominator)

    @property
    def constant(self) -> Fraction | None:
        """The value where it is one."""
        if isinstance(self.numerator, int) and isinstance(self.denominator, int):
            return Fraction(self.numerator, self.denominator)
        return None


Value: TypeAlias = Node | Exact
"""Anything that is not numeric is a plain node; so is a bare NULL."""

NOTHING = Exact(NULL)


class Calculator:
    """Exact arithmetic on values, in a dialect's wide integers."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect

    def add(self, left: Exact, right: Exact, sign: int = 1) -> Exact:
        """``left + sign × right``."""
        if left.constant is not None and right.constant is not None:
            return Exact.of(left.constant + sign * right.constant)
        first, second, denominator = self._common(left, right)
        operator = "+" if sign > 0 else "-"
        return Exact(Binary(operator, self._wide(first), self._wide(second)), denominator)

    def multiply(self, left: Exact, right: Exact) -> Exact:
        """``left × right``."""
        return self._reduced(self._product(left.numerator, right.numerator), self._product(left.denominator, right.denominator))

    def divide(self, left: Exact, right: Exact) -> Exact:
        """``left ÷ right``, null where `right` is 0; the sign of `right` moves into the numerator."""
        if isinstance(right.numerator, int):
            if right.numerator == 0:
                return NOTHING
            sign = 1 if right.numerator > 0 else -1
            inverse = Exact(self._product(right.denominator, sign), abs(right.numerator))
            return self.multiply(left, inverse)
        by = right.numerator
        zero = Integer(0)
        sign_of = when(Binary("<", by, zero), Integer(-1), Integer(1))
        size_of = when(Binary("<", by, zero), Unary("-", self._wide(by)), when(Binary(">", by, zero), self._wide(by)))
        numerator = self._product(self._product(left.numerator, right.denominator), sign_of)
        return Exact(numerator, self._product(left.denominator, size_of))

    def negate(self, value: Exact) -> Exact:
        """``-value``."""
        if isinstance(value.numerator, int):
            return Exact(-value.numerator, value.denominator)
        return Exact(Unary("-", self._wide(value.numerator)), value.denominator)

    def compare(self, operator: str, left: Exact, right: Exact) -> Node:
        """An SQL comparison; denominators are positive, so cross multiplication keeps its direction."""
        first, second, denominator = self._common(left, right)
        result: Node = Binary(operator, _bounded(first), _bounded(second))
        # Where a denominator is null both sides are null already, except a constant that was scaled by nothing.
        if not isinstance(denominator, int) and isinstance(first, int) and isinstance(second, int):
            return when(is_null(Exact(1, denominator)), NULL, result)
        return result

    def _common(self, left: Exact, right: Exact) -> tuple[Node | int, Node | int, Node | int]:
        """Both numerators over one denominator."""
        one, other = left.denominator, right.denominator
        if isinstance(one, int) and isinstance(other, int):
            denominator = math.lcm(one, other)
            return (
                self._product(left.numerator, denominator // one),
                self._product(right.numerator, denominator // other),
                denominator,
            )
        return self._product(left.numerator, other), self._product(right.numerator, one), self._product(one, other)

    def _product(self, left: Node | int, right: Node | int) -> Node | int:
        if isinstance(left, int) and isinstance(right, int):
            return left * right
        if isinstance(right, int):
            return left if right == 1 else Binary("*", self._wide(left), self._wide(right))
        if isinstance(left, int):
            return self._product(right, left)
        return Binary("*", self._wide(left), self._wide(right))

    def _reduced(self, numerator: Node | int, denominator: Node | int) -> Exact:
        if isinstance(numerator, int) and isinstance(denominator, int):
            return Exact.of(Fraction(numerator, denominator))
        return Exact(numerator, denominator)

    def _wide(self, part: Node | int) -> Node:
        """A cast for what may be narrow; constants and products are wide already."""
        if isinstance(part, int):
            return Integer(part)
        if isinstance(part, Binary):
            return part
        return self._dialect.wide(part)


def is_null(value: Value) -> Node:
    """Whether a value is null; never unknown."""
    if not isinstance(value, Exact):
        return IsNull(value)
    parts = [part for part in (value.numerator, value.denominator) if not isinstance(part, int)]
    return disjunction(*(IsNull(part) for part in parts))


def whole(value: Value) -> Node:
    """The node of a value that is known to have no denominator: a time, a duration or an int as a column holds it."""
    if not isinstance(value, Exact):
        return value
    assert value.denominator == 1, "only columns and aggregates of them are asked for their integers"
    return _bounded(value.numerator)


def as_exact(value: Value) -> Exact:
    """A numeric value; a bare null is one, too."""
    if isinstance(value, Exact):
        return value
    assert isinstance(value, Null), value
    return NOTHING


def _bounded(part: Node | int) -> Node:
    return Integer(max(-_BOUND, min(part, _BOUND))) if isinstance(part, int) else part
