"""What an expression reads that may still change: children's rows, and times that are not known yet.

A child may get another row at any time, and a time that is null today may be known tomorrow. A count must not change by itself
(docs/language.md §3.8), so both may be read only where the event is judged later on purpose. A time without `?` is trusted
to be known when its row is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sloc.check.declare import CheckedSource
from sloc.ir import Field
from sloc.ir import expr as x
from sloc.ir.expr import Type
from sloc.records import dataclass
from sloc.syntax import ast


@dataclass(frozen=True)
class Read:
    """A place that reads what is not settled; `why` says in a clause what may still happen."""

    node: ast.Ref | ast.Aggregate
    why: str


def unsettled_reads(expr: ast.Expr, source: CheckedSource) -> Iterator[Read]:
    """The places of a condition over a source's events that read what may still change, in the order written."""
    fields = {field.name: field for field in source.ir.fields}
    for node in leaves(expr):
        if isinstance(node, ast.Aggregate):
            yield Read(node, f"`{node.child.text}` may get more rows")
        else:
            why = why_unsettled(node.name.text, fields)
            if why is not None:
                yield Read(node, why)


def why_unsettled(name: str, fields: Mapping[str, Field]) -> str | None:
    """Why an event's field is not settled when its row is, or None where it is."""
    field = fields.get(name)
    if field is None:
        return None
    if field.derived is not None:
        for part in x.walk(field.derived):
            if isinstance(part, (x.Pick, x.Count, x.Any)):
                return f"`{name}` is derived from `{part.child}`, which may get more rows"
            if isinstance(part, x.FieldRef) and part.child is None:
                through = why_unsettled(part.name, fields)
                if through is not None:
                    return f"`{name}` is derived from `{part.name}`, which is not settled"
    if field.type.base is Type.TIME and field.type.nullable:
        return f"`{name}` may be null now and known later"
    return None


def leaves(expr: ast.Expr | ast.Param) -> Iterator[ast.Ref | ast.Aggregate]:
    """The references and aggregates of an expression in the order written; what an aggregate holds belongs to it."""
    match expr:
        case ast.Ref() | ast.Aggregate():
            yield expr
        case ast.Logic(_, operands):
            for operand in operands:
                yield from leaves(operand)
        case ast.Not(operand) | ast.In(operand) | ast.Matches(operand) | ast.IsNull(operand) | ast.Negate(operand):
            yield from leaves(operand)
        case ast.Compare(_, left, right) | ast.Arithmetic(_, left, right):
            yield from leaves(left)
            yield from leaves(right)
        case _:
            pass
