"""A file that the user wrote -> the same file with another text, for ``sloc fmt``."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from sloc.emit.diff import unified
from sloc.emit.plan import shown
from sloc.emit.transaction import apply, locked
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


def rewrite(path: Path, text: str) -> tuple[Finding, ...]:
    """Replace a file's content in one step, or leave it and say why (SLO404).

    Its permissions stay, and where it is a symbolic link, the file that the link leads to is replaced.
    """
    try:
        target = path.resolve(strict=True)
        with locked(target):  # others may be rewriting its neighbours, as pre-commit does
            apply(target.parent, {PurePosixPath(target.name): text.encode()}, ())
    except OSError as error:
        return (cannot_write(error, path, _HELP),)
    return ()
