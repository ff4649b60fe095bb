"""The rule file: a template gives it its shape, filters quote what stands in it, and nothing is computed there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from sloc.backends.comments import comment
from sloc.backends.prometheus.rules import AlertingRule, Group
from sloc.backends.promql import layout
from sloc.backends.promql.printer import duration

if TYPE_CHECKING:
    from jinja2 import Environment

_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def render(service: str, groups: Sequence[Group]) -> str:
    """One YAML document with the groups of a service."""
    return _environment().get_template("rules.yml.j2").render(service=service, groups=groups)


def scalar(text: str) -> str:
    """A double-quoted YAML scalar on one line: printable characters as they are, all others by number."""
    return '"' + "".join(_ESCAPES.get(char) or (char if char.isprintable() else _numbered(char)) for char in text) + '"'


def key(name: str) -> str:
    """A label's name as a key: plain, unless YAML would read it as something else than a string."""
    return scalar(name) if name.lower() in _WORDS else name


def _numbered(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("sloc.backends.prometheus", "templates"),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(comment=comment, key=key, scalar=scalar, duration=duration, promql=layout)
    environment.tests["alert"] = lambda rule: isinstance(rule, AlertingRule)
    return environment
