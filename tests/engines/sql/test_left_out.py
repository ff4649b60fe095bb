"""What a back end leaves out, no view asks for: an engine runs the whole installation, and every view answers."""

from __future__ import annotations

from pathlib import Path

import duckdb

from tests.unit.cli.test_targets import MONTHLY, SPEC, WARN, Write, run, write

__all__ = ["write"]  # a fixture


def test_every_view_answers_without_the_objectives_that_are_left_out(write: Write) -> None:
    write(f"[targets.sql]\n{WARN}", SPEC, MONTHLY)
    run("build")
    connection = duckdb.connect()
    connection.execute("CREATE TABLE requests (ts TIMESTAMPTZ, code BIGINT)")
    connection.execute("CREATE TABLE orders (id BIGINT, ts TIMESTAMPTZ, paid BOOLEAN)")
    connection.execute("INSERT INTO orders VALUES (1, now() - INTERVAL 1 MINUTE, true)")
    connection.execute(Path("generated/sql/duckdb/install.sql").read_text("utf-8"))
    views = connection.execute("SELECT view_name FROM duckdb_views() WHERE schema_name = 'slo'").fetchall()
    assert len(views) > 10
    for (view,) in views:
        connection.execute(f'SELECT * FROM slo."{view}"').fetchall()
    slos = connection.execute("SELECT DISTINCT slo FROM slo.slo_status ORDER BY slo").fetchall()
    assert slos == [("api.good",), ("shop.paid",)]
