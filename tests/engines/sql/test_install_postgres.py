"""What docs/sql.md says of installs on PostgreSQL, on a real server: in one go, again, after a change, and for whom."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest

from sloc.ir import Ir, SqlBinding
from sloc.ir.expr import Type
from tests.engines.sql.harness import bound, compile_sql, load
from tests.engines.sql.on_postgres import PostgresDatabase, PostgresEngine
from tests.processes import run
from tests.reference.build import HERE, calendar, have, instant, interval, program, ref, rolling, satisfy, sla, slo, source

CALLS = source(
    {"id": "int", "at": "time", "ok": "bool", "done": "time?"}, id="calls", measures=[interval("wait", "at", "done")]
)
OFFICE = calendar({"mon..fri": "09:00-12:00, 13:00-17:00"})
LONGER = calendar({"mon..fri": "09:00-17:00"})
AT = instant("2024-06-19T10:00Z")
YEARS = rolling("3650d")
CONTRACT = ("now", "objectives", "coverage", "events", "daily", "status", "burn", "alerts", "at_risk", "periods")
COUNTS = 'SELECT slo, good, bad, pending FROM slo.slo_status ORDER BY slo COLLATE "C"'


@pytest.fixture
def database(postgres: PostgresEngine) -> PostgresDatabase:
    made = postgres.database()
    made.run("CREATE SCHEMA data")
    rows = {"calls": [{"id": n, "at": AT, "ok": n > 1, "done": AT} for n in range(4)]}
    load(postgres, made, bound(program([], [CALLS])).sources[0], "calls", rows)
    return made


def one_spec() -> Ir:
    promises = [
        slo(satisfy(ref("ok", Type.BOOL)), of="calls", window=YEARS),
        slo(have("wait", "1h", "office"), name="wait", of="calls", window=YEARS),
    ]
    return bound(program(promises, [CALLS], [OFFICE]))


def another_spec() -> Ir:
    """Another SLO, other groups, and a calendar whose tables have fewer columns."""
    promised = sla("50%", have("wait", "8h", "office"), YEARS)
    promises = [
        slo(have("wait", "1h", "office"), name="wait", of="calls", per=["ok"], window=YEARS, sla=promised),
        slo(have("wait", "5m"), name="new", of="calls", window=YEARS, sla=replace(promised, indicator=have("wait", "9m"))),
    ]
    return bound(program(promises, [CALLS], [LONGER]))


def files(postgres: PostgresEngine, ir: Ir) -> dict[str, str]:
    compiled = compile_sql(ir, postgres)
    assert not compiled.findings
    return {file.path.name: file.text for file in compiled.files}


def script(postgres: PostgresEngine, ir: Ir) -> str:
    return files(postgres, ir)["install.sql"]


def relations(database: PostgresDatabase) -> set[str]:
    found = database.fetch("SELECT relname FROM pg_class WHERE relnamespace = 'slo'::regnamespace AND relkind IN ('r', 'v')")
    return {row["relname"] for row in found}


def counts(database: PostgresDatabase) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in database.fetch(COUNTS)]


def test_psql_runs_it_as_docs_say_twice_and_after_a_change(
    postgres: PostgresEngine, database: PostgresDatabase, tmp_path: Path
) -> None:
    for ir in (one_spec(), one_spec(), another_spec(), one_spec()):
        file = tmp_path / "install.sql"
        file.write_text(script(postgres, ir), encoding="utf-8")
        psql = [postgres.server.programs / "psql", "-q", "-v", "ON_ERROR_STOP=1", "-f", file, postgres.server.url("last")]
        done = run(psql, text=True)
        assert (done.returncode, done.stdout) == (0, "")
        assert "ERROR" not in done.stderr
    assert counts(database) == [("desk.promise", 2, 2, 0), ("desk.wait", 4, 0, 0)]


def test_after_a_change_nothing_is_left_of_what_was(postgres: PostgresEngine, database: PostgresDatabase) -> None:
    database.run(script(postgres, another_spec()))
    fresh = relations(database)
    database.run("DROP SCHEMA slo CASCADE")
    database.run(script(postgres, one_spec()))
    assert "events_desk__promise" in relations(database)
    database.run(script(postgres, another_spec()))
    assert relations(database) == fresh


def test_the_files_one_after_another_are_the_install(postgres: PostgresEngine, database: PostgresDatabase) -> None:
    for ir in (one_spec(), another_spec()):
        for name, text in sorted(files(postgres, ir).items()):
            if name != "install.sql":
                database.run(text)
    assert [row[0] for row in counts(database)] == ["desk.new", "desk.wait", "desk.wait"]


def test_grants_and_others_views_over_the_contract_stay(postgres: PostgresEngine, database: PostgresDatabase) -> None:
    database.run(script(postgres, one_spec()))
    database.run("CREATE ROLE reader LOGIN; GRANT USAGE ON SCHEMA slo TO reader")
    for view in CONTRACT:
        database.run(f"GRANT SELECT ON slo.slo_{view} TO reader; CREATE VIEW board_{view} AS SELECT * FROM slo.slo_{view}")
    database.run(script(postgres, another_spec()))
    with postgres.server.connect("last", "reader") as reader:
        for view in CONTRACT:
            reader.execute(f"SELECT * FROM slo.slo_{view}")
        assert len(reader.execute("SELECT * FROM slo.slo_status").fetchall()) == 3
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            reader.execute("SELECT * FROM data.calls")
    assert len(database.fetch("SELECT * FROM board_status")) == 3
    database.run("DROP OWNED BY reader; DROP ROLE reader")


def test_a_view_of_others_over_what_is_not_the_contract_stops_it_before_anything_changed(
    postgres: PostgresEngine, database: PostgresDatabase
) -> None:
    database.run(script(postgres, one_spec()))
    before = counts(database)
    database.run("CREATE VIEW mine AS SELECT * FROM slo.slo_budget")
    with pytest.raises(psycopg.errors.DependentObjectsStillExist, match="mine"):
        database.run(script(postgres, another_spec()))
    database.run("ROLLBACK")
    assert counts(database) == before


def test_a_role_that_owns_the_schema_needs_no_other_right(postgres: PostgresEngine, database: PostgresDatabase) -> None:
    database.run("CREATE ROLE installer LOGIN; CREATE SCHEMA slo AUTHORIZATION installer")
    database.run("GRANT USAGE ON SCHEMA data TO installer; GRANT SELECT ON data.calls TO installer")
    with postgres.server.connect("last", "installer") as connection:
        for ir in (one_spec(), another_spec()):
            connection.execute(script(postgres, ir))
    assert len(counts(database)) == 3
    database.run("DROP OWNED BY installer; DROP ROLE installer")


def test_every_text_sorts_by_code_point_and_every_instant_is_a_timestamp(
    postgres: PostgresEngine, database: PostgresDatabase
) -> None:
    """The server of the tests knows no language's order, so the declared one is looked at; with no SLO, too."""
    for ir in (one_spec(), bound(program([], []))):
        database.run(script(postgres, ir))
        columns = database.fetch("""
            SELECT c.relname || '.' || a.attname AS name, t.typname AS type, l.collname AS collation
            FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
            JOIN pg_type AS t ON t.oid = a.atttypid LEFT JOIN pg_collation AS l ON l.oid = a.attcollation
            WHERE c.relnamespace = 'slo'::regnamespace AND c.relkind = 'v'
        """)
        words = ("slo_outcome", "sla_outcome", "window_kind", "kind")  # of views that only ours read
        unsorted = [row["name"] for row in columns if row["type"] == "text" and row["collation"] != "C"]
        assert [name for name in unsorted if not name.endswith(words)] == []
        assert {row["type"] for row in columns} <= {"text", "timestamp", "int8", "int4", "float8", "numeric", "bool", "date"}


def test_all_digits_of_a_double_count(postgres: PostgresEngine, database: PostgresDatabase) -> None:
    """A double that is cast to NUMERIC keeps 15 of them, and an epoch with microseconds has 16."""
    database.run('CREATE TABLE data.doubles AS SELECT CAST(1718791200.123457 AS DOUBLE PRECISION) AS "at", TRUE AS ok')
    doubles = source({"at": "time", "ok": "bool"}, key=None, id="doubles")
    table = SqlBinding(("data", "doubles"), None, (), None, "s", HERE)
    promise = slo(satisfy(ref("ok", Type.BOOL)), of="doubles", window=YEARS)
    database.run(script(postgres, program([promise], [replace(doubles, sql=table)])))
    (row,) = database.fetch("SELECT started_us FROM slo.events_desk__promise")
    assert row["started_us"] == 1_718_791_200_123_457


def test_now_is_the_start_of_the_transaction(postgres: PostgresEngine, database: PostgresDatabase) -> None:
    database.run(script(postgres, one_spec()))
    (row,) = database.fetch("SELECT as_of = now() AT TIME ZONE 'UTC' AS same FROM slo.slo_now")
    assert row["same"] is True
