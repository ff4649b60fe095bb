"""Plain JSON under a key: read with suspicion, written whole or not at all."""

from __future__ import annotations

import json
import os
import stat
from hashlib import blake2b
from pathlib import Path
from typing import Any

from sloc.cache.folder import is_private

MOST_ENTRIES = 512
"""When there are more, the older half goes."""

MOST_BYTES = 1024 * 1024
"""A larger entry is neither kept nor read."""


class Store:
    """Entries of one folder, a file each: ``<key>.json`` is a digest of the rest on the first line, and the value as JSON."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> Any:
        """The value kept under a key; None where there is none that is whole and the user's own."""
        try:
            handle = os.open(self._path(key), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)  # a pipe would keep us waiting
            with os.fdopen(handle, "rb") as file:
                found = os.fstat(handle)
                if not (stat.S_ISREG(found.st_mode) and is_private(found) and found.st_size <= MOST_BYTES):
                    return None
                digest, _, value = file.read(MOST_BYTES).partition(b"\n")
                return json.loads(value) if digest == _digest(key, value) else None
        except (OSError, ValueError):
            return None

    def put(self, key: str, value: Any) -> None:
        """Keep a value. If the folder takes nothing (full, read-only), the same check is simply made again next time."""
        text = json.dumps(value).encode()
        content = _digest(key, text) + b"\n" + text
        if len(content) > MOST_BYTES:
            return
        made = self._folder / f".{key}.{os.getpid()}"
        try:
            with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(content)
            made.replace(self._path(key))
            self._prune()
        except OSError:
            _drop(made)

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.json"

    def _prune(self) -> None:
        """Keep the newer half when there are too many; what a killed run has left half written goes with the older ones."""
        with os.scandir(self._folder) as listing:
            entries = [entry for entry in listing if entry.is_file(follow_symlinks=False)]
        if len(entries) > MOST_ENTRIES:
            entries.sort(key=lambda entry: entry.stat(follow_symlinks=False).st_mtime_ns)
            for entry in entries[: -MOST_ENTRIES // 2]:
                _drop(Path(entry.path))


def _digest(key: str, value: bytes) -> bytes:
    return blake2b(key.encode() + value, digest_size=32).hexdigest().encode()


def _drop(path: Path) -> None:
    try:
        path.unlink()
    except OSError:  # another run has dropped it
        return
