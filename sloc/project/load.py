"""Finds and reads ``sloc.toml``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

from sloc.findings.model import Finding, finding
from sloc.project.faults import buffer, fault, faults
from sloc.project.fence import leads_out, outside
from sloc.project.model import Lint, Project, Target
from sloc.project.places import KeyPlaces
from sloc.project.specs import is_folder, is_there
from sloc.project.texts import read_text
from sloc.schemas import Path as KeyPath
from sloc.source.span import SourceFile, Span

CONFIG = "sloc.toml"

_TOML_POSITION = r"\s*\(at line (\d+), column (\d+)\)"
_TOML_END = " (at end of document)"

_DEEPEST = 30
"""How deep tables and lists may be nested: dotted keys nest without end."""

_TOO_DEEP = "values are nested too deep"


def find_project(start: Path) -> Path | None:
    """The nearest folder from `start` upwards that holds a ``sloc.toml``."""
    here = start.resolve()
    return next(
        (folder for folder in (here, *here.parents) if is_there(folder / CONFIG) and not is_folder(folder / CONFIG)), None
    )


ConfigReader: TypeAlias = Callable[[Path, SourceFile], tuple[Project, list[Finding]]]
"""The project in a folder with this ``sloc.toml``, and what is wrong with the file."""


def load_project(root: Path, read: ConfigReader | None = None) -> tuple[Project, list[Finding], list[SourceFile]]:
    """The project in a folder, what is wrong with its configuration, and the text that those findings point into.

    What does not fit is left at its default. Without a ``sloc.toml`` everything is. `read` is :func:`read_project`, or
    what stands in for it.
    """
    if not is_there(root / CONFIG):
        return Project.default(root), [], []
    if leads_out(root / CONFIG, root):
        return Project.default(root), [outside(CONFIG, "put the file itself in its place")], []
    file, findings = read_text(root / CONFIG, CONFIG)
    if file is None:
        return Project.default(root), findings, []
    project, findings = (read or read_project)(root, file)
    return project, findings, [file]


def read_project(root: Path, file: SourceFile, *, is_right: bool = False) -> tuple[Project, list[Finding]]:
    """The same of a text in memory. One of which it is known that nothing is wrong with it is not held against the schema."""
    import tomllib

    try:
        data = tomllib.loads(file.text)
    except RecursionError:
        return Project.default(root), [_syntax_finding(file, _TOO_DEEP)]
    except ValueError as error:  # tomllib.TOMLDecodeError, and numbers that Python does not read
        return Project.default(root), [_syntax_finding(file, str(error))]
    if _is_deep(data):
        return Project.default(root), [_syntax_finding(file, _TOO_DEEP)]
    where = KeyPlaces(file)
    wrong = [] if is_right else sorted(faults(data), key=lambda problem: where(problem.path).key.start)
    for problem in wrong:
        _drop(data, problem.path)
    return _project(root, data, where), [fault(problem, where(problem.path)) for problem in wrong]


def _syntax_finding(file: SourceFile, error: str) -> Finding:
    """`error` is tomllib's message, which ends in a position."""
    match = re.search(_TOML_POSITION, error)
    offset = len(file.text)
    if match:
        offset = min(file.line_starts[int(match[1]) - 1] + int(match[2]) - 1, len(file.text))
    label = re.sub(_TOML_POSITION, "", error).removesuffix(_TOML_END)
    span = Span(file.path, offset, min(offset + 1, len(file.text)))
    help = 'write `key = "value"` lines below `[table]` headers: https://toml.io'
    return finding("SLO120", f"{file.path} is not TOML", span, label[:1].lower() + label[1:], help=help)


def _is_deep(data: object) -> bool:
    level: list[object] = [data]
    for _ in range(_DEEPEST):
        level = [inner for each in level if isinstance(each, dict | list) for inner in _inside(each)]
    return bool(level)


def _inside(value: dict[str, object] | list[object]) -> Iterable[object]:
    return value.values() if isinstance(value, dict) else value


def _drop(data: dict[str, Any], path: KeyPath) -> None:
    """Removes what does not fit, so that its default holds: a key, with all of a list that it stands for."""
    table: Any = data
    for key, further in zip(path, (*path[1:], None), strict=True):
        inner = table.get(key)
        if further is None or not isinstance(inner, dict):
            table.pop(key, None)
            return
        table = inner


def _project(root: Path, data: Mapping[str, Any], where: KeyPlaces) -> Project:
    """The settings of a document that the schema takes."""
    default = Project.default(root)
    own = data.get("project", {})
    lint = data.get("lint", {})
    targets = tuple(
        target
        for kind, table in sorted(data.get("targets", {}).items())
        for target in _targets(("targets", kind), table, where)
    )
    return replace(
        default,
        name=own.get("name", default.name),
        specs=tuple(own.get("specs", default.specs)),
        out=own.get("out", default.out),
        epoch=int(own.get("epoch", default.epoch)),
        targets=targets or default.targets,
        severity={**default.severity, **data.get("severity", {})},
        lint=Lint(
            buffer(lint["sla_buffer"]) if "sla_buffer" in lint else default.lint.sla_buffer, tuple(lint.get("ignore", ()))
        ),
    )


def _targets(path: tuple[str, ...], table: Mapping[str, Any], where: KeyPlaces) -> Iterator[Target]:
    """The target of the table at `path`, and those of the tables in it: ``[targets.prometheus.eu]`` is one more target.

    A table that only holds further targets, and has no header of its own, is none itself. Nothing is inherited: each
    target is what its table says.
    """
    further = {key: value for key, value in table.items() if isinstance(value, dict)}
    options = {key: value for key, value in table.items() if key not in further}
    if options or not further or where.has_header(path):
        spans = {"": where(path), **{key: where((*path, key)) for key in options}}
        yield Target(path[1], ".".join(path[1:]), options, spans)
    for key, value in sorted(further.items()):
        yield from _targets((*path, key), value, where)
