"""Slices of time instead of events (docs/language.md §3.9)."""

from __future__ import annotations

from sloc.backends.sql.clock import SqlClock
from sloc.backends.sql.dialects import Dialect
from sloc.backends.sql.nodes import (
    NULL,
    TRUE,
    Binary,
    Call,
    Case,
    Cast,
    Column,
    Integer,
    IsNull,
    Join,
    Kind,
    Node,
    Order,
    Output,
    Over,
    Select,
    Star,
    Table,
    columns,
    conjunction,
    equal,
    when,
)
from sloc.backends.sql.rows import AT, GROUP, KEY, NOW, EventRows
from sloc.backends.sql.steps import ROW, of_row
from sloc.backends.sql.verdicts import BAD, DEADLINE, ELAPSED, ENDED, GOOD, STARTED, indicators_of
from sloc.ir.slo import Fresh, Indicator, Satisfy, Slices

SLICE, FIRST = "slice", "first_slice"
EVENTS, LATEST = "events", "latest_us"


def add_slices(rows: EventRows, hours: SqlClock, dialect: Dialect) -> None:
    """Turns the events that ``where`` keeps into the finished slices that `hours` keeps, with their verdicts."""
    rule = rows.slo.population.slices
    assert rule is not None
    population = rows.steps.tip
    if isinstance(rows.slo.indicator, Fresh):
        _add_fresh(rows, rule, population, dialect)
    else:
        _add_shares(rows, rule, population, dialect)
    start = Binary("*", of_row(SLICE), Integer(rule.length))
    end = Binary("*", Binary("+", of_row(SLICE), Integer(1)), Integer(rule.length))
    outputs = [Output(start, STARTED), Output(end, "ends_us")]
    rows.steps.extend("finished", "those that have ended", outputs, where=Binary("<=", end, of_row(NOW)))
    if hours.tables is not None:
        started = of_row(STARTED)
        is_open = conjunction(hours.known(started), hours.is_open(started, "hours"))
        rows.steps.extend(
            "in_hours", "those that start in the hours of the population", (), hours.day_join(started, "hours"), is_open
        )
    judged = [
        Output(dialect.rfc3339(of_row(STARTED)), KEY),
        Output(Cast(NULL, Kind.BIGINT), DEADLINE),
        Output(Cast(NULL, Kind.BIGINT), ELAPSED),
        Output(TRUE, ENDED),
    ]
    for verdict, indicator in indicators_of(rows).items():
        judged += [
            Output(_outcome(indicator, rule, rows), verdict.outcome),
            Output(of_row("ends_us"), verdict.counted),
        ]
    rows.steps.extend("judged", "a slice counts at its end", judged)


def _add_shares(rows: EventRows, rule: Slices, population: str, dialect: Dialect) -> None:
    """Slices with their events counted; without a row for empty ones where these are ignored."""
    met = tuple(Output(dialect.count_where(of_row(name)), name) for name in rows.satisfied.values())
    index = dialect.floor_divide(of_row(AT), rule.length)
    filled = Select(
        (
            *columns(ROW, (GROUP, NOW)),
            Output(index, SLICE),
            Output(Call("count", (Star(),)), EVENTS),
            *met,
        ),
        Table((population,), ROW),
        group_by=(of_row(GROUP), of_row(NOW), index),
    )
    if rule.empty == "ignore":
        rows.steps.start("slices", "the slices that events lie in", filled)
        return
    rows.steps.add("filled", "the slices that events lie in", filled)
    _add_every_slice(rows, rule, population, dialect, Integer(0))
    on = _same_slice("f")
    outputs = columns("f", (EVENTS, *rows.satisfied.values()))
    rows.steps.extend("slices", "empty ones, too", outputs, (Join("LEFT JOIN", Table(("filled",), "f"), on),))


def _add_fresh(rows: EventRows, rule: Slices, population: str, dialect: Dialect) -> None:
    """Slices with the latest event that came by their end."""
    # Here an event belongs to the slice with start < at <= end.
    index = dialect.floor_divide(Binary("-", of_row(AT), Integer(1)), rule.length)
    arrivals = Select(
        (of_output(GROUP), Output(index, SLICE), Output(Call("max", (of_row(AT),)), LATEST)),
        Table((population,), ROW),
        group_by=(of_row(GROUP), index),
    )
    rows.steps.add("arrivals", "the latest event after the start and by the end of a slice", arrivals)
    # An event right at the start of the first slice arrived in the one before.
    _add_every_slice(rows, rule, population, dialect, Integer(1))
    frame = "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"
    so_far = Over(Call("max", (Column(LATEST, "f"),)), (of_row(GROUP),), (Order(of_row(SLICE)),), frame)
    join = Join("LEFT JOIN", Table(("arrivals",), "f"), _same_slice("f"))
    rows.steps.extend("arrived", "the latest event by the end of each slice", (Output(so_far, LATEST),), (join,))
    rows.steps.extend("slices", "from the group's first event on", (), where=Binary(">=", of_row(SLICE), of_row(FIRST)))


def _add_every_slice(rows: EventRows, rule: Slices, population: str, dialect: Dialect, before: Integer) -> None:
    """All finished slices of each group, from the one that holds its first event (or `before` that) on."""
    first = dialect.floor_divide(Call("min", (of_row(AT),)), rule.length)
    rows.steps.start(
        "groups",
        "the slice of each group's first event",
        Select(
            (*columns(ROW, (GROUP, NOW)), Output(first, FIRST)),
            Table((population,), ROW),
            group_by=(of_row(GROUP), of_row(NOW)),
        ),
    )
    low = Binary("-", of_row(FIRST), before) if before.value else of_row(FIRST)
    last = Binary("-", dialect.floor_divide(of_row(NOW), rule.length), Integer(1))
    rows.steps.extend("every_slice", "all slices since then", (Output(dialect.every_integer(low, last), SLICE),))


def _same_slice(alias: str) -> Node:
    return conjunction(
        equal(Column(GROUP, alias), of_row(GROUP)),
        equal(Column(SLICE, alias), of_row(SLICE)),
    )


def _outcome(indicator: Indicator, rule: Slices, rows: EventRows) -> Node:
    if isinstance(indicator, Fresh):
        oldest = Binary("-", of_row("ends_us"), Integer(indicator.within))
        return when(Binary(">", of_row(LATEST), oldest), GOOD, BAD)
    assert isinstance(indicator, Satisfy), "a slice satisfies a share or is fresh (SLO309)"
    met, events, share = of_row(rows.satisfied[indicator.expr]), of_row(EVENTS), indicator.share
    enough = Binary(">=", Binary("*", met, Integer(share.denominator)), Binary("*", events, Integer(share.numerator)))
    judged = ((enough, GOOD),)
    if rule.empty == "ignore":
        return Case(judged, BAD)
    return Case(((IsNull(events), GOOD if rule.empty == "good" else BAD), *judged), BAD)


def of_output(name: str) -> Output:
    """A column of the step before under its own name."""
    return Output(of_row(name), name)
