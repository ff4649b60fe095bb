"""An SLO is the warning before the SLA breaks, so it asks for more than was promised."""

from __future__ import annotations

from collections.abc import Iterator

from sloc.check.model import CheckedProgram
from sloc.findings import Finding, Label
from sloc.ir import Fresh, Have, Indicator
from sloc.ir.text import percent_text
from sloc.ir.units import duration_text


def check(program: CheckedProgram) -> Iterator[Finding]:
    """SLO315 at the target or the limit that lies behind the SLA's. (No target can exceed an SLA of 100%.)

    docs/language.md §3.15.
    """
    for slo in program.slos:
        sla = slo.ir.sla
        if sla is None or slo.spans.sla is None or not 0 < slo.ir.target < 1:
            continue
        promised = Label(slo.spans.sla, "and this is promised")
        if slo.ir.target < sla.target < 1:
            yield slo.finding(
                "SLO315",
                "the objective is lower than what is promised",
                slo.spans.target,
                "the SLA breaks before the objective does",
                labels=[promised],
                help=f"write a target above `{percent_text(sla.target)}`, or promise less",
            )
        own, other = limits(slo.ir.indicator, sla.indicator)
        if own is not None and other is not None and own > other and slo.spans.within is not None:
            yield slo.finding(
                "SLO315",
                "the objective allows more time than is promised",
                slo.spans.within,
                "the SLA breaks before the objective does",
                labels=[promised],
                help=f"write a time below `{duration_text(other)}`, or promise less",
            )


def limits(own: Indicator, promised: Indicator) -> tuple[int | None, int | None]:
    """The times that two indicators allow, microseconds; None where they are not counted by the same clock."""
    match own, promised:
        case Have(_, within, during), Have(_, other, by) if during == by:
            return within, other
        case Fresh(within), Fresh(other):
            return within, other
        case _:
            return None, None
