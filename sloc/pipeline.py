"""The one file that names every stage, in order.

Each function is a stage, or a run of them: it takes what the one before gave, and returns a value with findings. With an error
among the findings the value of the next stage is None, and nothing is written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path, PurePosixPath

from sloc.backends.base import OutputFile
from sloc.calendars.frozen import Lock
from sloc.check import checker
from sloc.check.frozen import needs
from sloc.check.lower import lower
from sloc.check.model import Lint
from sloc.findings import Finding, finding
from sloc.findings.model import has_errors
from sloc.ir import Ir
from sloc.project import Project, find_project, load_project, read_project
from sloc.records import dataclass, field
from sloc.source.read import discover, read_text
from sloc.source.span import SourceFile, Span
from sloc.source.walk import is_there
from sloc.syntax import ast
from sloc.syntax.parser import parse

LOCK = "sloc.lock"

_FOLLOWS = frozenset({"SLO201", "SLO205", "SLO304", "SLO305", "SLO310", "SLO502", "SLO509", "SLO510", "SLO511"})
"""Findings that something unreadable may be the cause of: they wait until every spec can be read."""


@dataclass(frozen=True)
class Loaded:
    """A project and its texts. `sources` holds every text that a finding may point into, by its path."""

    project: Project
    specs: tuple[SourceFile, ...]
    sources: Mapping[str, SourceFile] = field(repr=False)
    lock: Lock
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Checked:
    """`ir` is None if a finding is an error."""

    ir: Ir | None
    findings: tuple[Finding, ...]


def load(start: Path) -> Loaded:
    """Find the project that a folder lies in and read its configuration, its lock and its specs."""
    root = find_project(start) or start
    project, findings, texts = load_project(root)
    specs, unread = discover(root, project.specs)
    lock_text, unreadable = read_text(root / LOCK, LOCK) if is_there(root / LOCK) else (None, [])
    lock, broken = _read_lock(lock_text.text if lock_text else None)
    sources = {source.path: source for source in (*texts, *specs, *([lock_text] if lock_text else []))}
    return Loaded(project, tuple(specs), sources, lock, (*findings, *unread, *unreadable, *broken))


@dataclass(frozen=True)
class Started:
    """A new project's files by their paths, its generated ones included; to be written only without an error."""

    contents: Mapping[PurePosixPath, bytes]
    sources: Mapping[str, SourceFile]
    findings: tuple[Finding, ...]


def parse_all(specs: Sequence[SourceFile]) -> tuple[list[ast.File], list[Finding]]:
    """Text -> AST of every spec. One that declares nothing is pointed out."""
    files: list[ast.File] = []
    findings: list[Finding] = []
    for source in specs:
        file, found = parse(source)
        files.append(file)
        findings.extend(found)
        if not file.declarations and not found:
            help = "delete it, or write an slo"
            findings.append(finding("SLO115", "this spec declares nothing", Span(source.path, 0, 0), "nothing here", help=help))
    return files, findings


def check(loaded: Loaded, today: dt.date | None = None) -> Checked:
    """Specs -> IR. What does not parse is reported and left out; the rest is checked all the same."""
    project = loaded.project
    settings = checker.Settings(project.name, project.epoch, today, Lint(project.lint.sla_buffer))
    checked = _check(loaded.specs, loaded.sources, loaded.lock, settings)
    ignored = frozenset(project.lint.ignore)
    findings = tuple(found for found in (*loaded.findings, *checked.findings) if found.code not in ignored)
    return Checked(None if has_errors(findings) else checked.ir, findings)


def check_sources(specs: Sequence[SourceFile], lock_text: str | None = None, today: dt.date | None = None) -> Checked:
    """The same for texts in memory, with the default project: what tests and editors call."""
    lock, broken = _read_lock(lock_text)
    settings = checker.Settings("sloc", Project.default(Path()).epoch, today)
    checked = _check(specs, {source.path: source for source in specs}, lock, settings)
    findings = (*broken, *checked.findings)
    return Checked(None if has_errors(findings) else checked.ir, findings)


def _read_lock(text: str | None) -> tuple[Lock, Sequence[Finding]]:
    if text is None:
        return Lock(), ()
    from sloc.calendars.lock_text import read_lock  # a project without a zone has no lock

    return read_lock(text, LOCK)


def _check(specs: Sequence[SourceFile], sources: Mapping[str, SourceFile], lock: Lock, settings: checker.Settings) -> Checked:
    files, unread = parse_all(specs)
    program, findings = checker.check(files, sources, lock, settings)
    if has_errors(unread):
        findings = [found for found in findings if found.code not in _FOLLOWS and not _at_nothing(found)]
    found = (*unread, *findings)
    return Checked(None if has_errors(found) else lower(program), found)


def _at_nothing(found: Finding) -> bool:
    """Whether a finding points at a part that the parser put in the place of a missing one."""
    return found.span is not None and found.span.start == found.span.end


def compile(
    ir: Ir, project: Project, targets: Sequence[str] | None = None, tell: Callable[[str], None] = lambda _: None
) -> tuple[list[OutputFile], list[Finding]]:
    """IR -> output files of the targets of these names (all of the project's where `targets` is None), sorted by path.

    A back end is given its target's options, and the project's `[severity]` table under the reserved key ``severity``; `tell`
    is told each target before its turn.
    """
    from sloc.backends.targets import chosen, make

    meant, unknown = chosen(project, targets)
    made = make(ir, project, meant, files=True, tell=tell)
    return list(made.files), [*unknown, *made.findings]


def meaning(ir: Ir, project: Project) -> str:
    """The digest of all that the output follows from: the program, the options of every target, and this version of sloc."""
    from sloc import __version__
    from sloc.ir.meaning import digest

    return digest(ir, {target.name: dict(target.options) for target in project.targets}, dict(project.severity), __version__)


def refusals(ir: Ir, project: Project) -> list[Finding]:
    """What the project's back ends cannot say, without making anything: what ``sloc check`` adds."""
    from sloc.backends.targets import make

    return list(make(ir, project, project.targets, files=False).findings)


def lock(loaded: Loaded, upgrade: bool = False) -> tuple[str, list[Finding]]:
    """The text that sloc.lock should have: what the specs need, kept from the old one unless `upgrade`."""
    from sloc.calendars.lock import LockRequest, freeze
    from sloc.calendars.lock_text import write_lock

    files, findings = parse_all(loaded.specs)
    wanted = needs(files, loaded.project.epoch)
    request = LockRequest(wanted.zones, wanted.regions, wanted.first_year, wanted.last_year)
    frozen, found = freeze(request, loaded.lock, upgrade)
    return write_lock(frozen), [*findings, *found]


def start(texts: Mapping[PurePosixPath, str]) -> Started:
    """The files of a new project, of which `texts` has the specs and ``sloc.toml``: with its lock, and built."""
    from sloc import emit

    sources = {str(path): SourceFile(str(path), text) for path, text in texts.items()}
    project, findings = read_project(Path(), sources["sloc.toml"])
    specs = tuple(source for path, source in sorted(sources.items()) if path.endswith(".slo"))
    lock_text, found = lock(Loaded(project, specs, sources, Lock(), ()))
    frozen, broken = _read_lock(lock_text)
    loaded = Loaded(project, specs, sources, frozen, (*findings, *found, *broken))
    checked = check(loaded)
    if checked.ir is None:
        return Started({}, sources, checked.findings)
    files, refused = compile(checked.ir, project)
    built = emit.contents(files, meaning(checked.ir, project))
    contents = {path: text.encode() for path, text in texts.items()}
    contents[PurePosixPath(LOCK)] = lock_text.encode()
    contents |= {PurePosixPath(project.out, path): content for path, content in built.items()}
    return Started(contents, sources, (*checked.findings, *refused))
