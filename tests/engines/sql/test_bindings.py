"""How columns are read: names, units, epochs, zones, raw queries; and that hostile specs stay within their quotes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from sloc.backends.sql.events import events_view
from sloc.ir import Column, Ir, Slo, Source, SqlBinding
from sloc.ir.expr import Expr, NumberLiteral, Type
from tests.engines.sql.engine import Database, Engine, dialect_of, quoted
from tests.engines.sql.harness import compile_sql, fetch, set_now
from tests.reference.build import HERE, compare, have, instant, plain, program, ref, satisfy, slo, source, zone

NOW = "2026-12-01T00:00Z"
TABLE = SqlBinding(("t",), None, (), None, None, HERE)


def events(engine: Engine, bound: Source, promise: Slo, *setup: str) -> list[dict[str, Any]]:
    """The events of one SLO over tables that `setup` makes."""
    database = engine.database()
    for statement in setup:
        database.run(statement)
    install(engine, database, program([promise], [bound]))
    set_now(engine, database, instant(NOW))
    return fetch(database, f'SELECT * FROM slo."{events_view(promise)}" ORDER BY started_us')


def install(engine: Engine, database: Database, ir: Ir) -> None:
    compiled = compile_sql(ir, engine)
    assert not compiled.findings
    (script,) = [file.text for file in compiled.files if file.path.name == "install.sql"]
    database.run(script)


def started(engine: Engine, binding: SqlBinding, values: Sequence[str], column_type: str) -> list[int]:
    """The instants that a time column is read as."""
    bound = replace(source({"at": "time", "ok": "bool"}, key=None), sql=binding)
    rows = " UNION ALL ".join(f'SELECT CAST({value} AS {column_type}) AS "at", TRUE AS ok' for value in values)
    found = events(engine, bound, slo(satisfy(ref("ok", Type.BOOL))), f"CREATE TABLE t AS {rows}")
    return [row["started_at"] for row in found]


def test_timestamps_without_a_zone_are_utc(engine: Engine) -> None:
    assert started(engine, TABLE, ["'2026-03-01 12:00:00.000001'"], "TIMESTAMP") == [instant("2026-03-01T12:00:00.000001Z")]


def test_timestamps_with_a_zone_are_instants(engine: Engine) -> None:
    assert started(engine, TABLE, ["'2026-03-01 12:00:00+02'"], "TIMESTAMPTZ") == [instant("2026-03-01T10:00Z")]


@pytest.mark.parametrize(
    ("epoch", "value", "column_type", "expected"),
    [
        ("s", "1772366400", "BIGINT", "2026-03-01T12:00Z"),
        ("s", "1772366400.0000019", "DECIMAL(20, 7)", "2026-03-01T12:00:00.000001Z"),
        ("ms", "1772366400001", "BIGINT", "2026-03-01T12:00:00.001Z"),
        ("s", "-0.0000005", "DECIMAL(20, 7)", "1969-12-31T23:59:59.999999Z"),
    ],
)
def test_epochs(engine: Engine, epoch: str, value: str, column_type: str, expected: str) -> None:
    assert started(engine, replace(TABLE, epoch=epoch), [value], column_type) == [instant(expected)]


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("2026-10-25 02:30", "2026-10-25T02:30+02:00"),  # comes twice: the first
        ("2026-10-25 03:00", "2026-10-25T03:00+01:00"),
        ("2026-03-29 02:30", "2026-03-29T02:30+01:00"),  # is skipped: by the offset before
        ("2026-03-29 01:59:59.999999", "2026-03-29T01:59:59.999999+01:00"),
        ("2026-07-01 12:00", "2026-07-01T12:00+02:00"),
        ("2024-01-01 00:00", "2024-01-01T00:00+01:00"),
    ],
)
def test_local_times(engine: Engine, local: str, expected: str) -> None:
    assert started(engine, replace(TABLE, zone=zone("Europe/Berlin")), [f"'{local}'"], "TIMESTAMP") == [instant(expected)]


@pytest.mark.parametrize("local", ["2023-12-31 23:59:59", "2029-01-01 00:00"])
def test_local_times_outside_the_frozen_years_are_null_and_a_fault(engine: Engine, local: str) -> None:
    assert started(engine, replace(TABLE, zone=zone("Europe/Berlin")), [f"'{local}'"], "TIMESTAMP") == []


@pytest.mark.parametrize(
    ("unit", "value", "micros"),
    [
        (None, "0.3", 300_000),
        ("s", "0.3000000001", 300_000),  # read to nine places first
        ("s", "0.300000001", 300_001),  # and then up to the microsecond
        ("ms", "299.9995", 300_000),
        ("m", "0.5", 30_000_000),
        ("h", "0.000000001", 4),
        ("s", "-0.3000005", -300_000),
    ],
)
def test_durations(engine: Engine, unit: str | None, value: str, micros: int) -> None:
    columns = (Column("took", "Time Taken", unit),)
    bound = replace(source({"at": "time"}, key=None, measures=[plain("took")]), sql=replace(TABLE, columns=columns))
    table = f"""CREATE TABLE t AS SELECT TIMESTAMP '2026-03-01' AS "at", CAST({value} AS DECIMAL(30, 12)) AS "Time Taken" """
    (row,) = events(engine, bound, slo(have("took", "300ms")), table)
    assert (row["elapsed_us"], row["outcome"]) == (micros, "good" if micros <= 300_000 else "bad")


def test_numbers_are_read_to_nine_places_half_up(engine: Engine) -> None:
    bound = replace(source({"at": "time", "x": "number"}, key=None), sql=TABLE)
    exactly: Expr = compare(ref("x", Type.NUMBER), "==", NumberLiteral(Fraction("1.000000001")))
    table = "CREATE TABLE t AS SELECT TIMESTAMP '2026-03-01' AS \"at\", 1.0000000005 AS x"
    assert [row["outcome"] for row in events(engine, bound, slo(satisfy(exactly)), table)] == ["good"]


QUERY = "WITH x AS (SELECT *, 'a  b' AS word FROM raw) SELECT \"at\", word = 'a  b' AS ok FROM x -- ) AS r"


def test_a_raw_query_is_a_subquery(engine: Engine) -> None:
    bound = replace(source({"at": "time", "ok": "bool"}, key=None), sql=replace(TABLE, table=None, query=QUERY))
    raw = "CREATE TABLE raw AS SELECT TIMESTAMP '2026-03-01' AS \"at\""
    assert [row["outcome"] for row in events(engine, bound, slo(satisfy(ref("ok", Type.BOOL))), raw)] == ["good"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT 1; DROP TABLE x",
        "DELETE FROM x",
        "SELECT 1) AS r; DROP TABLE x; --",
        "",
        "SELECT * FROM x /*",
        "PRAGMA version",
        "COPY x TO 'y'",
        "WITH d AS (DELETE FROM x RETURNING *) SELECT * FROM d",
        "SELECT " + "(" * 5000 + "1" + ")" * 5000,
    ],
)
def test_what_is_not_one_select_is_refused(engine: Engine, query: str) -> None:
    bound = replace(source({"at": "time", "ok": "bool"}, key=None), sql=replace(TABLE, table=None, query=query))
    compiled = compile_sql(program([slo(satisfy(ref("ok", Type.BOOL)))], [bound]), engine)
    assert [found.code for found in compiled.findings] == ["SLO403"]
    assert compiled.files == ()


def test_a_table_that_duckdb_takes_for_a_file_is_refused_there(engine: Engine) -> None:
    bound = replace(source({"at": "time", "ok": "bool"}, key=None), sql=replace(TABLE, table=("data", "csv")))
    compiled = compile_sql(program([slo(satisfy(ref("ok", Type.BOOL)))], [bound]), engine)
    assert [found.code for found in compiled.findings] == (["SLO401"] if engine.name == "duckdb" else [])


HOSTILE = (
    'a"b',
    "x y",
    "select",
    "Ä",
    "a'b; DROP TABLE t; --",
    "line\n   break",
    "$$",
    "*/",
    "a\\' OR 1=1",
    "100% %s",
    "é" * 70,
)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_and_texts(engine: Engine, name: str) -> None:
    table = quoted("public", name)
    bound = replace(source({"id": "int", "at": "time", name: "string"}), sql=replace(TABLE, table=("public", name)))
    promise = replace(
        slo(satisfy(compare(ref(name), "==", name)), per=[name], name=name), title=name, sentence=f"x\n{name}\r; SELECT 1/0"
    )
    made = f'CREATE TABLE {table} (id BIGINT, "at" TIMESTAMP, {quoted(name)} VARCHAR)'
    row = dialect_of(engine).string(name)
    schema = "CREATE SCHEMA IF NOT EXISTS public"
    (event,) = events(engine, bound, promise, schema, made, f"INSERT INTO {table} VALUES (1, '2026-03-01', {row})")
    assert (event["outcome"], event["slo"]) == ("good", promise.id)


def test_fields_that_differ_by_case_only_are_two(engine: Engine) -> None:
    bound = replace(source({"at": "time", "ok": "bool", "OK": "bool"}, key=None), sql=TABLE)
    columns = (Column("OK", "other", None),)
    bound = replace(bound, sql=replace(TABLE, columns=columns))
    table = "CREATE TABLE t AS SELECT TIMESTAMP '2026-03-01' AS \"at\", TRUE AS ok, FALSE AS other"
    (row,) = events(engine, bound, slo(satisfy(ref("ok", Type.BOOL)), per=["OK"]), table)
    assert (row["outcome"], row["grp"]) == ("good", '{"OK":false}')


def test_dates_are_shown_as_iso_writes_them(engine: Engine) -> None:
    bound = replace(source({"day": "date", "at": "time", "ok": "bool"}, key="day"), sql=TABLE)
    table = "CREATE TABLE t AS SELECT DATE '2026-06-17' AS day, TIMESTAMP '2026-03-01' AS \"at\", TRUE AS ok"
    (row,) = events(engine, bound, slo(satisfy(ref("ok", Type.BOOL)), per=["day"]), table)
    assert (row["event_key"], row["grp"]) == ("2026-06-17", '{"day":"2026-06-17"}')


def test_installing_twice_is_installing_once(engine: Engine) -> None:
    bound = replace(source({"at": "time", "ok": "bool"}, key=None), sql=TABLE)
    ir = program([slo(satisfy(ref("ok", Type.BOOL)))], [bound])
    database = engine.database()
    database.run("CREATE TABLE t AS SELECT TIMESTAMP '2026-03-01' AS \"at\", TRUE AS ok")
    install(engine, database, ir)
    install(engine, database, ir)
    assert len(fetch(database, "SELECT * FROM slo.events_desk__promise")) == 1


def test_what_is_not_bound_is_skipped_and_listed(engine: Engine) -> None:
    ir = program([slo(satisfy(ref("ok", Type.BOOL)))], [source({"at": "time", "ok": "bool"}, key=None)])
    compiled = compile_sql(ir, engine)
    assert [found.code for found in compiled.findings] == ["SLO402"]
    assert not [file for file in compiled.files if file.path.name.startswith("10_")]


def test_equal_programs_give_equal_bytes(engine: Engine) -> None:
    bound = replace(source({"at": "time", "ok": "bool"}, key=None), sql=TABLE)
    ir = program([slo(satisfy(ref("ok", Type.BOOL)))], [bound])
    assert compile_sql(ir, engine) == compile_sql(ir, engine)
