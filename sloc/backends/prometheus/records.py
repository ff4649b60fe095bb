"""The recording rules of one SLO, in three levels: five minutes, an hour, the window (docs/prometheus.md §2)."""

from __future__ import annotations

from fractions import Fraction

from sloc.backends.prometheus.counts import Counts, bad_expr, total_expr
from sloc.backends.prometheus.rules import Record
from sloc.backends.prometheus.series import (
    BAD,
    BASE,
    COVERAGE,
    FAST_UP_TO,
    GRID,
    INFO,
    OBJECTIVE,
    REMAINING,
    TOTAL,
    WINDOW_RATIO,
    Series,
    base,
    hourly,
    nonzero,
    number,
    ratio,
    tenth,
    windowed,
)
from sloc.backends.prometheus.sharing import Total
from sloc.backends.promql import Aggregate, Binary, Call, Expr, on
from sloc.ir import Burn, ExhaustedWithin, Slo
from sloc.ir.text import percent_text, window_text
from sloc.ir.units import HOUR, Duration


def fast_records(series: Series, counts: Counts, shared: Total | None) -> list[Record]:
    """The base, and the ratios of short windows; `shared` is the total where other SLOs read it, too."""
    total = total_expr(counts, series.grouping) if shared is None else shared.copy
    return [
        _record(series, OBJECTIVE, Call("vector", (number(series.slo.target),))),
        Record(INFO, Call("vector", (number(1),)), tuple(sorted((_about(series.slo) | dict(series.labels)).items()))),
        _record(series, base(TOTAL), total),
        _record(series, base(BAD), bad_expr(counts, series)),
        *(_ratio(series, length) for length in ratio_windows(series.slo) if length <= FAST_UP_TO),
    ]


def slow_records(series: Series) -> list[Record]:
    """The 1 h level, the ratios of long windows, and the SLO's window."""
    total, bad = series.read(windowed(TOTAL)), series.read(windowed(BAD))
    spent = Binary("/", series.read(WINDOW_RATIO), number(series.budget))
    return [
        *(_hourly(series, kind) for kind in (TOTAL, BAD)),
        *(_ratio(series, length) for length in ratio_windows(series.slo) if length > FAST_UP_TO),
        *(_record(series, windowed(kind), _over_window(series, kind)) for kind in (TOTAL, BAD)),
        # Without events nothing is bad, and nothing is spent.
        _record(series, WINDOW_RATIO, Binary("or", Binary("/", bad, nonzero(total)), Binary("==", total, number(0)))),
        _record(series, REMAINING, Binary("-", number(1), spent)),
        _record(series, COVERAGE, _coverage(series)),
    ]


def ratio_windows(slo: Slo) -> tuple[Duration, ...]:
    """The windows over which alerts look at the error ratio, ascending; five minutes always, for whoever looks at a board."""
    windows = {BASE}
    for rule in slo.alerts.rules:
        match rule.condition:
            case Burn(_, long, short):
                windows |= {long, short}
            case ExhaustedWithin():
                windows.add(tenth(slo.window.length))
            case _:
                pass
    return tuple(sorted(windows))


def _record(series: Series, name: str, expr: Expr) -> Record:
    return Record(name, expr, series.labels)


def _about(slo: Slo) -> dict[str, str]:
    """What ``slo:info`` says beside its static labels: what a board shows, and the spec's own labels, which win."""
    owner = {} if slo.owner is None else {"owner": slo.owner}
    shown = {"objective": percent_text(slo.target), "title": slo.title, "window": window_text(slo.window)}
    return {**shown, **owner, **dict(slo.labels)}


def _ratio(series: Series, length: Duration) -> Record:
    if length == BASE:
        bad, total = series.read(base(BAD)), series.read(base(TOTAL))
        return _record(series, ratio(length), Binary("/", bad, nonzero(total)))
    return _record(series, ratio(length), Binary("/", series.sum_over(BAD, length), nonzero(series.sum_over(TOTAL, length))))


def _hourly(series: Series, kind: str) -> Record:
    """The events of the last hour, by how often the group ran in it (samples of the objective), not how often it found data."""
    summed = Binary("*", series.sum_over(kind, Duration(HOUR)), number(Fraction(HOUR, BASE)))
    ran = Aggregate("sum", ("slo",), Call("count_over_time", (series.last(OBJECTIVE, Duration(HOUR)),)))
    return _record(series, hourly(kind), Binary("/", summed, ran, on("slo", many_left=True)))


def _over_window(series: Series, kind: str) -> Expr:
    return Binary("/", Call("sum_over_time", (series.steady(kind, series.window, GRID),)), number(HOUR // GRID))


def _coverage(series: Series) -> Expr:
    seen = Call("count_over_time", (series.steady(TOTAL, series.window, Duration(HOUR)),))
    # A window that starts on the grid holds one step more than hours.
    return Call("clamp_max", (Binary("/", seen, number(Fraction(series.window, HOUR))), number(1)))
