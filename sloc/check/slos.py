"""Objectives: the sentence and its items, one checked SLO for each tier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from fractions import Fraction

from sloc.calendars.clock import Clock
from sloc.check.calendars import CheckedCalendar, frozen_zone
from sloc.check.context import Context
from sloc.check.model import CheckedSlo, Places
from sloc.check.names import Names, Scope, did_you_mean, resolve
from sloc.check.once import once, text_of
from sloc.check.policies import lower_policy
from sloc.check.sources import CheckedSource
from sloc.check.standard import standard_policy
from sloc.check.templates import Expanded, expand, filled, params
from sloc.check.tiers import Promise, promises
from sloc.check.types import check_condition
from sloc.findings import Label
from sloc.ir import (
    AlertPolicy,
    CalendarWindow,
    Duration,
    ExcludeDuring,
    ExcludeRange,
    Fresh,
    Have,
    Instant,
    Population,
    Review,
    RollingWindow,
    Satisfy,
    Service,
    Sla,
    Slices,
    Slo,
    ValueMeasure,
)
from sloc.ir import expr as x
from sloc.ir.expr import Type
from sloc.ir.slo import Exclusion, Indicator, Window
from sloc.ir.text import sentence
from sloc.syntax import ast

_PER = frozenset({Type.STRING, Type.BOOL, Type.INT})
"""Types of which each value may keep a budget of its own."""


@dataclass(frozen=True)
class _Parts:
    """The items of an SLO, each kind once."""

    expect: ast.Expect
    tiers: ast.Tiers | None
    sla: ast.Sla | None
    alerts: ast.Alerts | None
    review: ast.Review | None
    empty: ast.EmptySlices | None


class SloChecker:
    """Checks the objectives of one service."""

    def __init__(
        self,
        scope: Scope,
        names: Names,
        service: Service,
        calendars: Mapping[str, CheckedCalendar],
        sources: Mapping[str, CheckedSource],
        clocks: Mapping[str, Clock],
        ctx: Context,
    ) -> None:
        self.scope = scope
        self.names = names
        self.service = service
        self.calendars = calendars
        self.sources = sources
        self.clocks = clocks
        self.ctx = ctx
        self.used: set[tuple[str, str]] = set()
        """Declarations that an objective names, as (kind, id)."""

    def check(self, slo: ast.Slo) -> Iterator[CheckedSlo]:
        """One checked SLO for each tier (or one without tiers); none after a finding."""
        expanded = expand(slo, self.scope, self.names, self.ctx)
        if expanded is None:
            return
        shown: AbstractContextManager[None] = nullcontext()
        if expanded.template is not None and expanded.use is not None:
            found = resolve("template", expanded.use.template, self.scope, self.names.everywhere, self.ctx)
            if found:
                self.used.add(("template", found[0].id_of(expanded.use.template.text)))
            shown = self.ctx.expanding(expanded.template.span, expanded.use.span, f"`{slo.name.text}` is made from it here")
        with shown:
            yield from self._expanded(slo, expanded)

    def _expanded(self, slo: ast.Slo, expanded: Expanded) -> Iterator[CheckedSlo]:
        parts = self._parts(slo, expanded)
        if parts is None:
            return
        source = self._source(parts.expect.population.source)
        if source is None:
            return
        ctx = self.ctx
        before = len(ctx.findings)
        population = parts.expect.population
        where = None if population.where is None else check_condition(population.where, source.env, ctx)
        during = self._calendar(population.during)
        per = self._per(population.per, source)
        slices = self._slices(population, parts.empty)
        window = self._window(parts.expect.window)
        exclusions = tuple(self._exclusions(expanded))
        satisfied = self._satisfy(parts.expect.requirement, source)
        failed = len(ctx.findings) > before
        for promise in promises(parts.expect, parts.tiers, parts.sla, source, ctx):
            indicator = self._indicator(parts.expect.requirement, promise.within, promise.during, source, satisfied)
            sla = self._sla(promise, parts.expect.requirement, source, satisfied, window)
            if failed or indicator is None or window is None or (promise.sla is not None and sla is None):
                continue
            kept = _conjunction(promise.where, where)
            own = Population(source.ir.id, kept, during, per, slices)
            clock = (indicator.during if isinstance(indicator, Have) else None) or during
            alerts, policy = self._alerts(parts.alerts, promise.target, window, clock)
            if alerts is None:
                continue
            places = Places(
                promise.target_span,
                parts.expect.requirement.span,
                promise.within.span if promise.within else None,
                parts.expect.window.span,
                population.source.span,
                promise.sla.span if promise.sla else None,
                parts.alerts.span if parts.alerts else None,
            )
            ir = self._slo(slo, expanded, parts, promise, own, indicator, window, clock, sla, alerts, exclusions)
            use = expanded.use.span if expanded.use else None
            yield CheckedSlo(ir, slo, parts.expect, source, places, use, promise.tier, policy, expanded.template)

    def _parts(self, slo: ast.Slo, expanded: Expanded) -> _Parts | None:
        ctx = self.ctx
        expect = once(expanded.items, ast.Expect, "`expect`", ctx)
        if expect is None:
            if not any(found.span and slo.span.start <= found.span.start < slo.span.end for found in ctx.findings):
                ctx.report(
                    "SLO205",
                    f"slo `{slo.name.text}` expects nothing",
                    slo.name.span,
                    "no `expect`",
                    help="add a line: `expect 99% of … to … over 28d`",
                )
            return None

        def one(kind: type[ast.Node], what: str) -> ast.Node | None:
            """The SLO's own word goes before the template's."""
            return once(slo.items, kind, what, ctx) or (
                once(expanded.template.items, kind, what, ctx) and once(expanded.items, kind, what, _Silent(ctx))
                if expanded.template
                else None
            )

        for key in ("owner", "description", "runbook"):
            self._meta_once(slo, key)
        tiers, sla = one(ast.Tiers, "`tiers`"), one(ast.Sla, "`sla`")
        alerts, review = one(ast.Alerts, "`alerts`"), one(ast.Review, "`review`")
        empty = one(ast.EmptySlices, "`empty slices`")
        assert tiers is None or isinstance(tiers, ast.Tiers)
        assert sla is None or isinstance(sla, ast.Sla)
        assert alerts is None or isinstance(alerts, ast.Alerts)
        assert review is None or isinstance(review, ast.Review)
        assert empty is None or isinstance(empty, ast.EmptySlices)
        return _Parts(expect, tiers, sla, alerts, review, empty)

    def _meta_once(self, slo: ast.Slo, key: str) -> None:
        said = [item for item in slo.items if isinstance(item, ast.Meta) and item.key == key]
        for again in said[1:]:
            self.ctx.report(
                "SLO206",
                f"`{key}` is said twice",
                again.span,
                "said again here",
                labels=[Label(said[0].span, "first said here")],
                help="delete one of them",
            )

    def _source(self, name: ast.Name) -> CheckedSource | None:
        found = resolve("source", name, self.scope, self.names.everywhere, self.ctx)
        if found is None:
            return None
        id = found[0].id_of(name.text)
        self.used.add(("source", id))
        return self.sources.get(id)

    def _calendar(self, during: ast.During | None) -> str | None:
        """The id of a calendar, or None after a finding (or where there is none)."""
        if during is None:
            return None
        name = filled(during.calendar)
        found = resolve("calendar", name, self.scope, self.names.everywhere, self.ctx)
        if found is None:
            return None
        id = found[0].id_of(name.text)
        self.used.add(("calendar", id))
        return id if id in self.calendars else None

    def _broken(self, during: ast.During | None, id: str | None) -> bool:
        return during is not None and id is None

    def _per(self, per: tuple[ast.Name, ...], source: CheckedSource) -> tuple[str, ...]:
        fields = source.env.event.fields
        good: list[str] = []
        for name in per:
            if name.text not in fields:
                self.ctx.report(
                    "SLO201",
                    f"there is no field `{name.text}`",
                    name.span,
                    f"not a field of {source.env.event.what}",
                    help=did_you_mean(name.text, fields),
                )
            elif fields[name.text].base not in _PER:
                self.ctx.report(
                    "SLO322",
                    f"`{name.text}` cannot keep one budget for each value",
                    name.span,
                    f"it is a {fields[name.text].base.value}",
                    help="group by a string, an enum, an int or a bool",
                )
            elif name.text in good:
                self.ctx.report("SLO206", f"`per {name.text}` is said twice", name.span, "said again here")
            else:
                good.append(name.text)
        return tuple(good)

    def _slices(self, population: ast.Population, empty: ast.EmptySlices | None) -> Slices | None:
        if population.slices is None:
            if empty is not None:
                self.ctx.report(
                    "SLO309",
                    "events are never empty: only slices are",
                    empty.span,
                    "there are no slices here",
                    labels=[Label(population.source.span, "events are counted")],
                    help="delete the line, or count slices: `5m slices of …`",
                )
            return None
        return Slices(Duration(filled(population.slices).micros), empty.outcome.text if empty else "ignore")

    def _window(self, window: ast.Window) -> Window | None:
        assert not isinstance(window, ast.Param)  # expand() leaves none
        if isinstance(window, ast.Duration):
            return RollingWindow(Duration(window.micros))
        if window.zone is None:
            return CalendarWindow(window.period.text, None)
        zone = frozen_zone(window.zone, self.ctx.epoch - 10, self.ctx.epoch + 10, self.ctx)
        return None if zone is None else CalendarWindow(window.period.text, zone)

    def _exclusions(self, expanded: Expanded) -> Iterator[Exclusion]:
        for item in expanded.items:
            if isinstance(item, ast.ExcludeRange):
                start, end = filled(item.start), filled(item.end)
                if end.micros <= start.micros:
                    self.ctx.report(
                        "SLO314",
                        "this exclusion ends before it starts",
                        item.span,
                        "it excludes nothing",
                        help="write the earlier instant first",
                    )
                    continue
                yield ExcludeRange(Instant(start.micros), Instant(end.micros), text_of(item.reason))
            elif isinstance(item, ast.ExcludeDuring):
                id = self._calendar(item.during)
                if id is not None:
                    yield ExcludeDuring(id, text_of(item.reason))

    def _satisfy(self, requirement: ast.Requirement, source: CheckedSource) -> x.Expr | None:
        if not isinstance(requirement, ast.Satisfy):
            return None
        return check_condition(requirement.expr, source.env, self.ctx)

    def _indicator(
        self,
        requirement: ast.Requirement,
        within: ast.Duration | None,
        during: ast.During | None,
        source: CheckedSource,
        satisfied: x.Expr | None,
    ) -> Indicator | None:
        ctx = self.ctx
        limit = Duration(within.micros) if within is not None else None
        match requirement:
            case ast.Fresh():
                return Fresh(limit) if limit is not None else None
            case ast.Satisfy(share, _, after):
                if satisfied is None:
                    return None
                wait = Duration(filled(after).micros if after is not None else 0)
                return Satisfy(satisfied, wait, filled(share).value if share is not None else Fraction(1))
            case ast.Have():
                name = filled(requirement.measure)
                names = {measure.name for measure in source.ir.measures}
                if name.text not in names:
                    if not any(
                        isinstance(item, (ast.IntervalMeasure, ast.ValueMeasure)) and item.name.text == name.text
                        for item in source.decl.items
                    ):
                        ctx.report(
                            "SLO201",
                            f"there is no measure `{name.text}`",
                            name.span,
                            f"not a measure of {source.env.event.what}",
                            help=did_you_mean(name.text, names) or "declare it: `measure … : from … to …`",
                        )
                    return None
                calendar = self._calendar(during)
                if self._broken(during, calendar):
                    return None
                if limit is None:
                    ctx.report(
                        "SLO304",
                        f"`have {name.text}` does not say how fast",
                        requirement.span,
                        "no `within`",
                        help=f"write `have {name.text} within 4h`",
                    )
                    return None
                if during is not None and isinstance(source.ir.measure(name.text), ValueMeasure):
                    ctx.report(
                        "SLO317",
                        f"`{name.text}` is a duration that the data carries, so no calendar can count it",
                        during.span,
                        "open hours are counted between two times",
                        labels=[Label(name.span, "a plain duration")],
                        help=f"delete `during …`, or declare `measure {name.text}: from … to …`",
                    )
                    return None
                return Have(name.text, limit, calendar)

    def _sla(
        self,
        promise: Promise,
        requirement: ast.Requirement,
        source: CheckedSource,
        satisfied: x.Expr | None,
        window: Window | None,
    ) -> Sla | None:
        sla = promise.sla
        if sla is None:
            return None
        target = filled(sla.target)
        takes_within = isinstance(requirement, (ast.Have, ast.Fresh))
        if (sla.within is not None and not takes_within) or (sla.during is not None and not isinstance(requirement, ast.Have)):
            self.ctx.report(
                "SLO309",
                "this SLA promises a time, and the objective measures none",
                sla.span,
                "no time is measured here",
                labels=[Label(requirement.span, "the requirement")],
                help=f"write `sla {target.text}`",
            )
            return None
        within = filled(sla.within) or promise.within
        during = sla.during or promise.during
        indicator = self._indicator(requirement, within, during, source, satisfied)
        own = self._window(sla.window) if sla.window is not None else window
        if indicator is None or own is None:
            return None
        return Sla(target.value, indicator, own, self.ctx.origin(sla.span))

    def _alerts(
        self, alerts: ast.Alerts | None, target: Fraction, window: Window, clock: str | None
    ) -> tuple[AlertPolicy | None, ast.Policy | None]:
        if alerts is None or (isinstance(alerts.policy, ast.Name) and alerts.policy.text == "standard"):
            ticking = None if clock is None else self.clocks[clock]
            return standard_policy(target, window.length, ticking, self.ctx.epoch), None
        if isinstance(alerts.policy, ast.Policy):
            return lower_policy(alerts.policy, self.ctx), alerts.policy
        if alerts.policy.text == "none":
            return AlertPolicy("none", (), 0), None
        found = resolve("policy", alerts.policy, self.scope, self.names.everywhere, self.ctx)
        if found is None:
            return None, None
        self.used.add(("policy", found[0].id_of(alerts.policy.text)))
        policy = found[1]
        assert isinstance(policy, ast.Policy)
        if params(policy):
            return None, None  # check_policies has reported them
        return lower_policy(policy, self.ctx), policy

    def _slo(
        self,
        decl: ast.Slo,
        expanded: Expanded,
        parts: _Parts,
        promise: Promise,
        population: Population,
        indicator: Indicator,
        window: Window,
        clock: str | None,
        sla: Sla | None,
        alerts: AlertPolicy,
        exclusions: tuple[Exclusion, ...],
    ) -> Slo:
        meta: dict[str, str] = {}
        labels = dict(self.service.labels)
        for item in reversed(expanded.items):  # the SLO's own words come first, and so are taken last
            if isinstance(item, ast.Meta) and item.name is not None:
                labels[item.name.text] = item.value.value
            elif isinstance(item, ast.Meta):
                meta[item.key] = item.value.value
        name = decl.name.text
        return Slo(
            f"{self.service.name}.{name}{promise.suffix}",
            self.service.name,
            name,
            promise.ir_tier,
            text_of(decl.title) or name,
            meta.get("description"),
            meta.get("owner", self.service.owner),
            meta.get("runbook", self.service.runbook),
            tuple(sorted(labels.items())),
            sentence(promise.target, promise.percentile, population, indicator, window),
            population,
            indicator,
            promise.target,
            promise.percentile,
            window,
            clock,
            sla,
            alerts,
            exclusions,
            _review(parts.review),
            self.ctx.origin(promise.tier.span if promise.tier else decl.name.span),
        )


class _Silent(Context):
    """A context that keeps what it hears to itself."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx.files, ctx.lock, ctx.epoch)


def _conjunction(tier: x.Expr | None, where: x.Expr | None) -> x.Expr | None:
    parts = [part for part in (tier, where) if part is not None]
    return x.And(tuple(parts)) if len(parts) == 2 else (parts[0] if parts else None)


def _review(review: ast.Review | None) -> Review | None:
    if review is None:
        return None
    last = review.last.value if review.last else None
    return Review(review.period.text, last, None if last is None else _due(last, review.period.text))


_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def _due(last: dt.date, period: str) -> dt.date:
    """A period after a date; the last day of a shorter month where the day is not in it."""
    if period == "week":
        return last + dt.timedelta(days=7)
    months = last.year * 12 + last.month - 1 + _MONTHS[period]
    year, month = divmod(months, 12)
    first_of_next = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(dt.date(year, month + 1, 1) + dt.timedelta(days=last.day - 1), first_of_next - dt.timedelta(days=1))
