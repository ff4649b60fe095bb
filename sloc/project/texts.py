"""A file's bytes -> text. Nothing here raises: what cannot be read is a finding.

A text has ``\\n`` line ends and no byte order mark, whatever the file has.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable
from pathlib import Path

from sloc.findings.model import Finding, finding
from sloc.project.specs import spec_paths
from sloc.source.span import SourceFile, Span

MAX_BYTES = 2 * 1024 * 1024
"""The largest file that is read; a spec of this size would be some 40,000 lines."""

STDIN = "<stdin>"
"""What findings call standard input."""

MAX_GIVEN = 16 * 1024 * 1024
"""The largest IR that is read: one of some 4,000 objectives."""


def discover(root: Path, folders: Iterable[str], fence: Path | None = None) -> tuple[list[SourceFile], list[Finding]]:
    """Every ``*.slo`` file below the folders (relative to `root`), sorted by path, and findings about what cannot be read.

    Paths are relative to `root` with forward slashes. Nothing outside of `fence` (`root` where None) is read.
    """
    paths, findings = spec_paths(root, folders, fence)
    files: list[SourceFile] = []
    for name, path in sorted(paths.items()):
        file, found = read_text(path, name)
        findings += found
        if file is not None:
            files.append(file)
    return files, findings


def read_text(path: Path, name: str | None = None) -> tuple[SourceFile | None, list[Finding]]:
    """A file's text, or None and what is wrong with it (SLO110 to SLO113); `name` is what findings call the file."""
    name = path.name if name is None else name
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would keep us waiting
            return None, [_broken("SLO113", name, "is no regular file", "put a text file in its place, or delete it")]
        with path.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a path that no system call takes
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return None, [_broken("SLO113", name, f"cannot be read: {reason}", "make it readable, or delete it")]
    return decoded(name, data)


def read_given(path: Path, name: str) -> tuple[SourceFile | None, list[Finding]]:
    """The same of an IR that the user names; it may be a pipe."""
    try:
        with path.open("rb") as opened:
            data = opened.read(MAX_GIVEN + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return None, [_broken("SLO113", name, f"cannot be read: {reason}", "name a file that is there")]
    return given(name, data)


def given(name: str, data: bytes) -> tuple[SourceFile | None, list[Finding]]:
    """The text of an IR that the user gives, or None and what is wrong with it."""
    if len(data) > MAX_GIVEN:
        limit = f"is larger than {MAX_GIVEN // 1024 // 1024} MiB"
        return None, [_broken("SLO112", name, limit, "divide it by service, and build each part to a folder of its own")]
    return decoded(name, data, MAX_GIVEN)


def decoded(name: str, data: bytes, most: int = MAX_BYTES) -> tuple[SourceFile | None, list[Finding]]:
    """The text that bytes stand for, or None and what is wrong with them (SLO110 to SLO112)."""
    if len(data) > most:
        limit = f"is larger than {most // 1024 // 1024} MiB"
        return None, [_broken("SLO112", name, limit, "split it: the files of a program may be as many as you like")]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = _with_newlines(data[: error.start].decode("utf-8")).count("\n") + 1
        where = f"is not UTF-8 text: byte 0x{data[error.start]:02x} at offset {error.start}, in line {line}"
        return None, [_broken("SLO110", name, where, "save it as UTF-8")]
    file = SourceFile(name, _with_newlines(text.removeprefix("\ufeff")))
    if "\0" in file.text:
        line, _ = file.position(file.text.index("\0"))
        return None, [_broken("SLO111", name, f"holds a NUL byte in line {line}", "delete the byte, or save it as UTF-8")]
    return file, []


def _with_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _broken(code: str, name: str, what: str, help: str) -> Finding:
    """A finding about a file as a whole: there is no text that it could point into."""
    return finding(code, f"{name} {what}", Span(name, 0, 0), help=help)
