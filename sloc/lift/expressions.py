"""Expressions of the IR -> the AST's, from which the checker makes the same ones if their types hold."""

from __future__ import annotations

from collections.abc import Iterable

from sloc.ir import expr as x
from sloc.lift.leaves import Leaves
from sloc.lift.places import JsonPlace
from sloc.syntax import ast


def lift_expr(expr: x.Expr, at: JsonPlace, make: Leaves) -> ast.Expr:
    """The expression as it would be written; deeper nesting than the language has is a finding."""
    build, span = make.build, at.span
    match expr:
        case x.FieldRef(name):
            return build.ref(make.name(name, at["name"]), span=span)
        case x.And(operands):
            return build.and_(*_operands(operands, at["operands"], make), span=span)
        case x.Or(operands):
            return build.or_(*_operands(operands, at["operands"], make), span=span)
        case x.Not(x.IsNull(operand)):
            return build.is_not_null(lift_expr(operand, at["operand"]["operand"], make), ast.Null(span=span), span=span)
        case x.Not(x.In(operand, items)):
            inner = at["operand"]
            return build.not_in(lift_expr(operand, inner["operand"], make), _list(items, inner["items"], make), span=span)
        case x.Not(operand):
            return build.not_(lift_expr(operand, at["operand"], make), span=span)
        case x.IsNull(operand):
            return build.is_null(lift_expr(operand, at["operand"], make), ast.Null(span=span), span=span)
        case x.In(operand, items):
            return build.in_(lift_expr(operand, at["operand"], make), _list(items, at["items"], make), span=span)
        case x.Matches(operand, pattern):
            return build.matches(lift_expr(operand, at["operand"], make), make.string(pattern, at["pattern"]), span=span)
        case x.Compare(op, left, right):
            sides = lift_expr(left, at["left"], make), make.name(op, at["op"]), lift_expr(right, at["right"], make)
            return build.compare(*sides, span=span)
        case x.Arithmetic(op, left, right):
            method = {"+": build.add, "-": build.subtract, "*": build.multiply, "/": build.divide}[op]
            return method(lift_expr(left, at["left"], make), lift_expr(right, at["right"], make), span=span)
        case x.Negate(operand):
            return build.negate(lift_expr(operand, at["operand"], make), span=span)
        case x.Pick(last, child, field, where):
            names = make.name(child, at["child"]), make.name(field, at["field"])
            return (build.last if last else build.first)(*names, _where(where, at["where"], make), span=span)
        case x.Count(child, where):
            return build.count(make.name(child, at["child"]), _where(where, at["where"], make), span=span)
        case x.Any(child, where):
            return build.any(make.name(child, at["child"]), _where(where, at["where"], make), span=span)
        case _:
            return lift_literal(expr, at, make)


def lift_literal(literal: x.Literal, at: JsonPlace, make: Leaves) -> ast.Scalar:
    """A literal as it would be written."""
    match literal:
        case x.BoolLiteral(value):
            return ast.Bool(value, span=at.span)
        case x.NumberLiteral(value):
            return make.number(value, at["value"])
        case x.StringLiteral(value):
            return make.string(value, at["value"])
        case x.TimeLiteral(value):
            return make.instant(value, at["value"])
        case x.DurationLiteral(value):
            return make.duration(value, at["value"])
        case x.DateLiteral(value):
            return make.date(value, at["value"])
        case x.NullLiteral():
            return ast.Null(span=at.span)


def _operands(operands: tuple[x.Expr, ...], at: JsonPlace, make: Leaves) -> Iterable[ast.Expr]:
    if len(operands) < 2:
        make.wrong("`and` and `or` join two conditions or more", at, "too few", "write the condition itself")
        return [ast.Null(span=at.span)] * 2
    return [lift_expr(operand, at[index], make) for index, operand in enumerate(operands)]


def _list(items: tuple[x.Literal, ...], at: JsonPlace, make: Leaves) -> ast.ListValue:
    return ast.ListValue(tuple(lift_literal(item, at[index], make) for index, item in enumerate(items)), span=at.span)


def _where(where: x.Expr | None, at: JsonPlace, make: Leaves) -> ast.Expr | None:
    return None if where is None else lift_expr(where, at, make)
