"""Tiers stand with the most urgent first, so each should ask at least as much as the one below it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sloc.check.model import CheckedProgram, CheckedSlo
from sloc.check.rules.looser_than_sla import limits
from sloc.findings import Finding, Label


def check(program: CheckedProgram) -> Iterator[Finding]:
    """SLO503 at a tier that is looser than the next: a lower target or a longer limit, with the other no stricter.

    docs/language.md §3.13.
    """
    by_tiers: dict[tuple[int, str], list[CheckedSlo]] = {}
    for slo in program.slos:
        if slo.tier is not None:
            by_tiers.setdefault((id(slo.decl), slo.ir.service), []).append(slo)
    for tiers in by_tiers.values():
        for upper, lower in pairwise(tiers):
            if upper.tier is None or lower.tier is None or not _looser(upper, lower):
                continue
            what = "a lower target" if upper.ir.target < lower.ir.target else "more time"
            yield upper.finding(
                "SLO503",
                "this tier asks less than the one below it",
                upper.tier.span,
                f"allows {what}",
                labels=[Label(lower.tier.span, "asks more, and stands below")],
                help="the most urgent tier stands first: move it, or check its numbers",
            )


def _looser(upper: CheckedSlo, lower: CheckedSlo) -> bool:
    own, below = limits(upper.ir.indicator, lower.ir.indicator)
    if own is None or below is None:
        own = below = 0  # no times, or times that cannot be compared
    no_stricter = upper.ir.target <= lower.ir.target and own >= below
    return no_stricter and (upper.ir.target < lower.ir.target or own > below)
