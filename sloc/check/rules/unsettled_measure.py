"""A measure that may still change after its deadline would change a count that was made (docs/decisions/0001)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sloc.check.analyses import leaves
from sloc.check.declare import CheckedSource
from sloc.check.model import CheckedProgram
from sloc.findings import Finding, Label, finding
from sloc.ir import Child, Field
from sloc.ir.expr import Type
from sloc.source.span import Span
from sloc.syntax import ast


def check(program: CheckedProgram) -> Iterator[Finding]:
    """SLO316 at what may move in a derived start or end of a measure.

    docs/language.md §3.7.
    """
    for source in program.sources.values():
        derived = {item.name.text: item for item in source.decl.items if isinstance(item, ast.Field)}
        typed = {field.name for field in source.ir.fields if field.derived is not None}
        seen: set[Span] = set()
        for measure in source.decl.items:
            if not isinstance(measure, ast.IntervalMeasure):
                continue
            for end in (measure.start, measure.end):
                field = derived.get(end.text)
                if field is None or field.derived is None or end.text not in typed:
                    continue
                fault = _fault(field.derived, source, derived)
                if fault is not None and fault[0] not in seen:
                    seen.add(fault[0])
                    yield finding(
                        "SLO316",
                        f"`{end.text}` may still move after it was counted",
                        fault[0],
                        fault[1],
                        labels=[Label(end.span, f"`{measure.name.text}` is measured by it")],
                        help=fault[2],
                    )


def _fault(expr: ast.Expr, source: CheckedSource, derived: Mapping[str, ast.Field]) -> tuple[Span, str, str] | None:
    """What may move in the expression, why, and what to write; None where it is settled once it is there."""
    if isinstance(expr, ast.Aggregate) and expr.kind == "first":
        return _first(expr, source)
    fields = {field.name: field for field in source.ir.fields}
    for leaf in leaves(expr):
        if isinstance(leaf, ast.Aggregate):
            child = _child(leaf, source)
            what = "a later row moves it" if leaf.kind == "last" else "a later row changes it"
            at = "…" if child is None else child.at
            return leaf.span, what, f"write `first({leaf.child.text}.{at} where …)`: what came first stays the first"
        field = fields.get(leaf.name.text)
        if field is None:
            continue
        inner = derived.get(leaf.name.text)
        if field.derived is not None and inner is not None and inner.derived is not None:
            fault = _fault(inner.derived, source, derived)
            if fault is not None:
                return fault
        elif field.type.nullable and leaf is not expr:
            return leaf.span, f"`{field.name}` may be null now and known later", "compute the time in the table or in its query"
    return None


def _first(first: ast.Aggregate, source: CheckedSource) -> tuple[Span, str, str] | None:
    child = _child(first, source)
    if child is None:
        return None  # the child is broken itself
    if first.field is not None and first.field.text != child.at:
        return (
            first.field.span,
            f"`{child.name}` are in the order of `{child.at}`, not of this",
            f"write `first({child.name}.{child.at} …)`",
        )
    for leaf in leaves(first.where) if first.where is not None else ():
        if isinstance(leaf, ast.Ref) and _may_come(leaf.name.text, child, source):
            return (
                leaf.span,
                f"`{leaf.name.text}` may be null now and known later, and then an earlier row is the first",
                "ask only for what is known when the row is",
            )
    return None


def _child(aggregate: ast.Aggregate, source: CheckedSource) -> Child | None:
    return next((child for child in source.ir.children if child.name == aggregate.child.text), None)


def _may_come(name: str, child: Child, source: CheckedSource) -> bool:
    tables: tuple[tuple[Field, ...], ...] = (child.fields, source.ir.fields)
    for fields in tables:
        for field in fields:
            if field.name == name:
                return field.derived is not None or (field.type.base is Type.TIME and field.type.nullable)
    return False
