"""Test cases of the IR -> the AST's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sloc.ir import GivenRows, Slo, TestCase
from sloc.lift.expressions import lift_literal
from sloc.lift.leaves import Leaves
from sloc.lift.places import JsonPlace
from sloc.syntax import ast


def lift_test(test: TestCase, slos: Mapping[str, Slo], at: JsonPlace, make: Leaves) -> ast.Test:
    """The test of an objective, which is named by its id; of one that there is not, by what could be its name."""
    slo = slos.get(test.slo)
    here = at["slo"]
    service, _, name = test.slo.partition(".")
    tier: ast.Scalar | ast.Name | None = None
    if slo is not None:
        service, name = slo.service, slo.name
        if slo.tier is not None:
            tier = ast.Name("else", span=here.span)
            if slo.tier.value is not None:
                tier = lift_literal(slo.tier.value, here, make)
    names = make.name(service, here), make.name(name, here)
    return ast.Test(make.string(test.title, at["title"]), *names, tier, tuple(_items(test, at, make)), span=at.span)


def _items(test: TestCase, at: JsonPlace, make: Leaves) -> Iterator[ast.Given | ast.AtInstant | ast.ExpectOutcome]:
    for index, given in enumerate(test.given):
        yield _given(given, at["given"][index], make)
    yield ast.AtInstant(make.instant(test.at, at["at"]), span=at["at"].span)
    outcomes: list[ast.CountOutcome | ast.AlertOutcome] = []
    for index, (what, count) in enumerate(test.counts):
        here = at["counts"][index]
        outcomes.append(ast.CountOutcome(make.name(what, here[0]), make.number(count, here[1]), span=here.span))
    for index, (severity, firing) in enumerate(test.alerts):
        here = at["alerts"][index]
        outcomes.append(ast.AlertOutcome(make.name(severity, here[0]), firing, span=here.span))
    if outcomes:
        yield ast.ExpectOutcome(tuple(outcomes), span=at.span)


def _given(given: GivenRows, at: JsonPlace, make: Leaves) -> ast.Given:
    rows = []
    for index, row in enumerate(given.rows):
        here = at["rows"][index]
        cells = tuple(
            (make.name(name, here[column][0]), lift_literal(value, here[column][1], make))
            for column, (name, value) in enumerate(row)
        )
        rows.append(ast.Row(cells, span=here.span))
    return ast.Given(make.name(given.table, at["table"]), tuple(rows), span=at.span)
