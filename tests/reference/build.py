"""Short constructors of IR objects, so that a case reads like the spec that it stands for. Only tests use them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from zoneinfo import ZoneInfo

from sloc.ir import (
    AlertPolicy,
    AlertRule,
    Calendar,
    CalendarWindow,
    Child,
    Closure,
    Condition,
    DayHours,
    Duration,
    Field,
    FieldType,
    Fresh,
    Have,
    Holiday,
    Hours,
    Instant,
    IntervalMeasure,
    Ir,
    Origin,
    Population,
    RollingWindow,
    Satisfy,
    Sla,
    Slices,
    Slo,
    Source,
    Union,
    ValueMeasure,
    WeeklyHours,
    YearlyClosure,
    Zone,
)
from sloc.ir.calendar import AnyCalendar
from sloc.ir.expr import (
    And,
    BoolLiteral,
    Compare,
    DurationLiteral,
    Expr,
    FieldRef,
    In,
    Literal,
    NumberLiteral,
    StringLiteral,
    TimeLiteral,
    Type,
)
from sloc.ir.program import IR_VERSION
from sloc.ir.slo import Exclusion, Indicator
from sloc.ir.slo import Window as WindowRule
from sloc.ir.source import Measure

HERE = Origin("case.slo", 1, 0, 0)
YEARS = (2024, 2028)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_UNITS: dict[str, int | Fraction] = {"w": 604_800, "d": 86_400, "h": 3600, "m": 60, "s": 1, "ms": Fraction(1, 1000)}

# ── units ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def length(text: str) -> Duration:
    """Microseconds of a duration such as ``1h30m`` or ``250ms``."""
    parts = re.findall(r"([0-9.]+)(ms|[wdhms])", text)
    assert "".join(number + unit for number, unit in parts) == text, text
    micros = sum((Fraction(number) * _UNITS[unit] for number, unit in parts), Fraction(0)) * 1_000_000
    assert micros.denominator == 1, text
    return Duration(int(micros))


def instant(text: str) -> Instant:
    """Microseconds since 1970 of an RFC 3339 time; one without an offset is UTC."""
    parsed = dt.datetime.fromisoformat(text)
    since = (parsed if parsed.tzinfo else parsed.replace(tzinfo=dt.UTC)) - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    return Instant(since // dt.timedelta(microseconds=1))


def percent(text: str) -> Fraction:
    """``99.5%`` or ``99.5`` as a share."""
    return Fraction(text.rstrip("%")) / 100


# ── calendars ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@cache
def zone(name: str, first_year: int = YEARS[0], last_year: int = YEARS[1]) -> Zone:
    """The offsets of a zone over whole local years, found by asking the time-zone database hour by hour, then by minute."""
    info = ZoneInfo(name)
    start = int(dt.datetime(first_year, 1, 1, tzinfo=info).timestamp())
    until = int(dt.datetime(last_year + 1, 1, 1, tzinfo=info).timestamp())

    def offset(seconds: int) -> int:
        found = dt.datetime.fromtimestamp(seconds, info).utcoffset()
        assert found is not None
        return int(found.total_seconds())

    offsets = [(start, offset(start))]
    for hour in range(start + 3600, until, 3600):
        if offset(hour) != offsets[-1][1]:
            change = next(t for t in range(hour - 3540, hour + 60, 60) if offset(t) != offsets[-1][1])
            offsets.append((change, offset(change)))
    return Zone(name, tuple(offsets), until)


def hours(text: str) -> tuple[Hours, ...]:
    """``09:00-12:30, 22:00-06:00``; what ends before it starts runs into the next day."""

    def clock(word: str) -> int:
        return int(word[:2]) * 60 + int(word[3:])

    result = []
    for part in text.split(", ") if text else []:
        start, end = (clock(word) for word in part.split("-"))
        result.append(Hours(start, end if end > start else end + 1440))
    return tuple(result)


def calendar(
    weekly: Mapping[str, str],
    *,
    id: str = "office",
    zone_name: str = "Europe/Berlin",
    dates: Mapping[str, str] | None = None,
    closed: Sequence[str] = (),
    cut: Sequence[tuple[str, str]] = (),
    yearly: Sequence[str] = (),
    holidays: Sequence[str] = (),
    years: tuple[int, int] = YEARS,
) -> Calendar:
    """A calendar: `weekly` like ``{"mon..fri": "09:00-18:00"}``, `closed` like ``["2026-12-28 .. 2026-12-31"]``."""
    days: dict[int, list[Hours]] = {}
    for span, text in weekly.items():
        first, _, last = span.partition("..")
        for day in range(DAYS.index(first), DAYS.index(last or first) + 1):
            days.setdefault(day, []).extend(hours(text))
    closures = []
    for span in closed:
        first, _, last = span.partition(" .. ")
        closures.append(Closure(dt.date.fromisoformat(first), dt.date.fromisoformat(last or first), None, None))
    for date, text in cut:
        (part,) = hours(text)
        closures.append(Closure(dt.date.fromisoformat(date), dt.date.fromisoformat(date), part, None))
    return Calendar(
        id=id,
        title=None,
        origin=HERE,
        zone=zone(zone_name, *years),
        first_year=years[0],
        last_year=years[1],
        weekly=tuple(WeeklyHours(day, tuple(days[day])) for day in sorted(days)),
        dates=tuple(DayHours(dt.date.fromisoformat(date), hours(text)) for date, text in (dates or {}).items()),
        closures=tuple(closures),
        yearly=tuple(YearlyClosure(int(text[:2]), int(text[3:]), None) for text in yearly),
        holidays=tuple(Holiday(dt.date.fromisoformat(date), "holiday") for date in holidays),
    )


def union(id: str, *members: str) -> Union:
    """A calendar `of` others."""
    return Union(id, None, HERE, members)


# ── sources ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def field(name: str, type_text: str, derived: Expr | None = None) -> Field:
    """A field; its type is written as in the language: ``int``, ``time?``."""
    base, _, values = type_text.partition(" ")
    return Field(
        name,
        FieldType(Type(base.rstrip("?")), base.endswith("?"), tuple(values.split("|")) if values else ()),
        derived,
        HERE,
    )


def fields(types: Mapping[str, str]) -> tuple[Field, ...]:
    """Columns with their types."""
    return tuple(field(name, text) for name, text in types.items())


def child(name: str, types: Mapping[str, str], *, key: str = "id", at: str, until: str | None = None) -> Child:
    """A child of a source."""
    return Child(name, key, at, until, fields(types), None, HERE)


def interval(name: str, start: str, end: str, pausing: str | None = None) -> IntervalMeasure:
    """A measure from one field to another."""
    return IntervalMeasure(name, start, end, pausing, HERE)


def plain(name: str) -> ValueMeasure:
    """A measure that is a plain duration."""
    return ValueMeasure(name, True, HERE)


def source(
    types: Mapping[str, str],
    *,
    id: str = "tickets",
    key: str | None = "id",
    at: str = "at",
    derived: Sequence[Field] = (),
    children: Sequence[Child] = (),
    measures: Sequence[Measure] = (),
) -> Source:
    """A source of events."""
    return Source(id, None, key, at, None, (*fields(types), *derived), tuple(children), tuple(measures), None, None, HERE)


# ── expressions ───────────────────────────────────────────────────────────────────────────────────────────────────────


def literal(value: bool | int | Fraction | str) -> Literal:
    """A literal of a Python value; durations and times have their own functions."""
    if isinstance(value, bool):
        return BoolLiteral(value)
    return StringLiteral(value) if isinstance(value, str) else NumberLiteral(Fraction(value))


def lasting(text: str) -> DurationLiteral:
    """A duration."""
    return DurationLiteral(length(text))


def moment(text: str) -> TimeLiteral:
    """An instant."""
    return TimeLiteral(instant(text))


def ref(name: str, type: Type = Type.STRING, *, of: str | None = None) -> FieldRef:
    """A field of the event, or of a child's row."""
    return FieldRef(name, of, type)


def compare(left: Expr, op: str, right: Expr | bool | int | Fraction | str) -> Compare:
    """A comparison; plain Python values on the right become literals."""
    return Compare(op, left, literal(right) if isinstance(right, bool | int | Fraction | str) else right)


def one_of(operand: Expr, *values: str) -> In:
    """``operand in [values]``."""
    return In(operand, tuple(literal(value) for value in values))


def both(*operands: Expr) -> And:
    """All of them."""
    return And(operands)


# ── objectives ────────────────────────────────────────────────────────────────────────────────────────────────────────


def have(measure: str, within: str, during: str | None = None) -> Have:
    """``to have MEASURE within D during CAL``."""
    return Have(measure, length(within), during)


def satisfy(expr: Expr, after: str = "0s", share: str = "100%") -> Satisfy:
    """``to satisfy E after D``."""
    return Satisfy(expr, length(after), percent(share))


def fresh(within: str) -> Fresh:
    """``to be fresh within D``."""
    return Fresh(length(within))


def rolling(text: str) -> RollingWindow:
    """``over 28d``."""
    return RollingWindow(length(text))


def each(period: str, zone_name: str | None = None) -> CalendarWindow:
    """``over calendar month in ZONE``."""
    return CalendarWindow(period, None if zone_name is None else zone(zone_name))


def sla(target: str, indicator: Indicator, window: WindowRule) -> Sla:
    """A second promise."""
    return Sla(percent(target), indicator, window, HERE)


def policy(*rules: tuple[str, Condition], only_after: int = 0) -> AlertPolicy:
    """A policy of (severity, condition); the rules' texts are their places, ``rule 1`` and so on."""
    numbered = [AlertRule(severity, condition, f"rule {i}", None, HERE) for i, (severity, condition) in enumerate(rules, 1)]
    return AlertPolicy("own", tuple(numbered), only_after)


def slo(
    indicator: Indicator,
    *,
    target: str = "95%",
    window: WindowRule | None = None,
    name: str = "promise",
    of: str = "tickets",
    where: Expr | None = None,
    during: str | None = None,
    per: Sequence[str] = (),
    slices: tuple[str, str] | None = None,
    percentile: str | None = None,
    sla: Sla | None = None,
    alerts: AlertPolicy | None = None,
    exclusions: Sequence[Exclusion] = (),
) -> Slo:
    """An objective of service ``desk``; `slices` is (length, empty). Its clock is the requirement's, else the population's."""
    on = indicator.during if isinstance(indicator, Have) and indicator.during is not None else during
    cut = None if slices is None else Slices(length(slices[0]), slices[1])
    return Slo(
        id=f"desk.{name}",
        service="desk",
        name=name,
        tier=None,
        title=name,
        description=None,
        owner=None,
        runbook=None,
        labels=(),
        sentence=name,
        population=Population(of, where, during, tuple(per), cut),
        indicator=indicator,
        target=percent(target),
        percentile=None if percentile is None else percent(percentile),
        window=window or rolling("28d"),
        clock=on,
        sla=sla,
        alerts=alerts or policy(),
        exclusions=tuple(exclusions),
        review=None,
        origin=HERE,
    )


def program(slos: Sequence[Slo], sources: Sequence[Source], calendars: Sequence[AnyCalendar] = ()) -> Ir:
    """A program."""
    return Ir(IR_VERSION, "case", 2026, tuple(calendars), tuple(sources), (), tuple(slos), ())
