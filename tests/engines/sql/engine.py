"""What the tests need of an engine, so that each of them runs on every one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sloc.backends.sql.dialects import DIALECTS, Dialect
from sloc.ir.expr import Type


class Database(Protocol):
    """A connection to a database of one's own."""

    def run(self, script: str) -> None:
        """Runs statements that give no rows."""
        ...

    def fill(self, table: str, types: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Inserts rows; `table` is quoted already."""
        ...

    def fetch(self, query: str) -> list[dict[str, Any]]:
        """The rows of a query by column, in its order."""
        ...

    def columns(self, query: str) -> list[str]:
        """The names of a query's columns."""
        ...


class Engine(Protocol):
    """An engine; it stays for all tests."""

    name: str
    types: Mapping[Type, str]
    """What a field of a spec is loaded as; a duration in seconds."""

    def database(self) -> Database:
        """An empty one. It takes the place of the one that was given out before."""
        ...

    def prepared(self, scripts: tuple[str, ...]) -> Database:
        """One in which the scripts were run, and the schema ``data`` is empty; the same one for the same scripts."""
        ...

    def close(self) -> None:
        """At the end of all tests."""
        ...


def dialect_of(engine: Engine) -> Dialect:
    """The dialect that is written for an engine."""
    return DIALECTS[engine.name]


def quoted(*names: str) -> str:
    """A qualified name, as both engines quote it."""
    return ".".join('"' + name.replace('"', '""') + '"' for name in names)
