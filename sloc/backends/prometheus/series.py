"""The recorded series of one SLO: their names, their levels, and how they are read (docs/prometheus.md §2)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from sloc.backends.promql import Binary, Call, Expr, Matcher, Matching, Number, Range, Subquery, Vector, on
from sloc.backends.promql.printer import duration
from sloc.ir import Slo
from sloc.ir.units import DAY, HOUR, MINUTE, Duration

FAST = Duration(MINUTE)
"""The interval of the fast groups: the base counts, the page alerts."""

SLOW = Duration(4 * MINUTE)
"""The interval of the slow groups, below Prometheus' look-back of five minutes."""

BASE = Duration(5 * MINUTE)
"""The window of the base counts; nothing else reads raw series."""

FAST_UP_TO = Duration(6 * HOUR)
"""Longer windows are read from the 1 h level."""

MISSED = Duration(14 * MINUTE)
"""So far back the last value of the 1 h level still stands: three slow evaluations may be missed."""

GRID = Duration(15 * MINUTE)
"""The step at which a window reads the 1 h level: each event is counted four times."""

TOTAL, BAD = "total", "bad"
RESERVED = frozenset({"slo", "service", "severity", "alertname", "period", "rule"})
"""Labels that sloc sets itself."""


@dataclass(frozen=True)
class Series:
    """Readers of an SLO's records. `grouping` are the labels that keep a budget of their own."""

    slo: Slo
    grouping: tuple[str, ...]

    @property
    def labels(self) -> tuple[tuple[str, str], ...]:
        """The static labels of each of its rules."""
        return (("service", self.slo.service), ("slo", self.slo.id))

    @property
    def budget(self) -> Fraction:
        """The share of bad events that the target allows."""
        return 1 - self.slo.target

    @property
    def window(self) -> Duration:
        """The SLO's window."""
        return self.slo.window.length

    def same_group(self) -> Matching:
        """``on (slo, G)``."""
        return on("slo", *self.grouping)

    def read(self, name: str) -> Vector:
        """A record's value of this SLO."""
        return Vector(name, (Matcher("slo", "=", self.slo.id),))

    def last(self, name: str, length: Duration) -> Range:
        """A record's samples of this SLO over the last `length`."""
        return Range(self.read(name), length)

    def sum_over(self, kind: str, length: Duration) -> Call:
        """The sum of the recorded counts over a window, of the base up to six hours, else of the 1 h level."""
        return Call("sum_over_time", (self.last(base(kind) if length <= FAST_UP_TO else hourly(kind), length),))

    def events(self, kind: str, length: Duration) -> Expr:
        """How many events were counted in a window: the sum of counts, by how often each event is in it."""
        if length <= FAST_UP_TO:
            return Binary("/", self.sum_over(kind, length), number(BASE // FAST))
        return Binary("/", Call("sum_over_time", (self.steady(kind, length, GRID),)), number(HOUR // GRID))

    def steady(self, kind: str, length: Duration, step: Duration) -> Subquery:
        """The 1 h level on a grid of UTC multiples, bridging evaluations that were missed."""
        return Subquery(Call("last_over_time", (self.last(hourly(kind), MISSED),)), length, step)

    def ratio(self, length: Duration) -> Vector:
        """The recorded error ratio over a window."""
        return self.read(ratio(length))


def base(kind: str) -> str:
    """The base counts."""
    return f"slo:events_{kind}:increase5m"


def hourly(kind: str) -> str:
    """The 1 h level."""
    return f"slo:events_{kind}:increase1h"


def windowed(kind: str) -> str:
    """Counts over the SLO's window."""
    return f"slo:events_{kind}:window"


def ratio(length: Duration) -> str:
    """The error ratio over a window of an alert: ``slo:error_ratio:6h``."""
    return f"slo:error_ratio:{duration(length)}"


OBJECTIVE = "slo:objective:ratio"
INFO = "slo:info"
WINDOW_RATIO = "slo:error_ratio:window"
REMAINING = "slo:error_budget_remaining:ratio"
COVERAGE = "slo:window_coverage:ratio"


def number(value: Fraction | int) -> Number:
    """An exact number."""
    return Number(Fraction(value))


def nonzero(expr: Expr) -> Binary:
    """``expr > 0``: a denominator of 0 drops out, for a recorded NaN would poison every sum over it."""
    return Binary(">", expr, number(0))


def tenth(window: Duration) -> Duration:
    """The last tenth of a window, over which `exhausted within` looks (docs/language.md §3.10)."""
    return Duration(window // 10)


SHORTEST_WINDOW = Duration(DAY)
"""A shorter SLO window would be blurred by the 65 minutes that an event takes to be counted fully."""
