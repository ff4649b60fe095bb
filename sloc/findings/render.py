"""The formats that findings can be printed in, and their order.

A new format is one module with a ``render`` of this signature, and its line in :data:`FORMATS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from types import MappingProxyType
from typing import Protocol, cast

from sloc.findings.model import Finding
from sloc.source.span import SourceFile


class Renderer(Protocol):
    """What a format is."""

    def __call__(self, findings: Sequence[Finding], sources: Mapping[str, SourceFile], *, color: bool, width: int) -> str:
        """The findings as text that ends in a newline; `color` and `width` (columns) are for formats that have them."""
        ...


# Modules by name: a format is imported when it is asked for.
FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "text": "sloc.findings.text",
        "json": "sloc.findings.json",
        "github": "sloc.findings.github",
        "sarif": "sloc.findings.sarif",
    }
)


def renderer(format: str) -> Renderer:
    """The renderer of a format. Raises KeyError for a format that there is none of."""
    return cast(Renderer, import_module(FORMATS[format]).render)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Each finding once, by file, line, column and code; those without a place come first."""
    return sorted(dict.fromkeys(findings), key=_place)


def _place(found: Finding) -> tuple[str, int, str]:
    span = found.span
    return ("", 0, found.code) if span is None else (span.file, span.start, found.code)
