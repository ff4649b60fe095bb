"""A burn alert with a threshold below 1 fires on a burn that the budget outlives: noise that teaches to look away."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sloc.check.analyses import BurnUse, alternatives, burn_uses, rate
from sloc.check.model import CheckedProgram
from sloc.findings import Finding, Label
from sloc.ir import Duration


def check(program: CheckedProgram) -> Iterator[Finding]:
    """SLO307 once a rule: at its severity, with the window of the first objective for which it is too easy.

    docs/language.md §3.17.
    """
    for uses in burn_uses(program):
        noisy = [use for use in uses if use.threshold(use.share, use.long) < 1]
        if not noisy:
            continue
        first, *others = noisy
        texts = alternatives(noisy, _bites, harder=True)
        helps = ["write " + ", or ".join(f"`{text}`" for text in texts)] if texts else []
        if others:
            helps.append(f"the same holds for {len(others)} more of the objectives that use it")
        yield first.slo.finding(
            "SLO307",
            "this alert fires at a burn that the budget can bear",
            first.rule.severity.span,
            f"fires at a burn rate of {rate(first.threshold(first.share, first.long))} {first.threshold_text}",
            labels=[Label(first.slo.spans.window, "a burn rate of 1x lasts exactly this long")],
            help=helps,
        )


def _bites(use: BurnUse, share: Fraction, long: Duration) -> bool:
    return 1 <= use.threshold(share, long) < use.reach
