"""What is wrong with ``sloc.toml``: what its schema refuses, what a schema cannot say, and how a finding says it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from sloc.findings.codes import CODES
from sloc.findings.model import Finding, finding
from sloc.project.model import KeySpans, Target
from sloc.schemas import Path as KeyPath
from sloc.schemas import Problem, Schema, problems

_BUFFER = r"\s*([0-9.]+)%\s*\.\.\s*([0-9.]+)%\s*"


def schema_text() -> str:
    """The published JSON Schema of ``sloc.toml``."""
    return Path(__file__).with_name("project.schema.json").read_text("utf-8")


def faults(data: dict[str, Any]) -> Iterator[Problem]:
    """What the schema refuses, and what a schema cannot say."""
    schema = json.loads(schema_text())
    refused = list(problems(data, schema))
    yield from refused
    if isinstance(data.get("targets"), dict):
        for kind, table in data["targets"].items():
            yield from _name_problems(("targets", kind), table, schema["$defs"]["name"])
    lint = data.get("lint")
    if isinstance(lint, dict):
        bad = {problem.path[1] for problem in refused if problem.path[:1] == ("lint",) and len(problem.path) > 1}
        if "sla_buffer" in lint and "sla_buffer" not in bad:
            low, high = buffer(lint["sla_buffer"])
            if low > high:
                help = f"write `{_swapped(lint['sla_buffer'])}`"
                yield Problem(("lint", "sla_buffer"), "the lower bound comes first", help, "pattern")
        if "ignore" not in bad:
            yield from _ignore_problems(lint.get("ignore", ()))


def _name_problems(path: KeyPath, table: Any, name: Schema) -> Iterator[Problem]:
    """Tables in a target's table are further targets: each is named like one. Of a back end's options nothing is known here."""
    further = {key: inner for key, inner in table.items() if isinstance(inner, dict)} if isinstance(table, dict) else {}
    for problem in problems(further, {"propertyNames": name}):
        yield replace(problem, path=(*path, *problem.path))
    for key, inner in further.items():
        yield from _name_problems((*path, key), inner, name)


def _ignore_problems(codes: Iterable[str]) -> Iterator[Problem]:
    for code in codes:
        known = CODES.get(code)
        if known is not None and known.severity != "error":
            continue
        if known is None:
            label, help = f"there is no finding {code}", "delete it, or write the code as the finding shows it"
        else:
            label, help = f"{code} is an error", "delete it: only warnings and advice can be ignored"
        yield Problem(("lint", "ignore", code), label, help, "ignored")


def option_findings(target: Target, schema: Schema) -> Iterator[Finding]:
    """What is wrong with a target's options by a schema of them; a back end is given nothing that it does not know."""
    for problem in problems(dict(target.options), schema):
        spans = target.spans.get(str(problem.path[0]) if problem.path else "", target.spans.get(""))
        yield fault(replace(problem, path=("targets", target.name, *problem.path)), spans)


def fault(problem: Problem, spans: KeySpans | None) -> Finding:
    """A problem as a finding: a key that should not be there is underlined itself, else its value."""
    code, message = _headline(problem)
    span = None if spans is None else spans.key if code == "SLO121" else spans.value
    return finding(code, message, span, problem.label, help=problem.help)


def _headline(problem: Problem) -> tuple[str, str]:
    """The code of what is wrong, and the sentence that states it."""
    around, last = problem.path[:-1], problem.path[-1] if problem.path else ""
    table = f"`{_dotted(around)}`" if around else "sloc.toml"
    match problem.keyword:
        case "additionalProperties":
            return "SLO121", f"{table} has no key `{last}`"
        case "required":
            return "SLO122", f"{table} lacks `{last}`"
        case "propertyNames":
            return "SLO122", f"`{last}` is no name for a part of {table}"
        case "ignored":
            return "SLO122", f"`{last}` cannot be ignored"
        case _:
            return "SLO122", f"`{_dotted(problem.path)}` has a value that does not fit"


def _dotted(path: KeyPath) -> str:
    """The keys of a path; an index in a list has no name."""
    return ".".join(str(key) for key in path if isinstance(key, str))


def buffer(text: str) -> tuple[Fraction, Fraction]:
    """``30%..50%`` as shares."""
    low, high = re.fullmatch(_BUFFER, text).groups()  # type: ignore[union-attr]  # the schema's pattern has matched
    return Fraction(low) / 100, Fraction(high) / 100


def _swapped(text: str) -> str:
    low, high = text.split("..")
    return f"{high.strip()}..{low.strip()}"
