"""A rolling window has no elapsed share, so a pace alert is left out there."""

from __future__ import annotations

from collections.abc import Iterator

from sloc.check.model import CheckedProgram
from sloc.findings import Finding, Label
from sloc.ir import CalendarWindow
from sloc.source.span import Span
from sloc.syntax import ast


def check(program: CheckedProgram) -> Iterator[Finding]:
    """SLO515 at a pace rule of a policy that no objective with a calendar window uses.

    docs/language.md §3.18.
    """
    paced = {slo.policy.span for slo in program.slos if slo.policy is not None and isinstance(slo.ir.window, CalendarWindow)}
    seen: set[Span] = set()
    for slo in program.slos:
        if slo.policy is None or slo.policy.span in paced or slo.policy.span in seen:
            continue
        seen.add(slo.policy.span)
        for rule in slo.policy.items:
            if isinstance(rule, ast.AlertRule) and isinstance(rule.condition, ast.PaceAbove):
                yield slo.finding(
                    "SLO515",
                    "a pace alert is left out: this window rolls",
                    rule.condition.span,
                    "pace compares what is spent with the elapsed share of a period",
                    labels=[Label(slo.spans.window, "a rolling window is always over and never begins")],
                    help="delete the rule, or measure over a period: `over calendar month`",
                )
