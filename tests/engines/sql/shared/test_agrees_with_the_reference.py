"""Random objectives over random tickets: every shared view equals the reference evaluator, row for row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from sloc.ir import (
    AlertPolicy,
    AlertRule,
    BelowTarget,
    BudgetBelow,
    Burn,
    Calendar,
    Duration,
    ExhaustedWithin,
    Ir,
    NoData,
    PaceAbove,
    RollingWindow,
    Slo,
)
from sloc.ir.slo import Window
from sloc.ir.units import DAY, HOUR, MICROS, MINUTE
from tests.counts import examples
from tests.engines.sql.engine import Engine
from tests.engines.sql.shared.views import disagreements_of, install, rows
from tests.reference import Evaluation, Row, evaluate
from tests.reference import build as b

START = b.instant("2026-03-20T00:00:00")
"""A week before daylight saving begins in Berlin."""


def _frozen(calendar: Calendar) -> Calendar:
    return replace(calendar, zone=b.zone(calendar.zone.name, calendar.first_year - 1, calendar.last_year + 1))


OFFICE = _frozen(b.calendar({"mon..fri": "09:00-12:30, 13:30-18:00", "sat": "22:00-06:00"}, years=(2025, 2026)))
TOKYO = _frozen(b.calendar({"mon..fri": "09:00-18:00"}, id="tokyo", zone_name="Asia/Tokyo", years=(2025, 2026)))
CALENDARS = (OFFICE, TOKYO)
TICKETS = b.source(
    {"id": "int", "at": "time", "solved": "time?", "took": "duration?", "region": "string?"},
    measures=[b.interval("wait", "at", "solved"), b.plain("took")],
)

# Round lengths meet each other often, which is where an inequality shows; odd ones meet the digits behind the point.
lengths = st.sampled_from([MINUTE, HOUR, 4 * HOUR, DAY, 3 * DAY, 10 * DAY, HOUR + 1_230, 86_399_999_990]).map(Duration)
targets = st.sampled_from(["50%", "75%", "90%", "95%", "99.95%", "66.6667%"])
windows: st.SearchStrategy[Window] = st.one_of(
    lengths.map(RollingWindow),
    st.builds(
        b.each, st.sampled_from(["week", "month", "quarter", "year"]), st.sampled_from([None, "Europe/Berlin", "Asia/Tokyo"])
    ),
)
shares = st.fractions(Fraction(1, 40), Fraction(3), max_denominator=40)
conditions = st.one_of(
    st.builds(Burn, shares, lengths, lengths),
    st.builds(BudgetBelow, shares),
    st.builds(PaceAbove, shares),
    st.builds(ExhaustedWithin, lengths),
    st.just(BelowTarget()),
    st.builds(NoData, lengths),
)
clocks = st.sampled_from([None, "office", "tokyo"])


@st.composite
def policies(draw: st.DrawFn) -> AlertPolicy:
    drawn = draw(st.lists(conditions, max_size=4))
    rules = tuple(AlertRule("page", condition, f"rule {i}", None, b.HERE) for i, condition in enumerate(drawn))
    return AlertPolicy("own", rules, draw(st.sampled_from([0, 0, 1, 3])))


@st.composite
def objectives(draw: st.DrawFn, name: str) -> Slo:
    clock, within = draw(clocks), draw(lengths)
    if draw(st.booleans()):
        indicator, promised = (replace(b.have("wait", "1h", clock), within=w) for w in (within, within * 2))
    else:
        indicator, promised = (replace(b.have("took", "1h"), within=w) for w in (within, within * 2))
    target = draw(targets)
    slo = b.slo(
        indicator,
        name=name,
        target=target,
        percentile=draw(st.sampled_from([None, target])),
        window=draw(windows),
        per=draw(st.sampled_from([(), ("region",)])),
        alerts=draw(policies()),
        sla=draw(st.one_of(st.none(), windows.map(lambda window: b.sla("60%", promised, window)))),
    )
    return replace(slo, clock=clock)


spans = st.one_of(lengths, st.integers(0, 5 * DAY))


@st.composite
def tickets(draw: st.DrawFn) -> Row:
    at = START + draw(st.one_of(st.integers(0, 20).map(lambda n: n * 12 * HOUR), st.integers(-30 * DAY, 10 * DAY)))
    return {
        "id": draw(st.integers(0, 10**6)),
        "at": at,
        "solved": draw(st.one_of(st.none(), spans.map(lambda span: at + span))),
        "took": draw(st.one_of(st.none(), spans)),
        "region": draw(st.sampled_from([None, "eu", 'a"b'])),
    }


def disagreements(engine: Engine, ir: Ir, data: Sequence[Row], now: int) -> list[str]:
    """All differences between the views over the reference's events and the reference's own answers."""
    expected: Evaluation = evaluate(ir, {TICKETS.id: data}, b.Instant(now))
    return disagreements_of(install(engine, ir, expected.events, now), expected)


@examples(10)
@given(
    slos=st.tuples(*(objectives(f"slo{n}") for n in range(4))),
    data=st.lists(tickets(), max_size=40, unique_by=lambda row: row["id"]),
    now=st.one_of(st.integers(0, 24).map(lambda n: START + n * 12 * HOUR), st.integers(START - DAY, START + 20 * DAY)),
)
def test_every_view_is_the_references(engine: Engine, slos: tuple[Slo, ...], data: list[Row], now: int) -> None:
    assert disagreements(engine, b.program(slos, [TICKETS], CALENDARS), data, now) == []


def test_microseconds_are_not_lost(engine: Engine) -> None:
    """Two ends one microsecond apart around the window's start and now."""
    slo = b.slo(replace(b.have("took", "1h"), within=Duration(7)), window=b.rolling("1d"), target="50%", percentile="50%")
    now = START + 1
    data: list[Row] = [
        {"id": n, "at": at, "took": took, "solved": None, "region": None}
        for n, (at, took) in enumerate([(now - DAY, 1), (now - DAY + 1, 7), (now, 8), (now + 1, 9)])
    ]
    ir = b.program([slo], [TICKETS])
    assert disagreements(engine, ir, data, now) == []
    (status,) = rows(install(engine, ir, evaluate(ir, {TICKETS.id: data}, b.Instant(now)).events, now), "slo_status")
    assert (status["good"], status["bad"], status["p_value"]) == (1, 1, 7 / MICROS)
