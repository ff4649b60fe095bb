"""Findings for programs: a JSON array, its shape published as ``findings.schema.json`` beside this file.

Lines and columns are 1-based and count characters; the end is where the next character would stand. They are null where a
finding has no place, or stands in a file that could not be read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sloc.findings.model import Finding
from sloc.source.span import SourceFile, Span


def render(findings: Sequence[Finding], sources: Mapping[str, SourceFile], *, color: bool, width: int) -> str:  # noqa: ARG001
    """The array as text, one finding after the other in the given order. JSON has neither colors nor a width."""
    return json.dumps([to_object(found, sources) for found in findings], indent=2, ensure_ascii=True) + "\n"


def to_object(found: Finding, sources: Mapping[str, SourceFile]) -> dict[str, Any]:
    """One finding as plain data."""
    return {
        "code": found.code,
        "severity": found.severity.value,
        "message": found.message,
        **_place(found.span, sources),
        "label": found.label,
        "labels": [{"text": label.text, **_place(label.span, sources)} for label in found.labels],
        "help": list(found.help),
        "fix": None if found.fix is None else [{"text": edit.text, **_place(edit.span, sources)} for edit in found.fix.edits],
    }


def _place(span: Span | None, sources: Mapping[str, SourceFile]) -> dict[str, Any]:
    line = column = end_line = end_column = None
    if span is not None and span.file in sources:
        source = sources[span.file]
        line, column = source.position(span.start)
        end_line, end_column = source.position(span.end)
    return {
        "file": None if span is None else span.file,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
    }
