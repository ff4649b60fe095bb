"""Services: what they say of themselves."""

from __future__ import annotations

from sloc.check.context import Context
from sloc.findings import Label
from sloc.ir import Service
from sloc.syntax import ast


def check_service(service: ast.Service, ctx: Context) -> Service:
    """A service's own words as IR; each may be said once, a label once by name."""
    said: dict[tuple[str, str], ast.Meta] = {}
    for item in service.items:
        if not isinstance(item, ast.Meta):
            continue
        key = (item.key, item.name.text if item.name else "")
        first = said.setdefault(key, item)
        if first is not item:
            word = " ".join(part for part in key if part)
            ctx.report(
                "SLO206",
                f"`{word}` is said twice",
                item.span,
                "said again here",
                labels=[Label(first.span, "first said here")],
                help="delete one of them",
            )
    words = {key[0]: item.value.value for key, item in said.items() if not key[1]}
    return Service(
        service.name.text,
        service.title.value if service.title else None,
        words.get("owner"),
        words.get("description"),
        words.get("runbook"),
        tuple(sorted((key[1], item.value.value) for key, item in said.items() if key[1])),
        ctx.origin(service.name.span),
    )
