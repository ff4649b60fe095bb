"""The targets of a project: which of them are meant, what each one's back end makes of a program, and where that goes.

What holds for every back end is done here, once: a named target's files get a folder of their own, ``unsupported = "warn"``
leaves out what cannot be said, and a finding names its target where several of one kind differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from sloc.backends import options, registry
from sloc.backends.base import Backend, Compiled, OutputFile
from sloc.findings import Finding, finding
from sloc.findings.model import Severity
from sloc.findings.suggest import suggest
from sloc.ir import Ir
from sloc.project import Project, Target

_CANNOT_SAY = "SLO401"


def chosen(project: Project, names: Sequence[str] | None) -> tuple[tuple[Target, ...], list[Finding]]:
    """The targets of these names (None: all of the project's) and those named below them; SLO122 for what is none.

    ``prometheus`` means ``prometheus.eu`` and ``prometheus.us``, too.
    """
    if names is None:
        return project.targets, []
    targets = tuple(target for target in project.targets if any(is_below(target.name, name) for name in names))
    there = {name for target in project.targets for name in (target.kind, target.name)}
    help = "write one of: " + ", ".join(sorted(there))
    unknown = [name for name in dict.fromkeys(names) if not any(is_below(known, name) for known in there)]
    return targets, [finding("SLO122", f"the project has no target `{name}`", None, help=help) for name in unknown]


def is_below(target: str, name: str) -> bool:
    """Whether a target has this name or one that goes on after it: ``prometheus.eu`` is below ``prometheus``."""
    return target == name or target.startswith(f"{name}.")


def make(
    ir: Ir | None, project: Project, targets: Iterable[Target], *, files: bool, tell: Callable[[str], None] = lambda _: None
) -> Compiled:
    """The targets' files sorted by path (none unless `files` are asked for), and all that their back ends find.

    Without a program (`ir` None) that is what is wrong with the targets themselves. `tell` is told the name of each target
    before its turn.
    """
    made: list[OutputFile] = []
    unfit: list[Finding] = []
    told: list[tuple[Target, tuple[Finding, ...]]] = []
    for target in targets:
        tell(target.name)
        backend, findings = _backend(target)
        unfit += findings
        if backend is not None and ir is not None:
            given = options.complete(backend, target.options, project.severity)
            compiled = _of_one(backend, ir, given, leave_out=options.leaves_out(target), files=files)
            made += [_placed(file, target) for file in compiled.files]
            told.append((target, compiled.findings))
    found = (each for each in (*unfit, *_told_apart(told)) if each.code not in project.lint.ignore)
    return Compiled(tuple(sorted(made, key=lambda file: str(file.path))), tuple(found))


def _backend(target: Target) -> tuple[Backend | None, list[Finding]]:
    """A target's back end, or None after the findings: it is not there, not whole, or its options do not fit."""
    if not registry.known(target.kind):
        return None, [_no_backend(target)]
    loaded = registry.load(target.kind)
    if loaded.backend is None:
        return None, [loaded.finding] if loaded.finding is not None else []
    unfit = options.unfit(target, loaded.backend)
    return (None, unfit) if unfit else (loaded.backend, [])


def _no_backend(target: Target) -> Finding:
    near = suggest(target.kind, registry.names())[:1] or registry.names()
    help = [f"write {' or '.join(f'`[targets.{each}]`' for each in near)}"]
    help.append(f"or install the package that brings `{target.kind}`: `sloc` finds it by the entry point `{registry.GROUP}`")
    message = f"there is no back end `{target.kind}`"
    place = target.spans.get("")
    return finding("SLO121", message, place.key if place else None, "not known", help=help)


def _of_one(backend: Backend, ir: Ir, given: Mapping[str, object], *, leave_out: bool, files: bool) -> Compiled:
    """What one back end makes of the program, or of what it can say of it."""
    warnings: tuple[Finding, ...] = ()
    if leave_out:
        ir, warnings = sayable(backend, ir, given)
    compiled = backend.compile(ir, given) if files else Compiled((), backend.refusals(ir, given))
    return Compiled(compiled.files, (*warnings, *compiled.findings))


def sayable(backend: Backend, ir: Ir, given: Mapping[str, object]) -> tuple[Ir, tuple[Finding, ...]]:
    """The program without the objectives that the back end cannot say, and what was found about those, as warnings."""
    left_out = {
        slo.id
        for slo in ir.slos
        if any(found.code == _CANNOT_SAY for found in backend.refusals(replace(ir, slos=(slo,), tests=()), given))
    }
    found = backend.refusals(replace(ir, slos=tuple(slo for slo in ir.slos if slo.id in left_out), tests=()), given)
    warnings = (replace(each, severity=Severity.WARNING) if each.code == _CANNOT_SAY else each for each in found)
    rest = replace(
        ir,
        slos=tuple(slo for slo in ir.slos if slo.id not in left_out),
        tests=tuple(test for test in ir.tests if test.slo not in left_out),
    )
    return rest, tuple(dict.fromkeys(warnings))


def _placed(file: OutputFile, target: Target) -> OutputFile:
    """The file below the folder of its target: back ends give paths that start with their own name."""
    first, *rest = file.path.parts
    return replace(file, path=PurePosixPath(target.name, *rest)) if first == target.kind else file


def _told_apart(told: Sequence[tuple[Target, tuple[Finding, ...]]]) -> list[Finding]:
    """The findings, each once; it names the targets it holds for if there are others of the kind for which it does not."""
    kinds: dict[str, list[str]] = {}
    holds: dict[tuple[str, Finding], list[str]] = {}
    for target, findings in told:
        kinds.setdefault(target.kind, []).append(target.name)
        for found in dict.fromkeys(findings):
            holds.setdefault((target.kind, found), []).append(target.name)
    return [
        _with_way_out(found if names == kinds[kind] else replace(found, message=f"{found.message} ({_named(names)})"), names)
        for (kind, found), names in holds.items()
    ]


def _with_way_out(found: Finding, targets: Sequence[str]) -> Finding:
    """What cannot be said may be left out; where it is already, nothing need be written."""
    if found.code != _CANNOT_SAY or found.severity is not Severity.ERROR:
        return found
    tables = " and ".join(f"`[targets.{name}]`" for name in targets)
    return replace(found, help=(*found.help, f'or leave out what it cannot say: `unsupported = "warn"` in {tables}'))


def _named(targets: Sequence[str]) -> str:
    return f"{'target' if len(targets) == 1 else 'targets'} {', '.join(targets)}"
