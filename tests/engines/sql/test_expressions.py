"""Arithmetic and logic of expressions on each engine, each case worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sloc.backends.sql import printer
from sloc.backends.sql.expressions import translate
from sloc.backends.sql.nodes import Column, Node, Text
from sloc.backends.sql.values import Exact, Value, is_null
from sloc.ir.expr import (
    And,
    Arithmetic,
    BoolLiteral,
    Compare,
    Expr,
    FieldRef,
    In,
    Matches,
    Not,
    NullLiteral,
    NumberLiteral,
    Or,
    StringLiteral,
    Type,
)
from tests.engines.sql.engine import Database, Engine, dialect_of


class Columns:
    """Fields are columns of one row: integers, billionths, or text."""

    def field(self, ref: FieldRef) -> Value:
        column = Column(ref.name)
        match ref.type:
            case Type.NUMBER:
                return Exact(column, 10**9)
            case Type.STRING | Type.BOOL:
                return column
            case _:
                return Exact(column)

    def aggregate(self, node: object) -> Value:
        raise AssertionError(node)


def evaluate(engine: Engine, expr: Expr, **row: str) -> object:
    """The value on an engine; the columns are given as SQL."""
    value = translate(expr, Columns(), dialect_of(engine))
    assert not isinstance(value, Exact)
    return select(engine, value, row)


def select(engine: Engine, node: Node, row: dict[str, str]) -> object:
    columns = ", ".join(f"{text} AS {name}" for name, text in row.items()) or "1 AS one"
    text = printer.expression(node, dialect_of(engine))
    ((value,),) = [found.values() for found in scratch(engine).fetch(f"SELECT {text} AS value FROM (SELECT {columns}) AS r")]
    return value


def scratch(engine: Engine) -> Database:
    return engine.prepared(())


def number(value: str) -> NumberLiteral:
    return NumberLiteral(Fraction(value))


N, X = FieldRef("n", None, Type.INT), FieldRef("x", None, Type.NUMBER)
S, B = FieldRef("s", None, Type.STRING), FieldRef("b", None, Type.BOOL)
UNKNOWN = Compare("==", N, NullLiteral())


def divided(left: Expr, right: Expr) -> Arithmetic:
    return Arithmetic("/", left, right, Type.NUMBER)


@pytest.mark.parametrize(
    ("n", "expected"),
    [("1", True), ("-1", False), ("3", True), ("-3", False), ("0", None), ("CAST(NULL AS BIGINT)", None)],
)
def test_a_negative_divisor_keeps_the_direction_of_a_comparison(engine: Engine, n: str, expected: object) -> None:
    # 1/n > -1/4 holds for positive n, and for n < -4.
    assert evaluate(engine, Compare(">", divided(number("1"), N), number("-0.25")), n=n) is expected


def test_a_third_is_exact(engine: Engine) -> None:
    third = divided(N, number("3"))
    assert evaluate(engine, Compare("==", Arithmetic("*", third, number("3"), Type.NUMBER), N), n="1") is True


def test_division_by_zero_is_null_also_between_constants(engine: Engine) -> None:
    assert evaluate(engine, Compare("==", divided(number("1"), number("0")), number("1"))) is None
    value = translate(divided(N, N), Columns(), dialect_of(engine))
    assert select(engine, is_null(value), {"n": "0"}) is True
    assert select(engine, is_null(value), {"n": "2"}) is False


def test_numbers_of_nine_places_meet_literals_of_more(engine: Engine) -> None:
    assert evaluate(engine, Compare("<", X, number("1.0000000001")), x="1000000000") is True
    assert evaluate(engine, Compare("==", X, number("1.5")), x="1500000000") is True


def test_a_literal_beyond_every_column_still_compares(engine: Engine) -> None:
    assert evaluate(engine, Compare("<", N, number(str(10**50))), n="9223372036854775807") is True
    assert evaluate(engine, Compare(">", X, number(str(-(10**60)))), x="-99999999999999999999999999999999999999") is True


def test_products_do_not_overflow_where_integers_of_64_bits_would(engine: Engine) -> None:
    square = Arithmetic("*", N, N, Type.NUMBER)
    assert evaluate(engine, Compare(">", square, number(str(2**125))), n="CAST(9223372036854775807 AS BIGINT)") is True


@pytest.mark.parametrize(
    ("expr", "expected"),
    [
        (And((BoolLiteral(False), UNKNOWN)), False),
        (And((BoolLiteral(True), UNKNOWN)), None),
        (Or((BoolLiteral(True), UNKNOWN)), True),
        (Or((BoolLiteral(False), UNKNOWN)), None),
        (Not(UNKNOWN), None),
        (Compare("==", B, Compare("<", N, number("2"))), True),
    ],
)
def test_kleene_logic(engine: Engine, expr: Expr, expected: object) -> None:
    assert evaluate(engine, expr, n="1", b="TRUE") is expected


@pytest.mark.parametrize(
    ("s", "items", "expected"),
    [
        ("'a'", ("a", None), True),
        ("'b'", ("a", None), None),
        ("'b'", ("a",), False),
        ("NULL", ("a",), None),
        ("NULL", (), False),
        ("'b'", (), False),
    ],
)
def test_lists(engine: Engine, s: str, items: tuple[str | None, ...], expected: object) -> None:
    literals = tuple(NullLiteral() if item is None else StringLiteral(item) for item in items)
    assert evaluate(engine, In(S, literals), s=f"CAST({s} AS VARCHAR)") is expected


HOSTILE = ("'", "''; DROP TABLE x; --", "a\nb", "$$", "/*", "\\", "é𝄞", "", "{{ x }}", '"')


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_strings_are_themselves(engine: Engine, text: str) -> None:
    assert select(engine, translate_text(engine, text), {}) == text
    assert select(engine, dialect_of(engine).by_code_point(Text(text)), {}) == text


def translate_text(engine: Engine, text: str) -> Node:
    value = translate(StringLiteral(text), Columns(), dialect_of(engine))
    assert not isinstance(value, Exact)
    return value


def test_strings_compare_by_code_point(engine: Engine) -> None:
    assert evaluate(engine, Compare("<", S, StringLiteral("a")), s="'Z'") is True
    assert evaluate(engine, Compare(">", S, StringLiteral("z")), s="'é'") is True
    assert evaluate(engine, Compare("<", S, StringLiteral("\U0001d11e")), s="'\uffee'") is True  # UTF-16 would say otherwise


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [("a.*", "'abc'", True), ("b", "'abc'", False), ("a|abc", "'abc'", True), ("a'b", "'a''b'", True), ("x", "NULL", None)],
)
def test_patterns_match_the_whole_string(engine: Engine, pattern: str, text: str, expected: object) -> None:
    assert evaluate(engine, Matches(S, pattern), s=f"CAST({text} AS VARCHAR)") is expected


def test_negatives_of_negatives_are_not_comments(engine: Engine) -> None:
    negated = Compare("==", Arithmetic("-", N, number("-3"), Type.NUMBER), number("4"))
    assert evaluate(engine, negated, n="1") is True
