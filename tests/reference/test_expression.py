"""Kleene's logic, exact arithmetic and aggregates over children (docs/language.md §3.4)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sloc.ir.expr import (
    And,
    Any,
    Arithmetic,
    Count,
    Expr,
    In,
    IsNull,
    Literal,
    Matches,
    Negate,
    Not,
    NullLiteral,
    Or,
    Pick,
    Type,
)
from tests.reference import build as b
from tests.reference.data import Row, Value
from tests.reference.expression import Subject, value_of

TICKETS = b.source(
    {"id": "int", "at": "time", "state": "string?", "solved_at": "time?", "due_at": "time", "n": "number?"},
    children=[b.child("messages", {"id": "int", "sent_at": "time", "author": "string", "note": "string?"}, at="sent_at")],
)
NOW = b.instant("2026-05-12T00:00Z")


def subject(row: Row | None = None, messages: list[Row] | None = None, as_of: int = NOW) -> Subject:
    return Subject(TICKETS, row or {}, {"messages": messages or []}, as_of)


def result(expr: Expr, row: Row | None = None, messages: list[Row] | None = None) -> Value:
    return value_of(expr, subject(row, messages))


T, F, U = b.literal(True), b.literal(False), NullLiteral()
LITERALS: dict[str, Literal] = {"T": T, "F": F, "U": U}
VALUES = {"T": True, "F": False, "U": None}

# Kleene's tables: (a, b, a and b, a or b).
TABLE = ["T T T T", "T F F T", "T U U T", "F T F T", "F F F F", "F U F U", "U T U T", "U F F U", "U U U U"]


@pytest.mark.parametrize("line", TABLE)
def test_kleenes_tables(line: str) -> None:
    left, right, conjunction, disjunction = line.split()
    operands = (LITERALS[left], LITERALS[right])
    assert result(And(operands)) is VALUES[conjunction]
    assert result(Or(operands)) is VALUES[disjunction]


@pytest.mark.parametrize(("operand", "negated"), [(T, False), (F, True), (U, None)])
def test_not(operand: Literal, negated: bool | None) -> None:
    assert result(Not(operand)) is negated


@pytest.mark.parametrize("op", ["==", "!=", "<", "<=", ">", ">="])
def test_comparing_with_null_is_unknown(op: str) -> None:
    assert result(b.compare(b.ref("state"), op, "open"), {"state": None}) is None


def test_strings_compare_by_code_point() -> None:
    assert result(b.compare(b.literal("Z"), "<", "a")) is True
    assert result(b.compare(b.literal("z"), "<", "é")) is True
    assert result(b.compare(b.literal("10"), "<", "9")) is True


def test_membership() -> None:
    state = b.ref("state")
    with_null = In(state, (b.literal("open"), NullLiteral()))
    without = In(state, (b.literal("open"), b.literal("new")))
    assert result(with_null, {"state": "open"}) is True
    assert result(with_null, {"state": "shut"}) is None  # it might be the null
    assert result(without, {"state": "shut"}) is False
    assert result(without, {"state": None}) is None
    assert result(Not(with_null), {"state": "shut"}) is None


def test_is_null_is_never_unknown() -> None:
    assert result(IsNull(b.ref("state")), {"state": None}) is True
    assert result(IsNull(b.ref("state")), {"state": "open"}) is False


def test_matches_looks_at_the_whole_string() -> None:
    assert result(Matches(b.ref("state"), "op.*"), {"state": "open"}) is True
    assert result(Matches(b.ref("state"), "pen"), {"state": "open"}) is False
    assert result(Matches(b.ref("state"), "a|open"), {"state": "open again"}) is False
    assert result(Matches(b.ref("state"), "op.*"), {"state": None}) is None


def arithmetic(left: Expr, op: str, right: Expr, type: Type = Type.NUMBER) -> Arithmetic:
    return Arithmetic(op, left, right, type)


def test_division_is_exact_and_by_zero_null() -> None:
    third = arithmetic(b.literal(1), "/", b.literal(3))
    assert result(third) == Fraction(1, 3)
    assert result(b.compare(arithmetic(third, "*", b.literal(3)), "==", 1)) is True
    assert result(arithmetic(b.literal(1), "/", b.literal(0))) is None
    assert result(b.compare(arithmetic(b.literal(1), "/", b.literal(0)), "==", 1)) is None
    assert result(arithmetic(b.literal(7), "/", b.literal(2))) == Fraction(7, 2)  # ints, too


def test_numbers_durations_and_times() -> None:
    n = b.ref("n", Type.NUMBER)
    assert result(arithmetic(n, "-", b.literal(Fraction(1, 10))), {"n": Fraction(3, 10)}) == Fraction(1, 5)
    assert result(arithmetic(n, "-", b.literal(1)), {"n": None}) is None
    assert result(Negate(n, Type.NUMBER), {"n": Fraction(3, 10)}) == Fraction(-3, 10)
    assert result(Negate(n, Type.NUMBER), {"n": None}) is None
    assert result(arithmetic(b.lasting("90m"), "/", b.lasting("1h"))) == Fraction(3, 2)
    assert result(arithmetic(b.lasting("1h"), "*", b.literal(Fraction(1, 2)), Type.DURATION)) == b.length("30m")
    later = arithmetic(b.moment("2026-05-11T10:00Z"), "+", b.lasting("90m"), Type.TIME)
    assert result(b.compare(later, "==", b.moment("2026-05-11T11:30Z"))) is True
    apart = arithmetic(b.moment("2026-05-11T10:00Z"), "-", b.moment("2026-05-11T11:30Z"), Type.DURATION)
    assert result(apart) == -b.length("90m")


def message(sent_at: str, author: str = "agent", note: str | None = None) -> Row:
    return {"id": 1, "sent_at": b.instant(sent_at), "author": author, "note": note}


AUTHOR = b.ref("author", of="messages")
FROM_AGENT = b.compare(AUTHOR, "==", "agent")


def pick(field: str, last: bool = False, where: Expr | None = None) -> Pick:
    return Pick(last, "messages", field, where, Type.STRING)


def test_aggregates_without_a_true_row() -> None:
    assert result(Any("messages", FROM_AGENT)) is False
    assert result(Count("messages", None)) == 0
    assert result(pick("sent_at")) is None
    unknown = b.compare(b.ref("note", of="messages"), "==", "x")  # null, so not true
    assert result(Any("messages", unknown), messages=[message("2026-05-11T10:00Z")]) is False
    assert result(Count("messages", unknown), messages=[message("2026-05-11T10:00Z")]) == 0


def test_first_and_last_go_by_time_over_non_null_values_whatever_the_order_of_rows() -> None:
    rows = [
        message("2026-05-11T12:00Z", note="late"),
        message("2026-05-11T09:00Z"),
        message("2026-05-11T10:00Z", note="early"),
        message("2026-05-11T13:00Z"),
    ]
    for messages in (rows, rows[::-1]):
        assert result(pick("note"), messages=messages) == "early"
        assert result(pick("note", last=True), messages=messages) == "late"


def test_ties_in_time_are_decided_by_the_value_and_not_by_the_order_of_rows() -> None:
    rows = [message("2026-05-11T10:00Z", note="b"), message("2026-05-11T10:00Z", note="a"), message("2026-05-11T10:00Z")]
    for messages in (rows, rows[::-1]):
        assert result(pick("note"), messages=messages) == "a"
        assert result(pick("note", last=True), messages=messages) == "b"


def test_a_name_inside_an_aggregate_may_be_the_events() -> None:
    reopened = Any(
        "messages",
        b.both(
            b.compare(AUTHOR, "==", "customer"),
            b.compare(b.ref("sent_at", Type.TIME, of="messages"), ">", b.ref("solved_at", Type.TIME)),
        ),
    )
    messages = [message("2026-05-11T10:00Z", "customer")]
    assert result(reopened, {"solved_at": b.instant("2026-05-11T09:00Z")}, messages) is True
    assert result(reopened, {"solved_at": b.instant("2026-05-11T10:00Z")}, messages) is False
    assert result(reopened, {"solved_at": None}, messages) is False  # unknown is not true


def test_what_comes_later_is_not_known_yet() -> None:
    as_of = b.instant("2026-05-11T10:00Z")
    row = {"solved_at": as_of + 1, "due_at": as_of + 1}
    messages = [message("2026-05-11T10:00Z", note="now"), message("2026-05-11T10:00:00.000001Z", note="next")]
    then = subject(row, messages, as_of)
    assert value_of(b.ref("solved_at", Type.TIME), then) is None
    assert value_of(b.ref("solved_at", Type.TIME), subject(row, messages, as_of + 1)) == as_of + 1
    assert value_of(Count("messages", None), then) == 1
    assert value_of(pick("note", last=True), then) == "now"


def test_a_time_that_is_never_null_is_known_when_its_row_is() -> None:
    as_of = b.instant("2026-05-11T10:00Z")
    assert value_of(b.ref("due_at", Type.TIME), subject({"due_at": as_of + 1}, as_of=as_of)) == as_of + 1
