"""Sources of the IR, with their children, measures and bindings -> the AST's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sloc.ir import Binding, Child, Field, FieldType, IntervalMeasure, Measure, PrometheusBinding, Source, SqlBinding
from sloc.lift.expressions import lift_expr
from sloc.lift.leaves import Leaves
from sloc.lift.places import JsonPlace
from sloc.syntax import ast


def lift_source(source: Source, name: str, at: JsonPlace, make: Leaves) -> ast.Source:
    """The declaration of a source under its own name. Every column has a field line: what is used elsewhere fits it."""
    return ast.Source(
        make.name(name, at["id"]),
        make.optional(source.title, at["title"]),
        tuple(_items(source, at, make)),
        span=at.span,
    )


def _items(source: Source, at: JsonPlace, make: Leaves) -> Iterator[ast.SourceItem]:
    if source.key is not None:
        yield ast.Key(make.name(source.key, at["key"]), span=at["key"].span)
    if source.at is not None:
        yield ast.At(make.name(source.at, at["at"]), span=at["at"].span)
    if source.expected is not None:
        here = at["expected"]
        yield ast.Expected(make.number(source.expected, here), make.name("day", here), span=here.span)
    yield from _fields(source.fields, at["fields"], make)
    for index, child in enumerate(source.children):
        yield _child(child, at["children"][index], make)
    for index, measure in enumerate(source.measures):
        yield _measure(measure, at["measures"][index], make)
    if source.sql is not None:
        yield _sql(source.sql, at["sql"], make)
    if source.prometheus is not None:
        yield _prometheus(source.prometheus, at["prometheus"], make)
    for index, binding in enumerate(source.bindings):
        yield _other(binding, at["bindings"][index], make)


def _fields(fields: Iterable[Field], at: JsonPlace, make: Leaves) -> Iterator[ast.Field]:
    for index, field in enumerate(fields):
        here = at[index]
        derived = None if field.derived is None else lift_expr(field.derived, here["derived"], make)
        yield ast.Field(make.name(field.name, here["name"]), _type(field.type, here["type"], make), derived, span=here.span)


def _type(type: FieldType, at: JsonPlace, make: Leaves) -> ast.FieldType:
    if type.values:
        values = tuple(make.string(value, at["values"][index]) for index, value in enumerate(type.values))
        return ast.FieldType(None, values, type.nullable, span=at.span)
    return ast.FieldType(make.name(type.base.value, at["base"]), (), type.nullable, span=at.span)


def _child(child: Child, at: JsonPlace, make: Leaves) -> ast.Child:
    items: list[ast.Key | ast.At | ast.Until | ast.Field | ast.Binding] = [
        ast.Key(make.name(child.key, at["key"]), span=at["key"].span),
        ast.At(make.name(child.at, at["at"]), span=at["at"].span),
    ]
    if child.until is not None:
        items.append(ast.Until(make.name(child.until, at["until"]), span=at["until"].span))
    items += _fields(child.fields, at["fields"], make)
    if child.sql is not None:
        items.append(_sql(child.sql, at["sql"], make))
    return ast.Child(make.name(child.name, at["name"]), tuple(items), span=at.span)


def _measure(measure: Measure, at: JsonPlace, make: Leaves) -> ast.IntervalMeasure | ast.ValueMeasure:
    name = make.name(measure.name, at["name"])
    if isinstance(measure, IntervalMeasure):
        ends = make.name(measure.start, at["start"]), make.name(measure.end, at["end"])
        pausing = None if measure.pausing is None else make.name(measure.pausing, at["pausing"])
        return ast.IntervalMeasure(name, *ends, pausing, span=at.span)
    type = ast.FieldType(make.name("duration", at["nullable"]), (), measure.nullable, span=at["nullable"].span)
    return ast.ValueMeasure(name, type, span=at.span)


def _sql(binding: SqlBinding, at: JsonPlace, make: Leaves) -> ast.Binding:
    items: list[ast.BindingItem] = []
    if binding.table is not None:
        items.append(_call("table", None, ".".join(binding.table), at["table"], make))
    if binding.query is not None:
        items.append(_call("query", None, binding.query, at["query"], make))
    for index, column in enumerate(binding.columns):
        here = at["columns"][index]
        subject, value = make.name(column.field, here["field"]), make.string(column.column, here["column"])
        unit = None if column.unit is None else make.name(column.unit, here["unit"])
        items.append(ast.BindAssign(make.name("column", here), subject, value, unit, span=here.span))
    if binding.zone is not None:
        items.append(ast.BindTimes(make.name(binding.zone.name, at["zone"]), None, span=at["zone"].span))
    if binding.epoch is not None:
        items.append(ast.BindTimes(None, make.name(binding.epoch, at["epoch"]), span=at["epoch"].span))
    return ast.Binding(make.name("sql", at), tuple(items), span=at.span)


def _prometheus(binding: PrometheusBinding, at: JsonPlace, make: Leaves) -> ast.Binding:
    items: list[ast.BindingItem] = []
    if binding.counter is not None:
        births = None if binding.births is None else make.name(binding.births, at["births"])
        here = at["counter"]
        counter = make.name("counter", here), None, make.string(binding.counter, here)
        items.append(ast.BindCall(*counter, births, span=here.span))
    selectors = {
        "histogram": ("histograms", binding.histograms),
        "gauge": ("gauges", binding.gauges),
        "good": ("good", binding.good),
        "total": ("total", binding.total),
    }
    for word, (key, pairs) in selectors.items():
        items += [_call(word, subject, value, at[key][index], make) for index, (subject, value) in enumerate(pairs)]
    for index, (subject, value) in enumerate(binding.labels):
        here = at["labels"][index]
        names = make.name("label", here), make.name(subject, here[0])
        items.append(ast.BindAssign(*names, make.string(value, here[1]), None, span=here.span))
    for index, (subject, bounds) in enumerate(binding.buckets):
        here = at["buckets"][index]
        durations = tuple(make.duration(bound, here[1][number]) for number, bound in enumerate(bounds))
        items.append(ast.BindBuckets(make.name(subject, here[0]), durations, span=here.span))
    return ast.Binding(make.name("prometheus", at), tuple(items), span=at.span)


def _other(binding: Binding, at: JsonPlace, make: Leaves) -> ast.Binding:
    items: list[ast.BindingItem] = []
    for index, line in enumerate(binding.lines):
        here = at["lines"][index]
        about = None if line.about is None else make.name(line.about, here["about"])
        words = make.name(line.key, here["key"]), about, make.string(line.value, here["value"])
        items.append(ast.BindCall(*words, span=here.span))
    return ast.Binding(make.name(binding.backend, at["backend"]), tuple(items), span=at.span)


def _call(word: str, subject: str | None, value: str, at: JsonPlace, make: Leaves) -> ast.BindCall:
    """``table "x"``, or with a subject a pair of it and the value."""
    if subject is None:
        return ast.BindCall(make.name(word, at), None, make.string(value, at), span=at.span)
    return ast.BindCall(make.name(word, at), make.name(subject, at[0]), make.string(value, at[1]), span=at.span)
