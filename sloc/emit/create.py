"""Files that must not be there yet: all of them are made, or none."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from sloc.emit.plan import shown
from sloc.emit.transaction import apply, locked
from sloc.emit.write import cannot_write
from sloc.findings import Finding, finding


def create(folder: Path, contents: Mapping[PurePosixPath, bytes], anew: Iterable[str] = ()) -> tuple[Finding, ...]:
    """Make these files below a folder, which is made if need be. With a finding (SLO404) nothing has changed.

    What stands where one of them goes (a file, a folder, a link) is left as it is, and so are the folders called `anew`
    if they hold anything: one finding for each.
    """
    folders = tuple(anew)
    places = [*map(PurePosixPath, folders), *(path for path in contents if path.parts[0] not in folders)]
    try:
        with locked(folder):
            if there := [path for path in places if os.path.lexists(folder / path) and not _is_empty(folder / path)]:
                return tuple(_is_there(folder / path) for path in there)
            apply(folder, contents, ())
    except OSError as error:
        return (cannot_write(error, folder, "free the disk, mend the path or its permissions, or choose another folder"),)
    return ()


def _is_empty(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink() and not any(path.iterdir())


def _is_there(path: Path) -> Finding:
    help = "nothing was written; move it away, or start in another folder"
    return finding("SLO404", f"`{shown(path)}` is there already, and is not overwritten", None, help=help)
