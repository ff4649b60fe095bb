"""An alert that looks back, or ahead, further than the objective's own window cannot say anything about its budget."""

from __future__ import annotations

from collections.abc import Iterator

from sloc.check.expand import filled
from sloc.check.model import CheckedProgram
from sloc.findings import Finding, Label
from sloc.ir.units import duration_text
from sloc.source.span import Span
from sloc.syntax import ast


def check(program: CheckedProgram) -> Iterator[Finding]:
    """SLO318 at the rule's duration, with the window of the first objective that it does not fit.

    docs/language.md §3.17, §3.18.
    """
    seen: set[Span] = set()
    for slo in program.slos:
        for rule in slo.policy.items if slo.policy is not None else ():
            written = _length(rule.condition) if isinstance(rule, ast.AlertRule) else None
            window = slo.ir.window.length
            if written is None or written.micros <= window or window == 0 or written.span in seen:
                continue
            seen.add(written.span)
            yield slo.finding(
                "SLO318",
                "an alert's window is longer than the objective's",
                written.span,
                f"longer than {duration_text(window)}",
                labels=[Label(slo.spans.window, f"`{slo.ir.id}` looks at {duration_text(window)}")],
                help=f"write `{duration_text(window)}` or less, or give this objective a policy of its own",
            )


def _length(condition: ast.Condition) -> ast.Duration | None:
    match condition:
        case ast.Burn(long=length) | ast.NoData(length) | ast.ExhaustedWithin(length):
            return filled(length)
        case _:
            return None
