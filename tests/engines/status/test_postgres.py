"""The project's own specs on PostgreSQL: over the generated sample and the real incidents it says what DuckDB says."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

from examples.generate import generate
from sloc.ir import Instant, Ir
from sloc.run.load import connect, load
from sloc.run.status import install
from tests.engines.sql.harness import compile_sql, set_now
from tests.engines.sql.on_postgres import PostgresDatabase, PostgresEngine
from tests.engines.status.project import example_program, instant
from tests.engines.status.test_incidents import AS_OF, TICKETS, files, incidents_only
from tests.engines.status.test_sample import bindings
from tests.shared import needs_shared

VIEWS = (
    "objectives", "coverage", "events", "daily", "status", "burn", "alerts", "at_risk", "periods"
)  # fmt: skip


def both(postgres: PostgresEngine, ir: Ir, binds: dict[str, Path], now: Instant) -> dict[str, tuple[list[Any], list[Any]]]:
    """The rows of each view on DuckDB and on PostgreSQL, which has a copy of DuckDB's tables."""
    with connect() as connection:
        assert load(connection, ir, binds).findings == []
        database = postgres.database()
        _copy(connection, database)
        (script,) = [file.text for file in compile_sql(ir, postgres).files if file.path.name == "install.sql"]
        database.run(script)
        set_now(postgres, database, now)
        # As `sloc status` does on DuckDB: where nothing moves, the classified events are worked out once.
        database.run("CREATE TABLE slo.events_now AS SELECT * FROM slo.slo_event_micros")
        database.run("CREATE OR REPLACE VIEW slo.slo_event_micros AS SELECT * FROM slo.events_now")
        assert install(connection, ir, now) == []
        return {
            view: (
                sorted(connection.execute(f"SELECT * FROM slo.slo_{view}").fetchall(), key=repr),
                sorted((tuple(row.values()) for row in database.fetch(f"SELECT * FROM slo.slo_{view}")), key=repr),
            )
            for view in VIEWS
        }


def _copy(connection: Any, database: PostgresDatabase) -> None:
    """The tables with their columns and rows; DuckDB's names of types are PostgreSQL's, too."""
    tables = connection.execute("SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT temporary").fetchall()
    for schema, table in tables:
        columns = connection.execute(f'DESCRIBE "{schema}"."{table}"').fetchall()
        database.run(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
        database.run(f'CREATE TABLE "{schema}"."{table}" ({", ".join(f"{chr(34)}{c[0]}{chr(34)} {c[1]}" for c in columns)})')
        rows = connection.execute(f'SELECT * FROM "{schema}"."{table}"').fetchall()
        with database.connection.cursor().copy(f'COPY "{schema}"."{table}" FROM STDIN') as copy:
            for row in rows:
                copy.write_row([None if value is None else _text(value) for value in row])


def _text(value: object) -> str:
    return value.isoformat(" ") if isinstance(value, dt.datetime) else str(value)


def test_the_sample_stands_the_same_on_both(postgres: PostgresEngine, tmp_path: Path) -> None:
    generate(tmp_path)
    ir = example_program()
    live = replace(ir, slos=tuple(slo for slo in ir.slos if slo.service != "incidents"))
    now = instant("2026-11-27T15:00:00Z")
    views = both(postgres, live, bindings(tmp_path / "now"), now)
    for view, (duckdb, found) in views.items():
        assert found == duckdb, view
    assert {view: len(rows) for view, (rows, _) in views.items() if view in ("status", "at_risk", "alerts")} != {}
    assert len(views["events"][0]) > 1000


@needs_shared(TICKETS)
def test_the_real_incidents_stand_the_same_on_both(postgres: PostgresEngine) -> None:
    views = both(postgres, incidents_only(), files(), instant(AS_OF))
    for view, (duckdb, found) in views.items():
        assert found == duckdb, view
    assert len(views["events"][0]) > 15_000
