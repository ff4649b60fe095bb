"""Literals are exact."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from sloc.syntax import ast
from sloc.syntax.strings import decode, encode
from tests.unit.syntax.helpers import expression, marked, mistakes, read, value

SECOND = 1_000_000


@pytest.mark.parametrize(
    ("text", "micros"),
    [
        ("250ms", 250_000),
        ("2.5s", 2_500_000),
        ("15m", 900 * SECOND),
        ("4h", 14_400 * SECOND),
        ("3d", 259_200 * SECOND),
        ("2w", 1_209_600 * SECOND),
        ("1h30m", 5_400 * SECOND),
        ("1w2d3h4m5s6ms", 788_645 * SECOND + 6_000),
        ("0.001ms", 1),
        ("0s", 0),
    ],
)
def test_durations_are_whole_microseconds(text: str, micros: int) -> None:
    made = value(text)
    assert isinstance(made, ast.Duration)
    assert (made.micros, made.text) == (micros, text)


@pytest.mark.parametrize(
    ("text", "share"),
    [("95%", Fraction(95, 100)), ("99.95%", Fraction(1999, 2000)), ("0.1%", Fraction(1, 1000)), ("100%", Fraction(1))],
)
def test_percentages_are_fractions(text: str, share: Fraction) -> None:
    made = value(text)
    assert isinstance(made, ast.Percent)
    assert made.value == share


def test_numbers_are_fractions() -> None:
    made = [value(text) for text in ("1.2", "-3", "0")]
    assert [number.value for number in made if isinstance(number, ast.Number)] == [Fraction(6, 5), Fraction(-3), Fraction(0)]


@pytest.mark.parametrize(("text", "share"), [("p90", Fraction(9, 10)), ("p99.9", Fraction(999, 1000))])
def test_percentiles(text: str, share: Fraction) -> None:
    file = read(f"service s {{ slo x {{ expect {text} of t to have m within 1h over 28d }} }}")
    assert isinstance(file.declarations[0], ast.Service)
    slo = file.declarations[0].items[0]
    assert isinstance(slo, ast.Slo)
    assert isinstance(slo.items[0], ast.Expect)
    assert slo.items[0].target == ast.Percentile(share, text, span=slo.span)


@pytest.mark.parametrize(
    ("text", "micros"),
    [
        ("1970-01-01T00:00Z", 0),
        ("1970-01-01T00:00:00.000001Z", 1),
        ("1970-01-01T00:00:00.1Z", 100_000),
        ("1970-01-01T01:00+01:00", 0),
        ("1969-12-31T14:30-09:30", 0),
        ("2026-03-27T17:55+01:00", 1_774_630_500 * SECOND),
        ("0001-01-01T00:00+23:59", -62_135_596_800 * SECOND - (23 * 60 + 59) * 60 * SECOND),
    ],
)
def test_instants_are_microseconds_since_the_epoch(text: str, micros: int) -> None:
    made = value(text)
    assert isinstance(made, ast.Instant)
    assert made.micros == micros


def test_dates_and_hours() -> None:
    file = read("calendar c { open 2026-12-29 09:00-12:30, 22:00-06:00, 18:00-24:00 open fri..mon, wed 00:00-00:00 }")
    calendar = file.declarations[0]
    assert isinstance(calendar, ast.Calendar)
    date, week = calendar.items
    assert isinstance(date, ast.OpenDate)
    assert isinstance(week, ast.OpenWeekly)
    assert date.date.value == dt.date(2026, 12, 29)
    assert [(hours.start, hours.end) for hours in date.hours] == [(540, 750), (1320, 360), (1080, 1440)]
    assert week.days == (4, 5, 6, 0, 2)


@pytest.mark.parametrize(
    ("text", "decoded"),
    [
        ('""', ""),
        (r'"a \"b\" \\ \/ \n\t\r\b\f"', 'a "b" \\ / \n\t\r\b\f'),
        (r'"\u00e9 \ud83d\ude00"', "é 😀"),
        ('"# no comment"', "# no comment"),
        ('"""select "x" """', 'select "x" '),
        ('"""\n    select 1\n      from t\n    """', "select 1\n  from t"),
        ('""""""', ""),
    ],
)
def test_strings_are_decoded(text: str, decoded: str) -> None:
    made = value(text)
    assert isinstance(made, ast.Str)
    assert made.value == decoded


@pytest.mark.parametrize("text", ["", "plain", 'a"b\\c', "line\nline\ttab", "\x01\x1f é 😀"])
def test_encoded_strings_decode_to_themselves(text: str) -> None:
    assert decode(encode(text)) == text


def test_a_number_of_absurd_length_is_refused_quickly() -> None:
    text = "source t { expected " + "9" * 100_000 + " per day }"
    assert [code for code, _ in marked(text)] == ["SLO106"]


@pytest.mark.parametrize("text", ["٢٠٢٦-03-31T00:00Z", "2026-03-31T00:0٠Z", "٢٠٢٦-03-31", "٠٩:00", "٣m", "٣%", "p٣٣", "²"])
def test_digits_are_those_of_ascii(text: str) -> None:
    assert marked(f'test "t" for a.b {{ given r {{ {{ a: {text} }} }} }}')


def test_the_longest_number_has_forty_digits() -> None:
    assert not marked("source t { expected " + "9" * 40 + " per day }")
    assert [code for code, _ in marked("source t { expected " + "9" * 41 + " per day }")] == ["SLO106"]
    assert ("SLO106", "9" * 5_000 + "k") in marked("source t { expected " + "9" * 5_000 + "k per day }")


@pytest.mark.parametrize(("offset", "right"), [("+23:59", True), ("+24:00", False), ("-00:59", True), ("-00:60", False)])
def test_offsets_are_times_of_day(offset: str, right: bool) -> None:
    assert marked(f'test "t" for a.b {{ at 2026-03-31T00:00{offset} }}') == (
        [] if right else [("SLO106", f"2026-03-31T00:00{offset}")]
    )


@pytest.mark.parametrize("name", ["p95", "p95s", "p95th", "p9", "p999", "p"])
def test_a_percentile_may_be_a_name_and_names_may_start_like_one(name: str) -> None:
    assert not marked(f"source t {{ at {name} }}")


def test_a_percentile_with_a_fraction_is_no_name() -> None:
    assert marked("source t { at p99.9 }") == [("SLO101", "p99.9")]
    assert not marked("service s { slo x { expect p99.9 of t to have m within 1h over 28d } }")


def test_a_scaled_number_is_whole() -> None:
    assert mistakes("source t { expected 1.2345k per day }")[0].help == ("write it as `15m`, `1h30m` or `250ms`",)


def test_operators_bind_as_documented() -> None:
    made = expression("a or not b and c + d * 2 - e <= f")
    assert isinstance(made, ast.Logic)
    assert made.op == "or"
    conjunction = made.operands[1]
    assert isinstance(conjunction, ast.Logic)
    assert isinstance(conjunction.operands[0], ast.Not)
    compare = conjunction.operands[1]
    assert isinstance(compare, ast.Compare)
    assert isinstance(compare.left, ast.Arithmetic)
    assert (compare.left.op, compare.op) == ("-", "<=")


def test_parentheses_group() -> None:
    assert expression("a and (b or c)") != expression("a and b or c")
    assert expression("(a and b) or c") == expression("a and b or c")


def test_layout_takes_no_part_in_equality() -> None:
    assert read("source t { at x }") == read("# a comment\nsource t {\n  at x # another\n}\n")


def test_comments_are_kept_as_written() -> None:
    assert [comment.text for comment in read("# one\nsource t { at x } #two").comments] == ["# one", "#two"]


def test_spans_cover_what_they_name() -> None:
    text = "source t { field a: bool = (b or c) and d }"
    file = read(text)
    source = file.declarations[0]
    assert isinstance(source, ast.Source)
    field = source.items[0]
    assert isinstance(field, ast.Field)
    assert field.derived is not None
    assert text[field.derived.span.start : field.derived.span.end] == "(b or c) and d"
    assert text[source.span.start : source.span.end] == text
