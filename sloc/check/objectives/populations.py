"""Populations: which events (or slices of them) an objective counts."""

from __future__ import annotations

from sloc.check.context import Checking, in_turn
from sloc.check.declare import CheckedSource
from sloc.check.expand import filled
from sloc.check.expressions import check_condition, no_such_field
from sloc.check.names import said_twice
from sloc.check.objectives.lookup import Lookup
from sloc.findings import Label, finding
from sloc.ir import Duration, Population, Slices
from sloc.ir.expr import Type
from sloc.syntax import ast

_GROUPABLE = frozenset({Type.STRING, Type.BOOL, Type.INT})
"""Types of which each value may keep a budget of its own."""


def check_population(
    population: ast.Population, empty: ast.EmptySlices | None, source: CheckedSource, lookup: Lookup
) -> Checking[Population | None]:
    """The population before tiers narrow it, or None after a finding."""
    ctx = lookup.ctx
    where = None if population.where is None else (yield from check_condition(population.where, source.env, ctx))
    during = None if population.during is None else (yield from lookup.calendar(population.during))
    per = yield from in_turn(_per(name, population.per[:index], source) for index, name in enumerate(population.per))
    if population.slices is None and empty is not None:
        yield finding(
            "SLO309",
            "events are never empty: only slices are",
            empty.span,
            "there are no slices here",
            labels=[Label(population.source.span, "events are counted")],
            help="delete the line, or count slices: `5m slices of …`",
        )
        return None
    broken = (population.where is not None and where is None) or (population.during is not None and during is None)
    if broken or None in per:
        return None
    slices = None
    if population.slices is not None:
        slices = Slices(Duration(filled(population.slices).micros), empty.outcome.text if empty else "ignore")
    return Population(source.ir.id, where, during, tuple(name for name in per if name is not None), slices)


def _per(name: ast.Name, before: tuple[ast.Name, ...], source: CheckedSource) -> Checking[str | None]:
    fields = source.env.event.fields
    first = next((each for each in before if each.text == name.text), None)
    if name.text not in fields:
        yield no_such_field(name, source.env.event)
    elif fields[name.text].base not in _GROUPABLE:
        yield finding(
            "SLO322",
            f"`{name.text}` cannot keep one budget for each value",
            name.span,
            f"it is a {fields[name.text].base.value}",
            help="group by a string, an enum, an int or a bool",
        )
    elif first is not None:
        yield said_twice(f"`per {name.text}`", name.span, first.span)
    else:
        return name.text
    return None
