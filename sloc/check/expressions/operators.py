"""Operators: what a comparison, a membership, a pattern or arithmetic makes of its operands.

Each takes the operands' types as already known (None where an operand was reported) and gives None after a finding.
"""

from __future__ import annotations

import re
from dataclasses import replace

from sloc.check.context import Checking, Context, in_turn
from sloc.check.expressions.patterns import regex_fault
from sloc.check.expressions.typed import Typed, literal, no_such_value
from sloc.findings import Fix, Label, finding, replacing
from sloc.ir import expr as x
from sloc.ir.expr import Type
from sloc.syntax import ast

NUMERIC = frozenset({Type.INT, Type.NUMBER})
_NULL_TEST = {"==": "is null", "!=": "is not null"}
_INTEGER = re.compile(r"0|[1-9][0-9]{0,17}")
_ORDERED = frozenset({Type.INT, Type.NUMBER, Type.STRING, Type.TIME, Type.DURATION, Type.DATE})


def compare(expr: ast.Compare, left: Typed | None, right: Typed | None, ctx: Context) -> Checking[Typed | None]:
    """``left op right``: both of one type, an order only where there is one, an enum only with its own values."""
    if left is None or right is None:
        return None
    for side, node, other in ((left, expr.left, expr.right), (right, expr.right, expr.left)):
        if side.type is None:
            words = ctx.words(other.span) if isinstance(other, ast.Ref) else None
            test = _NULL_TEST.get(expr.op, "is null")
            yield finding(
                "SLO208",
                f"`{expr.op} null` is never true",
                node.span,
                "a comparison with null is unknown, whatever the event",
                help=f"write `{words} {test}`" if words else f"write `{test}`",
                fix=_null_fix(expr, ctx),
            )
            return None
    if not _comparable(left.type, right.type):
        unit = Type.DURATION in (left.type, right.type) and not NUMERIC.isdisjoint({left.type, right.type})
        yield finding(
            "SLO207" if unit else "SLO208",
            f"{left.words} cannot be compared with {right.words}",
            expr.right.span,
            f"this is {right.words}",
            labels=[_label(expr.left, f"this is {left.words}")],
            help=_unit_help(expr, left, right),
            fix=_quotes_fix(expr, left),
        )
        return None
    if expr.op not in ("==", "!=") and (left.type not in _ORDERED or left.values or right.values):
        word = "an enum" if left.values or right.values else "a bool"
        yield finding(
            "SLO208",
            f"{word} has no order, so `{expr.op}` says nothing about it",
            expr.span,
            f"`{expr.op}` needs numbers, times or durations",
            help="compare with `==`, `!=` or `in [..]`",
        )
        return None
    if not (
        (yield from _in_enum(right, expr.right, left, expr.left)) and (yield from _in_enum(left, expr.left, right, expr.right))
    ):
        return None
    return Typed(x.Compare(expr.op, left.expr, right.expr), Type.BOOL, nullable=left.nullable or right.nullable)


def _null_fix(expr: ast.Compare, ctx: Context) -> Fix | None:
    """``x == null`` and ``null == x`` -> ``x is null``, where nothing but the operator stands between the two."""
    text = ctx.files[expr.span.file].text
    between = text[expr.left.span.end : expr.right.span.start]
    if isinstance(expr.left, ast.Null) and isinstance(expr.right, ast.Ref) and expr.op in _NULL_TEST:
        name = text[expr.right.span.start : expr.right.span.end]
        whole = expr.left.span.to(expr.right.span)
        return replacing(whole, f"{name} {_NULL_TEST[expr.op]}") if between.strip() == expr.op else None
    if not isinstance(expr.right, ast.Null) or expr.op not in _NULL_TEST or between.lstrip(") \n\t").strip() != expr.op:
        return None
    start = expr.left.span.end + between.index(expr.op)
    return replacing(replace(expr.right.span, start=start), _NULL_TEST[expr.op])


def _comparable(left: Type | None, right: Type | None) -> bool:
    return left == right or (left in NUMERIC and right in NUMERIC)


def _unit_help(expr: ast.Compare, left: Typed, right: Typed) -> str:
    if Type.DURATION in (left.type, right.type):
        number = expr.right if left.type is Type.DURATION else expr.left
        if isinstance(number, ast.Number):
            return f"give it a unit: `{number.text}s` or `{number.text}ms`"
        return "compare a duration with a duration: `300ms`, `1h30m`"
    if Type.TIME in (left.type, right.type):
        return "write an instant with its offset: `2026-03-27T17:55+01:00`"
    if isinstance(expr.right, ast.Str) and left.type in NUMERIC:
        number_text = expr.right.value
        return f"write `{number_text}`, without quotes" if _INTEGER.fullmatch(number_text) else "write a number, without quotes"
    if isinstance(expr.right, ast.Number) and left.type is Type.STRING:
        return f'write it as a string: `"{expr.right.text}"`'
    return ""


def _quotes_fix(expr: ast.Compare, left: Typed) -> Fix | None:
    """``code == "500"`` and ``route == 7``: quotes too many, or none, around a whole number."""
    written = expr.right
    if isinstance(written, ast.Str) and left.type in NUMERIC and _INTEGER.fullmatch(written.value):
        return replacing(written.span, written.value)
    if isinstance(written, ast.Number) and left.type is Type.STRING and not left.values and _INTEGER.fullmatch(written.text):
        return replacing(written.span, f'"{written.text}"')
    return None


def _in_enum(value: Typed, node: ast.Node, enum: Typed, enum_node: ast.Node) -> Checking[bool]:
    """Whether a string literal is one of the values of the enum that it is compared with."""
    if not enum.values or not isinstance(value.expr, x.StringLiteral) or value.expr.value in enum.values:
        return True
    what = f"`{enum_node.name.text}`" if isinstance(enum_node, ast.Ref) else "the enum"
    yield no_such_value(what, value.expr.value, enum.values, node.span)
    return False


def membership(expr: ast.In, operand: Typed | None) -> Checking[Typed | None]:
    """``operand in [..]``: literals of the operand's type."""
    if isinstance(expr.items, ast.Param):
        yield from literal(expr.items)
        return None
    items = yield from in_turn(literal(node) for node in expr.items.items)
    if operand is None:
        return None
    good: list[x.Literal] = []
    for node, item in zip(expr.items.items, items, strict=True):
        if item is None:
            return None
        if item.type is not None and not _comparable(operand.type, item.type):
            yield finding(
                "SLO208",
                f"{operand.words} is never {item.words}",
                node.span,
                f"this is {item.words}",
                labels=[_label(expr.operand, f"this is {operand.words}")],
            )
            return None
        if not (yield from _in_enum(item, node, operand, expr.operand)):
            return None
        good.append(item.expr)  # type: ignore[arg-type]  # literal() makes literals only
    if not good:
        yield finding("SLO223", "nothing is in an empty list", expr.items.span, "no values", help="list the values")
        return None
    test = x.In(operand.expr, tuple(good))
    return Typed(x.Not(test) if expr.negated else test, Type.BOOL, nullable=operand.nullable)


def matches(expr: ast.Matches, operand: Typed | None) -> Checking[Typed | None]:
    """``operand matches "regex"``: a string, and a pattern that RE2 takes."""
    if isinstance(expr.pattern, ast.Param):
        yield from literal(expr.pattern)
        return None
    fault = regex_fault(expr.pattern.value)
    if fault is not None:
        yield finding(
            "SLO216",
            f"this is no RE2 expression: {fault}",
            expr.pattern.span,
            "every back end matches as RE2 does",
            help='write what shall not match as a condition of its own: `matches "a.*" and not … matches "ab.*"`'
            if "(?" in expr.pattern.value
            else "",
        )
        return None
    if operand is None:
        return None
    if operand.type is not Type.STRING:
        yield finding("SLO208", f"{operand.words} cannot match a pattern", expr.operand.span, f"this is {operand.words}")
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
_RESULT |= {(op, a, b): Type.NUMBER for op in "+-*/" for a in NUMERIC for b in NUMERIC}
_RESULT |= {(op, Type.INT, Type.INT): Type.INT for op in "+-*"}
_RESULT |= {("*", number, Type.DURATION): Type.DURATION for number in NUMERIC}
_RESULT |= {(op, Type.DURATION, number): Type.DURATION for op in "*/" for number in NUMERIC}


def arithmetic(expr: ast.Arithmetic, left: Typed | None, right: Typed | None) -> Checking[Typed | None]:
    """``left op right`` on numbers, durations and times."""
    if left is None or right is None:
        return None
    result = _RESULT.get((expr.op, left.type, right.type)) if left.type and right.type else None
    if result is None:
        yield finding(
            "SLO208",
            f"`{expr.op}` does not work on {left.words} and {right.words}",
            expr.span,
            "numbers, durations and times have arithmetic, each in its own way",
            labels=[_label(expr.left, f"this is {left.words}"), _label(expr.right, f"this is {right.words}")],
        )
        return None
    nullable = left.nullable or right.nullable or expr.op == "/"
    return Typed(x.Arithmetic(expr.op, left.expr, right.expr, result), result, nullable=nullable)


def _label(node: ast.Node, text: str) -> Label:
    return Label(node.span, text)
