"""Finds and reads ``sloc.toml``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sloc.findings.codes import CODES
from sloc.findings.model import Finding, finding
from sloc.project.fence import leads_out, outside
from sloc.project.model import Lint, Project, Target
from sloc.project.specs import is_folder, is_there
from sloc.project.texts import read_text
from sloc.project.validate import Problem, problems
from sloc.source.span import SourceFile, Span

if TYPE_CHECKING:
    from sloc.project.places import Place

CONFIG = "sloc.toml"

_BUFFER = r"\s*([0-9.]+)%\s*\.\.\s*([0-9.]+)%\s*"
_TOML_POSITION = r"\s*\(at line (\d+), column (\d+)\)"
_TOML_END = " (at end of document)"


def find_project(start: Path) -> Path | None:
    """The nearest folder from `start` upwards that holds a ``sloc.toml``."""
    here = start.resolve()
    return next(
        (folder for folder in (here, *here.parents) if is_there(folder / CONFIG) and not is_folder(folder / CONFIG)), None
    )


def load_project(root: Path) -> tuple[Project, list[Finding], list[SourceFile]]:
    """The project in a folder, what is wrong with its configuration, and the text that those findings point into.

    What does not fit is left at its default. Without a ``sloc.toml`` everything is.
    """
    if not is_there(root / CONFIG):
        return Project.default(root), [], []
    if leads_out(root / CONFIG, root):
        return Project.default(root), [outside(CONFIG, "put the file itself in its place")], []
    file, findings = read_text(root / CONFIG, CONFIG)
    if file is None:
        return Project.default(root), findings, []
    project, findings = read_project(root, file)
    return project, findings, [file]


def read_project(root: Path, file: SourceFile) -> tuple[Project, list[Finding]]:
    """The same of a text in memory."""
    import tomllib

    try:
        data = tomllib.loads(file.text)
    except RecursionError:
        return Project.default(root), [_syntax_finding(file, "values are nested too deep")]
    except ValueError as error:  # tomllib.TOMLDecodeError, and numbers that Python does not read
        return Project.default(root), [_syntax_finding(file, str(error))]
    where = _Places(file)
    wrong = sorted(_problems(data), key=lambda problem: where.key(problem.path).start)
    for problem in wrong:
        _drop(data, problem.path)
    return _project(root, data, where), [_finding(problem, where) for problem in wrong]


def option_findings(target: Target, schema: Mapping[str, Any]) -> list[Finding]:
    """What is wrong with a target's options by its back end's own schema; a back end is given nothing that it does not know."""
    own = {key: value for key, value in target.options.items() if key != "unsupported"}  # which every target takes
    found: list[Finding] = []
    for problem in problems(own, schema, ("targets", target.name)):
        option = problem.path[2] if len(problem.path) > 2 else ""
        span = target.spans.get(option, target.spans.get(""))
        code = "SLO121" if problem.unknown_key else "SLO122"
        found.append(finding(code, problem.message, span, problem.label, help=problem.help))
    return found


class _Places:
    """The spans of keys and values; what has no place of its own stands where the table or list around it does."""

    def __init__(self, file: SourceFile) -> None:
        from sloc.project.places import Place, places  # a folder without a sloc.toml does not need them

        self._places = places(file.text)
        self._nowhere = Place((0, 0), (0, 0))
        self._file = file

    def key(self, path: tuple[str, ...]) -> Span:
        return Span(self._file.path, *self._nearest(path).key)

    def value(self, path: tuple[str, ...]) -> Span:
        return Span(self._file.path, *self._nearest(path).value)

    def has_header(self, path: tuple[str, ...]) -> bool:
        """Whether ``[path]`` is written, and not only implied by a table further in."""
        return path in self._places and self._places[path].is_header

    def _nearest(self, path: tuple[str, ...]) -> Place:
        lengths = range(len(path), 0, -1)
        return next((self._places[path[:n]] for n in lengths if path[:n] in self._places), self._nowhere)


def _finding(problem: Problem, where: _Places) -> Finding:
    code, span = ("SLO121", where.key(problem.path)) if problem.unknown_key else ("SLO122", where.value(problem.path))
    return finding(code, problem.message, span, problem.label, help=problem.help)


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


def _problems(data: dict[str, Any]) -> Iterator[Problem]:
    """What the schema refuses, and what a schema cannot say."""
    schema = json.loads(schema_text())
    refused = list(problems(data, schema))
    yield from refused
    bad = {problem.path for problem in refused}
    lint = data.get("lint")
    if isinstance(lint, dict) and ("lint", "sla_buffer") not in bad and "sla_buffer" in lint:
        low, high = _buffer(lint["sla_buffer"])
        if low > high:
            message, label = "`lint.sla_buffer` has a value that does not fit", "the lower bound comes first"
            yield Problem(("lint", "sla_buffer"), message, label, f"write `{_swapped(lint['sla_buffer'])}`")
    if isinstance(lint, dict) and ("lint", "ignore") not in bad:
        yield from _ignore_problems(lint.get("ignore", ()))
    if isinstance(data.get("targets"), dict):
        yield from _kind_problems(data["targets"], schema["properties"]["targets"]["properties"])


def _ignore_problems(codes: Iterable[str]) -> Iterator[Problem]:
    for code in codes:
        known = CODES.get(code)
        if known is not None and known.severity != "error":
            continue
        if known is None:
            label, help = f"there is no finding {code}", "delete it, or write the code as the finding shows it"
        else:
            label, help = f"{code} is an error", "delete it: only warnings and advice can be ignored"
        yield Problem(("lint", "ignore"), f"`{code}` cannot be ignored", label, help)


def _kind_problems(targets: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[Problem]:
    """Targets that no back end is named for; plug-ins register theirs under the entry point ``sloc.backends``."""
    unlisted = [kind for kind in targets if kind not in known and isinstance(targets[kind], dict)]
    if not unlisted:
        return
    from importlib.metadata import entry_points  # slow, and hardly ever needed

    kinds = {*known, *(entry.name for entry in entry_points(group="sloc.backends"))}
    for kind in unlisted:
        if kind not in kinds:
            from difflib import get_close_matches

            near = get_close_matches(kind, kinds, n=1) or sorted(kinds)
            help = "write " + " or ".join(f"`[targets.{each}]`" for each in near)
            yield Problem(("targets", kind), f"there is no back end `{kind}`", "not known", help, unknown_key=True)


def _drop(data: dict[str, Any], path: tuple[str, ...]) -> None:
    """Removes what does not fit, so that its default holds."""
    table: Any = data
    for key in path[:-1]:
        table = table.get(key) if isinstance(table, dict) else None
    if isinstance(table, dict):
        table.pop(path[-1], None)


def _project(root: Path, data: Mapping[str, Any], where: _Places) -> Project:
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
            _buffer(lint["sla_buffer"]) if "sla_buffer" in lint else default.lint.sla_buffer, tuple(lint.get("ignore", ()))
        ),
    )


def _targets(path: tuple[str, ...], table: Mapping[str, Any], where: _Places) -> Iterator[Target]:
    """The target of the table at `path`, and those of the tables in it: ``[targets.prometheus.eu]`` is one more target.

    A table that only holds further targets, and has no header of its own, is none itself. Nothing is inherited: each
    target is what its table says.
    """
    further = {key: value for key, value in table.items() if isinstance(value, dict)}
    options = {key: value for key, value in table.items() if key not in further}
    if options or not further or where.has_header(path):
        spans = {"": where.key(path), **{key: where.value((*path, key)) for key in options}}
        yield Target(path[1], ".".join(path[1:]), options, spans)
    for key, value in sorted(further.items()):
        yield from _targets((*path, key), value, where)


def _buffer(text: str) -> tuple[Fraction, Fraction]:
    low, high = re.fullmatch(_BUFFER, text).groups()  # type: ignore[union-attr]  # the schema's pattern has matched
    return Fraction(low) / 100, Fraction(high) / 100


def _swapped(text: str) -> str:
    low, high = text.split("..")
    return f"{high.strip()}..{low.strip()}"


def schema_text() -> str:
    """The published JSON Schema of ``sloc.toml``."""
    return Path(__file__).with_name("project.schema.json").read_text("utf-8")
