"""Writes PromQL: parentheses where precedence needs them and nowhere else, and long expressions over several lines."""

from __future__ import annotations

from fractions import Fraction

from sloc.backends.promql.nodes import (
    Aggregate,
    Binary,
    Call,
    Expr,
    Hole,
    Matcher,
    Matching,
    Number,
    Range,
    Subquery,
    Text,
    Vector,
)
from sloc.backends.promql.quoting import LABEL_NAME, METRIC_NAME, quoted
from sloc.ir.text import decimal_text
from sloc.units import UNITS

WIDTH = 100
"""Longer expressions are broken into lines."""

_PRECEDENCE = {
    **dict.fromkeys(("or",), 1),
    **dict.fromkeys(("and", "unless"), 2),
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">="), 3),
    **dict.fromkeys(("+", "-"), 4),
    **dict.fromkeys(("*", "/", "%"), 5),
}
"""All of these operators are left-associative (https://prometheus.io/docs/prometheus/latest/querying/operators/)."""

_SETS = frozenset({"and", "or", "unless"})
_COMPARISON = 3
_ATOM = 9


def inline(expr: Expr) -> str:
    """The expression on one line."""
    match expr:
        case Number(value):
            return number(value)
        case Text(value):
            return quoted(value)
        case Hole():
            return hole(expr)
        case Vector():
            return _selector(expr) + _offset(expr)
        case Range(vector, length):
            text = hole(length) if isinstance(length, Hole) else duration(length)
            return f"{_selector(vector)}[{text}]{_offset(vector)}"
        case Subquery(operand, length, step):
            return f"{_within(inline(operand), operand, _ATOM)}[{duration(length)}:{duration(step)}]"
        case Call(function, arguments):
            return f"{function}({', '.join(inline(argument) for argument in arguments)})"
        case Aggregate(_, _, operand):
            return f"{_head(expr)} ({inline(operand)})"
        case Binary():
            parts = [_within(inline(side), side, least) for side, least in _sides(expr)]
            return f"{parts[0]} {_operator(expr)} {parts[1]}"


def layout(expr: Expr, width: int = WIDTH) -> str:
    """The expression over as many lines as it takes for none to be much longer than `width`."""
    text = inline(expr)
    if len(text) <= width:
        return text
    match expr:
        case Binary():
            parts = [_part(side, least, width) for side, least in _sides(expr)]
            return f"{parts[0]}\n{_operator(expr)} {parts[1]}"
        case Aggregate(_, _, operand):
            return f"{_head(expr)} {_block(layout(operand, width - 2))}"
        case Call(function, arguments):
            return function + _block(",\n".join(layout(argument, width - 2) for argument in arguments))
        case _:
            return text


def duration(micros: int) -> str:
    """A PromQL duration in the largest unit that counts it whole: ``66h``, ``30d``. Prometheus counts milliseconds."""
    unit = next(unit for unit, length in UNITS.items() if unit != "w" and micros % length == 0)  # 28d, as people say it
    return f"{micros // UNITS[unit]}{unit}"


def number(value: Fraction) -> str:
    """An exact decimal where there is a short one, else the nearest double."""
    text = decimal_text(value)
    return text if "/" not in text and len(text) <= 20 else repr(float(value))


def hole(place: Hole) -> str:
    """A hole between two NUL characters, which nothing else that is printed can contain."""
    return f"\0{place.name}\0"


def _selector(vector: Vector) -> str:
    assert METRIC_NAME.fullmatch(vector.name), vector.name
    return vector.name + ("{" + ",".join(map(_matcher, vector.matchers)) + "}" if vector.matchers else "")


def _matcher(matcher: Matcher) -> str:
    assert LABEL_NAME.fullmatch(matcher.label), matcher.label
    value = f'"{hole(matcher.value)}"' if isinstance(matcher.value, Hole) else quoted(matcher.value)
    return f"{matcher.label}{matcher.op}{value}"


def _offset(vector: Vector) -> str:
    return f" offset {duration(vector.offset)}" if vector.offset else ""


def _head(expr: Aggregate) -> str:
    return f"{expr.operation} by ({', '.join(expr.by)})" if expr.by else expr.operation


def _operator(expr: Binary) -> str:
    return expr.op if expr.matching is None else f"{expr.op} {_matching(expr.matching)}"


def _matching(matching: Matching) -> str:
    return f"{matching.kind} ({', '.join(matching.labels)})" + (" group_left ()" if matching.many_left else "")


def _level(expr: Expr) -> int:
    match expr:
        case Binary(op):
            return _PRECEDENCE[op]
        case Number(value) if value < 0:
            return 0  # a sign binds less tightly than a subquery's bracket, so it always stands alone
        case _:
            return _ATOM


def _sides(expr: Binary) -> tuple[tuple[Expr, int], tuple[Expr, int]]:
    """Both sides, each with the level below which it needs parentheses; an equal operator on the right always does.

    Another set operator gets them, too: few readers know that `and` and `unless` come before `or`.
    """
    own = _PRECEDENCE[expr.op]
    left, right = own, own + 1
    if expr.op in _SETS:
        left, right = (
            _COMPARISON if isinstance(side, Binary) and side.op in _SETS - {expr.op} else least
            for side, least in ((expr.left, left), (expr.right, right))
        )
    return (expr.left, left), (expr.right, right)


def _within(text: str, expr: Expr, least: int) -> str:
    return text if _level(expr) >= least else f"({text})"


def _part(expr: Expr, least: int, width: int) -> str:
    """A side of an operator, over several lines; in parentheses it is a block of its own."""
    if _level(expr) >= least:
        return layout(expr, width)
    text = layout(expr, width - 2)
    return f"({text})" if "\n" not in text else _block(text)


def _block(text: str) -> str:
    return "(\n" + "\n".join(f"  {line}" for line in text.split("\n")) + "\n)"
