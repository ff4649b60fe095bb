"""The constants of the shared views as rows: what each SLO promises, its alert rules, its windows, and the periods of zones.

The views join these tables, so a thousand SLOs are a thousand rows and not a thousand branches of a CASE. Shares and
targets are exact fractions in two integer columns; spans are microseconds; ``slo`` is the full id with its tier.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sloc.backends.sql.dialects import Dialect
from sloc.backends.sql.nodes import NULL, Boolean, Cast, Integer, Kind, Node, Text
from sloc.backends.sql.shared.zones import BUCKET_SECONDS, UTC_NAME, Zones, window_zone
from sloc.ir import (
    AlertRule,
    BelowTarget,
    BudgetBelow,
    Burn,
    CalendarWindow,
    ExhaustedWithin,
    Have,
    IntervalMeasure,
    Ir,
    NoData,
    PaceAbove,
    RollingWindow,
    Sla,
    Slo,
)
from sloc.ir.expr import BoolLiteral, Literal, NumberLiteral, StringLiteral
from sloc.ir.slo import Indicator, Window
from sloc.ir.units import MICROS, duration_text


@dataclass(frozen=True)
class Constants:
    """A table that its own file creates and fills: `columns` with their types, and one tuple of literals per row."""

    name: str
    about: str
    columns: tuple[tuple[str, Kind], ...]
    rows: tuple[tuple[Node, ...], ...]


def objectives(slos: Sequence[Slo], dialect: Dialect) -> Constants:
    """``slo_objectives``, the contract's words about each SLO. Seconds and shares are doubles here, for readers only."""
    text, double, date = Kind.TEXT, Kind.DOUBLE, Kind.DATE
    columns = (
        ("slo", text), ("service", text), ("name", text), ("tier", text), ("title", text), ("owner", text),
        ("target", double), ("period", text), ("period_seconds", double), ("budgeting", text), ("calendar", text),
        ("measure", text), ("within_seconds", double), ("sla_target", double), ("sla_within_seconds", double),
        ("reviewed_on", date), ("review_due_on", date), ("runbook", text), ("spec", text),
    )  # fmt: skip

    def share(value: Fraction | None) -> Node:
        return NULL if value is None else dialect.ratio(Integer(value.numerator), Integer(value.denominator))

    def seconds(micros: int | None) -> Node:
        return NULL if micros is None else share(Fraction(micros, MICROS))

    def row(slo: Slo) -> tuple[Node, ...]:
        review, sla = slo.review, slo.sla
        return (
            Text(slo.id),
            Text(slo.service),
            Text(slo.name),
            _text(_tier(slo)),
            Text(slo.title),
            _text(slo.owner),
            share(slo.target),
            Text(_period(slo.window)),
            seconds(slo.window.length),
            Text("occurrences" if slo.population.slices is None else "timeslices"),
            _text(slo.clock),
            _text(slo.indicator.measure if isinstance(slo.indicator, Have) else None),
            seconds(_within(slo.indicator)),
            share(sla.target if sla else None),
            seconds(_within(sla.indicator) if sla else None),
            _date(review.last.isoformat() if review and review.last else None),
            _date(review.due.isoformat() if review and review.due else None),
            _text(slo.runbook),
            Text(slo.origin.file),
        )

    return Constants("slo_objectives", "What each SLO promises, in words.", columns, tuple(row(slo) for slo in slos))


def parameters(ir: Ir, slos: Sequence[Slo], zones: Zones) -> Constants:
    """``slo_parameters``, what the views compute with, exactly.

    `spare_n` is ``target_d - target_n``, so that 1 − target is ``spare_n / target_d``. `window_kind` is ``rolling``, week,
    month, quarter or year (then in `zone`); `length_us` the nominal length. `clock` is the calendar by which time passes, null
    for plain time. `within_us` is set where the measure is an interval, for only those can be at risk. `report_zone` is that
    of ``slo_periods``. ``window_0_us`` and so on are the burn windows by their places, see :func:`burn_windows`.
    """
    text, integer = Kind.TEXT, Kind.BIGINT
    places = range(burn_places(slos))
    columns = (
        ("slo", text), ("grouped", Kind.BOOLEAN), ("target_n", integer), ("target_d", integer), ("spare_n", integer),
        ("percentile_n", integer), ("percentile_d", integer),
        ("window_kind", text), ("zone", text), ("length_us", integer), ("clock", text),
        ("within_us", integer), ("min_bad", integer), ("report_zone", text),
        ("sla_n", integer), ("sla_d", integer), ("sla_window_kind", text), ("sla_zone", text), ("sla_length_us", integer),
        *((f"window_{place}_us", integer) for place in places),
    )  # fmt: skip

    def row(slo: Slo) -> tuple[Node, ...]:
        lengths = _burn_lengths(slo)
        return (
            Text(slo.id),
            Boolean(bool(slo.population.per)),
            *_fraction(slo.target),
            Integer(slo.target.denominator - slo.target.numerator),
            *_fraction(slo.percentile),
            *_window(slo.window),
            _text(slo.clock),
            _integer(_interval_within(ir, slo)),
            Integer(slo.alerts.min_bad_events),
            Text(zones.report_zone[slo.id]),
            *_sla(slo.sla),
            *(_integer(lengths[place] if place < len(lengths) else None) for place in places),
        )

    return Constants("slo_parameters", "What each SLO promises, exactly.", columns, tuple(row(slo) for slo in slos))


def rules(slos: Sequence[Slo]) -> Constants:
    """``slo_rules``: one row per alert rule that can be said of its SLO.

    `limit_n / limit_d` is the share or factor of the condition; `span_us` the long window, or the time of `exhausted within`
    and `no data for`; `long_place` and `short_place` are the places of a burn rule's windows.
    """
    text, integer = Kind.TEXT, Kind.BIGINT
    columns = (
        ("slo", text), ("severity", text), ("rule", text), ("kind", text),
        ("limit_n", integer), ("limit_d", integer), ("span_us", integer),
        ("long_place", integer), ("short_place", integer),
    )  # fmt: skip
    rows = tuple(
        (Text(slo.id), Text(rule.severity), Text(rule.text), *_condition(rule, _burn_lengths(slo)))
        for slo in slos
        for rule in slo.alerts.rules
        # A rolling window has no pace (clause 18).
        if not (isinstance(rule.condition, PaceAbove) and isinstance(slo.window, RollingWindow))
    )
    return Constants("slo_rules", "The alert rules of each SLO.", columns, rows)


def burn_windows(slos: Sequence[Slo]) -> Constants:
    """``slo_burn_windows``: the windows over which a burn rate is wanted, by place.

    Place 0 is the tenth of the nominal period (exhaustion, clause 10); then come the long and the short ones of the burn
    rules. An SLO's counts over them stand side by side in columns, so that one pass over the events makes them all.
    """
    rows = tuple(
        (Text(slo.id), Integer(place), Integer(length)) for slo in slos for place, length in enumerate(_burn_lengths(slo))
    )
    columns = (("slo", Kind.TEXT), ("place", Kind.BIGINT), ("window_us", Kind.BIGINT))
    return Constants("slo_burn_windows", "The windows over which budget burns.", columns, rows)


def burn_places(slos: Sequence[Slo]) -> int:
    """The most burn windows that an SLO has; 1 without any SLO."""
    return max((len(_burn_lengths(slo)) for slo in slos), default=1)


def calendar_periods(zones: Zones) -> Constants:
    """``calendar_period``: weeks, months, quarters and years of each zone in use, epoch seconds ``[s, e)``.

    A period stands there once for each bucket that it touches (bucket n is the n-th 30 days since 1970), so that an instant
    finds its periods by an equality join.
    """
    columns = (("zone", Kind.TEXT), ("bucket", Kind.BIGINT), ("kind", Kind.TEXT), ("s", Kind.BIGINT), ("e", Kind.BIGINT))
    rows = tuple(
        (Text(zone), Integer(bucket), Text(kind), Integer(start), Integer(end))
        for zone, kind, start, end in zones.periods
        for bucket in range(start // BUCKET_SECONDS, (end - 1) // BUCKET_SECONDS + 1)
    )
    return Constants("calendar_period", "Calendar weeks, months, quarters and years as integers.", columns, rows)


def granule(zones: Zones) -> int:
    """The longest span, microseconds, of which every period's start is a multiple: events may be counted by it first."""
    return MICROS * math.gcd(86_400, *(start for _, _, start, _ in zones.periods))


def _burn_lengths(slo: Slo) -> list[int]:
    """The lengths of the burn windows by place, microseconds; a length that is wanted twice has one place.

    A tenth of the period is whole, for durations are multiples of 10 microseconds in practice; else it is rounded down.
    """
    tenth = slo.window.length // 10
    burns = [rule.condition for rule in slo.alerts.rules if isinstance(rule.condition, Burn)]
    return [tenth, *sorted({length for burn in burns for length in (burn.long, burn.short)} - {tenth})]


def _tier(slo: Slo) -> str | None:
    if slo.tier is None:
        return None
    return "else" if slo.tier.value is None else _literal(slo.tier.value)


def _literal(value: Literal) -> str:
    match value:
        case StringLiteral(text):
            return text
        case BoolLiteral(truth):
            return "true" if truth else "false"
        case NumberLiteral(number):
            return str(number.numerator) if number.denominator == 1 else str(float(number))
        case _:
            raise AssertionError(f"not a tier: {value!r}")


def _period(window: Window) -> str:
    return window.period if isinstance(window, CalendarWindow) else duration_text(window.length)


def _within(indicator: Indicator) -> int | None:
    return indicator.within if isinstance(indicator, Have) else None


def _interval_within(ir: Ir, slo: Slo) -> int | None:
    """The allowed time where the measure is an interval."""
    if not isinstance(slo.indicator, Have):
        return None
    measure = ir.source(slo.population.source).measure(slo.indicator.measure)
    return slo.indicator.within if isinstance(measure, IntervalMeasure) else None


def _condition(rule: AlertRule, lengths: Sequence[int]) -> tuple[Node, ...]:
    """kind, limit_n, limit_d, span_us, long_place, short_place."""
    no_windows = (NULL, NULL)
    match rule.condition:
        case Burn(share, long, short):
            windows = (Integer(lengths.index(long)), Integer(lengths.index(short)))
            return (Text("burn"), *_fraction(share), Integer(long), *windows)
        case BudgetBelow(share):
            return (Text("budget_below"), *_fraction(share), NULL, *no_windows)
        case PaceAbove(factor):
            return (Text("pace_above"), *_fraction(factor), NULL, *no_windows)
        case ExhaustedWithin(within):
            return (Text("exhausted_within"), NULL, NULL, Integer(within), *no_windows)
        case BelowTarget():
            return (Text("below_target"), NULL, NULL, NULL, *no_windows)
        case NoData(duration):
            return (Text("no_data"), NULL, NULL, Integer(duration), *no_windows)


def _sla(sla: Sla | None) -> tuple[Node, ...]:
    """sla_n, sla_d, sla_window_kind, sla_zone, sla_length_us."""
    return (NULL,) * 5 if sla is None else (*_fraction(sla.target), *_window(sla.window))


def _window(window: Window) -> tuple[Node, ...]:
    """window_kind, zone, length_us."""
    if isinstance(window, RollingWindow):
        return (Text("rolling"), NULL, Integer(window.length))
    zone = window_zone(window)
    return (Text(window.period), Text(zone.name if zone else UTC_NAME), Integer(window.length))


def _fraction(value: Fraction | None) -> tuple[Node, Node]:
    return (NULL, NULL) if value is None else (Integer(value.numerator), Integer(value.denominator))


def _text(value: str | None) -> Node:
    return NULL if value is None else Text(value)


def _integer(value: int | None) -> Node:
    return NULL if value is None else Integer(value)


def _date(value: str | None) -> Node:
    return NULL if value is None else Cast(Text(value), Kind.DATE)


def calendar_ids(slos: Iterable[Slo]) -> list[str]:
    """The calendars by which the time of these SLOs passes."""
    return sorted({slo.clock for slo in slos if slo.clock is not None})
