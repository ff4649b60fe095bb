"""Objectives of the IR -> the AST's: the tiers of one come together again, each with words of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sloc.check.declare import short_window
from sloc.ir import (
    AlertPolicy,
    AlertRule,
    BelowTarget,
    BudgetBelow,
    Burn,
    CalendarWindow,
    ExcludeRange,
    Exclusion,
    ExhaustedWithin,
    Fresh,
    Have,
    NoData,
    PaceAbove,
    RollingWindow,
    Satisfy,
    Sla,
    Slo,
    Window,
)
from sloc.ir import expr as x
from sloc.lift.expressions import lift_expr, lift_literal
from sloc.lift.leaves import Leaves
from sloc.lift.places import JsonPlace
from sloc.records import dataclass
from sloc.syntax import ast

Given = tuple[Slo, JsonPlace]
"""An objective with where it stands."""


@dataclass(frozen=True)
class SloLifter:
    """Lifts the objectives of one service; `local` is the name by which it knows the source or calendar of an id."""

    local: Callable[[str], str]
    make: Leaves

    def lift(self, tiers: Sequence[Given]) -> ast.Slo:
        """One objective: an SLO of its own, or all of its tiers. What tiers share is taken from the first."""
        slo, at = tiers[0]
        title = None if slo.title == slo.name else self.make.string(slo.title, at["title"])
        return ast.Slo(self.make.name(slo.name, at["name"]), title, None, tuple(self._items(tiers)), span=at.span)

    def _items(self, tiers: Sequence[Given]) -> Iterator[ast.SloItem]:
        make = self.make
        slo, at = tiers[0]
        for key, word in (("owner", slo.owner), ("description", slo.description), ("runbook", slo.runbook)):
            if word is not None:
                yield ast.Meta(key, make.string(word, at[key]), span=at[key].span)
        yield from lift_labels(slo.labels, at["labels"], make)
        yield self._expect(slo, at)
        if slo.tier is not None:
            here = at["tier"]["field"]
            ordered = sorted(tiers, key=lambda tier: tier[0].tier.place if tier[0].tier else 0)
            yield ast.Tiers(make.name(slo.tier.field, here), tuple(self._tier(*tier) for tier in ordered), span=at["tier"].span)
        elif slo.sla is not None:
            yield self._sla(slo.sla, at["sla"])
        yield self._alerts(slo.alerts, at["alerts"])
        for index, exclusion in enumerate(slo.exclusions):
            yield self._exclusion(exclusion, at["exclusions"][index])
        if slo.review is not None:
            here = at["review"]
            last = None if slo.review.last is None else make.date(slo.review.last, here["last"])
            yield ast.Review(make.name(slo.review.period, here["period"]), last, span=here.span)
        if slo.population.slices is not None and slo.population.slices.empty != "ignore":
            here = at["population"]["slices"]["empty"]
            yield ast.EmptySlices(make.name(slo.population.slices.empty, here), span=here.span)

    def _expect(self, slo: Slo, at: JsonPlace) -> ast.Expect:
        target = None if slo.tier is not None else self._target(slo, at)
        requirement = self._requirement(slo, at["indicator"])
        return ast.Expect(
            target, self._population(slo, at["population"]), requirement, self._window(slo.window, at["window"]), span=at.span
        )

    def _target(self, slo: Slo, at: JsonPlace) -> ast.Percent | ast.Percentile:
        if slo.percentile is not None:
            return self.make.percentile(slo.percentile, at["percentile"])
        return self.make.percent(slo.target, at["target"])

    def _population(self, slo: Slo, at: JsonPlace) -> ast.Population:
        population, make = slo.population, self.make
        slices = None if population.slices is None else make.duration(population.slices.length, at["slices"]["length"])
        where, here = population.where, at["where"]
        if slo.tier is not None:
            where, here = _without_tier(slo, here)
        return ast.Population(
            slices,
            make.name(self.local(population.source), at["source"]),
            None if where is None else lift_expr(where, here, make),
            self._during(population.during, at["during"]),
            tuple(make.name(name, at["per"][index]) for index, name in enumerate(population.per)),
            span=at.span,
        )

    def _during(self, calendar: str | None, at: JsonPlace) -> ast.During | None:
        return None if calendar is None else ast.During(self.make.name(self.local(calendar), at), span=at.span)

    def _requirement(self, slo: Slo, at: JsonPlace) -> ast.Requirement:
        make = self.make
        match slo.indicator:
            case Have(measure, within, during):
                name = make.name(measure, at["measure"])
                if slo.tier is not None:  # each tier says itself how fast, and by which calendar
                    return ast.Have(name, None, None, span=at.span)
                return ast.Have(name, make.duration(within, at["within"]), self._during(during, at["during"]), span=at.span)
            case Satisfy(expr, after, share):
                part = None if share == 1 else make.percent(share, at["share"])
                wait = None if after == 0 else make.duration(after, at["after"])
                return ast.Satisfy(part, lift_expr(expr, at["expr"], make), wait, span=at.span)
            case Fresh(within):
                return ast.Fresh(make.duration(within, at["within"]), span=at.span)

    def _window(self, window: Window, at: JsonPlace) -> ast.Window:
        match window:
            case RollingWindow(length):
                return self.make.duration(length, at["length"])
            case CalendarWindow(period, zone):
                place = None if zone is None else self.make.name(zone.name, at["zone"])
                return ast.CalendarWindow(self.make.name(period, at["period"]), place, span=at.span)

    def _tier(self, slo: Slo, at: JsonPlace) -> ast.Tier:
        within, during = self._limit(slo.indicator, at["indicator"])
        value = None
        if slo.tier is not None and slo.tier.value is not None:
            value = lift_literal(slo.tier.value, at["tier"]["value"], self.make)
        sla = None if slo.sla is None else self._sla(slo.sla, at["sla"])
        return ast.Tier(value, self._target(slo, at), within, during, sla, span=at.span)

    def _sla(self, sla: Sla, at: JsonPlace) -> ast.Sla:
        target = self.make.percent(sla.target, at["target"])
        return ast.Sla(
            target, *self._limit(sla.indicator, at["indicator"]), self._window(sla.window, at["window"]), span=at.span
        )

    def _limit(self, indicator: Have | Satisfy | Fresh, at: JsonPlace) -> tuple[ast.Duration | None, ast.During | None]:
        """The time that a requirement promises, and the calendar that counts it."""
        if isinstance(indicator, Satisfy):
            return None, None
        during = self._during(indicator.during, at["during"]) if isinstance(indicator, Have) else None
        return self.make.duration(indicator.within, at["within"]), during

    def _exclusion(self, exclusion: Exclusion, at: JsonPlace) -> ast.ExcludeRange | ast.ExcludeDuring:
        reason = self.make.optional(exclusion.reason, at["reason"])
        if isinstance(exclusion, ExcludeRange):
            ends = self.make.instant(exclusion.start, at["start"]), self.make.instant(exclusion.end, at["end"])
            return ast.ExcludeRange(*ends, reason, span=at.span)
        calendar = self.make.name(self.local(exclusion.calendar), at["calendar"])
        return ast.ExcludeDuring(ast.During(calendar, span=at["calendar"].span), reason, span=at.span)

    def _alerts(self, policy: AlertPolicy, at: JsonPlace) -> ast.Alerts:
        """The built-in policies by their names; another one with all that it says."""
        name = self.make.name(policy.name, at["name"])
        if policy.name in ("standard", "none"):
            return ast.Alerts(name, span=at.span)
        items: list[ast.AlertRule | ast.MinEvents] = [
            _rule(rule, at["rules"][index], self.make) for index, rule in enumerate(policy.rules)
        ]
        if policy.min_bad_events != 0:
            here = at["min_bad_events"]
            items.append(ast.MinEvents(self.make.number(policy.min_bad_events, here), span=here.span))
        return ast.Alerts(ast.Policy(name, None, tuple(items), span=at.span), span=at.span)


def lift_labels(labels: Sequence[tuple[str, str]], at: JsonPlace, make: Leaves) -> Iterator[ast.Meta]:
    """``label team = "…"``, for each."""
    for index, (name, value) in enumerate(labels):
        here = at[index]
        yield ast.Meta("label", make.string(value, here[1]), make.name(name, here[0]), span=here.span)


def _rule(rule: AlertRule, at: JsonPlace, make: Leaves) -> ast.AlertRule:
    return ast.AlertRule(make.name(rule.severity, at["severity"]), _condition(rule, at["condition"], make), span=at.span)


def _condition(rule: AlertRule, at: JsonPlace, make: Leaves) -> ast.Condition:
    match rule.condition:
        case Burn(share, long, short):
            usual = short == short_window(long)  # then it was not written
            windows = make.duration(long, at["long"]), None if usual else make.duration(short, at["short"])
            return ast.Burn(make.percent(share, at["share"]), *windows, span=at.span)
        case BudgetBelow(share):
            return ast.BudgetBelow(make.percent(share, at["share"]), span=at.span)
        case PaceAbove(factor):
            return ast.PaceAbove(make.number(factor, at["factor"]), span=at.span)
        case ExhaustedWithin(within):
            return ast.ExhaustedWithin(make.duration(within, at["within"]), span=at.span)
        case BelowTarget():
            return ast.BelowTarget(span=at.span)
        case NoData(duration):
            return ast.NoData(make.duration(duration, at["duration"]), span=at.span)


def _without_tier(slo: Slo, at: JsonPlace) -> tuple[x.Expr | None, JsonPlace]:
    """What an objective's `where` says beside the condition of its tier, which the checker puts before it."""
    match slo.population.where:
        case x.And((first, second)) if _is_of_tier(first, slo):
            return second, at["operands"][1]
        case where if where is not None and _is_of_tier(where, slo):
            return None, at
        case where:
            return where, at


def _is_of_tier(expr: x.Expr, slo: Slo) -> bool:
    assert slo.tier is not None
    match expr:
        case x.Compare("==", x.FieldRef(name, None), value):
            return (name, value) == (slo.tier.field, slo.tier.value)
        case x.IsNull(x.FieldRef(name, None)) | x.Or((x.IsNull(x.FieldRef(name, None)), x.Not(x.In()))):
            return slo.tier.value is None and name == slo.tier.field
        case _:
            return False
