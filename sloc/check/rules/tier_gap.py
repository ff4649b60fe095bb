"""A value without a tier has no objective: its events are in nobody's count."""

from __future__ import annotations

from collections.abc import Iterator

from sloc.check.analyses import conjuncts, known_if
from sloc.check.model import CheckedProgram
from sloc.findings import Finding
from sloc.ir import expr as x
from sloc.ir.expr import Type
from sloc.ir.text import expr_text
from sloc.source.span import Span


def check(program: CheckedProgram) -> Iterator[Finding]:
    """SLO502 at the field of `tiers` without an `else`, unless `where` keeps no event with the other values.

    docs/language.md §3.13.
    """
    taken_by: dict[tuple[str, str], set[x.Literal | None]] = {}
    for slo in program.slos:
        if slo.ir.tier is not None:
            taken_by.setdefault((slo.ir.service, slo.ir.name), set()).add(slo.ir.tier.value)
    seen: set[Span] = set()
    for slo in program.slos:
        tiers = slo.items.tiers
        if tiers is None or tiers.span in seen or any(tier.value is None for tier in tiers.tiers):
            continue
        seen.add(tiers.span)
        name = tiers.field.text
        type = slo.source.env.event.fields[name]
        taken = taken_by.get((slo.ir.service, slo.ir.name), set())
        if len(taken) < len(tiers.tiers):
            continue  # a tier is broken itself
        where = _outer(slo.ir.population.where, slo.ir.tier is not None)
        values: list[x.Literal]
        if type.values:
            values = [x.StringLiteral(value) for value in type.values]
        elif type.base is Type.BOOL:
            values = [x.BoolLiteral(True), x.BoolLiteral(False)]
        else:
            values = []
        lost = [expr_text(value) for value in values if value not in taken and not _excluded(where, name, value)]
        if not values and not any(_one_of(part, name) for part in conjuncts(where)):
            lost = ["any other value"]
        if type.nullable and name not in known_if(where, True):
            lost.append("null")
        if lost:
            yield slo.finding(
                "SLO502",
                f"{' and '.join(lost)} {'has' if len(lost) == 1 else 'have'} no tier",
                tiers.field.span,
                f"events with such a `{name}` are not counted",
                help=f"add a tier, or `else: …`; or leave them out on purpose with `where {name} in [..]`",
            )


def _outer(where: x.Expr | None, tiered: bool) -> x.Expr | None:
    """The filter without the part that the tier added in front."""
    if where is None or not tiered:
        return where
    return where.operands[1] if isinstance(where, x.And) and len(where.operands) == 2 else None


def _excluded(where: x.Expr | None, name: str, value: x.Literal) -> bool:
    """Whether the filter keeps no event with this value."""
    return any(_holds(part, name, value) is False for part in conjuncts(where))


def _holds(condition: x.Expr, name: str, value: x.Literal) -> bool | None:
    """Whether a condition on that field alone holds for the value; None where it is about something else."""
    match condition:
        case x.FieldRef(field, None) if field == name and isinstance(value, x.BoolLiteral):
            return value.value
        case x.Compare("==" | "!=" as op, x.FieldRef(field, None), literal) if field == name:
            return (literal == value) is (op == "==")
        case x.In(x.FieldRef(field, None), items) if field == name:
            return value in items
        case x.Not(operand):
            inner = _holds(operand, name, value)
            return None if inner is None else not inner
        case x.Or(operands):
            parts = [_holds(operand, name, value) for operand in operands]
            return True if True in parts else None if None in parts else False
        case _:
            return None


def _one_of(condition: x.Expr, name: str) -> bool:
    match condition:
        case x.Compare("==", x.FieldRef(field, None), _) | x.In(x.FieldRef(field, None), _):
            return field == name
        case _:
            return False
