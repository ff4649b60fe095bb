"""What a build would change in the output folder. Nothing is written here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from sloc.backends.base import OutputFile
from sloc.emit import manifest
from sloc.emit.header import has_header, with_header
from sloc.emit.manifest import Manifest, digest
from sloc.emit.transaction import STAGING
from sloc.findings import Finding, finding


@dataclass(frozen=True)
class Plan:
    """`writes` holds the new bytes of files that are missing or differ, `removes` what is sloc's own and made no more.

    `before` has the old bytes of all of them (None where there is no file), `edited` names those that are not what the last
    build wrote. Paths are below the output folder.
    """

    writes: Mapping[PurePosixPath, bytes]
    removes: tuple[PurePosixPath, ...]
    before: Mapping[PurePosixPath, bytes | None]
    unchanged: int
    edited: tuple[PurePosixPath, ...] = ()


def make_plan(
    files: Iterable[OutputFile],
    out: Path,
    meaning: str,
    scope: Collection[str] | None,
) -> tuple[Plan, tuple[Finding, ...]]:
    """Compare the files with what lies in `out`. Raises OSError where that cannot be read.

    `scope` names the targets that this build answers for, and with them those named below (``sql`` is ``sql.eu``, too): each
    has a top-level folder. What lies in others stays as it is. None: all.
    """
    findings: list[Finding] = []
    old = _old_manifest(out)
    wanted: dict[PurePosixPath, bytes] = {}
    digests = {path: found for path, found in old.digests.items() if scope is not None and not _answered_for(path, scope)}
    for file in files:
        if file.path in wanted or file.path == manifest.PATH:
            findings.append(_clash(file))
        wanted[file.path] = with_header(file).encode()
        digests[file.path] = digest(wanted[file.path])
    wanted[manifest.PATH] = Manifest(meaning, digests).text().encode()

    before = {path: _read(out, path) for path in [*wanted, *old.digests]}
    writes = {path: content for path, content in wanted.items() if before[path] != content}
    removes = tuple(path for path in old.digests if path not in digests and before[path] is not None)
    for path in writes:
        found = before[path]
        if found is not None and path not in old.digests and not _is_own(path, found):
            findings.append(_foreign(out / path))
    findings += [_leads_out(out / path) for path in [*writes, *removes] if not _stays_below(out, path)]
    # A build that was killed has left its staging, and perhaps a manifest that is ahead of the files.
    changed = () if any(out.glob(f"{STAGING}*")) else sorted([*writes, *removes], key=str)
    edited = tuple(path for path in changed if _is_edited(before[path], old.digests.get(path)))
    return Plan(writes, removes, before, len(wanted) - len(writes), edited), tuple(findings)


def edits(plan: Plan, out: Path, what: str) -> list[Finding]:
    """A warning (SLO408) for each edited file; `what` says what happens to it."""
    help = "change the specs instead; git still has the edit if it was committed"
    return [
        finding("SLO408", f"`{shown(out / path)}` was edited after sloc wrote it{what}", None, help=help)
        for path in plan.edited
    ]


def contents(files: Iterable[OutputFile], meaning: str) -> dict[PurePosixPath, bytes]:
    """What a build of files of different names puts into an empty folder: each below its header, and the manifest."""
    made = {file.path: with_header(file).encode() for file in files}
    digests = {path: digest(content) for path, content in made.items()}
    return {manifest.PATH: Manifest(meaning, digests).text().encode(), **made}


def _answered_for(path: PurePosixPath, scope: Collection[str]) -> bool:
    return any(path.parts[0] == name or path.parts[0].startswith(f"{name}.") for name in scope)


def shown(path: Path) -> str:
    """A path as the user would type it: relative to the working directory where it lies below."""
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return path.as_posix()


def _old_manifest(out: Path) -> Manifest:
    content = _read(out, manifest.PATH)
    found = None if content is None else manifest.read(content.decode(errors="replace"))
    return found or Manifest("", {})


def _read(out: Path, path: PurePosixPath) -> bytes | None:
    """The bytes of a file; None where there is none."""
    try:
        return (out / path).read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        # A file where the path needs a folder, or the reverse, is no obstacle if this build removes it; else the write fails.
        return None


def _is_edited(content: bytes | None, written: str | None) -> bool:
    """Whether bytes are not those of the digest that the manifest has; line ends, which git may change, do not count."""
    return content is not None and written not in (None, digest(content), digest(content.replace(b"\r\n", b"\n")))


def _is_own(path: PurePosixPath, content: bytes) -> bool:
    if path == manifest.PATH:
        return manifest.read(content.decode(errors="replace")) is not None
    return has_header(path, content)


def _stays_below(out: Path, path: PurePosixPath) -> bool:
    """Whether no symbolic link on the way leads out of the folder."""
    return (out / path).parent.resolve().is_relative_to(out.resolve())


def _clash(file: OutputFile) -> Finding:
    return finding("SLO407", f"two things would be written to `{file.path}`", None, help="rename one of them")


def _foreign(path: Path) -> Finding:
    return finding(
        "SLO404",
        f"`{shown(path)}` is there already, and sloc did not write it",
        None,
        help="move it away, or choose another folder with `--out DIR`",
    )


def _leads_out(path: Path) -> Finding:
    return finding(
        "SLO404",
        f"`{shown(path)}` would be written outside of the output folder: a symbolic link leads there",
        None,
        help="replace the link by a folder",
    )
