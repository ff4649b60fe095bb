"""Requirements: what makes an event good, for the objective and for its SLA."""

from __future__ import annotations

from fractions import Fraction

from sloc.check.context import Checking
from sloc.check.declare import CheckedSource
from sloc.check.expand import filled
from sloc.check.expressions import check_condition
from sloc.check.objectives.lookup import Lookup
from sloc.check.objectives.tiers import Promise
from sloc.findings import Label, finding
from sloc.findings.suggest import did_you_mean
from sloc.ir import Duration, Fresh, Have, Indicator, Satisfy, Sla, ValueMeasure, Window
from sloc.ir import expr as x
from sloc.records import dataclass
from sloc.syntax import ast


@dataclass(frozen=True)
class CheckedRequirement:
    """A requirement whose condition (of `satisfy`) is typed; each promise makes an indicator of it."""

    written: ast.Requirement
    satisfied: x.Expr | None
    source: CheckedSource
    lookup: Lookup

    def indicator(self, within: ast.Duration | None, during: ast.During | None) -> Checking[Indicator | None]:
        """The indicator with a promise's own limit and calendar, or None after a finding."""
        match self.written:
            case ast.Fresh():
                return Fresh(Duration(within.micros)) if within is not None else None
            case ast.Satisfy(share, _, after):
                if self.satisfied is None:
                    return None
                wait = Duration(filled(after).micros if after is not None else 0)
                return Satisfy(self.satisfied, wait, filled(share).value if share is not None else Fraction(1))
            case ast.Have():
                return (yield from self._have(self.written, within, during))

    def _have(self, have: ast.Have, within: ast.Duration | None, during: ast.During | None) -> Checking[Have | None]:
        name = filled(have.measure)
        measures = {measure.name: measure for measure in self.source.ir.measures}
        if name.text not in measures:
            if name.text not in _declared(self.source.decl):  # a broken one was reported where it is declared
                yield finding(
                    "SLO201",
                    f"there is no measure `{name.text}`",
                    name.span,
                    f"not a measure of {self.source.env.event.what}",
                    help=did_you_mean(name.text, measures) or f"declare it: `measure {name.text}: from … to …`",
                )
            return None
        if within is None:
            yield finding(
                "SLO304",
                f"`have {name.text}` does not say how fast",
                have.span,
                "no `within`",
                help=f"write `have {name.text} within 4h`",
            )
            return None
        if during is None:
            return Have(name.text, Duration(within.micros), None)
        if isinstance(measures[name.text], ValueMeasure):
            yield finding(
                "SLO317",
                f"`{name.text}` is a duration that the data carries, so no calendar can count it",
                during.span,
                "open hours are counted between two times",
                labels=[Label(name.span, "a plain duration")],
                help=f"delete `during {filled(during.calendar).text}`, or declare `measure {name.text}: from … to …`",
            )
            return None
        calendar = yield from self.lookup.calendar(during)
        return None if calendar is None else Have(name.text, Duration(within.micros), calendar)

    def sla(self, promise: Promise, window: Window) -> Checking[Sla | None]:
        """The SLA of a promise: its own words go before the objective's."""
        sla = promise.sla
        if sla is None:
            return None
        timed = isinstance(self.written, (ast.Have, ast.Fresh))
        on_calendar = isinstance(self.written, ast.Have)
        if (sla.within is not None and not timed) or (sla.during is not None and not on_calendar):
            yield finding(
                "SLO309",
                "this SLA promises a time, and the objective measures none",
                sla.span,
                "no time is measured here",
                labels=[Label(self.written.span, "the requirement")],
                help=f"write `sla {filled(sla.target).text}`",
            )
            return None
        within = filled(sla.within) if sla.within is not None else promise.within
        indicator = yield from self.indicator(within, sla.during or promise.during)
        own = window if sla.window is None else (yield from self.lookup.window(sla.window))
        if indicator is None or own is None:
            return None
        return Sla(filled(sla.target).value, indicator, own, self.lookup.ctx.origin(sla.span))


def check_requirement(written: ast.Requirement, source: CheckedSource, lookup: Lookup) -> Checking[CheckedRequirement | None]:
    """A requirement whose condition holds together, or None after a finding."""
    satisfied = None
    if isinstance(written, ast.Satisfy):
        satisfied = yield from check_condition(written.expr, source.env, lookup.ctx)
        if satisfied is None:
            return None
    return CheckedRequirement(written, satisfied, source, lookup)


def _declared(source: ast.Source) -> set[str]:
    return {item.name.text for item in source.items if isinstance(item, (ast.IntervalMeasure, ast.ValueMeasure))}
