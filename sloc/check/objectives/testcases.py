"""``test`` blocks: rows of the right types for an objective that exists."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from sloc.check.context import Checking, Context, in_turn
from sloc.check.declare import KEY
from sloc.check.expressions import RowType, literal, no_such_field, no_such_value
from sloc.check.model import CheckedSlo
from sloc.check.names import Names, once
from sloc.findings import Label, finding
from sloc.findings.suggest import did_you_mean
from sloc.ir import FieldType, GivenRows, Instant, TestCase
from sloc.ir import expr as x
from sloc.ir.expr import Type
from sloc.ir.text import expr_text
from sloc.syntax import ast

_COUNTS = ("good", "bad", "pending")


def check_tests(names: Names, slos: Iterable[CheckedSlo], ctx: Context) -> Checking[tuple[TestCase, ...]]:
    """The tests that make sense. One of an objective that is broken itself is left out in silence."""
    by_id = {slo.ir.id: slo for slo in slos}
    tests = yield from in_turn(_test(test, names, by_id, ctx) for test in names.tests)
    return tuple(sorted((test for test in tests if test is not None), key=by_what_it_says))


def by_what_it_says(test: TestCase) -> tuple[object, ...]:
    """Two tests may have one title; where they stand must not decide which is first."""
    return test.slo, test.title, test.at, test.counts, test.alerts, repr(test.given)


def _test(test: ast.Test, names: Names, slos: Mapping[str, CheckedSlo], ctx: Context) -> Checking[TestCase | None]:
    id = f"{test.service.text}.{test.slo.text}{_suffix(test)}"
    slo = slos.get(id)
    if slo is None:
        yield from _report_unknown(test, id, names, slos)
        return None
    env = slo.source.env
    tables = {slo.source.decl.name.text: env.event, **env.children}
    at = yield from once(test.items, ast.AtInstant, "`at`")
    if at is None:
        yield finding("SLO205", "a test says when it looks", test.title.span, "no `at`", help="add `at 2026-03-31T00:00Z`")
    given: dict[str, list[tuple[tuple[str, x.Literal], ...]]] = {}
    for item in test.items:
        if isinstance(item, ast.Given):
            table = tables.get(item.table.text)
            if table is None:
                yield finding(
                    "SLO201",
                    f"`{id}` knows no `{item.table.text}`",
                    item.table.span,
                    "neither its source nor a child of it",
                    help=did_you_mean(item.table.text, tables),
                )
                continue
            rows = yield from in_turn(_row(row, table) for row in item.rows)
            given.setdefault(item.table.text, []).extend(rows)
    counts, alerts = yield from _outcomes(test)
    if at is None:
        return None
    return TestCase(
        test.title.value,
        id,
        tuple(GivenRows(table, tuple(rows)) for table, rows in sorted(given.items())),
        Instant(at.instant.micros),
        counts,
        alerts,
        ctx.origin(test.title.span),
    )


def _suffix(test: ast.Test) -> str:
    match test.tier:
        case None:
            return ""
        case ast.Name():
            return "[else]"
        case ast.Str(value):
            return f"[{json.dumps(value, ensure_ascii=False)}]"
        case ast.Number(value):
            return f"[{expr_text(x.NumberLiteral(value))}]"
        case ast.Bool(value):
            return f"[{'true' if value else 'false'}]"
        case _:
            return "[?]"


def _report_unknown(test: ast.Test, id: str, names: Names, slos: Mapping[str, CheckedSlo]) -> Checking[None]:
    if test.service.text not in names.slos:
        yield finding(
            "SLO201",
            f"there is no service `{test.service.text}`",
            test.service.span,
            "not declared",
            help=did_you_mean(test.service.text, names.slos),
        )
    elif test.slo.text not in names.slos[test.service.text]:
        yield finding(
            "SLO201",
            f"service `{test.service.text}` has no slo `{test.slo.text}`",
            test.slo.span,
            "not declared",
            help=did_you_mean(test.slo.text, names.slos[test.service.text]),
        )
    else:
        tiers = [each for each in slos if each.startswith(f"{test.service.text}.{test.slo.text}[")]
        whole = f"{test.service.text}.{test.slo.text}" in slos
        if tiers or whole:  # else the objective itself is broken and was reported
            yield finding(
                "SLO201",
                f"there is no objective `{id}`",
                test.slo.span,
                "it has no tiers" if whole else "it has tiers, and this is none of them",
                help="write " + " or ".join(f"`{each}`" for each in ([id.partition("[")[0]] if whole else sorted(tiers))),
            )


def _row(row: ast.Row, table: RowType) -> Checking[tuple[tuple[str, x.Literal], ...]]:
    cells: dict[str, x.Literal] = {}
    for name, value in row.cells:
        type = table.fields.get(name.text)
        if type is None:
            yield no_such_field(name, table)
        elif name.text in cells:
            yield finding("SLO206", f"`{name.text}` is said twice in one row", name.span, "said again here")
        else:
            typed = yield from literal(value)
            if typed is not None and (yield from _fits(typed.expr, typed.type, type, name, value)):
                literal_value = typed.expr
                if type is KEY and isinstance(literal_value, x.NumberLiteral):
                    literal_value = x.StringLiteral(expr_text(literal_value))  # keys are compared as text
                cells[name.text] = literal_value  # type: ignore[assignment]  # literal() makes literals only
    return tuple(cells.items())


def _fits(value: x.Expr, type: Type | None, field: FieldType, name: ast.Name, node: ast.Value) -> Checking[bool]:
    if type is None or type is field.base or (type is Type.INT and field.base is Type.NUMBER):
        if isinstance(value, x.StringLiteral) and field.values and value.value not in field.values:
            yield no_such_value(f"`{name.text}`", value.value, field.values, node.span)
            return False
        return True
    if field is KEY and type in (Type.INT, Type.STRING):
        return True
    yield finding(
        "SLO208",
        f"`{name.text}` is a {field.base.value}",
        node.span,
        f"this is a {type.value}",
        labels=[Label(name.span, f"a field of type {field.base.value}")],
        help=f"write a {field.base.value}",
    )
    return False


def _outcomes(test: ast.Test) -> Checking[tuple[tuple[tuple[str, int], ...], tuple[tuple[str, bool], ...]]]:
    counts: dict[str, int] = {}
    alerts: dict[str, bool] = {}
    outcomes = [outcome for item in test.items if isinstance(item, ast.ExpectOutcome) for outcome in item.outcomes]
    for outcome in outcomes:
        if isinstance(outcome, ast.AlertOutcome):
            known = outcome.severity.text in alerts
            alerts[outcome.severity.text] = outcome.firing
        elif outcome.what.text not in _COUNTS:
            yield finding(
                "SLO201",
                f"a test cannot count `{outcome.what.text}`",
                outcome.what.span,
                "not something that is counted",
                help=did_you_mean(outcome.what.text, _COUNTS),
            )
            continue
        else:
            known = outcome.what.text in counts
            if outcome.count.value.denominator != 1:
                yield finding("SLO223", "a count is a whole number", outcome.count.span, "not whole")
            counts[outcome.what.text] = int(outcome.count.value)
        if known:
            yield finding("SLO206", "this is expected twice", outcome.span, "expected again here")
    if not outcomes:
        yield finding("SLO205", "a test expects something", test.title.span, "no `expect`", help="add `expect good 1, bad 0`")
    return tuple(sorted(counts.items())), tuple(sorted(alerts.items()))
