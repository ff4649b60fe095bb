"""What may be said or declared only once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from sloc.check.context import Checking
from sloc.findings import Finding, Label, finding
from sloc.source.span import Span
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
            yield said_twice(what, item.span, first.span)
    return first


def said_twice(what: str, again: Span, first: Span, help: str = "delete one of them") -> Finding:
    """SLO206 with both places; `what` names it: ``"`timezone`"``."""
    labels = [Label(first, "first said here")]
    return finding("SLO206", f"{what} is said twice", again, "said again here", labels=labels, help=help)


def declared_twice(kind: str, again: ast.Name, first: ast.Name) -> Finding:
    """SLO202 with both places."""
    return finding(
        "SLO202",
        f"{kind} `{again.text}` is declared twice",
        again.span,
        "declared again here",
        labels=[Label(first.span, "first declared here")],
        help=f"give this {kind} another name, or delete one of the two",
    )


def text_of(string: ast.Str | None) -> str | None:
    """An optional string's value."""
    return None if string is None else string.value
