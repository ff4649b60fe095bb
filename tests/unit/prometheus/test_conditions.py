"""Conditions as selectors agree with the reference evaluator on every series, whatever its labels hold."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sloc.backends.prometheus.conditions import Conditions, Unsayable
from sloc.backends.prometheus.label_sets import Region, TooManySelectors, matchers
from sloc.backends.promql import Matcher
from sloc.ir.expr import (
    And,
    BoolLiteral,
    Compare,
    DurationLiteral,
    Expr,
    FieldRef,
    In,
    IsNull,
    Matches,
    Not,
    NullLiteral,
    NumberLiteral,
    Or,
    StringLiteral,
    Type,
)
from tests.counts import examples
from tests.reference import build as b
from tests.reference.expression import Subject, is_true

SOURCE = b.source(
    {"id": "string", "at": "time", "code": "int?", "route": "string?", "ok": "bool?", "took": "duration?"},
    derived=[b.field("late", "bool", IsNull(b.ref("at", Type.TIME)))],
)
CONDITIONS = Conditions(SOURCE, {"route": "handler"})
CODE, ROUTE, OK = FieldRef("code", None, Type.INT), FieldRef("route", None, Type.STRING), FieldRef("ok", None, Type.BOOL)

CODES = ("", "0", "7", "-3", "200", "404", "499", "500", "503", "1000", "5xx", "007", "+7", "499.5")
ROUTES = ("", "/", "/pay", "/healthz", "a.b", "axb", "{{x}}", 'q"', "/pay\n")
OKS = ("", "true", "false", "TRUE", "1")
SERIES = [{"code": code, "handler": route, "ok": ok} for code, route, ok in product(CODES, ROUTES, OKS)]

OPS = st.sampled_from(("==", "!=", "<", "<=", ">", ">="))
NUMBERS = st.one_of(st.integers(-5, 1001), st.sampled_from((Fraction(999, 2), Fraction(1, 3)))).map(
    lambda number: NumberLiteral(Fraction(number))
)
STRINGS = st.sampled_from(ROUTES).map(StringLiteral)
PATTERNS = st.sampled_from(("/.*", "a.b", "", "/pay|/", "(?i:/PAY)", ".*", "[^/]+"))
ATOMS: st.SearchStrategy[Expr] = st.one_of(
    st.builds(Compare, OPS, st.just(CODE), NUMBERS),
    st.builds(lambda op, number: Compare(op, number, CODE), OPS, NUMBERS),
    st.builds(Compare, st.sampled_from(("==", "!=")), st.just(ROUTE), STRINGS),
    st.builds(Compare, st.sampled_from(("==", "!=")), st.just(OK), st.booleans().map(BoolLiteral)),
    st.just(OK),
    st.builds(In, st.just(CODE), st.lists(NUMBERS | st.just(NullLiteral()), min_size=1, max_size=3).map(tuple)),
    st.builds(In, st.just(ROUTE), st.lists(STRINGS | st.just(NullLiteral()), min_size=1, max_size=3).map(tuple)),
    st.builds(Matches, st.just(ROUTE), PATTERNS),
    st.builds(IsNull, st.sampled_from((CODE, ROUTE, OK))),
    st.booleans().map(BoolLiteral),
)
EXPRESSIONS: st.SearchStrategy[Expr] = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(lambda each: And(tuple(each))),
        st.lists(inner, min_size=2, max_size=3).map(lambda each: Or(tuple(each))),
    ),
    max_leaves=5,
)


def subject(labels: dict[str, str]) -> Subject:
    """The event that a series' labels tell of: what is no value of its field's type is null."""
    code = int(labels["code"]) if re.fullmatch("0|-?[1-9][0-9]*", labels["code"]) else None
    ok = {"true": True, "false": False}.get(labels["ok"])
    return Subject(SOURCE, {"id": "1", "at": 0, "code": code, "route": labels["handler"] or None, "ok": ok}, {}, 10)


def selects(matcher: Matcher, labels: dict[str, str]) -> bool:
    """What Prometheus does with a matcher."""
    value = labels[matcher.label]
    found = re.fullmatch(matcher.value, value) is not None if "~" in matcher.op else value == matcher.value
    return found is not matcher.op.startswith("!")


def has(region: Region, labels: dict[str, str]) -> bool:
    return any(all(selects(matcher, labels) for matcher in matchers(selection)) for selection in region)


@given(EXPRESSIONS)
@examples(60)
def test_selectors_agree_with_the_reference(expr: Expr) -> None:
    try:
        true, false, rest = CONDITIONS.where_true(expr), CONDITIONS.where_false(expr), CONDITIONS.where_not_true(expr)
    except TooManySelectors:
        return
    for labels in SERIES:
        expected = is_true(expr, subject(labels))
        assert has(true, labels) == expected, labels
        assert has(rest, labels) != expected, labels
        assert has(false, labels) == is_true(Not(expr), subject(labels)), labels


@given(st.integers(-5, 1200), OPS)
def test_a_comparison_of_a_number_takes_one_matcher(limit: int, op: str) -> None:
    good = CONDITIONS.where_true(Compare(op, CODE, NumberLiteral(Fraction(limit))))
    bad = CONDITIONS.where_not_true(Compare(op, CODE, NumberLiteral(Fraction(limit))))
    assert [len(matchers(selection)) for region in (good, bad) for selection in region] == [1, 1]


@pytest.mark.parametrize(
    ("expr", "why"),
    [
        (Compare("<", ROUTE, StringLiteral("/b")), "by `<` only where it is a whole number"),
        (Compare("==", ROUTE, ROUTE), "a label is compared with a value"),
        (Compare("<", FieldRef("took", None, Type.DURATION), DurationLiteral(5)), "is a duration"),
        (IsNull(FieldRef("at", None, Type.TIME)), "is a time"),
        (FieldRef("late", None, Type.BOOL), "worked out from other rows"),
        (Compare("==", BoolLiteral(True), BoolLiteral(True)), "no condition on one label"),
    ],
)
def test_what_no_label_says(expr: Expr, why: str) -> None:
    with pytest.raises(Unsayable, match=re.escape(why)):
        CONDITIONS.where_true(expr)


def test_too_many_selectors() -> None:
    """Twelve pairs of conditions on two labels multiply."""
    pairs = [
        Or(
            (
                Compare("==", CODE, NumberLiteral(Fraction(n))),
                Matches(ROUTE, f"/{n}"),
                Compare("==", OK, BoolLiteral(n % 2 == 0)),
            )
        )
        for n in range(12)
    ]
    with pytest.raises(TooManySelectors):
        CONDITIONS.where_true(And(tuple(pairs)))
