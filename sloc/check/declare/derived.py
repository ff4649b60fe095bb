"""Derived fields: each in terms of columns, children and other derived fields, but never of itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sloc.check.context import Checking, Context
from sloc.check.expressions import Env, Typed, check_expr
from sloc.findings import Label, finding
from sloc.ir import FieldType
from sloc.ir import expr as x
from sloc.ir.expr import Type
from sloc.syntax import ast


def check_derived(
    fields: Mapping[str, ast.Field], types: Mapping[str, FieldType], env: Env, ctx: Context
) -> Checking[dict[str, x.Expr]]:
    """The expressions of the derived fields of a source. A circle is reported once, and its fields stay columns."""
    circular = yield from _circular(fields, env, ctx)
    derived: dict[str, x.Expr] = {}
    for name, field in fields.items():
        if field.derived is None or name in circular:
            continue
        typed = yield from check_expr(field.derived, env, ctx)
        if typed is None:
            continue
        if _fits(typed, types[name]):
            derived[name] = typed.expr
            if typed.nullable and typed.type is not Type.BOOL and not types[name].nullable:
                yield finding(
                    "SLO208",
                    f"`{name}` may be null, and its type says never",
                    field.type.span,
                    "a type without `?`",
                    labels=[Label(field.derived.span, "null where nothing is found, or where a part of it is")],
                    help=f"write `field {name}: {types[name].base.value}?`",
                )
        else:
            yield finding(
                "SLO208",
                f"`{name}` is declared as {types[name].base.value}, and its expression is {typed.words}",
                field.derived.span,
                f"this is {typed.words}",
                labels=[Label(field.type.span, f"declared as {types[name].base.value}")],
                help="let the type say what the expression gives",
            )
    return derived


def _fits(typed: Typed, type: FieldType) -> bool:
    if typed.type is None or typed.type is type.base:
        return not (type.values and typed.values and not set(typed.values) <= set(type.values))
    return type.base is Type.NUMBER and typed.type is Type.INT


def _circular(fields: Mapping[str, ast.Field], env: Env, ctx: Context) -> Checking[set[str]]:
    needs = {
        name: [ref for ref in _refs(field.derived, env, None) if ref in fields]
        for name, field in fields.items()
        if field.derived is not None
    }
    circular: set[str] = set()
    for start in needs:
        if start in circular:
            continue
        path = _way_back(start, needs)
        if path:
            circular.update(path)
            yield finding(
                "SLO211",
                f"field `{start}` is made of itself",
                fields[start].name.span,
                " → ".join(f"`{each}`" for each in (*path, start)),
                labels=[Label(fields[each].name.span, "through this field") for each in path[1:]],
                help=_way_out(fields[path[-1]], ctx),
            )
    return circular


def _way_out(last: ast.Field, ctx: Context) -> str:
    """The field that closes the circle, as a column."""
    assert last.derived is not None
    made = ctx.words(last.derived.span) or "…"
    column = ctx.words(last.span.to(last.type.span)) or f"field {last.name.text}: …"
    return f"make `{last.name.text}` a column of its own, `{column}` without `= {made}`, or derive it from other fields"


def _way_back(start: str, needs: Mapping[str, list[str]]) -> tuple[str, ...]:
    stack: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while stack:
        path = stack.pop()
        for need in needs[path[-1]]:
            if need == start:
                return path
            if need not in seen:
                seen.add(need)
                stack.append((*path, need))
    return ()


def _refs(expr: ast.Expr | ast.Node, env: Env, inside: str | None) -> Iterator[str]:
    """Names of the event's own fields that an expression reads."""
    match expr:
        case ast.Ref(name, child):
            child_table = env.children.get(inside) if inside is not None else None
            own = child_table.fields if child_table is not None else {}
            if child is None and name.text not in own:
                yield name.text
        case ast.Logic(_, operands):
            for operand in operands:
                yield from _refs(operand, env, inside)
        case ast.Not(operand) | ast.In(operand) | ast.Matches(operand) | ast.IsNull(operand) | ast.Negate(operand):
            yield from _refs(operand, env, inside)
        case ast.Compare(_, left, right) | ast.Arithmetic(_, left, right):
            yield from _refs(left, env, inside)
            yield from _refs(right, env, inside)
        case ast.Aggregate(child=name, where=where):
            if where is not None:
                yield from _refs(where, env, name.text)
        case _:
            pass
