"""Children: many rows for one event, joined by its key."""

from __future__ import annotations

from sloc.check.context import Checking, Context
from sloc.check.declare.bindings import check_sql, one_of_each
from sloc.check.declare.columns import Columns
from sloc.check.expressions import RowType
from sloc.check.names import declared_twice, once
from sloc.findings import Label, finding
from sloc.ir import Child
from sloc.ir.expr import Type
from sloc.records import dataclass
from sloc.syntax import ast


@dataclass(frozen=True)
class CheckedChild:
    """A child of the IR (None after a finding), and its fields, which expressions may use all the same."""

    ir: Child | None
    table: RowType


def check_children(decl: ast.Source, key: ast.Key | None, ctx: Context) -> Checking[dict[str, CheckedChild]]:
    """The children of a source by name."""
    children: dict[str, CheckedChild] = {}
    first: dict[str, ast.Name] = {}
    for item in decl.items:
        if not isinstance(item, ast.Child):
            continue
        name = item.name.text
        if name in children:
            yield declared_twice("child", item.name, first[name])
            continue
        first[name] = item.name
        if key is None and not children:
            yield finding(
                "SLO205",
                f"source `{decl.name.text}` has a child, so its events need a key",
                decl.name.span,
                "no `key`",
                labels=[Label(item.name.span, "its rows belong to the event with their key")],
                help="add a line: `key ticket_id` with the column that tells events apart",
            )
        children[name] = yield from _child(item, ctx)
    return children


def _child(decl: ast.Child, ctx: Context) -> Checking[CheckedChild]:
    what = f"child `{decl.name.text}`"
    columns = Columns(what, ctx)
    for item in decl.items:
        if isinstance(item, ast.Field):
            yield from columns.declare(item)
            if item.derived is not None:
                yield finding("SLO219", "a child's field is a column", item.derived.span, "nothing is derived inside a child")
    key = yield from once(decl.items, ast.Key, "`key`")
    at = yield from once(decl.items, ast.At, "`at`")
    until = yield from once(decl.items, ast.Until, "`until`")
    for found, word, meaning in ((key, "key", "which event a row belongs to"), (at, "at", "when a row happens")):
        if found is None:
            yield finding(
                "SLO205",
                f"{what} does not say {meaning}",
                decl.name.span,
                f"no `{word}`",
                help=f"add a line: `{word} …` with the column",
            )
    if key is not None:
        columns.key(key.name)
    if at is not None:
        yield from columns.use(at.name, "`at`", Type.TIME, nullable=False)
    if until is not None:
        yield from columns.use(until.name, "`until`", Type.TIME, nullable=True)
    bindings = yield from one_of_each(decl.items, ("sql",))
    sql = None
    if "sql" in bindings:
        durations = {name for name, type in columns.types.items() if type.base is Type.DURATION}
        sql = yield from check_sql(bindings["sql"], set(columns.types), durations, ctx)
    ir = None
    if key is not None and at is not None:
        ends = until.name.text if until else None
        origin = ctx.origin(decl.name.span)
        ir = Child(decl.name.text, key.name.text, at.name.text, ends, columns.fields({}), sql, origin)
    return CheckedChild(ir, columns.table())
