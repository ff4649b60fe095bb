"""JSON data -> IR, or what is wrong with its shape: its version, what the schema refuses, and what no scalar says."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from sloc.findings import Finding, finding
from sloc.ir import Ir
from sloc.ir.codec import Unreadable, from_json, problems
from sloc.ir.program import IR_VERSION
from sloc.lift.places import places
from sloc.project.faults import faults
from sloc.project.specs import is_plain
from sloc.schemas import Path, Problem
from sloc.source.span import SourceFile

_MOST = 100
"""So many mistakes of a file are told: it may be nothing but mistakes."""

_Wrong = tuple[str, Problem]
"""A headline, and what it is about."""


def read_ir(data: Any, source: SourceFile) -> tuple[Ir | None, list[Finding]]:
    """The IR that data stand for; None after a finding."""
    version = data.get("version") if isinstance(data, dict) else None
    if isinstance(version, str) and version != IR_VERSION:
        label = f"this version of sloc reads {IR_VERSION}"
        help = f"make the file anew for IR {IR_VERSION}: `sloc ir --schema` prints its schema"
        wrong = [("this IR is of another version", Problem(("version",), label, help, "const"))]
        return None, _findings("SLO126", wrong, source)
    wrong = list(islice(_refused(data), _MOST))
    if wrong:
        return None, _findings("SLO125", wrong, source)
    try:
        ir = from_json(data)
    except Unreadable as error:
        wrong = [(str(error), Problem(error.path, "it is written like one, and is none", "", "format"))]
        return None, _findings("SLO125", wrong, source)
    wrong = list(islice(_unfit(ir, data), _MOST))
    return (None, _findings("SLO125", wrong, source)) if wrong else (ir, [])


def _refused(data: Any) -> Iterator[_Wrong]:
    """What the schema refuses."""
    for problem in problems(data):
        last = problem.path[-1] if problem.path else ""
        match problem.keyword:
            case "additionalProperties":
                yield f"the IR has no `{last}` here", problem
            case "required":
                yield f"the IR lacks `{last}` here", problem
            case _:
                yield "this is not what the IR has here", problem


def _unfit(ir: Ir, data: Any) -> Iterator[_Wrong]:
    """What the schema takes, and sloc.toml or the search for specs would not."""
    for problem in faults({"project": {"name": ir.project, "epoch": ir.epoch}}):
        key = {"name": "project", "epoch": "epoch"}[str(problem.path[1])]
        yield "sloc.toml would not take this", Problem((key,), problem.label, problem.help, problem.keyword)
    told: set[str] = set()
    for path, origin in origins(data):
        file = origin["file"]
        if not is_plain(file) and file not in told:
            told.add(file)
            label, help = "this cannot be shown on one line", "write a path with `/`, as of a file below the project"
            yield "no spec has such a name", Problem((*path, "origin", "file"), label, help, "pattern")


def origins(data: Any) -> Iterator[tuple[Path, Any]]:
    """Each part of an IR's JSON that says where it was written, by its path, and what it says."""
    waiting: list[tuple[Path, Any]] = [((), data)]
    while waiting:
        path, here = waiting.pop()
        if isinstance(here, dict):
            if here.get("origin") is not None:
                yield path, here["origin"]
            waiting += [((*path, key), value) for key, value in here.items() if key != "origin"]
        elif isinstance(here, list):
            waiting += [((*path, index), value) for index, value in enumerate(here)]


def _findings(code: str, wrong: list[_Wrong], source: SourceFile) -> list[Finding]:
    root = places(source.path, source.text, [problem.path for _, problem in wrong])
    found = []
    for message, problem in wrong:
        at = root.at(problem.path)
        span = at.key if problem.keyword == "additionalProperties" and at.key is not None else at.span
        pointer = at.pointer if problem.keyword != "required" else root.at(problem.path[:-1]).pointer
        found.append(finding(code, message, span, problem.label, help=(problem.help, where(pointer))))
    return found


def where(pointer: str) -> str:
    """Where in the IR a finding is, in words."""
    return f"at `{pointer}` in the IR" if pointer else "the IR as a whole"
