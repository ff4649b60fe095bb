"""Findings as SARIF 2.1.0, which code scanners and editors read.

The format is an OASIS standard (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html); the tests hold every
output against its schema, and against what GitHub's code scanning asks for on top (docs/formats.md). Columns count UTF-16
code units, which is what a reader that does not look at `columnKind` takes them for. A rule's help is its page.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from sloc import __version__
from sloc.findings.cells import visible
from sloc.findings.codes import CODES
from sloc.findings.model import Edit, Finding, Severity
from sloc.findings.pages import read_page
from sloc.source.span import SourceFile, Span

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}
_ROOT = "%SRCROOT%"
"""The base of every path: the project's folder, which whoever reads the file knows and its writer need not say."""
_CONFIG = "sloc.toml"
"""Where a finding stands that has no place of its own, such as a full disk: code scanning refuses a result without one."""


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
        "columnKind": "utf16CodeUnits",
        "results": [
            _result(found, codes.index(found.code), fingerprint, sources)
            for found, fingerprint in zip(findings, _fingerprints(findings, sources), strict=True)
        ],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=True) + "\n"


def _rule(code: str) -> dict[str, Any]:
    name, severity, summary, _ = CODES[code]
    level = _LEVELS[Severity(severity)]
    page = read_page(code)
    return {
        "id": code,
        "name": name.title().replace("-", ""),
        "shortDescription": {"text": f"{summary[0].upper()}{summary[1:]}."},
        "fullDescription": {"text": page.what},
        "help": {"text": page.text, "markdown": page.text},
        "defaultConfiguration": {"level": level},
        "properties": {"precision": "very-high", "problem.severity": "recommendation" if level == "note" else level},
    }


def _result(found: Finding, rule: int, fingerprint: str, sources: Mapping[str, SourceFile]) -> dict[str, Any]:
    headline = f"{found.message}: {found.label}" if found.label else found.message
    place = {"artifactLocation": _artifact(_CONFIG)} if found.span is None else _place(found.span, sources)
    result: dict[str, Any] = {
        "ruleId": found.code,
        "ruleIndex": rule,
        "level": _LEVELS[found.severity],
        "message": _message(headline, *(f"help: {text}" for text in found.help)),
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"slocFinding/v1": fingerprint},
    }
    if found.labels:
        result["relatedLocations"] = [
            {"id": number, "physicalLocation": _place(label.span, sources), "message": _message(label.text)}
            for number, label in enumerate(found.labels, start=1)
        ]
    if found.fix is not None and all(edit.span.file in sources for edit in found.fix.edits):
        result["fixes"] = [_fix(found.fix.edits, found.help or (found.message,), sources)]
    return result


def _fingerprints(findings: Iterable[Finding], sources: Mapping[str, SourceFile]) -> list[str]:
    """What stays the same where lines are put in above: the code, the file and the line's words; of equal ones, which it is."""
    seen: Counter[tuple[str, str, str]] = Counter()
    prints = []
    for found in findings:
        file, words = "", ""
        if found.span is not None:
            file = found.span.file
            words = " ".join(_first_line(found.span, sources).split())
        key = (found.code, file, words)
        text = json.dumps([*key, seen[key]])
        seen[key] += 1
        prints.append(sha256(text.encode()).hexdigest())
    return prints


def _first_line(span: Span, sources: Mapping[str, SourceFile]) -> str:
    if span.file not in sources:
        return ""
    source = sources[span.file]
    return source.line(source.position(span.start)[0])


def _message(*texts: str) -> dict[str, str]:
    """Lines of plain text. A brace would begin a placeholder, and is doubled (§3.11.5); control characters are written out."""
    lines = (visible(line) for text in texts for line in text.split("\n"))
    return {"text": "\n".join(lines).replace("{", "{{").replace("}", "}}")}


def _fix(edits: Sequence[Edit], help: Sequence[str], sources: Mapping[str, SourceFile]) -> dict[str, Any]:
    replacements = [{"deletedRegion": _region(edit.span, sources), "insertedContent": {"text": edit.text}} for edit in edits]
    change = {"artifactLocation": _artifact(edits[0].span.file), "replacements": replacements}
    return {"description": _message("; ".join(help)), "artifactChanges": [change]}


def _place(span: Span, sources: Mapping[str, SourceFile]) -> dict[str, Any]:
    region = {"region": _region(span, sources)} if span.file in sources else {}
    return {"artifactLocation": _artifact(span.file), **region}


def _artifact(file: str) -> dict[str, str]:
    """A relative reference; bytes of a file's name that are not UTF-8 are percent-encoded as they are."""
    return {"uri": quote(file, errors="surrogateescape"), "uriBaseId": _ROOT}


def _region(span: Span, sources: Mapping[str, SourceFile]) -> dict[str, int]:
    source = sources[span.file]
    (line, column), (end_line, end_column) = _position(source, span.start), _position(source, span.end)
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


def _position(source: SourceFile, offset: int) -> tuple[int, int]:
    """The 1-based line and column, a character beyond the basic plane being two columns wide."""
    line, column = source.position(offset)
    before = source.line(line)[: column - 1]
    return line, column + sum(char > "\uffff" for char in before)
