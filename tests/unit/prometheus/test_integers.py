"""Patterns match the whole numbers of their intervals, and nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sloc.backends.prometheus.integers import ALL, Interval, Intervals, complement, pattern, union

ODD = (
    "",
    "-",
    "-0",
    "00",
    "007",
    "-07",
    "+7",
    "7.0",
    "7e2",
    " 7",
    "7 ",
    "7\n",
    "0x7",
    "５",
    "5xx",
    "NaN",
    "abc",
    "1_000",
    "--7",
)
NUMBERS = range(-1200, 10_000)
INTERVALS = st.lists(
    st.tuples(st.none() | st.integers(-1100, 9999), st.none() | st.integers(-1100, 9999)), min_size=1, max_size=3
).map(lambda pairs: union(*pairs))


def holds(intervals: Intervals, number: int) -> bool:
    return any((low is None or low <= number) and (high is None or number <= high) for low, high in intervals)


@given(INTERVALS.filter(bool))
def test_every_number_and_no_other_text(intervals: Intervals) -> None:
    compiled = re.compile(pattern(intervals))
    for number in NUMBERS:
        assert (compiled.fullmatch(str(number)) is not None) == holds(intervals, number), number
    assert not [text for text in ODD if compiled.fullmatch(text)]
    for far in (10**9, -(10**9), 123_456_789_012_345_678_901):
        assert (compiled.fullmatch(str(far)) is not None) == holds(intervals, far)


@given(INTERVALS)
def test_a_number_lies_in_a_set_or_in_its_complement(intervals: Intervals) -> None:
    others = complement(intervals)
    assert all(holds(intervals, number) != holds(others, number) for number in range(-1200, 10_000, 7))
    assert union(*intervals, *others) == ALL
    assert complement(others) == intervals


@pytest.mark.parametrize(
    ("interval", "text"),
    [
        ((None, 499), "-[1-9][0-9]*|[0-9]|[1-9][0-9]|[1-4][0-9]{2}"),
        ((500, None), "[5-9][0-9]{2}|[1-9][0-9]{3,}"),
        ((200, 204), "20[0-4]"),
        ((0, None), "0|[1-9][0-9]*"),
        ((400, 499), "4[0-9][0-9]"),
    ],
)
def test_patterns_can_be_read(interval: Interval, text: str) -> None:
    assert pattern((interval,)) == text
