"""Where the cache lies: a folder that belongs to the user and that nobody else can write to."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

NAME = "sloc"
OFF = "SLOC_NO_CACHE"
"""Any value of this variable but an empty one turns the cache off."""

_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def cache_folder(root: Path, environment: Mapping[str, str] = os.environ) -> Path | None:
    """The user's cache folder for a project in `root`, made if it is not there; None where there is none to be trusted.

    It is ``$XDG_CACHE_HOME/sloc``, or ``~/.cache/sloc``. A cache inside the checkout could be part of a stranger's commit, and
    one that others can write to could hold their answers; neither is used. Where files have no owner (Windows) there is none.
    """
    if environment.get(OFF) or not hasattr(os, "geteuid"):
        return None
    base = _base(environment)
    if base is None or _is_in_checkout(base, root):
        return None
    folder = base / NAME
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
        return folder if stat.S_ISDIR(found.st_mode) and is_private(found) else None
    except OSError:
        return None


def is_private(found: os.stat_result) -> bool:
    """Whether a file or folder is the user's own and not writable by anyone else."""
    return found.st_uid == os.geteuid() and not found.st_mode & _OTHERS_WRITE


def _base(environment: Mapping[str, str]) -> Path | None:
    """The user's cache folder for all programs; a relative one is ignored, as the XDG Base Directory Specification demands."""
    for variable, below in (("XDG_CACHE_HOME", ""), ("HOME", ".cache")):
        value = environment.get(variable, "")
        if value.startswith("/") and "\0" not in value:
            return Path(value, below)
    return None


def _is_in_checkout(base: Path, root: Path) -> bool:
    """Whether the cache would lie in the project, or in the repository that the project lies in."""
    real = root.resolve()
    checkout = next((folder for folder in (real, *real.parents) if os.path.lexists(folder / ".git")), real)
    return base.resolve().is_relative_to(checkout)
