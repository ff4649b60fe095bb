"""The IR in the language's own words: expressions and the objective's sentence, for headers, boards and explanations."""

from __future__ import annotations

import datetime as dt
import json
from fractions import Fraction

from sloc.ir import expr as x
from sloc.ir.slo import CalendarWindow, Fresh, Have, Indicator, Population, RollingWindow, Satisfy, Window
from sloc.ir.units import duration_text

_LOOSEST, _OR, _AND, _NOT, _COMPARE, _SUM, _PRODUCT, _ATOM = range(8)


def decimal_text(value: Fraction) -> str:
    """An exact decimal where it terminates (``0.9995``), else ``p/q``."""
    rest = value.denominator
    places = 0
    for prime in (2, 5):
        count = 0
        while rest % prime == 0:
            rest //= prime
            count += 1
        places = max(places, count)
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    scaled = value.numerator * 10**places // value.denominator
    if places == 0:
        return str(scaled)
    digits = str(abs(scaled)).rjust(places + 1, "0")
    return f"{'-' if scaled < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def percent_text(share: Fraction) -> str:
    """``99.95%``; exact."""
    return f"{decimal_text(share * 100)}%"


def instant_text(micros: int) -> str:
    """RFC 3339 in UTC, with as many decimals as it needs: ``2026-03-27T17:55:00Z``."""
    moment = dt.datetime(1970, 1, 1) + dt.timedelta(microseconds=micros)
    return moment.isoformat().rstrip("0").rstrip(".") + "Z" if moment.microsecond else moment.isoformat() + "Z"


def expr_text(expr: x.Expr) -> str:
    """An expression as the language writes it, with no parenthesis that it does not need."""
    return _expr(expr, _LOOSEST)


def _expr(expr: x.Expr, around: int) -> str:
    text, own = _bare(expr)
    return f"({text})" if own < around else text


def _bare(expr: x.Expr) -> tuple[str, int]:
    match expr:
        case x.BoolLiteral(value):
            return ("true" if value else "false"), _ATOM
        case x.NumberLiteral(value):
            return decimal_text(value), _ATOM
        case x.StringLiteral(value):
            return json.dumps(value, ensure_ascii=False), _ATOM
        case x.TimeLiteral(value):
            return instant_text(value), _ATOM
        case x.DurationLiteral(value):
            return duration_text(value), _ATOM
        case x.DateLiteral(value):
            return value.isoformat(), _ATOM
        case x.NullLiteral():
            return "null", _ATOM
        case x.FieldRef(name):
            return name, _ATOM
        case x.Or(operands):
            return " or ".join(_expr(each, _OR + 1) for each in operands), _OR
        case x.And(operands):
            return " and ".join(_expr(each, _AND + 1) for each in operands), _AND
        case x.Not(x.IsNull(operand)):
            return f"{_expr(operand, _SUM)} is not null", _COMPARE
        case x.Not(x.In(operand, items)):
            return f"{_expr(operand, _SUM)} not in {_items(items)}", _COMPARE
        case x.Not(operand):
            return f"not {_expr(operand, _COMPARE)}", _NOT
        case x.Compare(op, left, right):
            return f"{_expr(left, _SUM)} {op} {_expr(right, _SUM)}", _COMPARE
        case x.In(operand, items):
            return f"{_expr(operand, _SUM)} in {_items(items)}", _COMPARE
        case x.Matches(operand, pattern):
            return f"{_expr(operand, _SUM)} matches {json.dumps(pattern, ensure_ascii=False)}", _COMPARE
        case x.IsNull(operand):
            return f"{_expr(operand, _SUM)} is null", _COMPARE
        case x.Arithmetic(op, left, right):
            own = _SUM if op in "+-" else _PRODUCT
            return f"{_expr(left, own)} {op} {_expr(right, own + 1)}", own
        case x.Negate(operand):
            return f"-{_expr(operand, _ATOM)}", _PRODUCT
        case x.Pick(last, child, field, where):
            return f"{'last' if last else 'first'}({child}.{field}{_where(where)})", _ATOM
        case x.Count(child, where):
            return f"count({child}{_where(where)})", _ATOM
        case x.Any(child, where):
            return f"any({child}{_where(where)})", _ATOM


def _items(items: tuple[x.Literal, ...]) -> str:
    return "[" + ", ".join(expr_text(item) for item in items) + "]"


def _where(where: x.Expr | None) -> str:
    return "" if where is None else f" where {expr_text(where)}"


def window_text(window: Window) -> str:
    """``28d``, ``calendar month in Europe/Berlin``."""
    match window:
        case RollingWindow(length):
            return duration_text(length)
        case CalendarWindow(period, zone):
            return f"calendar {period}" + ("" if zone is None else f" in {zone.name}")


def requirement_text(indicator: Indicator) -> str:
    """``have first_response within 15m during office``."""
    match indicator:
        case Have(measure, within, during):
            return f"have {measure} within {duration_text(within, 'h')}" + (f" during {during}" if during else "")
        case Satisfy(expr, after, share):
            of = "" if share == 1 else f"{percent_text(share)} of "
            return f"satisfy {of}{expr_text(expr)}" + (f" after {duration_text(after)}" if after else "")
        case Fresh(within):
            return f"be fresh within {duration_text(within, 'h')}"


def sentence(
    target: Fraction, percentile: Fraction | None, population: Population, indicator: Indicator, window: Window
) -> str:
    """The whole objective: ``95% of tickets where … to have first_response within 15m during office over 28d``."""
    goal = f"p{decimal_text(percentile * 100)}" if percentile is not None else percent_text(target)
    slices = f"{duration_text(population.slices.length)} slices of " if population.slices else ""
    name = population.source.rpartition(".")[2]
    per = f" per {', '.join(population.per)}" if population.per else ""
    during = f" during {population.during}" if population.during else ""
    return (
        f"{goal} of {slices}{name}{_where(population.where)}{during}{per}"
        f" to {requirement_text(indicator)} over {window_text(window)}"
    )
