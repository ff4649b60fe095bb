"""The specs below some folders: which files there are, each once, however many links lead to it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from sloc.findings.model import Finding, finding
from sloc.project.fence import escaped, leads_out, outside, unprintable

_RENAME = "rename it; until then it is not read"


def spec_paths(root: Path, folders: Iterable[str], fence: Path | None = None) -> tuple[dict[str, Path], list[Finding]]:
    """Every ``*.slo`` file below the folders, by its path relative to `root` with forward slashes.

    A file or folder that symbolic links lead to, too, counts once, under its own name where that is below the folders. Findings
    tell of missing folders (SLO114), unreadable ones and names that are no text (SLO113), links that lead back to a folder
    they stand in (SLO116), folders and links that lead out of `fence` (SLO117; `root` where None), and names that cannot be
    shown on one line (SLO118).
    """
    walk = _Walk(root, root if fence is None else fence)
    for folder in folders:
        walk.start(folder)
    walk.follow_links()
    return walk.files(), walk.findings


class _Walk:
    """Visits real folders first and keeps the links for later, so that a file is found under its own name if it has one."""

    def __init__(self, root: Path, fence: Path) -> None:
        self.root = root
        self.fence = fence
        self.findings: list[Finding] = []
        self._links: list[Path] = []
        self._seen: set[str] = set()  # real paths of folders
        self._specs: dict[str, Path] = {}  # by real path

    def files(self) -> dict[str, Path]:
        return {self._name(path): path for path in self._specs.values() if self._is_text(path)}

    def _is_text(self, path: Path) -> bool:
        name = self._name(path)
        if is_plain(name):
            return True
        message = f"{name} has a name that is not UTF-8"
        self.findings.append(finding("SLO113", message, None, help=_RENAME))
        return False

    def start(self, folder: str) -> None:
        path = self.root / folder
        if unprintable(_printable(folder)):
            self._unprintable(_printable(folder))
            return
        if leads_out(path, self.fence):
            help = "move it below sloc.toml, or sloc.toml above it"
            self.findings.append(outside(f"the spec folder {_printable(folder)}", help))
            return
        if is_folder(path):
            self._folder(path)
            return
        what = "is a file, not a folder" if is_there(path) else "does not exist"
        self.findings.append(
            finding(
                "SLO114",
                f"the spec folder {_printable(folder)} {what}",
                None,
                help="create it and put `*.slo` files there, or name another under `specs` in sloc.toml",
            )
        )

    def follow_links(self) -> None:
        """Links are followed in order of their paths, and so are those found on the way."""
        while self._links:
            links, self._links = sorted(self._links), []
            for link in links:
                self._link(link)

    def _link(self, link: Path) -> None:
        target = os.path.realpath(link)
        if leads_out(link, self.fence):
            if is_folder(link) or link.suffix == ".slo":
                self.findings.append(outside(self._name(link), "put the file itself in its place, or delete the link"))
        elif not is_folder(link):
            if link.suffix == ".slo":
                self._specs.setdefault(target, link)
        elif f"{os.path.realpath(link.parent)}{os.sep}".startswith(f"{target.rstrip(os.sep)}{os.sep}"):
            self.findings.append(
                finding(
                    "SLO116",
                    f"{self._name(link)} leads back to a folder that it stands in",
                    None,
                    help="delete the link; sloc does not follow it",
                )
            )
        else:
            self._folder(link)

    def _folder(self, top: Path) -> None:
        waiting = [top]
        while waiting:
            path = waiting.pop()
            real = os.path.realpath(path)
            if real in self._seen:
                continue
            self._seen.add(real)
            try:
                with os.scandir(path) as listing:
                    entries = sorted(listing, key=lambda entry: entry.name)
            except OSError as error:
                message = f"the folder {self._name(path)} cannot be read: {error.strerror}"
                self.findings.append(finding("SLO113", message, None, help="make it readable"))
                continue
            for entry in entries:
                below = path / entry.name
                if unprintable(_printable(entry.name)):
                    if below.suffix == ".slo" or is_folder(below):
                        self._unprintable(self._name(below))
                elif entry.is_symlink():
                    self._links.append(below)
                elif entry.is_dir():
                    waiting.append(below)
                elif below.suffix == ".slo":
                    self._specs[os.path.realpath(below)] = below

    def _unprintable(self, name: str) -> None:
        """A name is written into findings, lists and what is built; one that is not read ends nobody's line."""
        message = f"{escaped(name)} has a name that cannot be shown on one line"
        self.findings.append(finding("SLO118", message, None, help=_RENAME))

    def _name(self, path: Path) -> str:
        return _printable(Path(os.path.relpath(path, self.root)).as_posix())


def is_plain(name: str) -> bool:
    """Whether a spec's name can be written down as it is, on one line, in findings and in what is built."""
    return bool(name) and name.isprintable() and "\ufffd" not in name


def is_there(path: Path) -> bool:
    """Whether a file or folder can be found (of a link: what it leads to). Where we may not look there is nothing."""
    return os.path.exists(path)  # noqa: PTH110 - Path.exists raises there


def is_folder(path: Path) -> bool:
    """Whether a folder can be found, or a link to one."""
    return os.path.isdir(path)  # noqa: PTH112 - for the same reason


def _printable(name: str) -> str:
    """A file's name as text that can be written out: bytes that are not UTF-8 are replaced."""
    return os.fsencode(name).decode("utf-8", "replace")
