"""The key of a verdict: a digest of everything that was read to reach it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]

LIBRARIES = ("lark", "jsonschema", "jinja2", "sqlglot")
"""The packages whose code, beside sloc's own, has a say in a verdict; one of them may be missing."""


def key(*parts: str) -> str:
    """A digest of these texts, of the program and of the libraries that judge them. No two lists of texts have the same one."""
    whole = blake2b(digest_size=32)
    for part in (*_program(), *parts):
        data = part.encode("utf-8", "surrogatepass")
        whole.update(f"{len(data)}:".encode())
        whole.update(data)
    return whole.hexdigest()


def _program() -> Iterator[str]:
    """Python, and each file of the program by name, size and time: a checkout may change without a new version."""
    yield sys.version
    grammar = PACKAGE.parent / "grammar"
    for folder in (PACKAGE, *([grammar] if grammar.is_dir() else [])):
        yield from sorted(_files(folder))
    yield from _stamps(LIBRARIES)


def _files(folder: Path) -> Iterator[str]:
    waiting = [str(folder)]
    while waiting:
        with os.scandir(waiting.pop()) as listing:
            for entry in listing:
                if entry.is_dir():
                    if entry.name != "__pycache__":
                        waiting.append(entry.path)
                else:
                    found = entry.stat()
                    yield f"{entry.path} {found.st_size} {found.st_mtime_ns}"


def _stamps(names: Iterable[str]) -> Iterator[str]:
    """Where a library lies and when its files were put there; nothing of it is imported."""
    for name in names:
        found = find_spec(name)
        if found is None or found.origin is None:
            yield f"{name} is missing"
        else:
            file = Path(found.origin).stat()
            yield f"{found.origin} {file.st_size} {file.st_mtime_ns}"
