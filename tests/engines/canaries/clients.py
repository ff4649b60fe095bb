"""The command lines that people run on what sloc builds, and whether a canary has come to harm there."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.engines.sql.on_postgres import PostgresEngine
from tests.processes import run

DUCKDB = Path(sys.executable).with_name("duckdb")
"""The program of the package ``duckdb-cli``, which lies beside Python's own."""


class Client:
    """A command line, an empty folder to run it in, and a database with a table `canary`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir()

    def prepare(self, sql: str = "") -> None:
        """Runs SQL of the test itself, as one text that no command line looks at."""
        raise NotImplementedError

    def feed(self, script: str) -> str:
        """What docs/sql.md says to do with an install.sql; what the program says."""
        raise NotImplementedError

    def answer(self, query: str) -> str:
        """The one value of a query, as text; the error where there is one."""
        raise NotImplementedError

    def harm(self) -> list[str]:
        """What has happened to the canaries."""
        found = [str(path) for folder in self.folders() for path in folder.glob("CANARY*")]
        return found + ([] if self.answer("SELECT count(*) FROM canary") == "1" else ["the table canary"])

    def clean(self) -> None:
        """Takes away what a command has left."""
        for folder in self.folders():
            for path in folder.glob("CANARY*"):
                path.unlink()

    def folders(self) -> list[Path]:
        """Where a command could have left its file."""
        return [self.folder]

    def run(self, command: list[str | Path], text: str | None = None) -> str:
        """The output of a program, errors included."""
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}
        data = None if text is None else text.encode()
        done = run(command, cwd=self.folder, env=environment, input=data)
        return (done.stdout + done.stderr).decode("utf-8", "replace")


class DuckDb(Client):
    """``duckdb warehouse.db < install.sql``."""

    def prepare(self, sql: str = "") -> None:
        said = self.run([DUCKDB, "-no-init", "t.db", "-c", f"CREATE TABLE canary AS SELECT 1 AS x; CREATE SCHEMA logs; {sql}"])
        assert said == "", said

    def feed(self, script: str) -> str:
        return self.run([DUCKDB, "t.db"], script)

    def answer(self, query: str) -> str:
        return self.run([DUCKDB, "-no-init", "-noheader", "-list", "t.db", "-c", query]).strip()


class Psql(Client):
    """``psql -f install.sql``, which goes on after an error, or with ``-v ON_ERROR_STOP=1``."""

    def __init__(self, folder: Path, engine: PostgresEngine, *, stop: bool) -> None:
        super().__init__(folder)
        self.engine = engine
        self.stop = stop
        self.engine.database()
        self.command = [engine.server.programs / "psql", "-X", "-q", "-d", engine.server.url("last")]

    def prepare(self, sql: str = "") -> None:
        with self.engine.server.connect("last") as connection:
            connection.execute(f"CREATE TABLE canary AS SELECT 1 AS x; CREATE SCHEMA logs; {sql}".encode())

    def feed(self, script: str) -> str:
        file = self.folder / "install.sql"
        file.write_bytes(script.encode())
        return self.run([*self.command, *(["-v", "ON_ERROR_STOP=1"] if self.stop else []), "-f", file])

    def answer(self, query: str) -> str:
        return self.run([*self.command, "-t", "-A", "-c", query]).strip()

    def folders(self) -> list[Path]:
        return [self.folder, self.engine.server.folder / "data"]
