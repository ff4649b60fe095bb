"""``have MEASURE within D`` of an interval: pauses, open time, deadlines (docs/language.md §3.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sloc.backends.sql.aggregates import ChildTable, EventKey
from sloc.backends.sql.clock import SqlClock
from sloc.backends.sql.nodes import (
    FALSE,
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
    Subquery,
    Table,
    coalesce,
    columns,
    conjunction,
    disjunction,
    equal,
    greatest,
    least,
    negation,
    total,
    when,
)
from sloc.backends.sql.rows import AT, NOW
from sloc.backends.sql.steps import ROW, Steps, of_row
from sloc.ir.units import Duration

START, END, STOP = "start_us", "end_us", "stop_us"
SPAN = ("k", START, STOP)
"""What the pauses of an event depend on: its key, and the time that they are cut to."""


@dataclass(frozen=True)
class TimedPromise:
    """A promise on the measure: the SLO's own (`name` is ``slo``) or its SLA's. `clock` numbers the distinct clocks."""

    name: str
    within: Duration
    clock: int

    @property
    def deadline(self) -> str:
        """The column of its deadline."""
        return f"{self.name}_deadline_us"

    @property
    def due(self) -> str:
        """The alias under which its deadline is looked up."""
        return f"{self.name}_due"

    @property
    def wanted(self) -> str:
        """The column of what its clock shows when the allowed time has passed."""
        return f"{self.name}_wanted_us"

    @property
    def pause(self) -> str:
        """The column of the paused time that moves its deadline."""
        return f"{self.name}_pause_us"

    @property
    def counts(self) -> str:
        """The column of when it counts: at the deadline, or at `at` where that is later; null while the deadline is."""
        return f"{self.name}_counts_us"

    @property
    def measured(self) -> str:
        """The column that says whether it counts the event, now or later; never null."""
        return f"{self.name}_measured"

    @property
    def elapsed(self) -> str:
        """The column of the counted time so far, by its clock."""
        return f"elapsed_{self.clock}_us"


def add_times(steps: Steps, start: Node, end: Node) -> None:
    """Start, end as known by now, and where counting stops for now. What has no start is not measured."""
    now = of_row(NOW)
    steps.extend(
        "timed",
        "from where to where",
        (Output(start, START), Output(when(Binary("<=", end, now), end), END)),
    )
    steps.extend(
        "stopped",
        "an end before the start is no time at all",
        (Output(greatest(of_row(START), coalesce(of_row(END), now)), STOP),),
    )


def add_pauses(steps: Steps, pauses: ChildTable, key: EventKey) -> None:
    """``pauses``: for each span its pauses, cut to it and merged where they overlap or touch (gaps and islands)."""
    child = pauses.child
    assert child.until is not None
    event_key = pauses.key_of_event(key, ROW)
    spans = Select(
        (Output(event_key, "k"), *columns(ROW, SPAN[1:])),
        Table((steps.tip,), ROW),
        where=conjunction(IsNull(event_key, negated=True), Binary("<", of_row(START), of_row(STOP))),
        distinct=True,
    )
    start, stop = Column(START, "p"), Column(STOP, "p")
    begins, ends = pauses.column(child.at), coalesce(pauses.column(child.until), stop)
    steps.add(
        "pauses_cut",
        f"the {child.name} of each event within its time; one that goes on is cut there",
        Select(
            (*columns("p", SPAN), Output(greatest(begins, start), "p_us"), Output(least(ends, stop), "q_us")),
            Subquery(spans, "p"),
            (Join("JOIN", Table((pauses.step,), "c"), equal(pauses.key(key), Column("k", "p"))),),
            conjunction(Binary("<", begins, stop), Binary(">", ends, start), Binary(">", ends, begins)),
        ),
    )
    before = Over(Call("max", (Column("q_us"),)), _span(""), _by("p_us", "q_us"), _ROWS_BEFORE)
    steps.add(
        "pauses_marked",
        "a pause that overlaps or touches none before it begins a new one",
        Select(
            (
                *columns("", (*SPAN, "p_us", "q_us")),
                Output(when(Binary("<=", Column("p_us"), before), Integer(0), Integer(1)), "begins"),
            ),
            Table(("pauses_cut",)),
        ),
    )
    island = Over(Call("sum", (Column("begins"),)), _span(""), _by("p_us", "q_us"), _ROWS_SO_FAR)
    numbered = Select((*columns("", (*SPAN, "p_us", "q_us")), Output(island, "island")), Table(("pauses_marked",)))
    steps.add(
        "pauses",
        "merged pauses",
        Select(
            (
                *columns("i", SPAN),
                Output(Call("min", (Column("p_us", "i"),)), "p_us"),
                Output(Call("max", (Column("q_us", "i"),)), "q_us"),
            ),
            Subquery(numbered, "i"),
            group_by=(*_span("i"), Column("island", "i")),
        ),
    )


def add_clock(
    steps: Steps,
    number: int,
    clock: SqlClock,
    promises: Sequence[TimedPromise],
    pauses: tuple[ChildTable, EventKey] | None,
) -> None:
    """The counted time so far by a clock, and the deadlines of the promises that run on it."""
    start, stop = of_row(START), of_row(STOP)
    begun, so_far = f"begun_{number}_us", f"so_far_{number}_us"
    steps.extend(
        f"clock_{number}",
        f"{_by_clock(clock)}: the time since its beginning, at the start and at the end so far",
        (Output(clock.before(start, "a"), begun), Output(clock.before(stop, "z"), so_far)),
        (*clock.day_join(start, "a"), *clock.day_join(stop, "z")),
    )
    counted: Node = Binary("-", of_row(so_far), of_row(begun))
    wanted = {promise: total(of_row(begun), Integer(promise.within)) for promise in promises}
    joins: tuple[Join, ...] = ()
    if pauses is not None:
        _add_paused(steps, number, clock, promises)
        table, key = pauses
        same_span = (equal(Column(name, "p"), of_row(name)) for name in SPAN[1:])
        on = conjunction(equal(Column("k", "p"), table.key_of_event(key, ROW)), *same_span)
        joins = (Join("LEFT JOIN", Table((f"paused_{number}",), "p"), on),)
        counted = Binary("-", counted, coalesce(Column("paused_us", "p"), Integer(0)))
        wanted = {
            promise: total(begun_and_within, coalesce(Column(promise.pause, "p"), Integer(0)))
            for promise, begun_and_within in wanted.items()
        }
    elapsed = counted if clock.tables is None else when(clock.reaches(stop), counted)
    steps.extend(
        f"counted_{number}",
        "the counted time so far, and what the clock shows when the allowed time has passed",
        (Output(elapsed, f"elapsed_{number}_us"), *(Output(wanted[promise], promise.wanted) for promise in promises)),
        joins,
    )
    steps.extend(
        f"due_{number}",
        "the earliest instant at which the allowed time has passed; null beyond the calendar's years",
        [Output(_deadline(promise, clock), promise.deadline) for promise in promises],
        [join for promise in promises if promise.within for join in clock.deadline_join(of_row(promise.wanted), promise.due)],
    )
    outputs = []
    for promise in promises:
        counts = greatest(of_row(promise.deadline), of_row(AT))
        outputs += [Output(_measured(promise, clock), promise.measured), Output(counts, promise.counts)]
    steps.extend(
        f"measured_{number}",
        "measured from a start within the calendar's years, unless nobody can know whether it is due; counted when due",
        outputs,
    )


def left_years(promise: TimedPromise, clock: SqlClock) -> Node:
    """Whether start, deadline, or end (now while there is none) lies outside the calendar's years; never null."""
    outside = disjunction(
        negation(clock.known(of_row(START))),
        IsNull(of_row(promise.deadline)),
        negation(clock.reaches(of_row(STOP))),
    )
    return FALSE if clock.tables is None else conjunction(IsNull(of_row(START), negated=True), outside)


def _deadline(promise: TimedPromise, clock: SqlClock) -> Node:
    # No time at all has passed at the start itself, though the calendar may have closed before it.
    return clock.deadline(of_row(promise.wanted), promise.due) if promise.within else of_row(START)


def _measured(promise: TimedPromise, clock: SqlClock) -> Node:
    """Never null: a null start is not measured, and without a calendar every other one is."""
    started = IsNull(of_row(START), negated=True)
    if clock.tables is None:
        return started
    knowable = disjunction(IsNull(of_row(promise.deadline), negated=True), clock.known(of_row(NOW)))
    return conjunction(started, clock.known(of_row(START)), knowable)


def _add_paused(steps: Steps, number: int, clock: SqlClock, promises: Sequence[TimedPromise]) -> None:
    """The paused time of each span, and the part of it that comes before each promise's time has run out."""
    begin, end = Column("p_us", "m"), Column("q_us", "m")
    start = Column(START, "m")
    joins = (*clock.day_join(start, "a"), *clock.day_join(begin, "p"), *clock.day_join(end, "q"))
    opened = steps.add(
        f"pauses_{number}",
        f"{_by_clock(clock)}: the time since its beginning, at the event's start and at both ends of each pause",
        Select(
            (
                *columns("m", (*SPAN, "p_us")),
                Output(clock.before(start, "a"), "begun_us"),
                Output(clock.before(begin, "p"), "paused_at_us"),
                Output(clock.before(end, "q"), "resumed_at_us"),
            ),
            Table(("pauses",), "m"),
            joins,
        ),
    )
    length = Binary("-", Column("resumed_at_us"), Column("paused_at_us"))
    earlier = coalesce(Over(Call("sum", (length,)), _span(""), _by("p_us"), _ROWS_BEFORE), Integer(0))
    reached = Binary("-", Column("paused_at_us"), Column("begun_us"))
    counted = Select(
        (*columns("", SPAN), Output(length, "length_us"), Output(Binary("-", reached, earlier), "counted_us")),
        Table((opened,)),
    )
    steps.add(
        f"paused_{number}",
        "all paused time, and that which begins while the allowed time has not passed: it moves the deadline",
        Select(
            (
                *columns("i", SPAN),
                Output(_sum(Column("length_us", "i")), "paused_us"),
                *(
                    Output(
                        _sum(
                            Case(((Binary("<", Column("counted_us", "i"), Integer(promise.within)), Column("length_us", "i")),))
                        ),
                        promise.pause,
                    )
                    for promise in promises
                ),
            ),
            Subquery(counted, "i"),
            group_by=_span("i"),
        ),
    )


_ROWS_BEFORE = "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING"
_ROWS_SO_FAR = "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"


def _sum(node: Node) -> Node:
    return Cast(Call("sum", (node,)), Kind.BIGINT)


def _span(alias: str) -> tuple[Node, ...]:
    return tuple(Column(name, alias) for name in SPAN)


def _by(*names: str) -> tuple[Order, ...]:
    return tuple(Order(Column(name)) for name in names)


def _by_clock(clock: SqlClock) -> str:
    return "in plain time" if clock.tables is None else f"in open time of {clock.tables.slug}"
