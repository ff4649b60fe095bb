"""``sloc build --check``: how the output folder differs from what the specs say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path, PurePosixPath

from sloc.backends.base import OutputFile
from sloc.emit import manifest
from sloc.emit.diff import unified
from sloc.emit.plan import Plan, edits, make_plan, shown
from sloc.emit.write import cannot_write
from sloc.findings import Finding, finding


def drift(
    files: Iterable[OutputFile],
    out: Path,
    meaning: str,
    scope: Collection[str] | None = None,
) -> tuple[str, tuple[Finding, ...]]:
    """The unified diff from what lies in `out` to what a build would write there, and why it is not empty (SLO405, SLO408).

    Parameters are those of :func:`sloc.emit.write.write`; nothing is written.
    """
    try:
        plan, findings = make_plan(files, out, meaning, scope)
    except OSError as error:
        return "", (cannot_write(error, out),)
    diff = "".join(_diff(plan, shown(out)))
    return diff, ((*findings, *edits(plan, out, ""), _drifted(plan, out)) if diff else findings)


def _diff(plan: Plan, out: str) -> Iterator[str]:
    # The manifest is nothing but digests: what it tells of comes first.
    for path in sorted([*plan.writes, *plan.removes], key=lambda path: (path == manifest.PATH, str(path))):
        old, new = plan.before[path], plan.writes.get(path)
        yield from unified(old, new, _name("a", out, path, old), _name("b", out, path, new))


def _name(side: str, out: str, path: PurePosixPath, content: bytes | None) -> str:
    return "/dev/null" if content is None else f"{side}/{out.lstrip('/')}/{path}"


def _drifted(plan: Plan, out: Path) -> Finding:
    missing = sum(plan.before[path] is None for path in plan.writes)
    counts = {
        "differ": len(plan.writes) - missing,
        "missing": missing,
        "no longer made": len(plan.removes),
    }
    said = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    return finding(
        "SLO405",
        f"`{shown(out)}` is not what the specs say: of its files {said}",
        None,
        help="run `sloc build` and commit what it writes",
    )
