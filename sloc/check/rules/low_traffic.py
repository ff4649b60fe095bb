"""With few events one failure is a large share of the budget, and every single one would wake somebody."""

from __future__ import annotations

from collections.abc import Iterator

from sloc.check.model import CheckedProgram
from sloc.findings import Finding, Label
from sloc.ir.units import DAY, duration_text
from sloc.syntax import ast

ENOUGH = 50
"""Failures in a budget; below it one is more than 2% of it (docs/prometheus.md §4)."""


def check(program: CheckedProgram) -> Iterator[Finding]:
    """SLO507 at a target, where the source says what to expect and no guard holds alerts back.

    docs/language.md §3.18.
    """
    for slo in program.slos:
        expected = slo.source.ir.expected
        alerts = slo.ir.alerts
        if expected is None or slo.ir.population.slices is not None or not 0 < slo.ir.target < 1:
            continue
        budget = expected * slo.ir.window.length / DAY * (1 - slo.ir.target)
        if not 0 < budget < ENOUGH or not alerts.rules or alerts.min_bad_events:
            continue
        said = next(item for item in slo.source.decl.items if isinstance(item, ast.Expected))
        narrowed = slo.ir.population.where is not None or slo.ir.population.during is not None or slo.ir.population.per
        share = float(100 / budget)
        yield slo.finding(
            "SLO507",
            f"one failure is {'at least ' if narrowed else ''}{share:.2g}% of the budget",
            slo.spans.target,
            f"{'at most ' if narrowed else ''}{float(budget):.3g} failures in {duration_text(slo.ir.window.length)}",
            labels=[Label(said.span, "at this traffic")],
            help="let single failures pass: add `only after 5 bad events` to its policy, or measure over a longer window",
        )
