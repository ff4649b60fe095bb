"""Embedded DuckDB behind a fence: nothing from outside, and only so much time and memory.

Specs and data may be a stranger's. The engine fetches no extension, spills nothing to disk, and a statement that takes too
long is interrupted. Some functions do not look whether they are interrupted; :mod:`sloc.run.fenced` ends those.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

GIB = 1 << 30

_QUERY_SHARE = 6
"""A raw query may take one part in so many of the time that there is for everything."""


@dataclass(frozen=True)
class Limits:
    """What an evaluation may take: `seconds` for all of it, `memory` in bytes for the engine."""

    seconds: float = 60.0
    memory: int = 2 * GIB

    @property
    def query_seconds(self) -> float:
        """What one raw query may take."""
        return self.seconds / _QUERY_SHARE


DEFAULT = Limits()


class EngineError(Exception):
    """The engine refuses a statement; the message is its reason, on one line."""


class LimitReached(EngineError):
    """A statement needs more than it may; `limit` is ``time`` or ``memory``."""

    def __init__(self, limit: str) -> None:
        super().__init__(f"more {limit} than it may take")
        self.limit = limit


class Engine:
    """A database in memory that shows every instant in UTC. Raises ImportError where DuckDB is not installed.

    Making one, and each method, raise EngineError where DuckDB refuses, LimitReached where time or memory is spent.
    """

    def __init__(self, limits: Limits) -> None:
        import duckdb

        self.limits = limits
        self._error = duckdb.Error
        self._out_of_memory = duckdb.OutOfMemoryException
        self._interrupted = duckdb.InterruptException
        self._ends = time.monotonic() + limits.seconds
        config: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "memory_limit": f"{limits.memory}B",
            "temp_directory": "",  # what does not fit fails; nothing is written beside the project
        }
        try:
            self.connection: DuckDBPyConnection = duckdb.connect(":memory:", config=config)
        except duckdb.Error as error:  # there is no room for an empty database
            raise LimitReached("memory") from error
        self.rows("SET TimeZone = 'UTC'")

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def close_to_the_outside(self) -> None:
        """From now on no statement reads a file or changes a setting."""
        self.rows("SET enable_external_access = false")
        self.rows("SET lock_configuration = true")

    def rows(self, statement: str, seconds: float | None = None) -> list[tuple[Any, ...]]:
        """Run a statement and fetch what it gives; it may take `seconds`, and never more than is left for everything."""
        with self._guarded(seconds):
            return self.connection.execute(statement).fetchall()

    def table_names(self, query: str) -> set[str]:
        """The tables that a query reads, each with its schema."""
        with self._guarded(None):
            return self.connection.get_table_names(query, qualified=True)

    @contextmanager
    def _guarded(self, seconds: float | None) -> Iterator[None]:
        left = self._ends - time.monotonic()
        if left <= 0:
            raise LimitReached("time")
        timer = threading.Timer(left if seconds is None else min(left, seconds), self.connection.interrupt)
        timer.daemon = True
        timer.start()
        try:
            yield
        except self._interrupted:
            raise LimitReached("time") from None
        except (self._out_of_memory, MemoryError):
            raise LimitReached("memory") from None
        except self._error as error:
            raise EngineError(reason(error)) from error
        finally:
            timer.cancel()


def reason(error: Exception) -> str:
    """The engine's words on one line, without its advice on settings."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    kept = lines[: next((at for at, line in enumerate(lines) if line.startswith(("Possible", "LINE "))), len(lines))]
    text = " ".join(" ".join(kept or lines[:1]).split())
    return text if len(text) <= 300 else text[:299] + "…"
