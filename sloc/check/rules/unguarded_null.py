"""A comparison with null is unknown, and unknown is bad: an objective should say whether it means that."""

from __future__ import annotations

from collections.abc import Iterator

from sloc.check.analyses import known_if, leaves
from sloc.check.model import CheckedProgram, CheckedSlo
from sloc.findings import Finding, Severity
from sloc.ir import Have, Satisfy, ValueMeasure
from sloc.ir import expr as x
from sloc.syntax import ast


def check(program: CheckedProgram) -> Iterator[Finding]:
    """SLO501 at the first reading of a nullable field that neither `where` nor the condition itself guards.

    docs/language.md §3.6, §3.7.
    """
    for slo in program.slos:
        indicator = slo.ir.indicator
        if isinstance(indicator, Satisfy) and isinstance(slo.expect.requirement, ast.Satisfy):
            yield from _condition(slo, indicator, slo.expect.requirement)
        elif isinstance(indicator, Have):
            measure = slo.source.ir.measure(indicator.measure)
            if isinstance(measure, ValueMeasure) and measure.nullable:
                yield slo.finding(
                    "SLO501",
                    f"a null `{measure.name}` counts as bad",
                    slo.spans.requirement,
                    "it may be null, and null is never within the limit",
                    help=f"if it never is, declare `measure {measure.name}: duration`; else leave such rows out of the table",
                    severity=Severity.ADVICE,
                )


def _condition(slo: CheckedSlo, indicator: Satisfy, written: ast.Satisfy) -> Iterator[Finding]:
    fields = {field.name: field for field in slo.source.ir.fields}
    asked = {
        ref.name
        for part in x.walk(indicator.expr)
        if isinstance(part, x.IsNull)
        for ref in x.walk(part.operand)
        if isinstance(ref, x.FieldRef)
    }
    guarded = known_if(slo.ir.population.where, True) | asked
    for leaf in leaves(written.expr):
        if not isinstance(leaf, ast.Ref) or leaf.name.text in guarded or not fields[leaf.name.text].type.nullable:
            continue
        name = leaf.name.text
        guarded |= {name}
        condition = f"where {name} is not null" if slo.expect.population.where is None else f"and {name} is not null"
        yield slo.finding(
            "SLO501",
            f"a null `{name}` counts as bad",
            leaf.span,
            "it may be null, and then the condition is not true",
            help=f"to leave it out, add `{condition}` to the population; to mean it, write `{name} is not null and …` here",
        )
