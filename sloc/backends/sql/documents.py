"""Output documents: templates give them their shape, and compute nothing (ARCHITECTURE.md, invariant 5)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sloc.backends.comments import comment

if TYPE_CHECKING:
    from jinja2 import Environment


def render(template: str, /, **values: Any) -> str:
    """The document that a template of this package makes of the values, ending in a newline."""
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("sloc.backends.sql", "templates"),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["comment"] = comment
    return environment
