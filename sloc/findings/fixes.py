"""Fixes applied to texts: pure, so that a dry run and a real one are the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sloc.findings.model import Edit, Finding
from sloc.source.span import SourceFile


def apply_fixes(findings: Iterable[Finding], sources: Mapping[str, SourceFile]) -> tuple[dict[str, str], int]:
    """The new text of each file that changes, by path, and how many findings were put right.

    A fix is made as a whole. One that touches what an earlier fix has changed waits: after the next check it is either still
    needed or has become something else.
    """
    chosen: dict[str, list[Edit]] = {}
    count = 0
    for found in findings:
        if found.fix is None or any(edit.span.file not in sources for edit in found.fix.edits):
            continue
        file = found.fix.edits[0].span.file
        taken = chosen.setdefault(file, [])
        if not any(_touch(edit, other) for edit in found.fix.edits for other in taken):
            taken.extend(found.fix.edits)
            count += 1
    return {file: _edited(sources[file].text, edits) for file, edits in chosen.items() if edits}, count


def _touch(one: Edit, other: Edit) -> bool:
    """Whether two edits overlap or stand side by side, where the order would matter."""
    return one.span.start <= other.span.end and other.span.start <= one.span.end


def _edited(text: str, edits: Iterable[Edit]) -> str:
    for span, new in sorted(edits, key=lambda edit: edit.span.start, reverse=True):
        text = text[: span.start] + new + text[span.end :]
    return text
