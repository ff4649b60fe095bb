"""Findings as SARIF 2.1.0, which code scanners and editors read.

The format is an OASIS standard (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html); the tests hold every
output against its schema. Columns count characters (``unicodeCodePoints``), as in `json`. A rule's help is its page.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from sloc import __version__
from sloc.findings.codes import CODES
from sloc.findings.model import Edit, Finding, Severity
from sloc.findings.pages import read_page
from sloc.source.span import SourceFile, Span

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}
_ROOT = "%SRCROOT%"
"""The base of every path: the project's folder, which whoever reads the file knows and its writer need not say."""


def render(findings: Sequence[Finding], sources: Mapping[str, SourceFile], *, color: bool, width: int) -> str:  # noqa: ARG001
    """A log with one run; its rules are the codes that occur. SARIF has neither colors nor a width."""
    codes = sorted({found.code for found in findings})
    driver = {
        "name": "sloc",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(code) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(found, codes.index(found.code), sources) for found in findings],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=True) + "\n"


def _rule(code: str) -> dict[str, Any]:
    name, severity, summary = CODES[code]
    page = read_page(code)
    return {
        "id": code,
        "name": name.title().replace("-", ""),
        "shortDescription": {"text": f"{summary[0].upper()}{summary[1:]}."},
        "fullDescription": {"text": page.what},
        "help": {"text": page.text, "markdown": page.text},
        "defaultConfiguration": {"level": _LEVELS[Severity(severity)]},
    }


def _result(found: Finding, rule: int, sources: Mapping[str, SourceFile]) -> dict[str, Any]:
    headline = f"{found.message}: {found.label}" if found.label else found.message
    result: dict[str, Any] = {
        "ruleId": found.code,
        "ruleIndex": rule,
        "level": _LEVELS[found.severity],
        "message": {"text": "\n".join([headline, *(f"help: {text}" for text in found.help)])},
    }
    if found.span is not None:
        result["locations"] = [{"physicalLocation": _place(found.span, sources)}]
    if found.labels:
        result["relatedLocations"] = [
            {"id": number, "physicalLocation": _place(label.span, sources), "message": {"text": label.text}}
            for number, label in enumerate(found.labels, start=1)
        ]
    if found.fix is not None:
        result["fixes"] = [_fix(found.fix.edits, found.help, sources)]
    return result


def _fix(edits: Sequence[Edit], help: Sequence[str], sources: Mapping[str, SourceFile]) -> dict[str, Any]:
    replacements = [{"deletedRegion": _region(edit.span, sources), "insertedContent": {"text": edit.text}} for edit in edits]
    change = {"artifactLocation": _artifact(edits[0].span), "replacements": replacements}
    return {"description": {"text": "; ".join(help)}, "artifactChanges": [change]}


def _place(span: Span, sources: Mapping[str, SourceFile]) -> dict[str, Any]:
    region = {"region": _region(span, sources)} if span.file in sources else {}
    return {"artifactLocation": _artifact(span), **region}


def _artifact(span: Span) -> dict[str, str]:
    return {"uri": quote(span.file), "uriBaseId": _ROOT}


def _region(span: Span, sources: Mapping[str, SourceFile]) -> dict[str, int]:
    source = sources[span.file]
    (line, column), (end_line, end_column) = source.position(span.start), source.position(span.end)
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}
