"""Services: what they say of themselves."""

from __future__ import annotations

from sloc.check.context import Checking, Context
from sloc.check.expand import meta_words
from sloc.check.names import text_of
from sloc.ir import Service
from sloc.syntax import ast


def check_service(service: ast.Service, ctx: Context) -> Checking[Service]:
    """A service's own words as IR; each may be said once, a label once by name."""
    words, labels = yield from meta_words([item for item in service.items if isinstance(item, ast.Meta)])
    return Service(
        service.name.text,
        text_of(service.title),
        words.get("owner"),
        words.get("description"),
        words.get("runbook"),
        tuple(sorted(labels.items())),
        ctx.origin(service.name.span),
    )
