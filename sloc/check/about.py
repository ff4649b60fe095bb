"""Findings about an objective: where a template is involved, both places are shown."""

from __future__ import annotations

from collections.abc import Iterable

from sloc.check.model import CheckedSlo
from sloc.findings import Finding, Label, Severity, finding
from sloc.source.span import Span


def about(
    slo: CheckedSlo,
    code: str,
    message: str,
    span: Span,
    label: str = "",
    *,
    labels: Iterable[Label] = (),
    help: str | Iterable[str] = (),
    severity: Severity | None = None,
) -> Finding:
    """A finding about one objective, at a place in it, in its template, or in what it names."""
    shown = tuple(labels)
    if slo.use is not None and slo.template is not None:
        if _within(span, slo.template.span):
            shown += (Label(slo.use, f"`{slo.decl.name.text}` is made from it here"),)
        elif _within(span, slo.use):
            shown += (Label(slo.template.name.span, "the template that it is given to"),)
    return finding(code, message, span, label, labels=shown, help=help, severity=severity)


def _within(inner: Span, outer: Span) -> bool:
    return inner.file == outer.file and outer.start <= inner.start < outer.end
