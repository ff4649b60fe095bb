"""Types of expressions: AST -> typed IR expression, or a finding at the operand that does not fit.

A broken operand gives None, and whatever is made of it is None without another finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sloc.check.context import Context
from sloc.check.names import did_you_mean
from sloc.check.regex import regex_fault
from sloc.ir import FieldType
from sloc.ir import expr as x
from sloc.ir.expr import Type
from sloc.ir.units import Duration, Instant
from sloc.syntax import ast

_NUMERIC = frozenset({Type.INT, Type.NUMBER})
_ORDERED = frozenset({Type.INT, Type.NUMBER, Type.STRING, Type.TIME, Type.DURATION, Type.DATE})

_WORDS = {
    Type.BOOL: "a bool",
    Type.INT: "an int",
    Type.NUMBER: "a number",
    Type.STRING: "a string",
    Type.TIME: "a time",
    Type.DURATION: "a duration",
    Type.DATE: "a date",
    None: "null",
}


@dataclass(frozen=True)
class Table:
    """The fields that a row has; `what` is how a finding calls it: ``source `tickets` ``."""

    what: str
    fields: Mapping[str, FieldType]


@dataclass(frozen=True)
class Env:
    """Where a name is looked up: in the child `inside` first, then in the event's own fields."""

    event: Table
    children: Mapping[str, Table]
    inside: str | None = None


@dataclass(frozen=True)
class Typed:
    """An expression and its type; `type` None is null. `values` is set for an enum, `nullable` where it may be null."""

    expr: x.Expr
    type: Type | None
    values: tuple[str, ...] = ()
    nullable: bool = False

    @property
    def words(self) -> str:
        """The type in a sentence."""
        return "an enum" if self.values else _WORDS[self.type]


def check_condition(expr: ast.Expr, env: Env, ctx: Context) -> x.Expr | None:
    """An expression that must be a condition."""
    typed = check_expr(expr, env, ctx)
    if typed is None:
        return None
    if typed.type is not Type.BOOL:
        ctx.report(
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


def check_expr(expr: ast.Expr, env: Env, ctx: Context) -> Typed | None:
    """The typed expression, or None after a finding."""
    match expr:
        case ast.Ref():
            return _ref(expr, env, ctx)
        case ast.Logic(op, operands):
            checked = [check_condition(operand, env, ctx) for operand in operands]
            good = tuple(each for each in checked if each is not None)
            if len(good) < len(checked):
                return None
            return Typed(x.And(good) if op == "and" else x.Or(good), Type.BOOL, nullable=True)
        case ast.Not(operand):
            inner = check_condition(operand, env, ctx)
            return None if inner is None else Typed(x.Not(inner), Type.BOOL, nullable=True)
        case ast.Compare():
            return _compare(expr, env, ctx)
        case ast.In():
            return _in(expr, env, ctx)
        case ast.Matches():
            return _matches(expr, env, ctx)
        case ast.IsNull(operand, negated):
            typed = check_expr(operand, env, ctx)
            if typed is None:
                return None
            test = x.IsNull(typed.expr)
            return Typed(x.Not(test) if negated else test, Type.BOOL)
        case ast.Arithmetic():
            return _arithmetic(expr, env, ctx)
        case ast.Negate(operand):
            typed = check_expr(operand, env, ctx)
            if typed is None:
                return None
            if typed.type not in _NUMERIC | {Type.DURATION} or typed.type is None:
                ctx.report("SLO208", f"{typed.words} has no negative", operand.span, f"this is {typed.words}")
                return None
            if isinstance(typed.expr, x.NumberLiteral):
                return Typed(x.NumberLiteral(-typed.expr.value), typed.type)
            return Typed(x.Negate(typed.expr, typed.type), typed.type, nullable=typed.nullable)
        case ast.Aggregate():
            return _aggregate(expr, env, ctx)
        case ast.ListValue():
            ctx.report("SLO208", "a list stands only after `in`", expr.span, "a list here", help="write `x in [..]`")
            return None
        case _:
            return literal(expr, ctx)


def literal(value: ast.Value, ctx: Context) -> Typed | None:
    """A value as a typed literal. A percent is no value of any field, so it is a wrong unit here."""
    match value:
        case ast.Str(text):
            return Typed(x.StringLiteral(text), Type.STRING)
        case ast.Number(number):
            return Typed(x.NumberLiteral(number), Type.INT if number.denominator == 1 else Type.NUMBER)
        case ast.Duration(micros):
            return Typed(x.DurationLiteral(Duration(micros)), Type.DURATION)
        case ast.Instant(micros):
            return Typed(x.TimeLiteral(Instant(micros)), Type.TIME)
        case ast.Date(date):
            return Typed(x.DateLiteral(date), Type.DATE)
        case ast.Bool(truth):
            return Typed(x.BoolLiteral(truth), Type.BOOL)
        case ast.Null():
            return Typed(x.NullLiteral(), None, nullable=True)
        case ast.Percent(share, text):
            from sloc.ir.text import decimal_text

            ctx.report(
                "SLO207",
                "no field is counted in percent",
                value.span,
                f"`{text}` is a percent",
                help=f"write the number: `{decimal_text(share)}` (or `{decimal_text(share * 100)}`)",
            )
        case ast.Percentile(text=text):
            ctx.report("SLO207", "a percentile is a target, not a value", value.span, help=f"write `expect {text} of …`")
        case ast.Param(name):
            ctx.report(
                "SLO217",
                f"`${name}` is not a parameter here",
                value.span,
                "nothing gives it a value",
                help="parameters are declared by a template: `template t(goal: percent) { … }`",
            )
        case _:
            ctx.report("SLO207", "this is no value of a field", value.span, "neither a number nor a string nor a time")
    return None


def _ref(ref: ast.Ref, env: Env, ctx: Context) -> Typed | None:
    name = ref.name.text
    if ref.child is not None:
        ctx.report(
            "SLO219",
            f"`{ref.child.text}.{name}` is many values, one for each row",
            ref.span,
            "a condition needs one value",
            help=f"write `first({ref.child.text}.{name})`, `last(…)`, `count({ref.child.text} where …)` or `any(…)`",
        )
        return None
    if env.inside is not None and name in env.children[env.inside].fields:
        return _field(name, env.inside, env.children[env.inside].fields[name])
    if name in env.event.fields:
        return _field(name, None, env.event.fields[name])
    known = {*env.event.fields, *(env.children[env.inside].fields if env.inside else ())}
    if name in env.children and env.inside is None:
        help = f"`{name}` is a child: write `any({name} where …)` or `count({name})`"
    else:
        help = did_you_mean(name, known)
    where = env.children[env.inside].what if env.inside else env.event.what
    ctx.report("SLO201", f"there is no field `{name}`", ref.name.span, f"not a field of {where}", help=help)
    return None


def _field(name: str, child: str | None, type: FieldType) -> Typed:
    return Typed(x.FieldRef(name, child, type.base), type.base, type.values, type.nullable)


def _comparable(left: Type | None, right: Type | None) -> bool:
    return left == right or (left in _NUMERIC and right in _NUMERIC)


def _compare(expr: ast.Compare, env: Env, ctx: Context) -> Typed | None:
    left = check_expr(expr.left, env, ctx)
    right = check_expr(expr.right, env, ctx)
    if left is None or right is None:
        return None
    for side, node in ((left, expr.left), (right, expr.right)):
        if side.type is None:
            ctx.report(
                "SLO208",
                f"`{expr.op} null` is never true",
                node.span,
                "null compares with nothing",
                help=f"write `{'is null' if expr.op == '==' else 'is not null'}`",
            )
            return None
    if not _comparable(left.type, right.type):
        unit = Type.DURATION in (left.type, right.type) and not _NUMERIC.isdisjoint({left.type, right.type})
        ctx.report(
            "SLO207" if unit else "SLO208",
            f"{left.words} cannot be compared with {right.words}",
            expr.right.span,
            f"this is {right.words}",
            labels=[_label(expr.left, f"this is {left.words}")],
            help=_unit_help(expr, left, right),
        )
        return None
    if expr.op not in ("==", "!=") and (left.type not in _ORDERED or left.values or right.values):
        word = "an enum" if left.values or right.values else "a bool"
        ctx.report(
            "SLO208",
            f"{word} has no order, so `{expr.op}` says nothing about it",
            expr.span,
            f"`{expr.op}` needs numbers, times or durations",
            help="compare with `==`, `!=` or `in [..]`",
        )
        return None
    if not (_in_enum(right, expr.right, left, expr.left, ctx) and _in_enum(left, expr.left, right, expr.right, ctx)):
        return None
    return Typed(x.Compare(expr.op, left.expr, right.expr), Type.BOOL, nullable=left.nullable or right.nullable)


def _label(node: ast.Node, text: str):  # type: ignore[no-untyped-def]
    from sloc.findings import Label

    return Label(node.span, text)


def _unit_help(expr: ast.Compare, left: Typed, right: Typed) -> str:
    if Type.DURATION in (left.type, right.type):
        number = expr.right if left.type is Type.DURATION else expr.left
        if isinstance(number, ast.Number):
            return f"give it a unit: `{number.text}s` or `{number.text}ms`"
        return "compare a duration with a duration: `300ms`, `1h30m`"
    if Type.TIME in (left.type, right.type):
        return "write an instant with its offset: `2026-03-27T17:55+01:00`"
    if isinstance(expr.right, ast.Str) and left.type in _NUMERIC:
        return "write the number without quotes"
    if isinstance(expr.right, ast.Number) and left.type is Type.STRING:
        return f'write it as a string: `"{expr.right.text}"`'
    return ""


def _in_enum(value: Typed, node: ast.Node, enum: Typed, enum_node: ast.Node, ctx: Context) -> bool:
    """Whether a string literal is one of the values of the enum that it is compared with."""
    if not enum.values or not isinstance(value.expr, x.StringLiteral) or value.expr.value in enum.values:
        return True
    shown = " | ".join(f'"{each}"' for each in enum.values)
    near = did_you_mean(value.expr.value, enum.values)
    help = near.replace("`", '"') if near.startswith("did") else f"its values are {shown}"
    what = f"`{enum_node.name.text}`" if isinstance(enum_node, ast.Ref) else "the enum"
    ctx.report("SLO209", f'{what} is never "{value.expr.value}"', node.span, f"not one of {shown}", help=help)
    return False


def _in(expr: ast.In, env: Env, ctx: Context) -> Typed | None:
    operand = check_expr(expr.operand, env, ctx)
    if isinstance(expr.items, ast.Param):
        literal(expr.items, ctx)
        return None
    items = [(node, literal(node, ctx)) for node in expr.items.items]
    if operand is None or any(item is None for _, item in items):
        return None
    good: list[x.Literal] = []
    for node, item in items:
        assert item is not None
        if item.type is not None and not _comparable(operand.type, item.type):
            ctx.report(
                "SLO208",
                f"{operand.words} is never {item.words}",
                node.span,
                f"this is {item.words}",
                labels=[_label(expr.operand, f"this is {operand.words}")],
            )
            return None
        if not _in_enum(item, node, operand, expr.operand, ctx):
            return None
        good.append(item.expr)  # type: ignore[arg-type]  # literal() makes literals only
    if not good:
        ctx.report("SLO223", "nothing is in an empty list", expr.items.span, "no values", help="list the values")
        return None
    test = x.In(operand.expr, tuple(good))
    return Typed(x.Not(test) if expr.negated else test, Type.BOOL, nullable=operand.nullable)


def _matches(expr: ast.Matches, env: Env, ctx: Context) -> Typed | None:
    operand = check_expr(expr.operand, env, ctx)
    if isinstance(expr.pattern, ast.Param):
        literal(expr.pattern, ctx)
        return None
    fault = regex_fault(expr.pattern.value)
    if fault is not None:
        ctx.report("SLO216", f"this is no RE2 expression: {fault}", expr.pattern.span, "RE2 does not take it")
        return None
    if operand is None:
        return None
    if operand.type is not Type.STRING:
        ctx.report("SLO208", f"{operand.words} cannot match a pattern", expr.operand.span, f"this is {operand.words}")
        return None
    return Typed(x.Matches(operand.expr, expr.pattern.value), Type.BOOL, nullable=operand.nullable)


_RESULT: dict[tuple[str, Type, Type], Type] = {
    ("+", Type.DURATION, Type.DURATION): Type.DURATION,
    ("+", Type.TIME, Type.DURATION): Type.TIME,
    ("+", Type.DURATION, Type.TIME): Type.TIME,
    ("-", Type.DURATION, Type.DURATION): Type.DURATION,
    ("-", Type.TIME, Type.DURATION): Type.TIME,
    ("-", Type.TIME, Type.TIME): Type.DURATION,
    ("/", Type.DURATION, Type.DURATION): Type.NUMBER,
}
_RESULT |= {(op, a, b): Type.NUMBER for op in "+-*/" for a in _NUMERIC for b in _NUMERIC}
_RESULT |= {(op, Type.INT, Type.INT): Type.INT for op in "+-*"}
_RESULT |= {("*", number, Type.DURATION): Type.DURATION for number in _NUMERIC}
_RESULT |= {(op, Type.DURATION, number): Type.DURATION for op in "*/" for number in _NUMERIC}


def _arithmetic(expr: ast.Arithmetic, env: Env, ctx: Context) -> Typed | None:
    left = check_expr(expr.left, env, ctx)
    right = check_expr(expr.right, env, ctx)
    if left is None or right is None:
        return None
    result = _RESULT.get((expr.op, left.type, right.type)) if left.type and right.type else None
    if result is None:
        ctx.report(
            "SLO208",
            f"`{expr.op}` does not work on {left.words} and {right.words}",
            expr.span,
            "numbers, durations and times have arithmetic, each in its own way",
            labels=[_label(expr.left, f"this is {left.words}"), _label(expr.right, f"this is {right.words}")],
        )
        return None
    nullable = left.nullable or right.nullable or expr.op == "/"
    return Typed(x.Arithmetic(expr.op, left.expr, right.expr, result), result, nullable=nullable)


def _aggregate(expr: ast.Aggregate, env: Env, ctx: Context) -> Typed | None:
    name = expr.child.text
    if env.inside is not None:
        ctx.report(
            "SLO219",
            f"`{expr.kind}` cannot stand inside another one",
            expr.span,
            "children have no children",
        )
        return None
    child = env.children.get(name)
    if child is None:
        ctx.report(
            "SLO201",
            f"there is no child `{name}`",
            expr.child.span,
            f"not a child of {env.event.what}",
            help=did_you_mean(name, env.children) or f"declare it in the source: `child {name} {{ … }}`",
        )
        return None
    inner = Env(env.event, env.children, name)
    where = None if expr.where is None else check_condition(expr.where, inner, ctx)
    if expr.where is not None and where is None:
        return None
    if expr.field is None:
        if expr.kind == "count":
            return Typed(x.Count(name, where), Type.INT)
        return Typed(x.Any(name, where), Type.BOOL)
    type = child.fields.get(expr.field.text)
    if type is None:
        ctx.report(
            "SLO201",
            f"there is no field `{expr.field.text}`",
            expr.field.span,
            f"not a field of {child.what}",
            help=did_you_mean(expr.field.text, child.fields),
        )
        return None
    pick = x.Pick(expr.kind == "last", name, expr.field.text, where, type.base)
    return Typed(pick, type.base, type.values, nullable=True)
