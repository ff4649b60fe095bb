"""Bindings of back ends that the language does not know: what one may say, as its back end declares it, and what one says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, TypeAlias

from sloc.findings import Finding
from sloc.ir.limits import Name
from sloc.ir.origin import Origin
from sloc.records import dataclass


@dataclass(frozen=True)
class BindingKey:
    """A key that ``from datadog { … }`` may say: ``query "…"``, or `about` a field or a measure, ``tag route "http.route"``.

    `required`: each binding says it. `once`: no binding says it twice, about the same. `check` gives what is wrong with a value
    in a few words, or None; `example` is a line that is right.
    """

    about: Literal["field", "measure"] | None = None
    required: bool = False
    once: bool = True
    check: Callable[[str], str | Finding | None] | None = None
    example: str = ""


BindingKeys: TypeAlias = Mapping[str, BindingKey]
"""All keys of a back end's bindings."""


@dataclass(frozen=True)
class BindingLine:
    """A line of a binding: ``query "…"``, or with the field or measure that it is about: ``tag route "http.route"``."""

    key: Name
    about: Name | None
    value: str
    origin: Origin


@dataclass(frozen=True)
class Binding:
    """``from datadog { … }``: its lines in the order written."""

    backend: Name
    lines: tuple[BindingLine, ...]
    origin: Origin

    def value(self, key: str) -> str | None:
        """What the first line of that key says; None where there is none."""
        return next((line.value for line in self.lines if line.key == key), None)

    def values(self, key: str) -> dict[str, str]:
        """What the lines of that key say, by the field or measure that each is about."""
        return {line.about: line.value for line in self.lines if line.key == key and line.about is not None}
