"""PromQL trees as text: precedence, quoting, layout."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sloc.backends.promql import (
    Aggregate,
    Binary,
    Call,
    Expr,
    Matcher,
    Number,
    Range,
    Subquery,
    Vector,
    ignoring,
    inline,
    layout,
    on,
)
from sloc.backends.promql.printer import duration, number
from sloc.backends.promql.quoting import literal_pattern, quoted
from sloc.ir.units import DAY, HOUR, MICROS, MINUTE

A, B, C = Vector("a"), Vector("b"), Vector("c")


def n(value: int) -> Number:
    return Number(Fraction(value))


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        (Binary("*", Binary("+", A, B), C), "(a + b) * c"),
        (Binary("+", A, Binary("*", B, C)), "a + b * c"),
        (Binary("-", A, Binary("-", B, C)), "a - (b - c)"),
        (Binary("-", Binary("-", A, B), C), "a - b - c"),
        (Binary("/", A, Binary(">", B, n(0))), "a / (b > 0)"),
        (Binary(">", Binary("/", A, B), n(0)), "a / b > 0"),
        (Binary("or", Binary("and", A, B), C), "(a and b) or c"),
        (Binary("or", Binary("or", A, B), C), "a or b or c"),
        (Binary("or", A, Binary("or", B, C)), "a or (b or c)"),
        (Binary("and", A, Binary("or", B, C)), "a and (b or c)"),
        (Binary("and", Binary(">", A, n(1)), B, on("slo", "region")), "a > 1 and on (slo, region) b"),
        (Binary("/", A, B, on("slo", many_left=True)), "a / on (slo) group_left () b"),
        (Binary("and", A, B, ignoring("le")), "a and ignoring (le) b"),
        (Binary("or", A, B, on()), "a or on () b"),
        (Aggregate("sum", (), A), "sum (a)"),
        (Aggregate("sum", ("x", "y"), A), "sum by (x, y) (a)"),
        (Call("clamp_min", (A, n(0))), "clamp_min(a, 0)"),
        (Range(Vector("a", (), 5 * MINUTE), HOUR), "a[1h] offset 5m"),
        (Vector("a", (Matcher("x", "!=", 'q"\\'),), 5 * MINUTE), 'a{x!="q\\"\\\\"} offset 5m'),
        (Subquery(Call("rate", (Range(A, MINUTE),)), 30 * DAY, 15 * MINUTE), "rate(a[1m])[30d:15m]"),
        (Subquery(Binary("+", A, B), HOUR, MINUTE), "(a + b)[1h:1m]"),
        (Binary("*", A, n(-1)), "a * (-1)"),
    ],
)
def test_parentheses_stand_where_they_are_needed(expr: Expr, text: str) -> None:
    assert inline(expr) == text
    assert layout(expr) == text


def test_long_expressions_are_broken() -> None:
    long = Vector("x" * 30)
    expr = Aggregate("sum", (), Binary("or", Binary("and", long, long), Call("f", (long, n(0)))))
    assert layout(expr, 60) == "sum (\n  (\n    {0}\n    and {0}\n  )\n  or f({0}, 0)\n)".format("x" * 30)


def test_a_name_that_is_none_never_gets_out() -> None:
    with pytest.raises(AssertionError):
        inline(Vector("a b"))
    with pytest.raises(AssertionError):
        inline(Vector("a", (Matcher('x="y"', "=", ""),)))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(144, 10_000), "0.0144"),
        (Fraction(1, 1400), "0.0007142857142857143"),
        (Fraction(1, 10**7), "0.0000001"),
        (Fraction(-5, 2), "-2.5"),
    ],
)
def test_numbers_are_exact_or_the_nearest_double(value: Fraction, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(
    ("micros", "text"), [(66 * HOUR, "66h"), (90 * MINUTE, "90m"), (30 * DAY, "30d"), (MICROS, "1s"), (1500_000, "1500ms")]
)
def test_durations(micros: int, text: str) -> None:
    assert duration(micros) == text


def test_what_a_spec_says_stays_in_its_string() -> None:
    assert quoted('a"}\n\t\\x\x00\u2028\U000e0001é') == '"a\\"}\\n\\t\\\\x\\u0000\\u2028\\U000e0001é"'
    assert literal_pattern("a.b|c(d)[e]{2}^$*+?\\") == "a\\.b\\|c\\(d\\)\\[e\\]\\{2\\}\\^\\$\\*\\+\\?\\\\"
