"""What a back end is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any, Protocol, TypeAlias

from sloc.findings import Finding
from sloc.ir import AnyCalendar, Ir, Origin, Slo
from sloc.ir.binding import BindingKey, BindingKeys
from sloc.records import dataclass
from sloc.source.span import Span

__all__ = ["NO_BINDINGS", "Backend", "BindingKey", "BindingKeys", "Compiled", "OutputFile", "Subject", "name_of", "span_of"]

NO_BINDINGS: BindingKeys = MappingProxyType({})
"""For a back end that nothing is bound to in its own words, or in words that the language knows."""

Subject: TypeAlias = Slo | AnyCalendar
"""What a file can be made of: it has an `id`, and an `origin` in a spec."""


@dataclass(frozen=True)
class OutputFile:
    """A file to be written below the output folder; `text` ends in a newline.

    `made_of` holds the declarations that the file says something about: its header and ``sloc explain`` name them. Neither the
    text nor the order of anything in it depends on where in a spec a declaration stands.
    """

    path: PurePosixPath
    text: str
    made_of: tuple[Subject, ...] = ()


@dataclass(frozen=True)
class Compiled:
    """What a back end made. With an error among the findings nothing of it may be written."""

    files: tuple[OutputFile, ...]
    findings: tuple[Finding, ...] = ()


class Backend(Protocol):
    """A target. An instance has no state.

    `options_schema` (JSON Schema, 2020-12) declares its table of ``sloc.toml``: each option once, with its ``default``. What is
    given to the methods as `options` fits it and has every default, and under ``severity`` what the project calls page, ticket
    and notify. `bindings` declares what a source may say in ``from <name> { … }``; a back end of another package may lack it.
    """

    name: str
    options_schema: Mapping[str, Any]
    bindings: BindingKeys

    def refusals(self, ir: Ir, options: Mapping[str, Any]) -> tuple[Finding, ...]:
        """What :meth:`compile` would find, without making anything: ``sloc check`` asks for it, so it is to be cheap."""
        ...

    def compile(self, ir: Ir, options: Mapping[str, Any]) -> Compiled:
        """Pure: equal IR and options give equal bytes. A mistake of the user is a finding, never an exception."""
        ...


def span_of(origin: Origin) -> Span:
    """The span of a part of the IR, for findings that a back end raises."""
    return Span(origin.file, origin.start, origin.end)


def name_of(slo: Slo) -> str:
    """``service.slo``: tiers are one objective to whoever wrote them."""
    return f"{slo.service}.{slo.name}"
