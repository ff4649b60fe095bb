"""Reductions -> AST nodes: declarations and what stands in them.

Each function is named after the grammar's rule or alternative that it makes a node of. It gets the children that the grammar
keeps (keywords and signs are gone, an absent ``[option]`` is None, ``x*`` is spread out) and the span of it all. Where the
children are a node's fields, in order, `NODES` says so and no function is needed.
"""

# ruff: noqa: ARG002 (every function is called alike, with the span)

from __future__ import annotations

from collections.abc import Callable

from sloc.findings import finding
from sloc.source.span import Span
from sloc.syntax import ast
from sloc.syntax.build_expressions import ExpressionBuilder
from sloc.syntax.literals import DAYS

Births = tuple[ast.Name, bool]
"""The label that tells a counter's births, or the word ``none`` and True."""

DAYS_OF_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

NODES: dict[str, Callable[..., ast.Node]] = {
    "key": ast.Key,
    "at": ast.At,
    "until": ast.Until,
    "field": ast.Field,
    "expected": ast.Expected,
    "value_measure": ast.ValueMeasure,
    "interval_measure": ast.IntervalMeasure,
    "timezone": ast.Timezone,
    "covers": ast.Covers,
    "during": ast.During,
    "have": ast.Have,
    "satisfy": ast.Satisfy,
    "fresh": ast.Fresh,
    "calendar_window": ast.CalendarWindow,
    "expect": ast.Expect,
    "sla": ast.Sla,
    "alerts": ast.Alerts,
    "rule": ast.AlertRule,
    "min_events": ast.MinEvents,
    "burn": ast.Burn,
    "budget_below": ast.BudgetBelow,
    "pace_above": ast.PaceAbove,
    "exhausted_within": ast.ExhaustedWithin,
    "below_target": ast.BelowTarget,
    "no_data": ast.NoData,
    "exclude_range": ast.ExcludeRange,
    "exclude_during": ast.ExcludeDuring,
    "review": ast.Review,
    "empty_slices": ast.EmptySlices,
    "parameter": ast.Parameter,
    "at_instant": ast.AtInstant,
    "count_outcome": ast.CountOutcome,
}


class Builder(ExpressionBuilder):
    """Makes the nodes of one file and collects what is wrong with them."""

    def function(self, name: str) -> Callable[..., object] | None:
        """What makes a node of a rule or alternative of that name; None for one that only groups others."""
        return NODES.get(name) or getattr(self, name, None)

    # ── services ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def start(self, *declarations: ast.Declaration, span: Span) -> ast.File:
        """The file; the parser adds the comments."""
        return ast.File(declarations, span=span)

    def service(self, name: ast.Name, title: ast.Str | None, *items: ast.ServiceItem, span: Span) -> ast.Service:
        """``service support "…" { … }``."""
        return ast.Service(name, title, items, span=span)

    def owner(self, value: ast.Str, *, span: Span) -> ast.Meta:
        """``owner "…"``."""
        return ast.Meta("owner", value, span=span)

    def description(self, value: ast.Str, *, span: Span) -> ast.Meta:
        """``description "…"``."""
        return ast.Meta("description", value, span=span)

    def runbook(self, value: ast.Str, *, span: Span) -> ast.Meta:
        """``runbook "…"``."""
        return ast.Meta("runbook", value, span=span)

    def label(self, name: ast.Name, value: ast.Str, *, span: Span) -> ast.Meta:
        """``label team = "…"``."""
        return ast.Meta("label", value, name, span=span)

    # ── calendars ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def calendar(self, name: ast.Name, title: ast.Str | None, *items: ast.CalendarItem, span: Span) -> ast.Calendar:
        """``calendar office { … }``."""
        return ast.Calendar(name, title, items, span=span)

    def calendar_union(self, name: ast.Name, title: ast.Str | None, *members: ast.Name, span: Span) -> ast.Calendar:
        """``calendar world of office, tokyo``."""
        return ast.Calendar(name, title, (), members, span=span)

    def open_weekly(self, days: tuple[int, ...], *hours: ast.Hours, span: Span) -> ast.OpenWeekly:
        """``open mon..fri 09:00-17:00``."""
        return ast.OpenWeekly(days, hours, span=span)

    def open_date(self, date: ast.Date, *hours: ast.Hours, span: Span) -> ast.OpenDate:
        """``open 2026-12-29 09:00-12:00``."""
        return ast.OpenDate(date, hours, span=span)

    def days(self, *ranges: tuple[int, ...], span: Span) -> tuple[int, ...]:
        """``mon..wed, fri`` as numbers, 0 for Monday."""
        return tuple(day for days in ranges for day in days)

    def weekdays(self, first: ast.Name, last: ast.Name | None, *, span: Span) -> tuple[int, ...]:
        """``mon..fri``; ``sat..mon`` goes over the weekend."""
        start = DAYS.index(first.text)
        length = (DAYS.index(last.text) - start) % 7 if last else 0
        return tuple((start + step) % 7 for step in range(length + 1))

    def hours(self, start: ast.Number, end: ast.Number, *, span: Span) -> ast.Hours:
        """``09:00-12:30``."""
        return ast.Hours(int(start.value), int(end.value), span=span)

    def closed_day(self, date: ast.Date, reason: ast.Str | None, *, span: Span) -> ast.Closed:
        """``closed 2026-12-28``."""
        return ast.Closed(date, date, None, reason, span=span)

    def closed_days(self, first: ast.Date, last: ast.Date, reason: ast.Str | None, *, span: Span) -> ast.Closed:
        """``closed 2026-12-28 .. 2026-12-31``."""
        return ast.Closed(first, last, None, reason, span=span)

    def closed_hours(self, date: ast.Date, hours: ast.Hours, reason: ast.Str | None, *, span: Span) -> ast.Closed:
        """``closed 2026-11-27 12:00-14:00``."""
        return ast.Closed(date, date, hours, reason, span=span)

    def closed_yearly(self, month: ast.Number, day: ast.Number, reason: ast.Str | None, *, span: Span) -> ast.ClosedYearly:
        """``closed every 12-24``."""
        in_year = month.value in range(1, 13) and month.value.denominator == 1
        if not in_year or day.value not in range(1, DAYS_OF_MONTHS[int(month.value) - 1] + 1):
            where = month.span.to(day.span)
            label = "there is no such day" if in_year else f"there is no month {month.text}"
            self.findings.append(
                finding(
                    "SLO106",
                    f"there is no day {month.text}-{day.text} in a year",
                    where,
                    label,
                    help="write the month and then the day, as in `closed every 12-24`",
                )
            )
            return ast.ClosedYearly(1, 1, reason, span=span)
        return ast.ClosedYearly(int(month.value), int(day.value), reason, span=span)

    def holidays(self, *regions: ast.Name, span: Span) -> ast.Holidays:
        """``holidays DE-BE, AT``."""
        return ast.Holidays(regions, span=span)

    # ── sources ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def source(self, name: ast.Name, title: ast.Str | None, *items: ast.SourceItem, span: Span) -> ast.Source:
        """``source tickets { … }``."""
        return ast.Source(name, title, items, span=span)

    def child(self, name: ast.Name, *items: ast.Key | ast.At | ast.Until | ast.Field | ast.Binding, span: Span) -> ast.Child:
        """``child messages { … }``."""
        return ast.Child(name, items, span=span)

    def named_type(self, name: ast.Name, optional: ast.Name | None, *, span: Span) -> ast.FieldType:
        """``time?``."""
        return ast.FieldType(name, (), optional is not None, span=span)

    def enum_type(self, *values: ast.Str | ast.Name | None, span: Span) -> ast.FieldType:
        """``"a" | "b"?``: the last child is the question mark, or None."""
        members = tuple(value for value in values if isinstance(value, ast.Str))
        return ast.FieldType(None, members, values[-1] is not None, span=span)

    def binding(self, backend: ast.Name, *items: ast.BindingItem, span: Span) -> ast.Binding:
        """``from sql { … }``."""
        return ast.Binding(backend, items, span=span)

    def bind(self, key: ast.Name, value: ast.Str, births: Births | None, *, span: Span) -> ast.BindCall:
        """``counter "x" births by instance``."""
        return self.bind_subject(key, None, value, births, span=span)

    def bind_subject(
        self, key: ast.Name, subject: ast.Name | None, value: ast.Str, births: Births | None, *, span: Span
    ) -> ast.BindCall:
        """``histogram latency "x"``."""
        by, none = births or (None, False)
        return ast.BindCall(key, subject, value, by, none, span=span)

    def births_by(self, name: ast.Name, *, span: Span) -> Births:
        """``births by instance``."""
        return name, False

    def births_none(self, none: ast.Name, *, span: Span) -> Births:
        """``births none``."""
        return none, True

    def bind_assign(
        self, key: ast.Name, subject: ast.Name, value: ast.Str, unit: ast.Name | None, *, span: Span
    ) -> ast.BindAssign:
        """``column latency = "took" in ms``."""
        return ast.BindAssign(key, subject, value, unit, span=span)

    def bind_buckets(self, subject: ast.Name, *bounds: ast.Duration, span: Span) -> ast.BindBuckets:
        """``buckets latency 50ms, 100ms``."""
        return ast.BindBuckets(subject, bounds, span=span)

    def bind_times_in(self, zone: ast.Name, *, span: Span) -> ast.BindTimes:
        """``times in Europe/Berlin``."""
        return ast.BindTimes(zone, None, span=span)

    def bind_times_epoch(self, unit: ast.Name, *, span: Span) -> ast.BindTimes:
        """``times epoch ms``."""
        return ast.BindTimes(None, unit, span=span)

    # ── objectives and alerts ─────────────────────────────────────────────────────────────────────────────────────────

    def slo(self, name: ast.Name, title: ast.Str | None, *items: ast.SloItem, span: Span) -> ast.Slo:
        """``slo latency { … }``."""
        return ast.Slo(name, title, None, items, span=span)

    def slo_from_template(
        self, name: ast.Name, title: ast.Str | None, call: ast.Call, *items: ast.SloItem, span: Span
    ) -> ast.Slo:
        """``slo pay from http_availability(…) { … }``."""
        return ast.Slo(name, title, call, items, span=span)

    def population(
        self,
        slices: ast.Duration | ast.Param | None,
        source: ast.Name,
        where: ast.Expr | None,
        during: ast.During | None,
        per: tuple[ast.Name, ...] | None,
        *,
        span: Span,
    ) -> ast.Population:
        """``5m slices of tickets where … during office per region``."""
        return ast.Population(slices, source, where, during, per or (), span=span)

    def per(self, *names: ast.Name, span: Span) -> tuple[ast.Name, ...]:
        """``per region``, ``per (region, plan)``."""
        return names

    def tiers(self, field: ast.Name, *tiers: ast.Tier, span: Span) -> ast.Tiers:
        """``tiers by priority { … }``."""
        return ast.Tiers(field, tiers, span=span)

    def tier(
        self,
        value: ast.Scalar | ast.Name,
        target: ast.Percent | ast.Percentile | ast.Param,
        within: ast.Duration | ast.Param | None,
        during: ast.During | None,
        sla: ast.Sla | None,
        *,
        span: Span,
    ) -> ast.Tier:
        """``"urgent": 95% within 15m``; the value of ``else`` is the Name that the grammar makes of the keyword."""
        return ast.Tier(None if isinstance(value, ast.Name) else value, target, within, during, sla, span=span)

    def policy(self, name: ast.Name, title: ast.Str | None, *items: ast.AlertRule | ast.MinEvents, span: Span) -> ast.Policy:
        """``policy desk { … }``."""
        return ast.Policy(name, title, items, span=span)

    def alerts_inline(self, *items: ast.AlertRule | ast.MinEvents, span: Span) -> ast.Alerts:
        """``alerts { … }``."""
        return ast.Alerts(ast.Policy(None, None, items, span=span), span=span)

    # ── templates and tests ───────────────────────────────────────────────────────────────────────────────────────────

    def template(self, name: ast.Name, parameters: tuple[ast.Parameter, ...], *items: ast.SloItem, span: Span) -> ast.Template:
        """``template http_availability(goal: percent) { … }``."""
        return ast.Template(name, parameters, None, items, span=span)

    def template_from_template(
        self, name: ast.Name, parameters: tuple[ast.Parameter, ...], call: ast.Call, *items: ast.SloItem, span: Span
    ) -> ast.Template:
        """``template paid(goal: percent) from http_availability($goal, "/pay") { … }``."""
        return ast.Template(name, parameters, call, items, span=span)

    def parameters(self, *parameters: ast.Parameter | None, span: Span) -> tuple[ast.Parameter, ...]:
        """``goal: percent, path: string``; of an empty list the grammar makes Nones."""
        return tuple(parameter for parameter in parameters if parameter is not None)

    def call(self, template: ast.Name, *arguments: ast.Value | None, span: Span) -> ast.Call:
        """``http_availability(99.95%, "/pay")``; of an empty list the grammar makes Nones."""
        return ast.Call(template, tuple(argument for argument in arguments if argument is not None), span=span)

    def test(
        self,
        title: ast.Str,
        service: ast.Name,
        slo: ast.Name,
        tier: ast.Scalar | ast.Name | None,
        *items: ast.Given | ast.AtInstant | ast.ExpectOutcome,
        span: Span,
    ) -> ast.Test:
        """``test "…" for support.first_response["urgent"] { … }``."""
        return ast.Test(title, service, slo, tier, items, span=span)

    def given(self, table: ast.Name, *rows: ast.Row, span: Span) -> ast.Given:
        """``given tickets { … }``."""
        return ast.Given(table, rows, span=span)

    def row(self, *cells: tuple[ast.Name, ast.Value] | None, span: Span) -> ast.Row:
        """``{ ticket_id: 1 }``; of an empty one the grammar makes Nones."""
        return ast.Row(tuple(cell for cell in cells if cell is not None), span=span)

    def cell(self, name: ast.Name, value: ast.Value, *, span: Span) -> tuple[ast.Name, ast.Value]:
        """``ticket_id: 1``."""
        return name, value

    def expect_outcome(self, *outcomes: ast.CountOutcome | ast.AlertOutcome, span: Span) -> ast.ExpectOutcome:
        """``expect good 1, bad 1``."""
        return ast.ExpectOutcome(outcomes, span=span)

    def alert_outcome(self, severity: ast.Name, state: ast.Name, *, span: Span) -> ast.AlertOutcome:
        """``page firing``."""
        return ast.AlertOutcome(severity, state.text == "firing", span=span)
