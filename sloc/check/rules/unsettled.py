"""A condition reads a child, or a time that may come later, when the event is counted: the count would change by itself."""

from __future__ import annotations

from collections.abc import Iterator

from sloc.check.analyses import Read, unsettled_reads, why_unsettled
from sloc.check.model import CheckedProgram, CheckedSlo
from sloc.findings import Finding, Label
from sloc.ir.expr import Type
from sloc.syntax import ast


def check(program: CheckedProgram) -> Iterator[Finding]:
    """SLO302 once an objective, at the first place that reads what is not settled (docs/decisions/0001).

    docs/language.md §3.7.
    """
    for slo in program.slos:
        requirement = slo.expect.requirement
        where = slo.expect.population.where
        filtered = list(unsettled_reads(where, slo.source)) if where is not None else []
        yield from _groups(slo)
        if isinstance(requirement, ast.Satisfy):
            reads = filtered + list(unsettled_reads(requirement.expr, slo.source))
            if requirement.after is None and reads:
                yield _found(slo, reads, "this is judged before it is settled", _later(slo))
        elif filtered:
            yield _found(slo, filtered, "this filter changes its mind about an event", _without(slo, filtered[0]))


def _groups(slo: CheckedSlo) -> Iterator[Finding]:
    """Tiers and groups by a field that may change: an event would move from one budget to another."""
    fields = {field.name: field for field in slo.source.ir.fields}
    names = [*slo.expect.population.per, *([slo.items.tiers.field] if slo.items.tiers is not None else [])]
    for name in names:
        why = why_unsettled(name.text, fields)
        if why is not None:
            yield slo.finding(
                "SLO302",
                f"events would move between the values of `{name.text}`",
                name.span,
                why,
                help="group by a column of the event",
            )


def _found(slo: CheckedSlo, reads: list[Read], message: str, help: tuple[str, ...]) -> Finding:
    first, *others = reads
    labels = [Label(read.node.span, read.why) for read in others]
    return slo.finding("SLO302", message, first.node.span, first.why, labels=labels, help=help)


def _later(slo: CheckedSlo) -> tuple[str, ...]:
    if slo.expect.population.slices is not None:
        return ("slices are judged when they end: count events, and judge each `after 7d`",)
    return ("judge it when it is settled: `after 7d` behind the condition counts each event a week after it",)


def _without(slo: CheckedSlo, read: Read) -> tuple[str, ...]:
    requirement = slo.expect.requirement
    if isinstance(requirement, ast.Fresh):
        return ("let `where` read columns that are known when the row is",)
    fields = {field.name: field for field in slo.source.ir.fields}
    name = read.node.name.text if isinstance(read.node, ast.Ref) else None
    if name is not None and fields[name].type.base is Type.TIME:
        return (
            f"drop the condition on `{name}`: what is not finished by its deadline is bad, and until then it is pending",
            "counting only what is finished leaves the worst ones out (survivorship)",
        )
    return ("let `where` read columns that are known when the row is, or ask it in `satisfy … after 7d`",)
