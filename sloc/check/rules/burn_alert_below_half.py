"""Below a target of 50% even a total failure burns less than 2x: a burn rate tells nothing there."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sloc.check.analyses import burn_rules
from sloc.check.model import CheckedProgram
from sloc.findings import Finding, Label
from sloc.source.span import Span


def check(program: CheckedProgram) -> Iterator[Finding]:
    """SLO308 once for each policy: at its first burn rule, with the target of the first objective that is too low.

    docs/language.md §3.11.
    """
    seen: set[Span] = set()
    for slo in program.slos:
        rules = list(burn_rules(slo.policy)) if slo.policy is not None else []
        if not rules or not 0 < slo.ir.target < Fraction(1, 2) or rules[0][0].span in seen:
            continue
        (rule, _), *others = rules
        seen.add(rule.span)
        yield slo.finding(
            "SLO308",
            "a burn alert needs a target of at least 50%",
            rule.span,
            f"the first of {len(others) + 1} burn rules" if others else "a burn rule",
            labels=[Label(slo.spans.target, "with this target a total failure burns less than 2x")],
            help="alert on what is left: `notify when budget below 20%`, `notify when achievement below target`",
        )
