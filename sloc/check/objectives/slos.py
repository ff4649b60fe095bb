"""Objectives: the sentence and its items, one checked SLO for each tier."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from sloc.check.context import Checking, Context, Watched
from sloc.check.declare import CheckedSource, lower_policy
from sloc.check.expand import Expanded, Items, expand, filled, params, sort_items, words_of
from sloc.check.model import CheckedSlo, Spans
from sloc.check.names import text_of
from sloc.check.objectives.lookup import Lookup
from sloc.check.objectives.populations import check_population
from sloc.check.objectives.requirements import check_requirement
from sloc.check.objectives.reviews import check_review
from sloc.check.objectives.standard import standard_policy
from sloc.check.objectives.tiers import Promise, promises
from sloc.findings import Edit, Fix, finding
from sloc.ir import (
    AlertPolicy,
    ExcludeDuring,
    ExcludeRange,
    Exclusion,
    Have,
    Indicator,
    Instant,
    PaceAbove,
    Population,
    RollingWindow,
    Service,
    Sla,
    Slo,
    Window,
)
from sloc.ir import expr as x
from sloc.ir.text import sentence
from sloc.records import dataclass
from sloc.source.span import Span
from sloc.syntax import ast


@dataclass(frozen=True)
class SloChecker:
    """Checks the objectives of one service."""

    service: Service
    lookup: Lookup

    def check(self, slo: ast.Slo) -> Checking[list[CheckedSlo]]:
        """One checked SLO for each tier (or one without tiers); none after a finding."""
        lookup = self.lookup
        expanded = yield from expand(slo, lookup.scope, lookup.names, lookup.ctx)
        if expanded is None:
            return []
        if slo.call is not None:
            yield from lookup.resolved("template", slo.call.template)
        watched = Watched(self._promises(expanded))
        for found in watched:
            yield expanded.shown(found)
        return watched.value

    def _promises(self, expanded: Expanded) -> Checking[list[CheckedSlo]]:
        lookup = self.lookup
        items = yield from sort_items(expanded)
        source = None if items is None else (yield from lookup.source(items.expect.population.source))
        if items is None or source is None:
            return []
        population = yield from check_population(items.expect.population, items.empty, source, lookup)
        requirement = yield from check_requirement(items.expect.requirement, source, lookup)
        window = yield from lookup.window(items.expect.window)
        exclusions = yield from self._exclusions(items)
        checked: list[CheckedSlo] = []
        for promise in (yield from promises(items.expect, items.tiers, items.sla, source)):
            if requirement is None or window is None:
                continue
            indicator = yield from requirement.indicator(promise.within, promise.during)
            sla = yield from requirement.sla(promise, window)
            if population is None or indicator is None or (promise.sla is not None and sla is None):
                continue
            own = replace(population, where=_both(promise.where, population.where))
            clock = (indicator.during if isinstance(indicator, Have) else None) or population.during
            alerts, policy = yield from self._alerts(items.alerts, promise.target, window, clock)
            if alerts is None:
                continue
            ir = self._slo(expanded.slo, items, promise, own, indicator, window, clock, sla, alerts, exclusions)
            checked.append(self._checked(ir, expanded, items, source, promise, policy))
        return checked

    def _checked(
        self,
        ir: Slo,
        expanded: Expanded,
        items: Items,
        source: CheckedSource,
        promise: Promise,
        policy: ast.Policy | None,
    ) -> CheckedSlo:
        spans = Spans(
            promise.target_span,
            items.expect.requirement.span,
            promise.within.span if promise.within else None,
            items.expect.window.span,
            items.expect.population.source.span,
            promise.sla.span if promise.sla else None,
            items.alerts.span if items.alerts else None,
        )
        return CheckedSlo(ir, expanded, items, source, spans, promise.tier, policy, promise.within, promise.sla)

    def _exclusions(self, items: Items) -> Checking[tuple[Exclusion, ...]]:
        exclusions: list[Exclusion] = []
        for item in items.exclusions:
            if isinstance(item, ast.ExcludeDuring):
                id = yield from self.lookup.calendar(item.during)
                if id is not None:
                    exclusions.append(ExcludeDuring(id, text_of(item.reason)))
                continue
            start, end = filled(item.start), filled(item.end)
            if end.micros <= start.micros:
                yield finding(
                    "SLO314",
                    "this exclusion ends before it starts",
                    item.span,
                    "it excludes nothing",
                    help="write the earlier instant first",
                    fix=_swapped(item, self.lookup.ctx),
                )
                continue
            exclusions.append(ExcludeRange(Instant(start.micros), Instant(end.micros), text_of(item.reason)))
        return tuple(exclusions)

    def _alerts(
        self, alerts: ast.Alerts | None, target: Fraction, window: Window, clock: str | None
    ) -> Checking[tuple[AlertPolicy | None, ast.Policy | None]]:
        """The concrete policy, and the user's where it is one; None after a finding."""
        named = alerts.policy.text if alerts and isinstance(alerts.policy, ast.Name) else None
        if alerts is None or named == "standard":
            ticking = None if clock is None else self.lookup.clocks[clock]
            return standard_policy(target, window.length, ticking, self.lookup.ctx.epoch), None
        if named == "none":
            return AlertPolicy("none", (), 0), None
        policy = (yield from self.lookup.policy(alerts.policy)) if isinstance(alerts.policy, ast.Name) else alerts.policy
        if policy is None or params(policy):  # check_policies has reported the parameters
            return None, None
        lowered = lower_policy(policy, self.lookup.ctx)
        if isinstance(window, RollingWindow):  # no period passes, so there is no pace
            rules = tuple(rule for rule in lowered.rules if not isinstance(rule.condition, PaceAbove))
            lowered = replace(lowered, rules=rules)
        return lowered, policy

    def _slo(
        self,
        decl: ast.Slo,
        items: Items,
        promise: Promise,
        population: Population,
        indicator: Indicator,
        window: Window,
        clock: str | None,
        sla: Sla | None,
        alerts: AlertPolicy,
        exclusions: tuple[Exclusion, ...],
    ) -> Slo:
        words, labels = words_of(items.meta)
        name = decl.name.text
        return Slo(
            id=f"{self.service.name}.{name}{promise.suffix}",
            service=self.service.name,
            name=name,
            tier=promise.ir_tier,
            title=text_of(decl.title) or name,
            description=words.get("description"),
            owner=words.get("owner", self.service.owner),
            runbook=words.get("runbook", self.service.runbook),
            labels=tuple(sorted((dict(self.service.labels) | labels).items())),
            sentence=sentence(promise.target, promise.percentile, population, indicator, window),
            population=population,
            indicator=indicator,
            target=promise.target,
            percentile=promise.percentile,
            window=window,
            clock=clock,
            sla=sla,
            alerts=alerts,
            exclusions=exclusions,
            review=check_review(items.review),
            origin=self.lookup.ctx.origin(_place(decl, promise.tier)),
        )


def _place(slo: ast.Slo, tier: ast.Tier | None) -> Span:
    """The tier where it is listed in the SLO itself, else the SLO's name: a template's tiers stand elsewhere."""
    own = tier is not None and tier.span.file == slo.span.file and slo.span.start <= tier.span.start < slo.span.end
    return tier.span if tier is not None and own else slo.name.span


def _both(tier: x.Expr | None, where: x.Expr | None) -> x.Expr | None:
    if tier is None or where is None:
        return tier or where
    return x.And((tier, where))


def _swapped(item: ast.ExcludeRange, ctx: Context) -> Fix | None:
    """The two instants of a range in the other order; a template's parameter belongs to whoever gives it."""
    if isinstance(item.start, ast.Param) or isinstance(item.end, ast.Param) or item.start.micros == item.end.micros:
        return None
    spans = (item.start.span, item.end.span)
    if any(span.file != item.span.file or not item.span.start <= span.start < item.span.end for span in spans):
        return None
    first, last = (ctx.files[span.file].text[span.start : span.end] for span in spans)
    return Fix((Edit(spans[0], last), Edit(spans[1], first)))
