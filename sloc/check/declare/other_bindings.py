"""Bindings of back ends that other packages bring: checked by what the back end declares."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from sloc.check.context import Checking, Context
from sloc.check.declare.bindings import Said, known, unknown_item
from sloc.findings import Finding, finding
from sloc.ir import Binding, BindingLine
from sloc.ir.binding import BindingKey, BindingKeys
from sloc.syntax import ast


def check_other(
    binding: ast.Binding, keys: BindingKeys, fields: Collection[str], measures: Collection[str], ctx: Context
) -> Checking[Binding]:
    """``from datadog { … }`` of a source with these fields and measures."""
    name = binding.backend.text
    said = Said()
    lines: list[BindingLine] = []
    subjects = {"field": fields, "measure": measures}
    for item in binding.items:
        line = _line(item, keys)
        if line is None:
            yield from unknown_item(item, name, keys, _example(item, keys))
            continue
        key, about, value = line
        declared = keys[key.text]
        word = about.text if about else ""
        if about is not None and not (yield from known(about, subjects[declared.about or "field"], declared.about or "field")):
            continue
        if declared.once and (yield from said.again(key.text, word, item)):
            continue
        yield from _fault(declared, key.text, value)
        lines.append(BindingLine(key.text, word or None, value.value, ctx.origin(item.span)))
    yield from _missing(binding, keys)
    return Binding(name, tuple(lines), ctx.origin(binding.span))


def _line(item: ast.BindingItem, keys: BindingKeys) -> tuple[ast.Name, ast.Name | None, ast.Str] | None:
    """The key of a line, what it is about, and its value; None for one that is not declared, or written otherwise."""
    match item:
        case (
            ast.BindCall(key=key, subject=about, value=value, births=None)
            | ast.BindAssign(key=key, subject=about, value=value, unit=None)
        ) if key.text in keys and (about is None) == (keys[key.text].about is None):
            return key, about, value
        case _:
            return None


def _fault(declared: BindingKey, key: str, value: ast.Str) -> Iterator[Finding]:
    """What the back end has against a value."""
    judge = declared.check
    fault = None if judge is None else judge(value.value)
    if isinstance(fault, Finding):
        yield fault  # it failed itself
    elif fault:
        help = f"write it like `{declared.example}`" if declared.example else ""
        yield finding("SLO223", f"`{key}` has a value that does not fit", value.span, fault, help=help)


def _missing(binding: ast.Binding, keys: Mapping[str, BindingKey]) -> Iterator[Finding]:
    written = {item.key.text for item in binding.items if isinstance(item, (ast.BindCall, ast.BindAssign))}
    for name, declared in keys.items():
        if declared.required and name not in written:
            yield finding(
                "SLO205",
                f"`from {binding.backend.text}` does not say its `{name}`",
                binding.backend.span,
                f"no `{name}`",
                help=f"add a line like `{declared.example or f'{name} {chr(34)}…{chr(34)}'}`",
            )


def _example(item: ast.BindingItem, keys: BindingKeys) -> str:
    """A line of the key that was meant, or of the first one."""
    word = item.key.text if isinstance(item, (ast.BindCall, ast.BindAssign)) else ""
    meant: Iterable[BindingKey] = [keys[word]] if word in keys else keys.values()
    return next((key.example for key in meant if key.example), "")
