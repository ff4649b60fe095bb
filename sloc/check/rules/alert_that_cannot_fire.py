"""A burn alert whose threshold a total failure does not reach is never heard: it looks like protection and is none."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sloc.check.analyses import BurnUse, alternatives, burn_uses, rate
from sloc.check.model import CheckedProgram
from sloc.findings import Finding, Label
from sloc.ir import Duration


def check(program: CheckedProgram) -> Iterator[Finding]:
    """SLO306 once a rule: at its severity, with the target of the first objective that it can never fire for.

    docs/language.md §3.17.
    """
    for uses in burn_uses(program):
        dead = [use for use in uses if use.threshold(use.share, use.long) >= use.reach]
        if not dead:
            continue
        first, *others = dead
        threshold = first.threshold(first.share, first.long)
        word = "above" if threshold == first.reach else "of"
        labels = [Label(first.slo.spans.target, f"with this target a total failure burns {rate(first.reach)}")]
        own = alternatives([first], _can_fire, harder=False)
        helps = [_advice(own)]
        if others:
            shown = ", ".join(f"`{use.slo.ir.id}`" for use in others[:3]) + (", …" if len(others) > 3 else "")
            everywhere = alternatives(dead, _can_fire, harder=False)
            more = f"; for all: {' or '.join(f'`{each}`' for each in everywhere)}" if everywhere not in ([], own) else ""
            helps.append(f"it cannot fire for {shown} either{more}")
        yield first.slo.finding(
            "SLO306",
            "this alert can never fire",
            first.rule.severity.span,
            f"needs a burn rate {word} {rate(threshold)} {first.threshold_text}",
            labels=labels,
            help=helps,
        )


def _can_fire(use: BurnUse, share: Fraction, long: Duration) -> bool:
    return 1 <= use.threshold(share, long) < use.reach


def _advice(texts: list[str]) -> str:
    if not texts:
        return "delete the rule: with this target `budget below 20%` and `achievement below target` can tell"
    return "write " + ", or ".join(f"`{text}`" for text in texts)
