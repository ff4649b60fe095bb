"""Arguments in the places of a template's parameters, where they may stand."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from sloc.records import dataclass
from sloc.syntax import ast

KIND_WORDS: Mapping[type[ast.Node], str] = {
    ast.Percent: "a percent",
    ast.Percentile: "a percentile",
    ast.Duration: "a duration",
    ast.Str: "a string",
    ast.Number: "a number",
    ast.Bool: "true or false",
    ast.Instant: "a time",
    ast.Date: "a date",
    ast.ListValue: "a list",
    ast.Name: "a name",
    ast.CalendarWindow: "a window",
    ast.Null: "null",
    ast.Param: "a parameter",
}
"""The kinds of values in a sentence."""


@dataclass(frozen=True)
class Misplaced:
    """A parameter whose argument is of another kind than its place takes."""

    param: ast.Param
    value: ast.Value
    kinds: tuple[type[ast.Node], ...]


def fill(node: Any, arguments: Mapping[str, ast.Value], misplaced: list[Misplaced]) -> Any:
    """The node with each parameter replaced by its argument, if that may stand there; else it goes to `misplaced`.

    A parameter without an argument stays and is reported where it stands.
    """
    if isinstance(node, tuple):
        return tuple(fill(each, arguments, misplaced) for each in node)
    if not isinstance(node, ast.Node):
        return node
    changes = {}
    for field in dataclasses.fields(node):
        old = getattr(node, field.name)
        for part in old if isinstance(old, tuple) else (old,):
            if isinstance(part, ast.Param) and part.name in arguments:
                kinds = _takes(type(node).__name__, field.name)
                if not isinstance(arguments[part.name], kinds):
                    misplaced.append(Misplaced(part, arguments[part.name], kinds))
        new = _put(old, arguments) if isinstance(old, ast.Param) else fill(old, arguments, misplaced)
        if isinstance(old, tuple):
            new = tuple(_put(part, arguments) for part in new)
        if new is not old and new != old:
            changes[field.name] = new
    return dataclasses.replace(node, **changes) if changes else node


def _put(node: Any, arguments: Mapping[str, ast.Value]) -> Any:
    return arguments.get(node.name, node) if isinstance(node, ast.Param) else node


@cache
def _takes(owner: str, field: str) -> tuple[type[ast.Node], ...]:
    """The classes of nodes that may stand in a field of the AST class `owner`, or among those of one that holds many."""
    hints = get_type_hints(getattr(ast, owner), localns=vars(ast))
    return tuple(each for each in _classes(hints[field]) if issubclass(each, ast.Node))


def _classes(hint: Any) -> list[type]:
    if get_origin(hint) in (Union, UnionType, tuple):
        return [each for part in get_args(hint) for each in _classes(part)]
    return [hint] if isinstance(hint, type) else []
