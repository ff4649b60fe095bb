"""Types of expressions: AST -> typed IR expression, or a finding at the operand that does not fit.

A broken operand gives None, and whatever is made of it is None without another finding.
"""

from __future__ import annotations

from sloc.check.context import Checking, Context
from sloc.check.expressions.operators import NUMERIC, arithmetic, compare, matches, membership
from sloc.check.expressions.typed import Env, Typed, literal, no_such_field
from sloc.findings import finding
from sloc.findings.suggest import did_you_mean
from sloc.ir import FieldType
from sloc.ir import expr as x
from sloc.ir.expr import Type
from sloc.syntax import ast


def check_condition(expr: ast.Expr, env: Env, ctx: Context) -> Checking[x.Expr | None]:
    """An expression that must be a condition."""
    typed = yield from check_expr(expr, env, ctx)
    if typed is None:
        return None
    if typed.type is not Type.BOOL:
        yield finding(
            "SLO208",
            "a condition must be true or false",
            expr.span,
            f"this is {typed.words}",
            help=_condition_help(expr, typed),
        )
        return None
    return typed.expr


def _condition_help(expr: ast.Expr, typed: Typed) -> str:
    if isinstance(expr, ast.Ref) and typed.values:
        return f'compare it: `{expr.name.text} == "{typed.values[0]}"`'
    if isinstance(expr, ast.Ref):
        return f"compare it with something, or ask `{expr.name.text} is not null`"
    return "compare it with something"


def check_expr(expr: ast.Expr, env: Env, ctx: Context) -> Checking[Typed | None]:
    """The typed expression, or None after a finding."""
    match expr:
        case ast.Ref():
            return (yield from _ref(expr, env))
        case ast.Logic(op, operands):
            good: list[x.Expr] = []
            for operand in operands:
                condition = yield from check_condition(operand, env, ctx)
                if condition is not None:
                    good.append(condition)
            if len(good) < len(operands):
                return None
            return Typed(x.And(tuple(good)) if op == "and" else x.Or(tuple(good)), Type.BOOL, nullable=True)
        case ast.Not(operand):
            inner = yield from check_condition(operand, env, ctx)
            return None if inner is None else Typed(x.Not(inner), Type.BOOL, nullable=True)
        case ast.Compare():
            left, right = yield from _both(expr, env, ctx)
            return (yield from compare(expr, left, right, ctx))
        case ast.In(operand):
            return (yield from membership(expr, (yield from check_expr(operand, env, ctx))))
        case ast.Matches(operand):
            return (yield from matches(expr, (yield from check_expr(operand, env, ctx))))
        case ast.IsNull(operand, negated):
            typed = yield from check_expr(operand, env, ctx)
            if typed is None:
                return None
            test = x.IsNull(typed.expr)
            return Typed(x.Not(test) if negated else test, Type.BOOL)
        case ast.Arithmetic():
            left, right = yield from _both(expr, env, ctx)
            return (yield from arithmetic(expr, left, right))
        case ast.Negate(operand):
            typed = yield from check_expr(operand, env, ctx)
            if typed is None:
                return None
            if typed.type not in NUMERIC | {Type.DURATION} or typed.type is None:
                yield finding("SLO208", f"{typed.words} has no negative", operand.span, f"this is {typed.words}")
                return None
            if isinstance(typed.expr, x.NumberLiteral):
                return Typed(x.NumberLiteral(-typed.expr.value), typed.type)
            return Typed(x.Negate(typed.expr, typed.type), typed.type, nullable=typed.nullable)
        case ast.Aggregate():
            return (yield from _aggregate(expr, env, ctx))
        case ast.ListValue():
            yield finding("SLO208", "a list stands only after `in`", expr.span, "a list here", help="write `x in [..]`")
            return None
        case _:
            return (yield from literal(expr))


def _both(expr: ast.Compare | ast.Arithmetic, env: Env, ctx: Context) -> Checking[tuple[Typed | None, Typed | None]]:
    left = yield from check_expr(expr.left, env, ctx)
    right = yield from check_expr(expr.right, env, ctx)
    return left, right


def _ref(ref: ast.Ref, env: Env) -> Checking[Typed | None]:
    name = ref.name.text
    if ref.child is not None:
        yield finding(
            "SLO219",
            f"`{ref.child.text}.{name}` is many values, one for each row",
            ref.span,
            "a condition needs one value",
            help=f"write `first({ref.child.text}.{name})`, `last(…)`, `count({ref.child.text} where …)` or `any(…)`",
        )
        return None
    if env.inside is not None and name in env.children[env.inside].broken:
        return None
    if env.inside is not None and name in env.children[env.inside].fields:
        return _field(name, env.inside, env.children[env.inside].fields[name])
    if name in env.event.fields:
        return _field(name, None, env.event.fields[name])
    if name in env.event.broken:
        return None
    known = {*env.event.fields, *(env.children[env.inside].fields if env.inside else ())}
    if name in env.children and env.inside is None:
        help = f"`{name}` is a child: write `any({name} where …)` or `count({name})`"
    else:
        help = did_you_mean(name, known)
    where = env.children[env.inside].what if env.inside else env.event.what
    yield finding("SLO201", f"there is no field `{name}`", ref.name.span, f"not a field of {where}", help=help)
    return None


def _field(name: str, child: str | None, type: FieldType) -> Typed:
    return Typed(x.FieldRef(name, child, type.base), type.base, type.values, type.nullable)


def _aggregate(expr: ast.Aggregate, env: Env, ctx: Context) -> Checking[Typed | None]:
    name = expr.child.text
    if env.inside is not None:
        yield finding(
            "SLO219",
            f"`{expr.kind}` cannot stand inside another one",
            expr.span,
            "children have no children",
        )
        return None
    child = env.children.get(name)
    if child is None:
        yield finding(
            "SLO201",
            f"there is no child `{name}`",
            expr.child.span,
            f"not a child of {env.event.what}",
            help=did_you_mean(name, env.children) or f"declare it in the source: `child {name} {{ … }}`",
        )
        return None
    inner = Env(env.event, env.children, name)
    where = None if expr.where is None else (yield from check_condition(expr.where, inner, ctx))
    if expr.where is not None and where is None:
        return None
    if expr.field is None:
        if expr.kind == "count":
            return Typed(x.Count(name, where), Type.INT)
        return Typed(x.Any(name, where), Type.BOOL)
    type = child.fields.get(expr.field.text)
    if type is None and expr.field.text in child.broken:
        return None
    if type is None:
        yield no_such_field(expr.field, child)
        return None
    pick = x.Pick(expr.kind == "last", name, expr.field.text, where, type.base)
    return Typed(pick, type.base, type.values, nullable=True)
