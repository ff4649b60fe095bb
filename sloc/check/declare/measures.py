"""Measures: durations between two times of an event, or carried by the data."""

from __future__ import annotations

from sloc.check.context import Checking, Context
from sloc.check.declare.columns import Columns, field_type
from sloc.check.names import declared_twice
from sloc.findings import finding
from sloc.findings.suggest import did_you_mean
from sloc.ir import IntervalMeasure, Measure, ValueMeasure
from sloc.ir.expr import Type
from sloc.syntax import ast


def check_measures(decl: ast.Source, columns: Columns, ctx: Context) -> Checking[list[Measure]]:
    """The measures of a source that make sense, in the order written."""
    by_name = {item.name.text: item for item in decl.items if isinstance(item, ast.Child)}
    measures: dict[str, Measure] = {}
    names: dict[str, ast.Name] = {}
    for item in decl.items:
        if not isinstance(item, (ast.IntervalMeasure, ast.ValueMeasure)):
            continue
        name = item.name.text
        if name in measures:
            yield declared_twice("measure", item.name, names[name])
            continue
        names.setdefault(name, item.name)
        origin = ctx.origin(item.name.span)
        if isinstance(item, ast.ValueMeasure):
            type = yield from field_type(item.type)
            if type is not None and type.base is not Type.DURATION:
                yield finding(
                    "SLO208",
                    "a measure that the data carries is a duration",
                    item.type.span,
                    f"this is {type.base.value}",
                    help=f"write `measure {name}: duration`",
                )
                continue
            measures[name] = ValueMeasure(name, bool(type and type.nullable), origin)
            continue
        fits = yield from columns.use(item.start, "the start of a measure", Type.TIME, nullable=True)
        fits &= yield from columns.use(item.end, "the end of a measure", Type.TIME, nullable=True)
        if item.pausing is not None and item.pausing.text not in by_name:
            yield finding(
                "SLO201",
                f"there is no child `{item.pausing.text}`",
                item.pausing.span,
                f"not a child of {columns.what}",
                help=did_you_mean(item.pausing.text, by_name) or f"declare it: `child {item.pausing.text} {{ … }}`",
            )
            fits = False
        elif item.pausing is not None and not _has_until(by_name[item.pausing.text]):
            yield finding(
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


def _has_until(child: ast.Child) -> bool:
    return any(isinstance(item, ast.Until) for item in child.items)
