"""An objective without an owner has nobody who decides what happens when its budget is spent."""

from __future__ import annotations

from collections.abc import Iterator

from sloc.check.model import CheckedProgram, CheckedSlo
from sloc.findings import Finding, Label, finding
from sloc.syntax import ast


def check(program: CheckedProgram) -> Iterator[Finding]:
    """SLO510 at a service with an objective that neither has an owner.

    docs/language.md §2.
    """
    by_service: dict[str, list[CheckedSlo]] = {}
    for slo in program.slos:
        by_service.setdefault(slo.ir.service, []).append(slo)
    for service in program.services:
        own = by_service.get(service.name, [])
        lost = [slo for slo in own if slo.ir.owner is None]
        scope = program.names.services[service.name].service
        if not lost or scope is None:
            continue
        yield finding(
            "SLO510",
            f"service `{service.name}` names no owner",
            scope.name.span,
            "who decides when a budget is spent?",
            labels=_labels(lost[0].decl) if len(lost) < len(own) else [],
            help='add a line: `owner "team@example.com"`',
        )


def _labels(slo: ast.Slo) -> list[Label]:
    return [Label(slo.name.span, "this objective has none either")]
