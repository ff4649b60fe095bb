"""DuckDB, in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from sloc.ir.expr import Type


class DuckDbDatabase:
    """A connection; see :class:`tests.engines.sql.engine.Database`."""

    def __init__(self) -> None:
        # One thread: the tables are tiny.
        self.connection = duckdb.connect(config={"threads": 1})
        self.connection.execute("SET TimeZone = 'Asia/Tokyo'")  # the session's zone must not matter

    def run(self, script: str) -> None:
        self.connection.execute(script)

    def fill(self, table: str, types: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        marks = ", ".join(f"CAST(? AS {each})" for each in types)
        if rows:
            self.connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)

    def fetch(self, query: str) -> list[dict[str, Any]]:
        cursor = self.connection.execute(query)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def columns(self, query: str) -> list[str]:
        return [column[0] for column in self.connection.execute(query).description or ()]


class DuckDbEngine:
    """See :class:`tests.engines.sql.engine.Engine`."""

    name = "duckdb"
    types: Mapping[Type, str] = {
        Type.BOOL: "BOOLEAN",
        Type.INT: "BIGINT",
        Type.NUMBER: "DECIMAL(38, 9)",
        Type.STRING: "VARCHAR",
        Type.TIME: "TIMESTAMP",
        Type.DURATION: "DECIMAL(38, 9)",
        Type.DATE: "DATE",
    }

    def __init__(self) -> None:
        self._last: DuckDbDatabase | None = None
        self._prepared: dict[tuple[str, ...], DuckDbDatabase] = {}

    def database(self) -> DuckDbDatabase:
        if self._last is not None:
            self._last.connection.close()
        self._last = DuckDbDatabase()
        return self._last

    def prepared(self, scripts: tuple[str, ...]) -> DuckDbDatabase:
        if scripts not in self._prepared:
            self._prepared[scripts] = DuckDbDatabase()
            for script in scripts:
                self._prepared[scripts].run(script)
        self._prepared[scripts].run("DROP SCHEMA IF EXISTS data CASCADE; CREATE SCHEMA data")
        return self._prepared[scripts]

    def close(self) -> None:
        for database in (self._last, *self._prepared.values()):
            if database is not None:
                database.connection.close()
