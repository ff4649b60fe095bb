"""The share of a slice's events that must be good lies above zero and is all of them at most."""

from __future__ import annotations

from collections.abc import Iterator

from sloc.check.model import CheckedProgram
from sloc.findings import Finding
from sloc.ir import Satisfy
from sloc.syntax import ast


def check(program: CheckedProgram) -> Iterator[Finding]:
    """SLO223 at the share of `satisfy 99% of …`.

    docs/language.md §3.9.
    """
    for slo in program.slos:
        requirement, indicator = slo.expect.requirement, slo.ir.indicator
        if not isinstance(requirement, ast.Satisfy) or requirement.share is None or not isinstance(indicator, Satisfy):
            continue
        if slo.ir.population.slices is not None and not 0 < indicator.share <= 1:
            yield slo.finding(
                "SLO223",
                "a share of a slice's events lies above 0% and is at most 100%",
                requirement.share.span,
                "always met" if indicator.share <= 0 else "never met",
                help="write `99%`, or nothing for all of them",
            )
