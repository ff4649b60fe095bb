"""Sets of whole numbers as RE2 patterns over their canonical decimal text: ``0``, ``42``, ``-7``; never ``007`` or ``+7``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

Interval: TypeAlias = tuple[int | None, int | None]
"""Both ends included; None is without end on that side."""

Intervals: TypeAlias = tuple[Interval, ...]
"""Ascending, disjoint and not adjacent."""

ALL: Intervals = ((None, None),)


def union(*intervals: Interval) -> Intervals:
    """Any intervals, in order and merged."""
    filled = [each for each in intervals if each[0] is None or each[1] is None or each[0] <= each[1]]
    merged: list[Interval] = []
    for low, high in sorted(filled, key=lambda each: (each[0] is not None, each[0] or 0)):
        if merged and (merged[-1][1] is None or low is None or low <= merged[-1][1] + 1):
            end = merged[-1][1]
            merged[-1] = (merged[-1][0], None if end is None or high is None else max(end, high))
        else:
            merged.append((low, high))
    return tuple(merged)


def complement(intervals: Intervals) -> Intervals:
    """All whole numbers that lie in none of them."""
    gaps: list[Interval] = []
    low: int | None = None
    for first, last in intervals:
        if first is not None:
            gaps.append((low, first - 1))
        if last is None:
            return union(*gaps)
        low = last + 1
    return union(*gaps, (low, None))


def pattern(intervals: Intervals) -> str:
    """What matches exactly the numbers in the intervals, anchored; the intervals are not empty."""
    return "|".join(part for interval in intervals for part in _interval(interval))


def _interval(interval: Interval) -> Iterator[str]:
    low, high = interval
    if low is None or low < 0:
        nearest = 1 if high is None or high >= 0 else -high
        yield from ("-" + part for part in _natural(nearest, None if low is None else -low))
    if high is None or high >= 0:
        yield from _natural(max(low or 0, 0), high)


def _natural(low: int, high: int | None) -> Iterator[str]:
    """The numbers `low` to `high`, neither negative: one run of patterns for each number of digits."""
    if high is None and low <= 1:
        yield from ("0", "[1-9][0-9]*")[low:]
        return
    digits = len(str(low))
    longest = digits if high is None else len(str(high))
    for length in range(digits, longest + 1):
        first = max(low, 10 ** (length - 1) if length > 1 else 0)
        last = 10**length - 1 if high is None else min(high, 10**length - 1)
        yield from _same_length(str(first), str(last))
    if high is None:
        yield f"[1-9][0-9]{{{digits},}}"


def _same_length(first: str, last: str) -> Iterable[str]:
    """The numbers between two of equal length, both included."""
    if not first:
        return [""]
    if first[0] == last[0]:
        return [first[0] + rest for rest in _same_length(first[1:], last[1:])]
    rest = len(first) - 1
    low, high = int(first[0]), int(last[0])
    parts: list[str] = []
    if first[1:] != "0" * rest:
        parts += [first[0] + part for part in _same_length(first[1:], "9" * rest)]
        low += 1
    tail: list[str] = []
    if last[1:] != "9" * rest:
        tail = [last[0] + part for part in _same_length("0" * rest, last[1:])]
        high -= 1
    if low <= high:
        parts.append((str(low) if low == high else f"[{low}-{high}]") + _any_digits(rest))
    return parts + tail


def _any_digits(count: int) -> str:
    return {0: "", 1: "[0-9]"}.get(count, f"[0-9]{{{count}}}")
