"""``10_<service>__<slo>.sql``: an SLO's classified events, and the faults in its data, as views."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from sloc.backends.base import OutputFile
from sloc.backends.sql import printer
from sloc.backends.sql.clock import SqlClock
from sloc.backends.sql.dialects import Dialect
from sloc.backends.sql.documents import render
from sloc.backends.sql.faults import PopulationFaults, fault_query
from sloc.backends.sql.names import slo_slug
from sloc.backends.sql.nodes import (
    FALSE,
    NULL,
    TRUE,
    Binary,
    Cast,
    Column,
    Cte,
    Integer,
    IsNull,
    Join,
    Kind,
    Node,
    Output,
    Query,
    Select,
    Table,
    Text,
    conjunction,
    disjunction,
    negation,
    when,
)
from sloc.backends.sql.rows import AT, GROUP, KEY, NOW, OPEN, EventRows
from sloc.backends.sql.slices import add_slices
from sloc.backends.sql.steps import ROW, of_row
from sloc.backends.sql.verdicts import (
    BACKWARDS,
    DEADLINE,
    ELAPSED,
    ENDED,
    OUTSIDE,
    STARTED,
    Verdict,
    add_verdicts,
    verdicts_of,
)
from sloc.ir.program import Ir
from sloc.ir.slo import ExcludeDuring, ExcludeRange, Have, Slo
from sloc.ir.source import IntervalMeasure
from sloc.ir.units import MICROS


@dataclass(frozen=True)
class Clocks:
    """The clock of each calendar's id."""

    by_id: dict[str, SqlClock]
    plain: SqlClock

    def of(self, calendar: str | None) -> SqlClock:
        """The clock of a calendar; plain time for None."""
        return self.plain if calendar is None else self.by_id[calendar]


@dataclass(frozen=True)
class StepText:
    """A step as the template writes it."""

    name: str
    comment: str
    text: str


@dataclass(frozen=True)
class ViewText:
    """A view as the template writes it."""

    about: str
    head: str
    steps: tuple[StepText, ...]
    text: str


def events_view(slo: Slo) -> str:
    """The name of the view of an SLO's classified events."""
    return f"events_{slo_slug(slo)}"


def faults_view(slo: Slo) -> str:
    """The name of the view of the faults in an SLO's data: ``slo, fault, event_key``."""
    return f"faults_{slo_slug(slo)}"


def slo_file(slo: Slo, ir: Ir, clocks: Clocks, dialect: Dialect, schema: str) -> OutputFile:
    """The views of one SLO."""
    text = render(
        "slo.sql.j2",
        id=slo.id,
        title=slo.title,
        sentence=slo.sentence,
        views=_Views(slo, ir, clocks, dialect, schema).all(),
    )
    return OutputFile(PurePosixPath(f"sql/{dialect.name}/10_{slo_slug(slo)}.sql"), text, (slo,))


class _Views:
    def __init__(self, slo: Slo, ir: Ir, clocks: Clocks, dialect: Dialect, schema: str) -> None:
        self._slo = slo
        self._source = ir.source(slo.population.source)
        self._clocks = clocks
        self._dialect = dialect
        self._schema = schema
        self._hours = clocks.of(slo.population.during)
        self._rows = EventRows(slo, self._source, self._hours, dialect, schema)

    def all(self) -> tuple[ViewText, ...]:
        """The events, with the view that they share with the faults before them where the events have faults; the faults."""
        self._rows.build()
        if self._slo.population.slices is None:
            add_verdicts(self._rows, self._clocks.of)
        else:
            add_slices(self._rows, self._hours, self._dialect)
        views = []
        population = None
        steps, tip = self._rows.steps.ctes, Table((self._rows.steps.tip,), ROW)
        if self._may_have_faults():
            name = f"measured_{slo_slug(self._slo)}"
            views.append(self._view(name, "Every event that `where` keeps, measured.", steps, self._measured(tip)))
            steps, tip = [], self._dialect.table(self._schema, name, ROW)
            population = self._population_faults(tip)
        views.append(
            self._view(
                events_view(self._slo),
                "The events that are counted, or will be: good, bad or pending.",
                steps,
                self._classified(tip),
            )
        )
        fault_steps, faults = fault_query(self._slo, self._source, population, self._dialect, self._schema)
        about = "The faults in the data, one row for each faulty row."
        views.append(self._view(faults_view(self._slo), about, fault_steps.ctes, faults))
        return tuple(views)

    def _view(self, name: str, about: str, steps: list[Cte], query: Query) -> ViewText:
        head = self._dialect.replace_view(self._schema, name)
        texts = tuple(StepText(step.name, step.comment, printer.query(step.query, self._dialect, 4)) for step in steps)
        return ViewText(about, head, texts, printer.query(query, self._dialect))

    # ── events ────────────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _verdicts(self) -> tuple[Verdict, ...]:
        return verdicts_of(self._rows)

    def _measured(self, tip: Table) -> Select:
        names = [KEY, GROUP, AT, NOW, STARTED, DEADLINE, ELAPSED, ENDED]
        for verdict in self._verdicts:
            names += [verdict.outcome, verdict.counted]
        names += [OUTSIDE, BACKWARDS]
        if self._hours.tables is not None:
            names.append(OPEN)
        return Select(tuple(Output(of_row(name), name) for name in names), tip)

    def _classified(self, tip: Table) -> Select:
        """The columns that the shared views read; what an exclusion removes from both promises is gone."""
        joins: list[Join] = []
        outcome: dict[str, Node] = dict.fromkeys(("slo", "sla"), Cast(NULL, Kind.TEXT))
        counted: dict[str, Node] = {name: Cast(NULL, Kind.BIGINT) for name in outcome}
        kept: list[Node] = []
        for verdict in self._verdicts:
            instant = of_row(verdict.counted)
            removals = []
            for number, exclusion in enumerate(self._slo.exclusions):
                removal, more = self._removal(exclusion, instant, f"{verdict.name}_x{number}")
                removals.append(removal)
                joins += more
            # Removed and not counted at all look alike: both columns are null.
            stays = negation(disjunction(*removals)) if removals else None
            counts: Node = IsNull(of_row(verdict.outcome), negated=True)
            kept.append(counts if stays is None else conjunction(counts, stays))
            outcome[verdict.name] = of_row(verdict.outcome) if stays is None else when(stays, of_row(verdict.outcome))
            counted[verdict.name] = instant if stays is None else when(stays, instant)
        where = disjunction(*kept)
        if self._hours.tables is not None and self._slo.population.slices is None:
            where = conjunction(of_row(OPEN), where)
        return Select(self._columns(outcome, counted), tip, tuple(joins), where)

    def _columns(self, outcome: dict[str, Node], counted: dict[str, Node]) -> tuple[Output, ...]:
        def instant(micros: Node) -> Node:
            return self._dialect.instant_of_micros(micros)

        elapsed = of_row(ELAPSED)
        used = elapsed if self._interval() else Cast(NULL, Kind.BIGINT)
        return (
            Output(self._dialect.by_code_point(Text(self._slo.id)), "slo"),
            Output(of_row(GROUP), "grp"),
            Output(of_row(KEY), "event_key"),
            Output(instant(of_row(STARTED)), "started_at"),
            Output(instant(of_row(DEADLINE)), "deadline"),
            Output(instant(counted["slo"]), "counted_at"),
            Output(self._dialect.by_code_point(outcome["slo"]), "outcome"),
            Output(self._dialect.ratio(elapsed, Integer(MICROS)), "elapsed_seconds"),
            Output(of_row(ENDED), "ended"),
            Output(self._dialect.by_code_point(outcome["sla"]), "sla_outcome"),
            Output(instant(counted["sla"]), "sla_counted_at"),
            Output(of_row(STARTED), "started_us"),
            Output(of_row(DEADLINE), "deadline_us"),
            Output(counted["slo"], "counted_us"),
            Output(counted["sla"], "sla_counted_us"),
            Output(elapsed, "elapsed_us"),
            Output(used, "used_us"),
        )

    def _removal(self, exclusion: ExcludeRange | ExcludeDuring, counted: Node, alias: str) -> tuple[Node, tuple[Join, ...]]:
        """Whether an exclusion removes what is counted then (never null), and the joins that it needs.

        A pending event whose deadline nobody knows is not removed; nor is anything outside an exclusion's calendar.
        """
        if isinstance(exclusion, ExcludeRange):
            within = conjunction(Binary(">=", counted, Integer(exclusion.start)), Binary("<", counted, Integer(exclusion.end)))
            return when(within, TRUE, FALSE), ()
        clock = self._clocks.of(exclusion.calendar)
        return when(clock.is_open(counted, alias), TRUE, FALSE), clock.day_join(counted, alias)

    # ── faults ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _interval(self) -> bool:
        indicator = self._slo.indicator
        return isinstance(indicator, Have) and isinstance(self._source.measure(indicator.measure), IntervalMeasure)

    def _may_have_faults(self) -> bool:
        """Slices look at no event's place in a calendar, and have no measure."""
        return self._slo.population.slices is None and (self._interval() or self._hours.tables is not None)

    def _population_faults(self, view: Table) -> PopulationFaults:
        outside, backwards = Column(OUTSIDE, ROW), Column(BACKWARDS, ROW)
        if self._hours.tables is None:
            return PopulationFaults(view, outside, backwards)
        in_hours = Column(OPEN, ROW)
        return PopulationFaults(
            view,
            disjunction(IsNull(in_hours), conjunction(in_hours, outside)),
            conjunction(in_hours, backwards),
        )
