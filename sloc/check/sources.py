"""Sources, their children, measures and bindings: AST -> IR."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from sloc.check.bindings import check_prometheus, check_sql
from sloc.check.context import Context
from sloc.check.derived import check_derived
from sloc.check.names import Names, did_you_mean
from sloc.check.once import once, text_of
from sloc.check.types import Env, Table
from sloc.findings import Label
from sloc.ir import Child, Field, FieldType, IntervalMeasure, Source, ValueMeasure
from sloc.ir.expr import Type
from sloc.ir.source import Measure
from sloc.syntax import ast

_PER_DAY = {"minute": 1440, "hour": 24, "day": 1}
_TYPES = {type.value: type for type in Type}
_NEAR_TYPES = {
    "integer": "int",
    "float": "number",
    "decimal": "number",
    "double": "number",
    "boolean": "bool",
    "text": "string",
    "str": "string",
    "timestamp": "time",
    "datetime": "time",
    "instant": "time",
    "interval": "duration",
}
KEY = FieldType(Type.STRING, nullable=False)
"""A key without a field line: any scalar, compared as text."""


@dataclass(frozen=True)
class CheckedSource:
    """A source of the IR, what was written, and the names that expressions over it may use."""

    ir: Source
    decl: ast.Source
    env: Env


def check_sources(names: Names, ctx: Context) -> dict[str, CheckedSource]:
    """All sources that make sense, by id."""
    checked: dict[str, CheckedSource] = {}
    for scope in (names.everywhere, *names.services.values()):
        for name, decl in scope.sources.items():
            source = _source(decl, scope.id_of(name), ctx)
            if source is not None:
                checked[scope.id_of(name)] = source
    return checked


class _Columns:
    """The columns of a table as they become known: field lines first, then what `key`, `at` and measures use."""

    def __init__(self, what: str, ctx: Context) -> None:
        self.what = what
        self.ctx = ctx
        self.types: dict[str, FieldType] = {}
        self.spans: dict[str, ast.Name] = {}
        self.derived: dict[str, ast.Field] = {}

    def declare(self, field: ast.Field) -> None:
        """Take a field line."""
        name = field.name
        if name.text in self.types:
            self.ctx.report(
                "SLO202",
                f"field `{name.text}` is declared twice",
                name.span,
                "declared again here",
                labels=[Label(self.spans[name.text].span, "first declared here")],
                help="delete one of them",
            )
            return
        type = field_type(field.type, self.ctx)
        if type is None:
            type = FieldType(Type.STRING, nullable=True)  # reported; go on with something that is there
        self.types[name.text] = type
        self.spans[name.text] = name
        if field.derived is not None:
            self.derived[name.text] = field

    def use(self, name: ast.Name, role: str, base: Type, *, nullable: bool) -> bool:
        """Take a column that `role` uses as `base`; a field line that disagrees is a finding."""
        known = self.types.get(name.text)
        if known is None:
            self.types[name.text] = FieldType(base, nullable)
            self.spans[name.text] = name
            return True
        if known.base is not base and base is Type.TIME:
            self.ctx.report(
                "SLO210",
                f"{role} must be a time",
                name.span,
                f"`{name.text}` is used as a time here",
                labels=[Label(self.spans[name.text].span, f"declared as {known.base.value}")],
                help=f"declare it as `field {name.text}: time`, or name another column",
            )
            return False
        return True

    def key(self, name: ast.Name) -> None:
        """Take the key: any scalar will do."""
        if name.text not in self.types:
            self.types[name.text] = KEY
            self.spans[name.text] = name


def field_type(type: ast.FieldType, ctx: Context) -> FieldType | None:
    """The IR's type, or None after a finding."""
    if type.name is None:
        values = tuple(value.value for value in type.values)
        for index, value in enumerate(type.values):
            if value.value in values[:index]:
                ctx.report(
                    "SLO202",
                    f'the enum names "{value.value}" twice',
                    value.span,
                    "named again here",
                    labels=[Label(type.values[values.index(value.value)].span, "first named here")],
                    help="delete one of them",
                )
        return FieldType(Type.STRING, type.nullable, tuple(dict.fromkeys(values)))
    base = _TYPES.get(type.name.text)
    if base is None:
        near = _NEAR_TYPES.get(type.name.text.lower())
        ctx.report(
            "SLO222",
            f"there is no type `{type.name.text}`",
            type.name.span,
            "not a type of the language",
            help=f"did you mean `{near}`?" if near else did_you_mean(type.name.text, _TYPES),
        )
        return None
    return FieldType(base, type.nullable)


def _source(decl: ast.Source, id: str, ctx: Context) -> CheckedSource | None:
    what = f"source `{decl.name.text}`"
    columns = _Columns(what, ctx)
    for item in decl.items:
        if isinstance(item, ast.Field):
            columns.declare(item)
    key = once(decl.items, ast.Key, "`key`", ctx)
    at = once(decl.items, ast.At, "`at`", ctx)
    if key is not None:
        columns.key(key.name)
    if at is not None:
        columns.use(at.name, "`at`", Type.TIME, nullable=False)
    children = _children(decl, key, ctx)
    measures = _measures(decl, columns, children, ctx)
    env = Env(
        Table(what, columns.types),
        {child.name: Table(f"child `{child.name}`", {field.name: field.type for field in child.fields}) for child in children},
    )
    derived = check_derived(columns.derived, columns.types, env, ctx)
    fields = tuple(
        Field(name, type, derived.get(name), ctx.origin(columns.spans[name].span)) for name, type in columns.types.items()
    )
    bindings = _bindings(decl.items, ("sql", "prometheus"), ctx)
    sql = prometheus = None
    if "sql" in bindings:
        names = {name for name in columns.types if name not in columns.derived}
        names |= {measure.name for measure in measures if isinstance(measure, ValueMeasure)}
        durations = {name for name in names if name not in columns.types or columns.types[name].base is Type.DURATION}
        sql = check_sql(bindings["sql"], names, durations, ctx)
        if at is None:
            ctx.report(
                "SLO205",
                f"{what} has a table but does not say when its events happen",
                decl.name.span,
                "no `at`",
                labels=[Label(bindings["sql"].backend.span, "`from sql` needs it")],
                help="add a line: `at created_at` with the column that holds an event's time",
            )
    if "prometheus" in bindings:
        prometheus = check_prometheus(
            bindings["prometheus"], columns.types, {measure.name: measure for measure in measures}, ctx
        )
    ir = Source(
        id,
        text_of(decl.title),
        key.name.text if key else None,
        at.name.text if at else None,
        _expected(decl, ctx),
        fields,
        tuple(children),
        tuple(measures),
        sql,
        prometheus,
        ctx.origin(decl.name.span),
    )
    return CheckedSource(ir, decl, env)


def _expected(decl: ast.Source, ctx: Context) -> Fraction | None:
    expected = once(decl.items, ast.Expected, "`expected`", ctx)
    if expected is None:
        return None
    if expected.count.value <= 0:
        ctx.report("SLO223", "an expected number of events is above zero", expected.count.span, "not above zero")
        return None
    return expected.count.value * _PER_DAY[expected.unit.text]


def _children(decl: ast.Source, key: ast.Key | None, ctx: Context) -> list[Child]:
    children: dict[str, Child] = {}
    for item in decl.items:
        if not isinstance(item, ast.Child):
            continue
        name = item.name.text
        if name in children:
            ctx.report("SLO202", f"child `{name}` is declared twice", item.name.span, "declared again here")
            continue
        if key is None:
            ctx.report(
                "SLO205",
                f"source `{decl.name.text}` has a child, so its events need a key",
                decl.name.span,
                "no `key`",
                labels=[Label(item.name.span, "its rows belong to the event with their key")],
                help="add a line: `key ticket_id` with the column that tells events apart",
            )
        child = _child(item, ctx)
        if child is not None:
            children[name] = child
    return list(children.values())


def _child(decl: ast.Child, ctx: Context) -> Child | None:
    what = f"child `{decl.name.text}`"
    columns = _Columns(what, ctx)
    for item in decl.items:
        if isinstance(item, ast.Field):
            columns.declare(item)
            if item.derived is not None:
                ctx.report("SLO219", "a child's field is a column", item.derived.span, "nothing is derived inside a child")
    key = once(decl.items, ast.Key, "`key`", ctx)
    at = once(decl.items, ast.At, "`at`", ctx)
    until = once(decl.items, ast.Until, "`until`", ctx)
    for found, word, meaning in ((key, "key", "which event a row belongs to"), (at, "at", "when a row happens")):
        if found is None:
            ctx.report(
                "SLO205",
                f"{what} does not say {meaning}",
                decl.name.span,
                f"no `{word}`",
                help=f"add a line: `{word} …` with the column",
            )
    if key is not None:
        columns.key(key.name)
    if at is not None:
        columns.use(at.name, "`at`", Type.TIME, nullable=False)
    if until is not None:
        columns.use(until.name, "`until`", Type.TIME, nullable=True)
    bindings = _bindings(decl.items, ("sql",), ctx)
    sql = None
    if "sql" in bindings:
        durations = {name for name, type in columns.types.items() if type.base is Type.DURATION}
        sql = check_sql(bindings["sql"], set(columns.types), durations, ctx)
    if key is None or at is None:
        return None
    fields = tuple(Field(name, type, None, ctx.origin(columns.spans[name].span)) for name, type in columns.types.items())
    return Child(
        decl.name.text,
        key.name.text,
        at.name.text,
        until.name.text if until else None,
        fields,
        sql,
        ctx.origin(decl.name.span),
    )


def _measures(decl: ast.Source, columns: _Columns, children: Iterable[Child], ctx: Context) -> list[Measure]:
    by_name = {child.name: child for child in children}
    measures: dict[str, Measure] = {}
    for item in decl.items:
        if not isinstance(item, (ast.IntervalMeasure, ast.ValueMeasure)):
            continue
        name = item.name.text
        if name in measures:
            ctx.report(
                "SLO202", f"measure `{name}` is declared twice", item.name.span, "declared again here", help="delete one"
            )
            continue
        origin = ctx.origin(item.name.span)
        if isinstance(item, ast.ValueMeasure):
            type = field_type(item.type, ctx)
            if type is not None and type.base is not Type.DURATION:
                ctx.report(
                    "SLO208",
                    "a measure that the data carries is a duration",
                    item.type.span,
                    f"this is {type.base.value}",
                    help=f"write `measure {name}: duration`",
                )
                continue
            measures[name] = ValueMeasure(name, bool(type and type.nullable), origin)
            continue
        fits = columns.use(item.start, "the start of a measure", Type.TIME, nullable=True)
        fits &= columns.use(item.end, "the end of a measure", Type.TIME, nullable=True)
        if item.pausing is not None and item.pausing.text not in by_name:
            ctx.report(
                "SLO201",
                f"there is no child `{item.pausing.text}`",
                item.pausing.span,
                f"not a child of {columns.what}",
                help=did_you_mean(item.pausing.text, by_name) or f"declare it: `child {item.pausing.text} {{ … }}`",
            )
            fits = False
        elif item.pausing is not None and by_name[item.pausing.text].until is None:
            ctx.report(
                "SLO319",
                f"the rows of `{item.pausing.text}` are moments, so nothing can pause during them",
                item.pausing.span,
                "a pause needs a start and an end",
                help=f"add to child `{item.pausing.text}`: `until …` with the column where a pause ends",
            )
            fits = False
        if fits:
            pausing = item.pausing.text if item.pausing else None
            measures[name] = IntervalMeasure(name, item.start.text, item.end.text, pausing, origin)
    return list(measures.values())


def _bindings(items: Iterable[ast.Node], known: tuple[str, ...], ctx: Context) -> Mapping[str, ast.Binding]:
    found: dict[str, ast.Binding] = {}
    for item in items:
        if not isinstance(item, ast.Binding):
            continue
        name = item.backend.text
        if name not in known:
            ctx.report(
                "SLO224",
                f"nothing here can be read from `{name}`",
                item.backend.span,
                "not a kind of binding",
                help=did_you_mean(name, known),
            )
        elif name in found:
            ctx.report(
                "SLO206",
                f"`from {name}` is said twice",
                item.backend.span,
                "said again here",
                labels=[Label(found[name].backend.span, "first said here")],
                help="put both into one block",
            )
        else:
            found[name] = item
    return found
