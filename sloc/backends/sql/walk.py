"""Walks over IR expressions."""

from __future__ import annotations

from collections.abc import Iterator

from sloc.ir.expr import And, Any, Arithmetic, Compare, Count, Expr, FieldRef, In, IsNull, Matches, Negate, Not, Or, Pick


def parts(expr: Expr) -> tuple[Expr, ...]:
    """The expressions that one is directly made of; the condition of an aggregate is one of them."""
    match expr:
        case And(operands) | Or(operands):
            return operands
        case Not(operand) | Matches(operand) | IsNull(operand) | Negate(operand) | In(operand):
            return (operand,)
        case Compare(_, left, right) | Arithmetic(_, left, right):
            return (left, right)
        case Pick() | Count() | Any():
            return () if expr.where is None else (expr.where,)
        case _:
            return ()


def walk(expr: Expr | None) -> Iterator[Expr]:
    """An expression and everything in it."""
    if expr is not None:
        yield expr
        for part in parts(expr):
            yield from walk(part)


def aggregates(expr: Expr | None) -> Iterator[Pick | Count | Any]:
    """The aggregates of an expression, outermost ones only."""
    if isinstance(expr, Pick | Count | Any):
        yield expr
    elif expr is not None:
        for part in parts(expr):
            yield from aggregates(part)


def event_fields(expr: Expr | None) -> set[str]:
    """The event's own fields that an expression reads, within its aggregates, too."""
    return {part.name for part in walk(expr) if isinstance(part, FieldRef) and part.child is None}


def child_fields(expr: Expr | None, child: str) -> set[str]:
    """The fields of a child's rows that an expression reads."""
    read = {part.name for part in walk(expr) if isinstance(part, FieldRef) and part.child == child}
    return read | {part.field for part in walk(expr) if isinstance(part, Pick) and part.child == child}


def children_of(expr: Expr | None) -> set[str]:
    """The children that an expression reads."""
    return {part.child for part in walk(expr) if isinstance(part, Pick | Count | Any)}


def nested_aggregates(expr: Expr | None) -> bool:
    """Whether an aggregate stands within an aggregate, which these steps cannot join."""
    inner = (each for outer in aggregates(expr) for each in walk(outer) if each is not outer)
    return any(isinstance(each, Pick | Count | Any) for each in inner)
