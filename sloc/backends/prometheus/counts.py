"""The base counts of an SLO from raw series: all events and bad ones, over five minutes (docs/prometheus.md §2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce

from sloc.backends.prometheus.conditions import Conditions
from sloc.backends.prometheus.label_sets import EVERYTHING, Region, both, matchers
from sloc.backends.prometheus.series import BASE, TOTAL, Series, base, number
from sloc.backends.promql import Aggregate, Binary, Call, Expr, Matcher, Range, Vector, ignoring, on
from sloc.backends.promql.quoting import literal_pattern
from sloc.ir import Have, Satisfy, Slo, Source
from sloc.ir.text import decimal_text
from sloc.ir.units import HOUR, MICROS, Duration

_REMEMBERED = Duration(HOUR)
"""A series that was seen in this long before is no newborn one: it only went idle, or its target was away."""


@dataclass(frozen=True)
class Counter:
    """Selectors of all events and of bad ones; `births` is the label that tells instances apart, where newborn series count."""

    total: tuple[Vector, ...]
    bad: tuple[Vector, ...]
    births: str | None


@dataclass(frozen=True)
class Histogram:
    """Selectors of a classic histogram's ``_count`` and of its ``_bucket`` at the threshold, pairwise."""

    pairs: tuple[tuple[Vector, Vector], ...]


Counts = Counter | Histogram


def counts_of(slo: Slo, source: Source, metric: Vector, conditions: Conditions) -> Counts:
    """What an SLO counts, as selectors. Raises Unsayable and TooManySelectors for conditions that labels cannot say."""
    assert source.prometheus is not None
    where = slo.population.where
    kept = EVERYTHING if where is None else conditions.where_true(where)
    match slo.indicator:
        case Satisfy(expr):
            bad = both(kept, conditions.where_not_true(expr))
            return Counter(_selectors(metric, kept), _selectors(metric, bad), source.prometheus.births)
        case Have(_, within):
            limit = Matcher("le", "=~", "|".join(map(literal_pattern, bounds(within))))
            pairs = []
            for count in _selectors(replace(metric, name=metric.name + "_count"), kept):
                bucket = Vector(metric.name + "_bucket", (*count.matchers, limit))
                pairs.append((count, bucket))
            return Histogram(tuple(pairs))
        case _:
            raise AssertionError("slices are refused before")


def total_expr(counts: Counts, grouping: tuple[str, ...]) -> Expr:
    """``slo:events_total:increase5m``."""
    match counts:
        case Counter(total, _, births):
            return Aggregate("sum", grouping, _increase(total, total, births))
        case Histogram(pairs):
            # Where the bound is missing nothing is counted: it must not read as all good.
            parts = [
                Binary("and", _increase5m(count), Call("present_over_time", (Range(bucket, BASE),)), ignoring("le"))
                for count, bucket in pairs
            ]
            return Aggregate("sum", grouping, _any_of(parts))


def bad_expr(counts: Counts, series: Series) -> Expr:
    """``slo:events_bad:increase5m``; reads the total that was recorded just before."""
    total = series.read(base(TOTAL))
    match counts:
        case Counter(_, ()):
            return Binary("*", number(0), total)  # nothing can be bad
        case Counter(all_events, bad, births):
            counted = Aggregate("sum", series.grouping, _increase(bad, all_events, births))
            # No series of bad events yet means none; a target that is gone stays absent.
            return Binary("or", counted, Binary("*", number(0), total), on(*series.grouping))
        case Histogram(pairs):
            good = Aggregate("sum", series.grouping, _any_of([_increase5m(bucket) for _, bucket in pairs]))
            return Call("clamp_min", (Binary("-", total, good, on(*series.grouping)), number(0)))


def bounds(within: Duration) -> tuple[str, ...]:
    """How clients spell a bucket's bound in seconds: ``0.3`` or ``0.30``, ``1`` or ``1.0``, and with an exponent far from 1."""
    seconds = Fraction(within, MICROS)
    text = decimal_text(seconds)
    spelled = [text, text + ("0" if "." in text else ".0")]
    if seconds < Fraction(1, 10_000) or seconds >= 1_000_000:
        digits = str(within).rstrip("0")
        exponent = len(str(within)) - 7
        mantissa = digits[0] + (f".{digits[1:]}" if digits[1:] else "")
        spelled.append(f"{mantissa}e{'-' if exponent < 0 else '+'}{abs(exponent):02d}")
    return tuple(spelled)


def _selectors(metric: Vector, region: Region) -> tuple[Vector, ...]:
    return tuple(Vector(metric.name, (*metric.matchers, *matchers(selection))) for selection in region)


def _increase(chosen: tuple[Vector, ...], all_events: tuple[Vector, ...], births: str | None) -> Expr:
    """The increase of the chosen series; with `births` a series that is born in the window counts from 0.

    Born is what was not there in the hour before, on an instance that was: the series of a new or returning instance hold
    counts from before (docs/prometheus.md §2).
    """
    increases = [_increase5m(vector) for vector in chosen]
    if births is None:
        return _any_of(increases)
    instances = tuple(dict.fromkeys(("job", births)))
    known = Aggregate("group", instances, _any_of([replace(vector, offset=BASE) for vector in all_events]))
    newborn: list[Expr] = []
    for vector in chosen:
        before = Call("last_over_time", (Range(replace(vector, offset=BASE), _REMEMBERED),))
        newborn.append(Binary("and", Binary("unless", vector, before), known, on(*instances)))
    return _any_of([*newborn, *increases])


def _increase5m(vector: Vector) -> Call:
    # `increase`, not `rate`: VictoriaMetrics counts newborn series in it exactly.
    return Call("increase", (Range(vector, BASE),))


def _any_of(parts: Sequence[Expr]) -> Expr:
    """The series of all parts, each once."""
    return reduce(lambda left, right: Binary("or", left, right), parts)
