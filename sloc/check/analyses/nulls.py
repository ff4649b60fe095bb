"""Which fields of an event are certainly not null where a condition is true, or false."""

from __future__ import annotations

from sloc.ir import expr as x


def known_if(expr: x.Expr | None, truth: bool) -> frozenset[str]:
    """The event's own fields that are not null whenever `expr` has the truth value: a comparison with null is unknown."""
    match expr:
        case x.FieldRef() | x.Compare() | x.Matches():
            return strict_refs(expr)
        case x.In(operand, items):
            null_item = any(isinstance(item, x.NullLiteral) for item in items)
            return frozenset() if null_item and not truth else strict_refs(operand)
        case x.IsNull(operand):
            return frozenset() if truth else strict_refs(operand)
        case x.Not(operand):
            return known_if(operand, not truth)
        case x.And(operands) | x.Or(operands):
            parts = [known_if(operand, truth) for operand in operands]
            every = truth is isinstance(expr, x.And)  # all operands have the value; else at least one of them
            return frozenset.union(*parts) if every else frozenset.intersection(*parts)
        case _:
            return frozenset()


def strict_refs(expr: x.Expr) -> frozenset[str]:
    """The event's own fields whose null makes the value null: those outside of aggregates, logic and ``is null``."""
    match expr:
        case x.FieldRef(name, None):
            return frozenset({name})
        case x.Compare(_, left, right) | x.Arithmetic(_, left, right):
            return strict_refs(left) | strict_refs(right)
        case x.Matches(operand) | x.Negate(operand):
            return strict_refs(operand)
        case _:
            return frozenset()


def conjuncts(expr: x.Expr | None) -> tuple[x.Expr, ...]:
    """The conditions that must all hold."""
    match expr:
        case None:
            return ()
        case x.And(operands):
            return tuple(part for operand in operands for part in conjuncts(operand))
        case _:
            return (expr,)
