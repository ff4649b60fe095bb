"""An objective without an owner has nobody who decides what happens when its budget is spent."""

from __future__ import annotations

from collections.abc import Iterator

from sloc.check.model import CheckedProgram
from sloc.findings import Finding, Label, finding
from sloc.syntax import ast


def check(program: CheckedProgram) -> Iterator[Finding]:
    """SLO510 at a service with an objective that neither has an owner."""
    for service in program.services:
        lost = [slo for slo in program.slos if slo.ir.service == service.name and slo.ir.owner is None]
        scope = program.names.services[service.name].service
        if not lost or scope is None:
            continue
        some = any(slo.ir.owner is not None for slo in program.slos if slo.ir.service == service.name)
        yield finding(
            "SLO510",
            f"service `{service.name}` names no owner",
            scope.name.span,
            "who decides when a budget is spent?",
            labels=_labels(lost[0].decl) if some else [],
            help='add a line: `owner "team@example.com"`',
        )


def _labels(slo: ast.Slo) -> list[Label]:
    return [Label(slo.name.span, "this objective has none either")]
