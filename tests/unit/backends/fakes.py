"""Back ends as another package might bring them: one that is right, and some that are not."""

# ruff: noqa: ARG002, ARG005, RUF012 (as short as a package's could be)

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from importlib.metadata import EntryPoint
from pathlib import PurePosixPath
from types import SimpleNamespace
from typing import Any

from sloc.backends.base import BindingKey, Compiled, OutputFile, span_of
from sloc.findings import Finding, Severity, finding
from sloc.ir import Ir

REPORT = "https://example.com/datadog/issues"


def entries(value: str, name: str = "datadog", version: str = "1.2", urls: Mapping[str, str] | None = None) -> Any:
    """Takes the place of `importlib.metadata.entry_points`: one entry point of a package that is not installed."""
    found = [f"{label}, {url}" for label, url in ({"Issues": REPORT} if urls is None else urls).items()]
    metadata = SimpleNamespace(get_all=lambda field: found if field == "Project-URL" else None)
    dist = SimpleNamespace(name="sloc-datadog", version=version, metadata=metadata)

    def entry_points(group: str) -> list[EntryPoint]:
        return [EntryPoint(name, f"{__name__}:{value}", group)._for(dist)]  # type: ignore[attr-defined]

    return entry_points


def is_query(value: str) -> str | None:
    return None if value.startswith("sum:") else "a query starts with `sum:`"


class Datadog:
    """A back end that is right."""

    name = "datadog"
    options_schema: Mapping[str, Any] = {
        "type": "object",
        "properties": {
            "site": {"enum": ["com", "eu"], "default": "com"},
            "tags": {"type": "array", "items": {"type": "string"}},
        },
    }
    bindings: Mapping[str, BindingKey] = {
        "query": BindingKey(required=True, check=is_query, example='query "sum:requests{*}"'),
        "tag": BindingKey(about="field", example='tag route "http.route"'),
        "fast": BindingKey(about="measure"),
        "note": BindingKey(once=False),
    }

    def refusals(self, ir: Ir, options: Mapping[str, Any]) -> tuple[Finding, ...]:
        return tuple(
            finding("SLO401", f"Datadog cannot say {slo.id}", span_of(slo.origin), "it has an SLA")
            for slo in ir.slos
            if slo.sla is not None
        )

    def compile(self, ir: Ir, options: Mapping[str, Any]) -> Compiled:
        said = [
            [source.id, binding.value("query"), binding.values("tag")] for source in ir.sources for binding in source.bindings
        ]
        text = json.dumps({"options": dict(options), "bindings": said}, indent=1) + "\n"
        return Compiled((OutputFile(PurePosixPath("datadog", "all.json"), text, ir.slos),), self.refusals(ir, options))


class Bare(Datadog):
    """It says nothing of bindings, as before there were any."""

    bindings = property(lambda self: (_ for _ in ()).throw(AttributeError("bindings")))  # type: ignore[assignment]


class OtherName(Datadog):
    name = "newrelic"


class NoCompile(Datadog):
    compile = None  # type: ignore[assignment]


class NoSchema(Datadog):
    options_schema = {"type": "objekt"}


class SchemaIsNone(Datadog):
    options_schema = None  # type: ignore[assignment]


class ReservedOption(Datadog):
    options_schema = {"properties": {"severity": {}}}


class WrongDefault(Datadog):
    options_schema = {"properties": {"site": {"type": "string", "default": 1}}}


class WrongBindings(Datadog):
    bindings = {"query": "required"}  # type: ignore[dict-item]


class WrongWord(Datadog):
    bindings = {"times": BindingKey()}


class RaisesAtOnce(Datadog):
    def __init__(self) -> None:
        raise LookupError("no license")


class RaisesInCompile(Datadog):
    def compile(self, ir: Ir, options: Mapping[str, Any]) -> Compiled:
        return {}["query"]  # type: ignore[no-any-return]


class RaisesInRefusals(Datadog):
    def refusals(self, ir: Ir, options: Mapping[str, Any]) -> tuple[Finding, ...]:
        raise ValueError("a\nb")


class RaisesInCheck(Datadog):
    bindings = {"query": BindingKey(check=lambda value: str(1 / 0))}


class CheckGivesNonsense(Datadog):
    bindings = {"query": BindingKey(check=lambda value: 7)}  # type: ignore[arg-type, return-value]


class LooseReference(Datadog):
    options_schema = {"properties": {"site": {"$ref": "#/$defs/nowhere"}}}


class Exits(Datadog):
    def compile(self, ir: Ir, options: Mapping[str, Any]) -> Compiled:
        sys.exit(7)


class GivesNothing(Datadog):
    def compile(self, ir: Ir, options: Mapping[str, Any]) -> Compiled:
        return None  # type: ignore[return-value]


class GivesWords(Datadog):
    def refusals(self, ir: Ir, options: Mapping[str, Any]) -> tuple[Finding, ...]:
        return ("no",)  # type: ignore[return-value]


class GivesUnknownCode(Datadog):
    def refusals(self, ir: Ir, options: Mapping[str, Any]) -> tuple[Finding, ...]:
        return (Finding("DD001", Severity.ERROR, "no", None),)


def writes(path: str, text: str) -> type[Datadog]:
    """A back end that writes one file."""

    class Writes(Datadog):
        def compile(self, ir: Ir, options: Mapping[str, Any]) -> Compiled:
            return Compiled((OutputFile(PurePosixPath(path), text),))

    return Writes


WritesElsewhere = writes("sql/install.sql", "DROP TABLE x;\n")
WritesAbove = writes("datadog/../../x", "x\n")
WritesAbsolute = writes("/etc/x", "x\n")
WritesNowhere = writes("datadog", "x\n")
WritesNoLine = writes("datadog/x", "x")
WritesHalfACharacter = writes("datadog/x", "\ud800\n")
WritesOddName = writes("datadog/a\nb", "x\n")
