"""What the panels of one objective ask Prometheus, as expressions over its records (sloc.backends.prometheus.series).

Each result has the objective's groups as its labels and nothing else, so that queries of one panel join. Counts are events,
shares are from 0 to 1, times are seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce

from sloc.backends.prometheus.alerts import BUDGET_BURN, MISSING
from sloc.backends.prometheus.counts import Counter, Counts
from sloc.backends.prometheus.records import ratio_windows
from sloc.backends.prometheus.series import (
    BAD,
    BASE,
    COVERAGE,
    INFO,
    OBJECTIVE,
    REMAINING,
    TOTAL,
    WINDOW_RATIO,
    Series,
    base,
    nonzero,
    number,
    tenth,
    windowed,
)
from sloc.backends.promql import Aggregate, Binary, Call, Expr, Hole, Matcher, Range, Vector
from sloc.ir import AlertRule, Burn
from sloc.ir.units import DAY, HOUR, MICROS, Duration

OK, BURNING, EXHAUSTED, NO_DATA = range(4)
"""What :meth:`Queries.state` gives."""

TOP = 10
"""So many contributors are shown."""

_RANGE = Hole("__range")
_FROM = Hole("__from")
"""The start of the time range, milliseconds since 1970."""


@dataclass(frozen=True)
class ShownSeries(Series):
    """A reader of records that sees the groups which a board's variables choose: ``((label, variable), …)``."""

    chosen: tuple[tuple[str, str], ...] = ()

    def read(self, name: str) -> Vector:
        """A record's value of this SLO, of the chosen groups."""
        vector = super().read(name)
        # These two are not recorded by group.
        return vector if name in (OBJECTIVE, INFO) else self.narrowed(vector)

    def narrowed(self, vector: Vector) -> Vector:
        """A vector whose labels are the groups' own, of the chosen groups."""
        matchers = tuple(Matcher(label, "=~", Hole(variable)) for label, variable in self.chosen)
        return replace(vector, matchers=(*vector.matchers, *matchers))


@dataclass(frozen=True)
class Queries:
    """The queries of one objective."""

    series: ShownSeries
    counts: Counts

    # ── of the window ─────────────────────────────────────────────────────────────────────────────────────────────────

    def state(self) -> Expr:
        """:data:`NO_DATA`, else :data:`EXHAUSTED`, else :data:`BURNING`, else :data:`OK`."""
        left = self.budget_left()
        arrives = self._sum(Call("present_over_time", (self.series.last(base(TOTAL), MISSING),)))
        return any_of(
            (
                as_value(NO_DATA, Binary("unless", left, arrives)),
                as_value(EXHAUSTED, Binary("<=", left, number(0))),
                as_value(BURNING, self._burning()),
                as_value(OK, left),
            )
        )

    def achievement(self) -> Expr:
        """The share of good events."""
        return Binary("-", number(1), self._read(WINDOW_RATIO))

    def objective(self) -> Expr:
        """The target."""
        return Aggregate("max", (), self.series.read(OBJECTIVE))

    def budget_left(self) -> Expr:
        """The share of the budget that is left; below 0 where more was spent."""
        return self._read(REMAINING)

    def bad_events_left(self) -> Expr:
        """How many more events may be bad at the window's traffic, whole ones."""
        allowed = Binary("*", number(self.series.budget), self.total())
        return Call("floor", (Binary("-", allowed, self.bad()),))

    def total(self) -> Expr:
        """All events of the window."""
        return self._read(windowed(TOTAL))

    def bad(self) -> Expr:
        """Its bad events."""
        return self._read(windowed(BAD))

    def time_to_exhaustion(self) -> Expr:
        """Remaining × window / burn over the window's last tenth (docs/language.md §3.10), at most twice the window.

        0 where nothing is left.
        """
        left = self.budget_left()
        burn = self.burn(tenth(self.series.window))
        seconds = number(Fraction(self.series.window, MICROS))
        lasts = Binary("/", Binary("*", nonzero(left), seconds), burn)
        # Without a burn it lasts for ever, which no panel can draw.
        return Binary("or", Call("clamp_max", (lasts, number(Fraction(2 * self.series.window, MICROS)))), as_value(0, left))

    def coverage_days(self) -> Expr:
        """How many days of the window have data."""
        return Binary("*", self._read(COVERAGE), number(Fraction(self.series.window, DAY)))

    def even_pace(self) -> Expr:
        """The line along which one budget lasts one window, from the start of the time range."""
        elapsed = Binary("-", Call("time", ()), Binary("/", _FROM, number(1000)))
        spent = Binary("/", elapsed, number(Fraction(self.series.window, MICROS)))
        return Call("vector", (Binary("-", number(1), spent),))

    # ── of shorter times ──────────────────────────────────────────────────────────────────────────────────────────────

    def burn(self, length: Duration) -> Expr:
        """The burn rate over a window: the recorded ratio where there is one, else the recorded counts."""
        if length in ratio_windows(self.series.slo):
            ratio: Expr = self._sum(self.series.ratio(length))
        else:
            bad, total = (self._sum(self.series.sum_over(kind, length)) for kind in (BAD, TOTAL))
            ratio = Binary("/", bad, nonzero(total))
        return Binary("/", ratio, number(self.series.budget))

    def good_per_second(self) -> Expr:
        """Good events, mean of five minutes."""
        total, bad = self._read(base(TOTAL)), self._read(base(BAD))
        return Binary("/", Binary("-", total, bad), number(BASE // MICROS))

    def bad_per_second(self) -> Expr:
        """Bad events, mean of five minutes."""
        return Binary("/", self._read(base(BAD)), number(BASE // MICROS))

    def contributors(self, labels: Sequence[str]) -> Expr | None:
        """The label values with most bad events in the time range, from the raw series; None where nothing can be bad."""
        by = tuple(labels)
        if isinstance(self.counts, Counter):
            if not self.counts.bad:
                return None
            worst: Expr = Aggregate("sum", by, any_of([self._increase(vector) for vector in self.counts.bad]))
        else:
            total, good = (
                Aggregate("sum", by, any_of([self._increase(pair[side]) for pair in self.counts.pairs])) for side in (0, 1)
            )
            worst = Binary("-", total, good)
        return Call("topk", (number(TOP), nonzero(worst)))

    def firing(self) -> Expr:
        """Each alert of this objective that fires, for annotations."""
        return self._alerts()

    def _burning(self) -> Expr:
        if any(isinstance(rule.condition, Burn) for rule in self.series.slo.alerts.rules):
            return Aggregate("count", self.series.grouping, self._alerts(Matcher("alertname", "=", BUDGET_BURN)))
        return Binary(">", self.burn(Duration(HOUR)), number(1))

    def _alerts(self, *matchers: Matcher) -> Vector:
        alerts = self.series.read("ALERTS")
        return replace(alerts, matchers=(*alerts.matchers, Matcher("alertstate", "=", "firing"), *matchers))

    def _increase(self, vector: Vector) -> Call:
        return Call("increase", (Range(self.series.narrowed(vector), _RANGE),))

    def _read(self, name: str) -> Aggregate:
        return self._sum(self.series.read(name))

    def _sum(self, expr: Expr) -> Aggregate:
        return Aggregate("sum", self.series.grouping, expr)


def burn_factor(series: Series, rule: AlertRule) -> Fraction | None:
    """The burn rate above which a burn rule fires; None for other rules."""
    match rule.condition:
        case Burn(share, long, _):
            return share * Fraction(series.window, long)
        case _:
            return None


def as_value(value: int, expr: Expr) -> Expr:
    """`value` for each of the expression's series."""
    nothing = Binary("*", number(0), expr)
    return Binary("+", nothing, number(value)) if value else nothing


def any_of(parts: Iterable[Expr]) -> Expr:
    """The series of all parts; of those with equal labels the first part's. There is one part at least."""
    return reduce(lambda left, right: Binary("or", left, right), parts)
