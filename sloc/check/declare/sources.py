"""Sources, their children, measures and bindings: AST -> IR."""

from __future__ import annotations

from fractions import Fraction

from sloc.check.context import Checking, Context
from sloc.check.declare.bindings import check_prometheus, check_sql, one_of_each
from sloc.check.declare.children import check_children
from sloc.check.declare.columns import Columns
from sloc.check.declare.derived import check_derived
from sloc.check.declare.measures import check_measures
from sloc.check.declare.other_bindings import check_other
from sloc.check.expressions import Env
from sloc.check.names import Names, once, text_of
from sloc.findings import Label, finding
from sloc.ir import Binding, Source, ValueMeasure
from sloc.ir.expr import Type
from sloc.records import dataclass
from sloc.syntax import ast
from sloc.units import DAY, PER


@dataclass(frozen=True)
class CheckedSource:
    """A source of the IR, what was written, and the names that expressions over it may use."""

    ir: Source
    decl: ast.Source
    env: Env


def check_sources(names: Names, ctx: Context) -> Checking[dict[str, CheckedSource]]:
    """All sources that make sense, by id."""
    checked: dict[str, CheckedSource] = {}
    for scope in (names.everywhere, *names.services.values()):
        for name, decl in scope.sources.items():
            checked[scope.id_of(name)] = yield from _source(decl, scope.id_of(name), ctx)
    return checked


def _source(decl: ast.Source, id: str, ctx: Context) -> Checking[CheckedSource]:
    what = f"source `{decl.name.text}`"
    columns = Columns(what, ctx)
    for item in decl.items:
        if isinstance(item, ast.Field):
            yield from columns.declare(item)
    key = yield from once(decl.items, ast.Key, "`key`")
    at = yield from once(decl.items, ast.At, "`at`")
    if key is not None:
        columns.key(key.name)
    if at is not None:
        yield from columns.use(at.name, "`at`", Type.TIME, nullable=False)
    children = yield from check_children(decl, key, ctx)
    measures = yield from check_measures(decl, columns, ctx)
    env = Env(columns.table(), {name: child.table for name, child in children.items()})
    derived = yield from check_derived(columns.derived, columns.types, env, ctx)
    bindings = yield from one_of_each(decl.items, ("sql", "prometheus", *ctx.bindings), installable=True)
    sql = prometheus = None
    if "sql" in bindings:
        names = {name for name in columns.types if name not in columns.derived}
        names |= {measure.name for measure in measures if isinstance(measure, ValueMeasure)}
        durations = {name for name in names if name not in columns.types or columns.types[name].base is Type.DURATION}
        sql = yield from check_sql(bindings["sql"], names, durations, ctx)
        if at is None:
            yield finding(
                "SLO205",
                f"{what} has a table but does not say when its events happen",
                decl.name.span,
                "no `at`",
                labels=[Label(bindings["sql"].backend.span, "`from sql` needs it")],
                help="add a line: `at created_at` with the column that holds an event's time",
            )
    if "prometheus" in bindings:
        prometheus = yield from check_prometheus(
            bindings["prometheus"], columns.types, {measure.name: measure for measure in measures}, ctx
        )
    others: list[Binding] = []
    for name, keys in ctx.bindings.items():
        if name in bindings and keys is not None:
            fields, named = columns.types.keys(), {measure.name for measure in measures}
            others.append((yield from check_other(bindings[name], keys, fields, named, ctx)))
    ir = Source(
        id,
        text_of(decl.title),
        key.name.text if key else None,
        at.name.text if at else None,
        (yield from _expected(decl)),
        columns.fields(derived),
        tuple(child.ir for child in children.values() if child.ir is not None),
        tuple(measures),
        sql,
        prometheus,
        ctx.origin(decl.name.span),
        tuple(others),
    )
    return CheckedSource(ir, decl, env)


def _expected(decl: ast.Source) -> Checking[Fraction | None]:
    expected = yield from once(decl.items, ast.Expected, "`expected`")
    if expected is None:
        return None
    if expected.count.value <= 0:
        yield finding("SLO223", "an expected number of events is above zero", expected.count.span, "not above zero")
        return None
    return expected.count.value * (DAY // PER[expected.unit.text])
