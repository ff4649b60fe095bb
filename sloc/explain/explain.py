"""IR -> Explanation."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import partial

from sloc.backends.base import Compiled
from sloc.calendars.clock import clock
from sloc.calendars.open_time import most_open, open_period
from sloc.explain.detection import Surroundings, explain_rule
from sloc.explain.model import Budget, ExplainedSla, Explanation, TargetOutput, Traffic
from sloc.explain.week import typical_week
from sloc.ir import AnyCalendar, Calendar, Duration, Fresh, Have, IntervalMeasure, Ir, RollingWindow, Satisfy, Sla, Slo, Source
from sloc.ir.text import percent_text, requirement_text, window_text
from sloc.ir.units import DAY, WEEK, duration_text


def explain(slo: Slo, ir: Ir, made: Mapping[str, Compiled]) -> Explanation:
    """All there is to say about an objective.

    `made` holds for each target the files that it makes of the whole program, and what it finds about this objective.
    """
    by_id = {calendar.id: calendar for calendar in ir.calendars}
    ticking = None if slo.clock is None else clock(by_id[slo.clock], by_id)
    source = ir.source(slo.population.source)
    period = open_period(slo.window.length, ticking, ir.epoch)
    share = 1 - slo.target
    budget = Budget(
        share, period, share * period, _traffic(slo, source, period, open_period(Duration(WEEK), ticking, ir.epoch))
    )
    around = Surroundings(
        budget,
        partial(most_open, clock=ticking, epoch=ir.epoch),
        plain=ticking is None,
        rolling=isinstance(slo.window, RollingWindow),
        guard=slo.alerts.min_bad_events,
        slice=None if slo.population.slices is None else slo.population.slices.length,
    )
    return Explanation(
        slo,
        counted(slo, source),
        budget,
        None if slo.clock is None else typical_week(by_id[slo.clock], by_id, _year(by_id[slo.clock], by_id, ir.epoch)),
        tuple(explain_rule(rule, around) for rule in slo.alerts.rules) if period else (),
        None if slo.sla is None else _promise(slo, slo.sla),
        tuple(_output(target, slo, compiled) for target, compiled in made.items()),
    )


def counted(slo: Slo, source: Source) -> str:
    """When an event counts: an outage cannot show before."""
    during = "" if slo.clock is None or not isinstance(slo.indicator, Have) else " of open time"
    if slo.population.slices is not None:
        return f"a slice is counted at its end, every {duration_text(slo.population.slices.length)}"
    match slo.indicator:
        case Have(measure, within) if isinstance(source.measure(measure), IntervalMeasure):
            return f"an event is counted at its deadline, {duration_text(within, 'h')}{during} after `{measure}` begins"
        case Satisfy(_, after) if after:
            return f"an event is judged and counted {duration_text(after)} after `{source.at}`"
        case _:
            return "an event is counted when it happens"


def _traffic(slo: Slo, source: Source, period: Fraction, week: Fraction) -> Traffic | None:
    population = slo.population
    if population.slices is not None:
        # An empty slice counts as nothing, unless the spec says otherwise.
        exact = population.slices.empty != "ignore" or isinstance(slo.indicator, Fresh)
        return Traffic(period / population.slices.length, Fraction(1, population.slices.length), exact)
    if source.expected is None or not week:
        return None
    exact = population.where is None and population.during is None and not population.per
    return Traffic(source.expected * slo.window.length / DAY, source.expected * 7 / week, exact)


def _promise(slo: Slo, sla: Sla) -> ExplainedSla:
    text = f"{percent_text(sla.target)} must {requirement_text(sla.indicator)} over {window_text(sla.window)}"
    own, promised = _limit(slo), _limit(sla)
    if own is not None and promised is not None and own != promised:
        return ExplainedSla(text, 1 - Fraction(own, promised), "time")
    buffer = None if sla.target == 1 else 1 - (1 - slo.target) / (1 - sla.target)
    return ExplainedSla(text, buffer, "budget")


def _limit(promise: Slo | Sla) -> Duration | None:
    return promise.indicator.within if isinstance(promise.indicator, Have | Fresh) else None


def _output(target: str, slo: Slo, made: Compiled) -> TargetOutput:
    """A file that names no other objective is the objective's own."""
    objectives = {file.path: {each.id for each in file.made_of if isinstance(each, Slo)} for file in made.files}
    own = tuple(str(path) for path, ids in objectives.items() if ids == {slo.id})
    shared = tuple(str(path) for path, ids in objectives.items() if slo.id in ids and len(ids) > 1)
    reasons = tuple(f"{found.message}: {found.label}" if found.label else found.message for found in made.findings)
    return TargetOutput(target, own, shared, reasons)


def _members(calendar: AnyCalendar, by_id: Mapping[str, AnyCalendar]) -> list[Calendar]:
    if isinstance(calendar, Calendar):
        return [calendar]
    return [plain for member in calendar.members for plain in _members(by_id[member], by_id)]


def _year(calendar: AnyCalendar, by_id: Mapping[str, AnyCalendar], epoch: int) -> int:
    """The project's year, or the one nearest to it that every member covers."""
    plain = _members(calendar, by_id)
    first, last = max(each.first_year for each in plain), min(each.last_year for each in plain)
    return min(max(epoch, first), max(last, first))
