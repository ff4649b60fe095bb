"""Items that a declaration may say once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from sloc.check.context import Checking
from sloc.findings import Label, finding
from sloc.syntax import ast

T = TypeVar("T", bound=ast.Node)


def once(items: Iterable[ast.Node], kind: type[T], what: str) -> Checking[T | None]:
    """The first item of a kind; each further one is a finding. `what` names it: ``"`timezone`"``."""
    first: T | None = None
    for item in items:
        if not isinstance(item, kind):
            continue
        if first is None:
            first = item
        else:
            yield finding(
                "SLO206",
                f"{what} is said twice",
                item.span,
                "said again here",
                labels=[Label(first.span, "first said here")],
                help="delete one of them",
            )
    return first


def text_of(string: ast.Str | None) -> str | None:
    """An optional string's value."""
    return None if string is None else string.value
