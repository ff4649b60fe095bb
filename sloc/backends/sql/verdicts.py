"""From the events that ``where`` keeps to outcomes: good, bad or pending, and when each counts (docs/language.md §3.5-7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sloc.backends.sql import intervals
from sloc.backends.sql.clock import SqlClock
from sloc.backends.sql.intervals import END, START, TimedPromise
from sloc.backends.sql.nodes import (
    FALSE,
    NULL,
    TRUE,
    Binary,
    Case,
    Cast,
    Integer,
    IsNull,
    Kind,
    Node,
    Output,
    Text,
    conjunction,
    disjunction,
    when,
)
from sloc.backends.sql.rows import AT, NOW, EventRows
from sloc.backends.sql.steps import of_row
from sloc.backends.sql.values import whole
from sloc.ir.slo import Have, Indicator, Satisfy
from sloc.ir.source import IntervalMeasure

GOOD, BAD, PENDING = Text("good"), Text("bad"), Text("pending")

STARTED, DEADLINE, ELAPSED, ENDED = "started_us", "deadline_us", "elapsed_us", "ended"
OUTSIDE, BACKWARDS = "outside_years", "end_before_start"


@dataclass(frozen=True)
class Verdict:
    """The columns of one promise, ``slo`` or ``sla``; both null where it does not count the event."""

    name: str

    @property
    def outcome(self) -> str:
        """The column of good, bad or pending."""
        return f"{self.name}_outcome"

    @property
    def counted(self) -> str:
        """The column of the instant at which it counts."""
        return f"{self.name}_counted_us"


def verdicts_of(rows: EventRows) -> tuple[Verdict, ...]:
    """The SLO's, and its SLA's where it has one."""
    return (Verdict("slo"),) if rows.slo.sla is None else (Verdict("slo"), Verdict("sla"))


def indicators_of(rows: EventRows) -> dict[Verdict, Indicator]:
    """What each verdict is about."""
    own: list[Indicator] = [rows.slo.indicator]
    if rows.slo.sla is not None:
        own.append(rows.slo.sla.indicator)
    return dict(zip(verdicts_of(rows), own, strict=True))


def add_verdicts(rows: EventRows, clock_of: Callable[[str | None], SqlClock]) -> None:
    """Adds, for each event: start, deadline, elapsed time, whether it ended, and each verdict's two columns."""
    indicator = rows.slo.indicator
    if isinstance(indicator, Have):
        measure = rows.source.measure(indicator.measure)
        if isinstance(measure, IntervalMeasure):
            _add_interval_verdicts(rows, measure, clock_of)
        else:
            _add_value_verdicts(rows, measure.name)
    else:
        _add_satisfy_verdicts(rows)


def _add_satisfy_verdicts(rows: EventRows) -> None:
    outputs: list[Output] = []
    at = of_row(AT)
    deadline: Node = Cast(NULL, Kind.BIGINT)
    for verdict, indicator in indicators_of(rows).items():
        assert isinstance(indicator, Satisfy), "a promise and its SLA are of one kind"
        counted = Binary("+", at, Integer(indicator.after)) if indicator.after else at
        if verdict.name == "slo" and indicator.after:
            deadline = counted
        judged = ((of_row(rows.satisfied[indicator.expr]), GOOD),)
        # What is judged at once cannot be pending: the row exists by now.
        later = ((Binary(">", counted, of_row(NOW)), PENDING),) if indicator.after else ()
        outputs += [Output(Case((*later, *judged), BAD), verdict.outcome), Output(counted, verdict.counted)]
    rows.steps.extend("judged", "good if the condition is true: unknown is bad", [*_shown(at, deadline), *outputs])


def _add_value_verdicts(rows: EventRows, measure: str) -> None:
    value, at = whole(rows.stored[measure].value("e")), of_row(AT)
    outputs: list[Output] = []
    for verdict, indicator in indicators_of(rows).items():
        assert isinstance(indicator, Have), "a promise and its SLA are of one kind"
        good = when(Binary("<=", value, Integer(indicator.within)), GOOD, BAD)
        outputs += [Output(good, verdict.outcome), Output(at, verdict.counted)]
    shown = _shown(at, Cast(NULL, Kind.BIGINT), value, IsNull(value, negated=True))
    rows.steps.extend("judged", "good if the value is small enough: null is bad", [*shown, *outputs])


def _shown(start: Node, deadline: Node, elapsed: Node | None = None, ended: Node = TRUE) -> list[Output]:
    return [
        Output(start, STARTED),
        Output(deadline, DEADLINE),
        Output(Cast(NULL, Kind.BIGINT) if elapsed is None else elapsed, ELAPSED),
        Output(ended, ENDED),
        Output(FALSE, OUTSIDE),
        Output(FALSE, BACKWARDS),
    ]


def _add_interval_verdicts(rows: EventRows, measure: IntervalMeasure, clock_of: Callable[[str | None], SqlClock]) -> None:
    steps = rows.steps
    start, end = (whole(rows.stored[name].value("e")) for name in (measure.start, measure.end))
    intervals.add_times(steps, start, end)
    pauses = None
    if measure.pausing is not None:
        key = rows.key()
        pauses = (rows.children[measure.pausing], key)
        intervals.add_pauses(steps, *pauses)
    clocks: list[SqlClock] = []
    promises: dict[Verdict, TimedPromise] = {}
    for verdict, indicator in indicators_of(rows).items():
        assert isinstance(indicator, Have), "a promise and its SLA are of one kind"
        clock = clock_of(indicator.during)
        if clock not in clocks:
            clocks.append(clock)
        promises[verdict] = TimedPromise(verdict.name, indicator.within, clocks.index(clock))
    for number, clock in enumerate(clocks):
        intervals.add_clock(steps, number, clock, [p for p in promises.values() if p.clock == number], pauses)
    steps.extend("judged", "pending until the deadline has passed, even if ended before", _judged(promises, clocks))


def _judged(promises: dict[Verdict, TimedPromise], clocks: list[SqlClock]) -> list[Output]:
    own = promises[Verdict("slo")]
    outside = disjunction(*(intervals.left_years(p, clocks[p.clock]) for p in promises.values() if clocks[p.clock].tables))
    outputs = [
        Output(of_row(START), STARTED),
        # The SLO's own; an event that only its SLA counts shows neither.
        Output(when(of_row(own.measured), of_row(own.deadline)), DEADLINE),
        Output(when(of_row(own.measured), of_row(own.elapsed)), ELAPSED),
        Output(IsNull(of_row(END), negated=True), ENDED),
        Output(outside, OUTSIDE),
        Output(when(Binary("<", of_row(END), of_row(START)), TRUE, FALSE), BACKWARDS),
    ]
    for verdict, promise in promises.items():
        measured, counted = of_row(promise.measured), of_row(promise.counts)
        due = Binary("<=", counted, of_row(NOW))
        on_time = Binary("<=", of_row(END), of_row(promise.deadline))
        outcome = Case(
            (
                (conjunction(measured, due, on_time), GOOD),
                (conjunction(measured, due), BAD),
                (measured, PENDING),
            )
        )
        outputs += [Output(outcome, verdict.outcome), Output(when(measured, counted), verdict.counted)]
    return outputs
