"""A target must lie strictly between 0% and 100%: one that allows no failure has no budget to burn."""

from __future__ import annotations

from collections.abc import Iterator

from sloc.check.model import CheckedProgram
from sloc.findings import Finding


def check(program: CheckedProgram) -> Iterator[Finding]:
    """SLO301 at a target (an SLA's may be 100%, for it is a promise and has no budget).

    docs/language.md §3.11.
    """
    for slo in program.slos:
        if slo.ir.target >= 1:
            yield slo.finding(
                "SLO301",
                "a target of 100% leaves no budget" if slo.ir.target == 1 else "a target lies below 100%",
                slo.spans.target,
                "one failure ever breaks it, and every alert divides by zero",
                help="write `99.9%`, or promise 100% in an `sla`",
            )
        elif slo.ir.target <= 0:
            yield slo.finding(
                "SLO301",
                "a target of 0% promises nothing",
                slo.spans.target,
                "always met",
                help="write the share that must be good, like `95%`",
            )
        sla = slo.ir.sla
        if sla is not None and not 0 < sla.target <= 1 and slo.spans.sla is not None:
            yield slo.finding(
                "SLO301",
                "an SLA's target lies above 0% and is at most 100%",
                slo.spans.sla,
                "this one does not",
                help="write the share that is promised, like `sla 99%`",
            )
