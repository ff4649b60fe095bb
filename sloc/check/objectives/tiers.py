"""Tiers: one promise for each value of a field."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction

from sloc.check.context import Checking
from sloc.check.declare import CheckedSource
from sloc.check.expand import filled
from sloc.check.expressions import literal, no_such_field, no_such_value
from sloc.findings import Label, finding
from sloc.ir import FieldType, Tier
from sloc.ir import expr as x
from sloc.ir.expr import Type
from sloc.ir.text import expr_text
from sloc.records import dataclass
from sloc.source.span import Span
from sloc.syntax import ast

_TIERABLE = frozenset({Type.STRING, Type.INT, Type.BOOL})


@dataclass(frozen=True)
class Promise:
    """A target and a limit, for all events or for those of one tier (`where`); `suffix` goes behind the SLO's id."""

    target: Fraction
    percentile: Fraction | None
    target_span: Span
    within: ast.Duration | None
    during: ast.During | None
    sla: ast.Sla | None
    tier: ast.Tier | None
    ir_tier: Tier | None
    where: x.Expr | None
    suffix: str


def promises(
    expect: ast.Expect, tiers: ast.Tiers | None, sla: ast.Sla | None, source: CheckedSource
) -> Checking[list[Promise]]:
    """The promises of an SLO: its own, or one for each tier, in which the tier's own words go before the outer ones."""
    requirement = expect.requirement
    within = filled(requirement.within) if isinstance(requirement, (ast.Have, ast.Fresh)) else None
    during = requirement.during if isinstance(requirement, ast.Have) else None
    if tiers is None:
        if expect.target is None:
            yield finding(
                "SLO305",
                "this objective has no target",
                expect.population.source.span,
                "how many of them?",
                help=f"write `expect 99% of {expect.population.source.text} …`, or `tiers by … {{ … }}`",
            )
            return []
        assert not isinstance(expect.target, ast.Param)  # expand() leaves none
        goal = _goal(expect.target)
        return [Promise(*goal, expect.target.span, within, during, sla, None, None, None, "")]
    if expect.target is not None:
        yield finding(
            "SLO305",
            "the target is said twice: here and by each tier",
            expect.target.span,
            "each tier has its own",
            labels=[Label(tiers.span, "the tiers")],
            help=f"write `expect of {expect.population.source.text} …`",
        )
        return []
    return (yield from _tiers(tiers, within, during, sla, source, requirement))


def _tiers(
    tiers: ast.Tiers,
    within: ast.Duration | None,
    during: ast.During | None,
    sla: ast.Sla | None,
    source: CheckedSource,
    requirement: ast.Requirement,
) -> Checking[list[Promise]]:
    type = yield from _tier_field(tiers, source)
    if type is None:
        return []
    field = x.FieldRef(tiers.field.text, None, type.base)
    values: dict[x.Literal, ast.Tier] = {}
    rest: ast.Tier | None = None
    takes_time = not isinstance(requirement, ast.Satisfy)
    for tier in tiers.tiers:
        value = yield from _tier_value(tier, type, tiers)
        first = rest if tier.value is None else values.get(value) if value is not None else None
        if first is not None:
            yield finding(
                "SLO202",
                "two tiers for one value",
                tier.span,
                "again here",
                labels=[Label(first.span, "the first one")],
                help="delete one of them",
            )
            continue
        if tier.value is None:
            rest = tier
        elif value is not None:
            values[value] = tier
        else:
            continue
        if not takes_time and (tier.within is not None or tier.during is not None):
            yield finding(
                "SLO309",
                "this tier promises a time, and the objective measures none",
                (tier.within or tier.during or tier).span,
                "no time is measured here",
                labels=[Label(requirement.span, "the requirement")],
                help="delete it",
            )
    return list(_each(tiers, values, rest, field, within, during, sla))


def _each(
    tiers: ast.Tiers,
    values: dict[x.Literal, ast.Tier],
    rest: ast.Tier | None,
    field: x.FieldRef,
    within: ast.Duration | None,
    during: ast.During | None,
    sla: ast.Sla | None,
) -> Iterator[Promise]:
    by_tier = {id(tier): value for value, tier in values.items()}
    for place, tier in enumerate(tiers.tiers):
        if id(tier) not in by_tier and tier is not rest:
            continue
        assert not isinstance(tier.target, ast.Param)
        goal = _goal(tier.target)
        if tier is rest:
            value = None
            where: x.Expr = x.IsNull(field)
            if values:
                where = x.Or((where, x.Not(x.In(field, tuple(values)))))
            suffix = "[else]"
        else:
            value = by_tier[id(tier)]
            where = x.Compare("==", field, value)
            suffix = (
                f"[{json.dumps(value.value, ensure_ascii=False) if isinstance(value, x.StringLiteral) else expr_text(value)}]"
            )
        yield Promise(
            *goal,
            tier.target.span,
            filled(tier.within) or within,
            tier.during or during,
            tier.sla or sla,
            tier,
            Tier(field.name, value, place),
            where,
            suffix,
        )


def _tier_field(tiers: ast.Tiers, source: CheckedSource) -> Checking[FieldType | None]:
    fields = source.env.event.fields
    type = fields.get(tiers.field.text)
    if type is None:
        yield no_such_field(tiers.field, source.env.event)
        return None
    if type.base not in _TIERABLE:
        yield finding(
            "SLO322",
            f"`{tiers.field.text}` cannot have tiers",
            tiers.field.span,
            f"it is a {type.base.value}",
            help="tiers go by a string, an enum, an int or a bool",
        )
        return None
    if not tiers.tiers:
        yield finding("SLO205", "there is no tier", tiers.span, "empty", help='write `"urgent": 95%` and the like')
        return None
    return type


def _tier_value(tier: ast.Tier, type: FieldType, tiers: ast.Tiers) -> Checking[x.Literal | None]:
    if tier.value is None:
        return None
    typed = yield from literal(tier.value)
    if typed is None:
        return None
    name = tiers.field.text
    if typed.type is None:
        yield finding("SLO208", "null has no tier of its own", tier.value.span, help="`else` takes the rest and null")
        return None
    if typed.type is not type.base:
        yield finding(
            "SLO208",
            f"`{name}` is never {typed.words}",
            tier.value.span,
            f"this is {typed.words}",
            labels=[Label(tiers.field.span, f"a field of type {type.base.value}")],
        )
        return None
    value = typed.expr
    if type.values and isinstance(value, x.StringLiteral) and value.value not in type.values:
        yield no_such_value(f"`{name}`", value.value, type.values, tier.value.span)
        return None
    return value  # type: ignore[return-value]  # literal() makes literals only


def _goal(target: ast.Percent | ast.Percentile) -> tuple[Fraction, Fraction | None]:
    return target.value, target.value if isinstance(target, ast.Percentile) else None
