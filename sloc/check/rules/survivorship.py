"""A filter that keeps only what is finished hides the worst: what never ended is in no denominator."""

from __future__ import annotations

from collections.abc import Iterator

from sloc.check.analyses import conjuncts, leaves, strict_refs
from sloc.check.model import CheckedProgram
from sloc.findings import Finding, Label
from sloc.ir import Satisfy
from sloc.ir import expr as x
from sloc.ir.expr import Type
from sloc.syntax import ast


def check(program: CheckedProgram) -> Iterator[Finding]:
    """SLO508 where `where` asks for a time that `satisfy … after` then compares: late ones vanish instead of being bad.

    docs/language.md §3.7.
    """
    for slo in program.slos:
        where, written = slo.expect.population.where, slo.expect.requirement
        indicator = slo.ir.indicator
        if where is None or not isinstance(indicator, Satisfy) or not isinstance(written, ast.Satisfy) or written.after is None:
            continue
        asked = {
            name
            for part in conjuncts(slo.ir.population.where)
            if isinstance(part, x.Not) and isinstance(part.operand, x.IsNull)
            for name in strict_refs(part.operand.operand)
            if slo.source.ir.field(name).type.base is Type.TIME
        }
        judged = {ref.name.text: ref for ref in leaves(written.expr) if isinstance(ref, ast.Ref)}
        for ref in leaves(where):
            if isinstance(ref, ast.Ref) and ref.name.text in asked & judged.keys():
                yield slo.finding(
                    "SLO508",
                    "this filter keeps only what is finished",
                    ref.span,
                    f"an event without `{ref.name.text}` is left out, however late it is",
                    labels=[Label(judged[ref.name.text].span, "and this judges only those that are left")],
                    help=f"drop `{ref.name.text} is not null`: without it, what never ends is bad",
                )
                break
