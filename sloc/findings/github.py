"""Findings as annotations of a pull request: the workflow commands that GitHub Actions reads from a job's log.

``::error file=specs/a.slo,line=3,endLine=3,col=3,endColumn=7,title=SLO306::this alert can never fire``; advice is a notice.
The commands and their escapes are described in GitHub's "Workflow commands for GitHub Actions". A finding over several
lines has no columns: GitHub takes them only within one line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sloc.findings.cells import visible
from sloc.findings.codes import CODES
from sloc.findings.model import Finding, Severity
from sloc.source.span import SourceFile

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(findings: Sequence[Finding], sources: Mapping[str, SourceFile], *, color: bool, width: int) -> str:  # noqa: ARG001
    """One command a line, in the given order; "" without any. There are neither colors nor a width."""
    return "".join(f"{_command(found, sources)}\n" for found in findings)


def _command(found: Finding, sources: Mapping[str, SourceFile]) -> str:
    properties = {**_place(found, sources), "title": f"{found.code} {CODES[found.code].name}"}
    said = ",".join(f"{name}={str(value).translate(_PROPERTY)}" for name, value in properties.items())
    return f"::{_COMMANDS[found.severity]} {said}::{_message(found, sources).translate(_DATA)}"


def _message(found: Finding, sources: Mapping[str, SourceFile]) -> str:
    """Headline and label, a line for each further place, and the help: an annotation shows one place only."""
    headline = f"{found.message}: {found.label}" if found.label else found.message
    places = [f"{_written(label.span.file, label.span.start, sources)}: {label.text}" for label in found.labels]
    helps = [f"help: {text}" for text in found.help]
    return "\n".join(visible(line) for text in (headline, *places, *helps) for line in text.split("\n"))


def _written(file: str, offset: int, sources: Mapping[str, SourceFile]) -> str:
    return f"{file}:{sources[file].position(offset)[0]}" if file in sources else file


def _place(found: Finding, sources: Mapping[str, SourceFile]) -> dict[str, str | int]:
    if found.span is None:
        return {}
    place: dict[str, str | int] = {"file": visible(found.span.file)}
    if found.span.file in sources:
        source = sources[found.span.file]
        (line, column), (end_line, end_column) = source.position(found.span.start), source.position(found.span.end)
        place |= {"line": line, "endLine": end_line}
        if line == end_line:
            place |= {"col": column, "endColumn": end_column}
    return place
