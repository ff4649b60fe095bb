"""A file that the user wrote -> the same file with another text, for ``sloc fmt``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from sloc.emit.diff import unified
from sloc.emit.plan import shown
from sloc.emit.transaction import apply, held_back, locked
from sloc.emit.write import cannot_write
from sloc.findings import Finding

_HELP = "free the disk, or mend the path or its permissions"


def difference(path: Path, text: str) -> tuple[str, tuple[Finding, ...]]:
    """The unified diff from what a file says, byte for byte, to a text; empty if it says that already."""
    name = shown(path).lstrip("/")
    try:
        before = path.read_bytes()
    except OSError as error:  # it was there a moment ago, when its text was read
        return "", (cannot_write(error, path, _HELP),)
    return text_difference(before, text, name), ()


def text_difference(before: bytes, text: str, name: str) -> str:
    """The same for bytes in memory."""
    after = text.encode()
    return "" if before == after else "".join(unified(before, after, f"a/{name}", f"b/{name}"))


def rewrite(texts: Iterable[tuple[Path, str]]) -> tuple[Finding, ...]:
    """Replace each file's content in one step, or leave it and say why (SLO404). Ctrl-C waits until all of them are done.

    Permissions stay, and where a path is a symbolic link, the file that the link leads to is replaced.
    """
    with held_back():
        return tuple(found for path, text in texts for found in _rewrite(path, text))


def _rewrite(path: Path, text: str) -> tuple[Finding, ...]:
    try:
        target = path.resolve(strict=True)
        with locked(target):  # others may be rewriting its neighbours, as pre-commit does
            apply(target.parent, {PurePosixPath(target.name): text.encode()}, ())
    except OSError as error:
        return (cannot_write(error, path, _HELP),)
    return ()
