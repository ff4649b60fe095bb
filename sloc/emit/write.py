"""Writing the output: all of it or nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from errno import ELOOP, ENOTDIR
from pathlib import Path, PurePosixPath

from sloc.backends.base import OutputFile
from sloc.emit import manifest
from sloc.emit.plan import edits, make_plan, shown
from sloc.emit.transaction import STAGING, apply, locked
from sloc.findings import Finding, finding


@dataclass(frozen=True)
class Written:
    """How many files a build wrote, removed, and found as they should be; the manifest is one of them."""

    written: int = 0
    removed: int = 0
    unchanged: int = 0


def write(
    files: Iterable[OutputFile],
    out: Path,
    meaning: str,
    scope: Collection[str] | None = None,
) -> tuple[Written, tuple[Finding, ...]]:
    """Make the folder `out` hold these files and a manifest of them, and nothing that an earlier build left.

    `meaning` is the digest of what they were made of (:func:`sloc.pipeline.meaning`). `scope` names the top-level folders that
    this build answers for (None: all). Files that are right already are not touched. With an error (SLO404, SLO407) nothing has
    changed; a warning (SLO408) tells of an edit that is gone.
    """
    try:
        if out.exists() and not out.is_dir():
            raise NotADirectoryError(ENOTDIR, "a file stands in the folder's place", str(out))
        with locked(out):
            plan, findings = make_plan(files, out, meaning, scope)
            if findings:
                return Written(), findings
            if plan.writes or plan.removes:
                # The manifest comes first: what a killed build leaves is then known to be sloc's own.
                apply(out, dict(sorted(plan.writes.items(), key=lambda item: item[0] != manifest.PATH)), plan.removes)
            return Written(len(plan.writes), len(plan.removes), plan.unchanged), tuple(edits(plan, out, ", and is overwritten"))
    except OSError as error:
        return Written(), (cannot_write(error, out),)


def write_file(path: Path, text: str) -> tuple[Finding, ...]:
    """Write one file of the project's own, such as ``sloc.lock``; not touched if it says that already.

    Where a symbolic link leads elsewhere, it is the file there that is written.
    """
    content = text.encode()
    try:
        target = path.resolve()
        with locked(target):
            if not target.exists() or target.read_bytes() != content:
                apply(target.parent, {PurePosixPath(target.name): content}, ())
    except (OSError, RuntimeError) as error:  # RuntimeError: links that lead round in a circle, before Python 3.13
        refused = error if isinstance(error, OSError) else OSError(ELOOP, "the links lead round in a circle", str(path))
        return (cannot_write(refused, path, "free the disk, or mend the path or its permissions"),)
    return ()


def cannot_write(
    error: OSError,
    out: Path,
    help: str = "free the disk, mend the path or its permissions, or choose another folder with `--out DIR`",
) -> Finding:
    """The finding (SLO404) for what the system refused."""
    reason = error.strerror or str(error)
    where = Path(str(error.filename2 or error.filename)) if error.filename else out
    own = any(part.startswith(STAGING) for part in where.parts)  # a name that means nothing to the user
    at = "" if own or where == out else f" (at `{shown(where)}`)"
    return finding("SLO404", f"cannot write `{shown(out)}`: {reason}{at}", None, help=f"nothing was changed; {help}")
