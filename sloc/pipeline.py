"""The one file that names every stage, in order.

Each function is a stage, or a run of them: it takes what the one before gave, and returns a value with findings. With an error
among the findings the value of the next stage is None, and nothing is written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from sloc.findings import Finding, finding
from sloc.findings.codes import CODES
from sloc.findings.model import has_errors
from sloc.project import Project, find_project, load_project, read_project
from sloc.project.fence import leads_out, outside
from sloc.project.specs import is_there
from sloc.project.texts import STDIN, discover, given, read_given, read_text
from sloc.records import dataclass, field
from sloc.source.span import SourceFile, Span

if TYPE_CHECKING:  # a stage that does not run is not imported
    from sloc.backends.base import OutputFile
    from sloc.calendars.frozen import Lock
    from sloc.check import checker
    from sloc.ir import Ir
    from sloc.syntax import ast

LOCK = "sloc.lock"


@dataclass(frozen=True)
class Loaded:
    """A project and its texts. `sources` holds every text that a finding may point into, by its path.

    `lock` is the text of ``sloc.lock``, None where there is none; `findings` say what cannot be read.
    """

    project: Project
    specs: tuple[SourceFile, ...]
    sources: Mapping[str, SourceFile] = field(repr=False)
    lock: str | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Checked:
    """`ir` is None if a finding is an error. `asks` are the back ends of other packages that had a say in it."""

    ir: Ir | None
    findings: tuple[Finding, ...]
    asks: tuple[str, ...] = ()


def load_given(start: Path, ir: Path | bytes) -> Loaded:
    """The project that a folder lies in, and in place of its specs an IR: a file, or what stood on standard input."""
    root = find_project(start) or start
    project, findings, texts = load_project(root, _read_config)
    text, unread = given(STDIN, ir) if isinstance(ir, bytes) else read_given(ir, str(ir))
    specs = () if text is None else (text,)
    return Loaded(project, specs, {source.path: source for source in (*texts, *specs)}, None, (*findings, *unread))


def load(start: Path) -> Loaded:
    """Find the project that a folder lies in and read its configuration, its lock and its specs."""
    root = find_project(start) or start
    project, findings, texts = load_project(root, _read_config)
    specs, unread = discover(root, project.specs)
    lock, unreadable = _lock_text(root)
    sources = {source.path: source for source in (*texts, *specs, *([lock] if lock else []))}
    return Loaded(project, tuple(specs), sources, lock.text if lock else None, (*findings, *unread, *unreadable))


def _lock_text(root: Path) -> tuple[SourceFile | None, list[Finding]]:
    if not is_there(root / LOCK):
        return None, []
    if leads_out(root / LOCK, root):
        return None, [outside(LOCK, "delete the link and run `sloc lock`")]
    return read_text(root / LOCK, LOCK)


def _read_config(root: Path, config: SourceFile) -> tuple[Project, list[Finding]]:
    """The project of a ``sloc.toml``; one that was found right before is not judged again."""
    from sloc.cache.verdicts import Verdicts

    verdicts = Verdicts(root)
    is_right = verdicts.known(config.path, config.text) is not None
    project, findings = read_project(root, config, is_right=is_right)
    if not is_right and not findings:
        verdicts.keep((), config.path, config.text)
    return project, findings


@dataclass(frozen=True)
class Started:
    """A new project's files by their paths, its generated ones included; to be written only without an error."""

    contents: Mapping[PurePosixPath, bytes]
    sources: Mapping[str, SourceFile]
    findings: tuple[Finding, ...]


def parse_all(specs: Sequence[SourceFile]) -> tuple[list[ast.File], list[Finding]]:
    """Text -> AST of every spec. One that declares nothing is pointed out."""
    from sloc.syntax.parser import parse

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


def verdict(loaded: Loaded, today: dt.date, tell: Callable[[str], None] = lambda _: None) -> list[Finding]:
    """Every finding about a program, its back ends' refusals included: what ``sloc check`` shows.

    A program whose very texts were found right before is not checked again. `tell` is called with each further step.
    """
    from sloc.cache.verdicts import Verdicts

    read = (str(today), *(text for path, file in sorted(loaded.sources.items()) for text in (path, file.text)))
    verdicts = Verdicts(loaded.project.root)
    found = None if loaded.findings else verdicts.known(*read)
    if found is None:
        checked = check(loaded, today)
        tell("asking the back ends")
        found = (*checked.findings, *refusals(checked.ir, loaded.project))
        if not loaded.findings and not checked.asks and _is_ours(loaded.project):
            verdicts.keep(found, *read)
    return list(found)


def _is_ours(project: Project) -> bool:
    """Whether only sloc's own back ends are targets; when another package's would change its mind, nobody knows."""
    from sloc.backends.registry import BUILT_IN

    return all(target.kind in BUILT_IN for target in project.targets)


def check(loaded: Loaded, today: dt.date | None = None) -> Checked:
    """Specs -> IR. What does not parse is reported and left out; the rest is checked all the same."""
    from sloc.backends.sql.raw.version import parser_findings
    from sloc.check.checker import Settings

    project = loaded.project
    lock, broken = _read_lock(loaded.lock)
    settings = Settings(project.name, project.epoch, today, project.lint.sla_buffer)
    checked = _check(loaded.specs, loaded.sources, lock, settings)
    ignored = frozenset(project.lint.ignore)
    parser = () if checked.ir is None else parser_findings(checked.ir, lock.parser)
    findings = tuple(found for found in (*loaded.findings, *broken, *checked.findings, *parser) if found.code not in ignored)
    return Checked(None if has_errors(findings) else checked.ir, findings, checked.asks)


def check_given(loaded: Loaded) -> Checked:
    """The JSON of an IR -> IR, judged like specs."""
    from sloc.backends import registry
    from sloc.lift.given import check_given

    ir: Ir | None = None
    findings = list(loaded.findings)
    for source in loaded.specs:  # one, or none that could be read
        ir, found = check_given(source, loaded.project.lint, registry.declared)
        findings += found
    ignored = frozenset(loaded.project.lint.ignore)
    told = tuple(found for found in findings if found.code not in ignored)
    return Checked(None if has_errors(told) else ir, told)


def located(findings: Sequence[Finding], loaded: Loaded) -> list[Finding]:
    """What back ends found about a program that was given as an IR and accepted, at its places in the JSON."""
    from sloc.lift.given import located

    (source,) = loaded.specs
    return located(findings, source)


def check_sources(specs: Sequence[SourceFile], lock_text: str | None = None, today: dt.date | None = None) -> Checked:
    """The same for texts in memory, with the default project: what tests and editors call."""
    from sloc.check.checker import Settings

    lock, broken = _read_lock(lock_text)
    settings = Settings("sloc", Project.default(Path()).epoch, today)
    checked = _check(specs, {source.path: source for source in specs}, lock, settings)
    findings = (*broken, *checked.findings)
    return Checked(None if has_errors(findings) else checked.ir, findings)


def _read_lock(text: str | None) -> tuple[Lock, Sequence[Finding]]:
    from sloc.calendars.frozen import Lock

    if text is None:  # a project without a zone or holidays
        return Lock(), ()
    from sloc.calendars.lock_text import read_lock

    return read_lock(text, LOCK)


def _check(specs: Sequence[SourceFile], sources: Mapping[str, SourceFile], lock: Lock, settings: checker.Settings) -> Checked:
    from sloc.check import checker
    from sloc.check.lower import lower
    from sloc.check.needs import other_backends

    files, unread = parse_all(specs)
    asks = other_backends(files)
    if asks:
        from sloc.backends import registry

        bindings, broken = registry.declared(asks)
        settings = replace(settings, bindings=bindings)
        unread += broken
    program, findings = checker.check(files, sources, lock, settings)
    if has_errors(unread):
        findings = [found for found in findings if not CODES[found.code].may_follow and not _at_nothing(found)]
    found = (*unread, *findings)
    return Checked(None if has_errors(found) else lower(program), found, asks)


def _at_nothing(found: Finding) -> bool:
    """Whether a finding points at a part that the parser put in the place of a missing one."""
    return found.span is not None and found.span.start == found.span.end


def compile(
    ir: Ir | None, project: Project, targets: Sequence[str] | None = None, tell: Callable[[str], None] = lambda _: None
) -> tuple[list[OutputFile], list[Finding]]:
    """IR -> output files of the targets of these names (all of the project's where `targets` is None), sorted by path.

    Where there is no program, because the specs are wrong, what is wrong with the targets is found all the same. `tell` is
    told each target before its turn.
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


def refusals(ir: Ir | None, project: Project) -> list[Finding]:
    """What :func:`compile` would find for all targets, without making anything: what ``sloc check`` adds."""
    from sloc.backends.targets import make

    return list(make(ir, project, project.targets, files=False).findings)


def lock(loaded: Loaded, upgrade: bool = False) -> tuple[str, list[Finding]]:
    """The text that sloc.lock should have: what the specs need, kept from the old one unless `upgrade`."""
    from sloc.calendars.lock import LockRequest, freeze
    from sloc.calendars.lock_text import write_lock
    from sloc.check.needs import needs

    old, _ = _read_lock(loaded.lock)  # a broken lock is no obstacle: it is what gets replaced
    files, findings = parse_all(loaded.specs)
    wanted = needs(files, loaded.project.epoch)
    request = LockRequest(wanted.zones, wanted.regions, wanted.first_year, wanted.last_year, wanted.queries)
    frozen, found = freeze(request, old, upgrade)
    return write_lock(frozen), [*findings, *found]


def check_lock(loaded: Loaded, *, strict: bool | None = None) -> list[Finding]:
    """Where sloc.lock does not say what the installed libraries say.

    `strict` None leaves out what cannot be verified, because other releases are installed; else it is a warning, or an error.
    """
    from sloc.calendars.lock_check import disagreements, unverified

    if loaded.lock is None:
        return []
    lock, broken = _read_lock(loaded.lock)
    file = SourceFile(LOCK, loaded.lock)
    return [*broken, *disagreements(lock, file), *([] if strict is None else unverified(lock, file, strict))]


def lock_changes(loaded: Loaded, text: str) -> list[str]:
    """What a new text of sloc.lock has that the old one had not, in words."""
    from sloc.calendars.lock_check import changes

    old = None if loaded.lock is None else _read_lock(loaded.lock)[0]
    return changes(old, _read_lock(text)[0])


def start(texts: Mapping[PurePosixPath, str]) -> Started:
    """The files of a new project, of which `texts` has the specs and ``sloc.toml``: with its lock, and built."""
    from sloc import emit

    sources = {str(path): SourceFile(str(path), text) for path, text in texts.items()}
    project, findings = read_project(Path(), sources["sloc.toml"])
    specs = tuple(source for path, source in sorted(sources.items()) if path.endswith(".slo"))
    lock_text, found = lock(Loaded(project, specs, sources, None, ()))
    loaded = Loaded(project, specs, sources, lock_text, (*findings, *found))
    checked = check(loaded)
    if checked.ir is None:
        return Started({}, sources, checked.findings)
    files, refused = compile(checked.ir, project)
    built = emit.contents(files, meaning(checked.ir, project))
    contents = {path: text.encode() for path, text in texts.items()}
    contents[PurePosixPath(LOCK)] = lock_text.encode()
    contents |= {PurePosixPath(project.out, path): content for path, content in built.items()}
    return Started(contents, sources, (*checked.findings, *refused))
