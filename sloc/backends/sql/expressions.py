"""IR expressions -> SQL values, with Kleene's logic, which is SQL's own."""

from __future__ import annotations

from typing import Protocol, TypeAlias, assert_never

from sloc.backends.sql.dialects import Dialect
from sloc.backends.sql.nodes import (
    FALSE,
    NULL,
    Binary,
    Boolean,
    Cast,
    Kind,
    Node,
    Null,
    Text,
    conjunction,
    disjunction,
    negation,
)
from sloc.backends.sql.values import NOTHING, Calculator, Exact, Value, as_exact, is_null
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
)

ChildAggregate: TypeAlias = Pick | Count | Any

_OPERATORS = {"==": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


class FieldScope(Protocol):
    """Where an expression's fields and aggregates are found."""

    def field(self, ref: FieldRef) -> Value:
        """The value of a field of the event or of the child's row."""
        ...

    def aggregate(self, node: ChildAggregate) -> Value:
        """The value of an aggregate over a child."""
        ...


def condition(expr: Expr | None, scope: FieldScope, dialect: Dialect) -> Node | None:
    """A boolean expression as a node; None for no condition."""
    if expr is None:
        return None
    value = translate(expr, scope, dialect)
    assert not isinstance(value, Exact), "the checker lets nothing but bool stand as a condition"
    return value


def translate(expr: Expr, scope: FieldScope, dialect: Dialect) -> Value:
    """The value of an expression."""
    return _Translator(scope, dialect).value(expr)


class _Translator:
    def __init__(self, scope: FieldScope, dialect: Dialect) -> None:
        self._scope = scope
        self._dialect = dialect
        self._calculator = Calculator(dialect)

    def value(self, expr: Expr) -> Value:
        match expr:
            case BoolLiteral(boolean):
                return Boolean(boolean)
            case NumberLiteral(number):
                return Exact.of(number)
            case StringLiteral(text):
                return Text(text)
            case TimeLiteral(micros) | DurationLiteral(micros):
                return Exact.of(micros)
            case DateLiteral(date):
                return Cast(Text(date.isoformat()), Kind.DATE)
            case NullLiteral():
                return NULL
            case FieldRef():
                return self._scope.field(expr)
            case And(operands):
                return conjunction(*map(self._plain, operands))
            case Or(operands):
                return disjunction(*map(self._plain, operands))
            case Not(operand):
                return negation(self._plain(operand))
            case Compare(op, left, right):
                return self._compare(op, self.value(left), self.value(right))
            case In(operand, items):
                value = self.value(operand)
                # Item by item: an unknown answer stays unknown unless another one is true, as in SQL's own IN.
                return disjunction(*(self._compare("==", value, self.value(item)) for item in items)) if items else FALSE
            case Matches(operand, pattern):
                return self._dialect.full_match(self._plain(operand), pattern)
            case IsNull(operand):
                return is_null(self.value(operand))
            case Arithmetic(op, left, right):
                return self._arithmetic(op, self.value(left), self.value(right))
            case Negate(operand):
                return self._calculator.negate(as_exact(self.value(operand)))
            case Pick() | Count() | Any():
                return self._scope.aggregate(expr)
        assert_never(expr)

    def _plain(self, expr: Expr) -> Node:
        value = self.value(expr)
        assert not isinstance(value, Exact), expr
        return value

    def _compare(self, op: str, left: Value, right: Value) -> Node:
        if isinstance(left, Null) or isinstance(right, Null) or NOTHING in (left, right):
            return Cast(NULL, Kind.BOOLEAN)
        if isinstance(left, Exact) or isinstance(right, Exact):
            return self._calculator.compare(_OPERATORS[op], as_exact(left), as_exact(right))
        return Binary(_OPERATORS[op], left, right)

    def _arithmetic(self, op: str, left: Value, right: Value) -> Exact:
        first, second = as_exact(left), as_exact(right)
        if NOTHING in (first, second):
            return NOTHING
        match op:
            case "+":
                return self._calculator.add(first, second)
            case "-":
                return self._calculator.add(first, second, sign=-1)
            case "*":
                return self._calculator.multiply(first, second)
            case "/":
                return self._calculator.divide(first, second)
        raise AssertionError(op)
