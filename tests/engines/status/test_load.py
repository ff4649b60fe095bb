"""Files as they come: what is read, and what is said about those that do not fit."""

from __future__ import annotations

import datetime as dt
import gzip
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sloc.findings import Finding
from sloc.findings.model import Severity
from sloc.ir import FieldType, Origin
from sloc.ir.expr import Type
from sloc.run.engine import Engine, Limits
from sloc.run.report import Objective, StatusReport
from sloc.run.tables import BoundColumn
from sloc.run.values import cell, reading
from sloc.source.span import SourceFile
from tests.engines.status.project import program, run

NOW = "2026-11-02T00:00:00Z"

SPEC = """
service shop "Shop" {
  owner "shop@example.com"
  source orders {
    key order_id
    at  placed_at
    field kind:  "web" | "store"
    field items: int
    field price: number?
    field paid:  bool
    field due:   date?
    field sent:  time?
    measure took: duration?
    from sql { table "shop.orders"  column took = "took_ms" in ms }
  }
  slo paid { expect 90% of orders where kind == "web" to satisfy paid and items > 0 over 30d alerts none }
  slo fast { expect 90% of orders to have took within 1s over 30d alerts none }
}
"""
HEADER = "order_id,placed_at,kind,items,price,paid,due,sent,took_ms\n"
GOOD = "1,2026-11-01T10:00:00Z,web,2,9.99,true,2026-11-05,,1000\n"


def spec(text: str = SPEC) -> SourceFile:
    return SourceFile("specs/shop.slo", text)


def loaded(tmp_path: Path, text: str | bytes, name: str = "orders.csv") -> tuple[StatusReport, list[Finding]]:
    """Status over one file bound to shop.orders."""
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return run(program(spec()), {"shop.orders": file}, NOW)


def objective(report: StatusReport, slo: str) -> Objective:
    (found,) = (each for each in report.objectives if each.slo == slo)
    return found


def only(findings: list[Finding], code: str) -> Finding:
    assert [found.code for found in findings] == [code], findings
    return findings[0]


# ── what is read ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_forms_of_a_value(tmp_path: Path) -> None:
    rows = (
        "1,2026-11-01T10:00:00Z,web,2,9.99,true,2026-11-05,,1000\n"
        "2,2026-11-01 11:00:00.5+01:00,web,+3.0,,T,,2026-11-01T12:00,1000.001\n"
        '3,2026-11-01T11:00,store,0,1e2,0,,"2026-11-01 12:00:00.123456+0100",\n'
    )
    report, findings = loaded(tmp_path, HEADER + rows)
    assert findings == []
    assert (objective(report, "shop.paid").good, objective(report, "shop.paid").bad) == (2, 0)
    assert (objective(report, "shop.fast").good, objective(report, "shop.fast").bad) == (1, 2)


def write(path: Path, select: str) -> None:
    """A file that DuckDB writes, in the format that its name says."""
    duckdb.connect().execute(f"COPY ({select}) TO '{path}'")


TYPED = """
SELECT 1 AS order_id, TIMESTAMPTZ '2026-11-01 10:00:00+00' AS placed_at, 'web' AS kind, 2 AS items, 9.5::DOUBLE AS price,
    true AS paid, DATE '2026-11-05' AS due, NULL::TIMESTAMP AS sent, 0.5::DOUBLE AS took_ms
"""


@pytest.mark.parametrize(
    "name", ["orders.parquet", "orders.json", "orders.csv.gz", "orders.tsv", "o'r[d]e*rs?.csv", "ORDERS.CSV"]
)
def test_formats(tmp_path: Path, name: str) -> None:
    if name.endswith((".parquet", ".json")):
        write(tmp_path / name, TYPED)
        report, findings = run(program(spec()), {"shop.orders": tmp_path / name}, NOW)
    else:
        text = (HEADER + GOOD).replace(",", "\t" if name.endswith(".tsv") else ",").encode()
        report, findings = loaded(tmp_path, gzip.compress(text) if name.endswith(".gz") else text, name)
    assert findings == []
    assert objective(report, "shop.paid").good == 1


@pytest.mark.parametrize("null", ["", "NULL", "null", "\\N", '""', " ", '" "'])
def test_the_words_for_null(tmp_path: Path, null: str) -> None:
    cells = ["1", "2026-11-01T10:00:00Z", "web", "2", null, "true", null, null, null]
    report, findings = loaded(tmp_path, HEADER + ",".join(cells) + "\n")
    assert findings == []
    assert objective(report, "shop.fast").bad == 1


def test_null_in_quotes_is_a_text(tmp_path: Path) -> None:
    text = SPEC.replace('field kind:  "web" | "store"', "field kind: string")
    (tmp_path / "orders.csv").write_text(HEADER + GOOD.replace("web", '"NULL"') + GOOD.replace("web", "NULL"))
    text = text.replace('kind == "web"', 'kind == "NULL"')
    report, _ = run(program(spec(text)), {"shop.orders": tmp_path / "orders.csv"}, NOW)
    assert objective(report, "shop.paid").total == 1


def test_blanks_around_values_and_names_but_not_in_texts(tmp_path: Path) -> None:
    header = HEADER.replace(",", ", ")
    row = '1, 2026-11-01T10:00:00Z , web, 2 ,9.99,\ttrue, 2026-11-05, "2026-11-01T10:00:00Z", 1000\n'
    report, findings = loaded(tmp_path, header + row)
    assert findings == []
    assert (objective(report, "shop.paid").good, objective(report, "shop.fast").good) == (1, 1)
    text = SPEC.replace('field kind:  "web" | "store"', "field kind: string")
    (tmp_path / "orders.csv").write_text(HEADER + GOOD + GOOD.replace("web", " web"))
    report, _ = run(program(spec(text)), {"shop.orders": tmp_path / "orders.csv"}, NOW)
    assert objective(report, "shop.paid").total == 1


@given(
    moment=st.datetimes(dt.datetime(1, 1, 2), dt.datetime(2026, 11, 1)),
    minutes=st.integers(-1439, 1439),
    form=st.sampled_from(["T", " "]),
    zone=st.sampled_from(["Z", "z", " Z", "UTC", " UTC", "+00", None]),
)
def test_every_instant_of_rfc_3339_is_read_as_it_is(moment: dt.datetime, minutes: int, form: str, zone: str | None) -> None:
    local = moment if zone else moment + dt.timedelta(minutes=minutes)
    offset = zone or f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
    column = BoundColumn("t", "t", FieldType(Type.TIME, True), "utc", False, Origin("a.slo", 0, 0, 1))
    with Engine(Limits()) as engine:
        engine.rows(f"CREATE TABLE r AS SELECT '{local.isoformat(form)}{offset}' AS t")
        assert engine.rows(f"SELECT {reading(column).of(cell(column))} FROM r") == [(moment,)]


def test_a_name_with_signs_of_a_pattern_reads_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "orders1.csv").write_text(HEADER + GOOD + GOOD)
    report, _ = loaded(tmp_path, HEADER + GOOD, "orders?.csv")
    assert objective(report, "shop.paid").total == 1


def test_semicolons_and_a_byte_order_mark(tmp_path: Path) -> None:
    report, findings = loaded(tmp_path, b"\xef\xbb\xbf" + (HEADER + GOOD).replace(",", ";").encode())
    assert findings == []
    assert objective(report, "shop.paid").good == 1


def test_columns_in_another_order_and_more_of_them(tmp_path: Path) -> None:
    text = "note,PAID,placed_at,order_id,kind,items,price,due,sent,took_ms\nx,true,2026-11-01T10:00:00Z,1,web,2,,,,7\n"
    report, findings = loaded(tmp_path, text)
    assert findings == []
    assert objective(report, "shop.paid").good == 1


@pytest.mark.parametrize(
    ("times", "value"),
    [
        ("times in Europe/Berlin", "2026-11-01T10:00:00"),
        ("times epoch s", "1793523600"),
        ("times epoch ms", "1793523600000.5"),
    ],
)
def test_times_as_the_binding_says(tmp_path: Path, times: str, value: str) -> None:
    text = f"""
    service s {{
      owner "x"
      source pings {{ at ts field ok: bool from sql {{ table "pings" {times} }} }}
      slo up {{ expect 90% of pings to satisfy ok over 30d alerts none }}
    }}
    """
    file = tmp_path / "pings.csv"
    file.write_text(f"ts,ok\n{value},true\n")
    for now, total in (("2026-11-01T08:59:59Z", 0), ("2026-11-01T09:00:01Z", 1)):
        report, findings = run(program(spec(text)), {"pings": file}, now)
        assert findings == []
        assert objective(report, "s.up").total == total


QUERY = '''
service s {
  owner "x"
  source pings {
    at ts
    field ok: bool
    from sql { query """ WITH latest AS (SELECT ts, state = 'up' AS ok FROM raw."Pings Log") SELECT * FROM latest """ }
  }
  slo up { expect 90% of pings to satisfy ok over 30d alerts none }
}
'''


def test_a_query_reads_tables_as_duckdb_infers_them(tmp_path: Path) -> None:
    file = tmp_path / "pings.csv"
    file.write_text("ts,state\n2026-11-01T10:00:00+01:00,up\n")
    for now, total in (("2026-11-01T08:59:59Z", 0), ("2026-11-01T09:00:01Z", 1)):
        report, findings = run(program(spec(QUERY)), {"raw.pings log": file}, now)
        assert findings == []
        assert objective(report, "s.up").total == total


def test_a_name_of_three_parts(tmp_path: Path) -> None:
    text = SPEC.replace('"shop.orders"', '"lake.shop.orders"')
    file = tmp_path / "orders.csv"
    file.write_text(HEADER + GOOD)
    report, findings = run(program(spec(text)), {"lake.shop.orders": file}, NOW)
    assert findings == []
    assert objective(report, "shop.paid").good == 1


# ── what does not fit ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_missing_file(tmp_path: Path) -> None:
    report, findings = run(program(spec()), {"shop.orders": tmp_path / "none.csv"}, NOW)
    found = only(findings, "SLO410")
    assert "none.csv does not exist" in found.message
    assert found.span is not None
    assert SPEC[found.span.start :].startswith("from sql")
    assert report.objectives == ()
    assert [skipped.slo for skipped in report.skipped] == ["shop.fast", "shop.paid"]
    assert "cannot be used" in report.skipped[0].reason


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("orders.xlsx", b"PK", "is of no kind that sloc reads"),
        ("orders", b"x", "is of no kind that sloc reads"),
        ("orders.parquet", b"not a parquet file", "cannot be read"),
        ("orders.json", b"{]", "cannot be read"),
        ("orders.csv.gz", b"not gzipped", "cannot be read"),
        ("orders.csv", HEADER.encode() + b"1,2\n", "cannot be read"),
        ("orders.csv", HEADER.encode() + b"\xff\xfe,,,,,,,,\n", "cannot be read"),
        ("orders.csv", b"", "is empty"),
        ("orders.json", b"", "is empty"),
    ],
)
def test_an_unreadable_file(tmp_path: Path, name: str, text: bytes, says: str) -> None:
    _, findings = loaded(tmp_path, text, name)
    assert says in only(findings, "SLO410").message


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    _, findings = run(program(spec()), {"shop.orders": tmp_path}, NOW)
    assert "is a folder" in only(findings, "SLO410").message


def test_a_missing_column_names_the_nearest(tmp_path: Path) -> None:
    _, findings = loaded(tmp_path, (HEADER + GOOD).replace("placed_at", "placd_at"))
    found = only(findings, "SLO411")
    assert "has no column `placed_at`" in found.message
    assert "did you mean `placd_at`" in found.help[0]
    assert "the file has `order_id`, `placd_at`" in found.help[1]


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("placed_at", "soon", "a time such as"),
        ("placed_at", "2026-02-30T10:00:00Z", "a time such as"),
        ("placed_at", "1793523600", "a time such as"),
        ("placed_at", "2026-11-01", "a time such as"),
        ("placed_at", "2026-11-01T10:00:00+99:99", "a time such as"),
        ("placed_at", "2026-11-01T10:00:00+24:00", "a time such as"),
        ("placed_at", "2026-11-01T10:00:00+01:60", "a time such as"),
        ("placed_at", "2026-11-01T24:00:00Z", "a time such as"),
        ("placed_at", "2026-11-01T23:60:00Z", "a time such as"),
        ("placed_at", "2026-11-01T23:59:60Z", "a time such as"),
        ("placed_at", "0000-11-01T10:00:00Z", "a time such as"),
        ("placed_at", "0001-01-01T00:00:00+00:01", "a time such as"),
        ("placed_at", "9999-12-31T23:59:00-00:01", "a time such as"),
        ("placed_at", "2026-11-01 10:00:00 CET", "a time such as"),
        ("items", "2.5", "a whole number"),
        ("items", "99999999999999999999", "a whole number"),
        ("price", "9 EUR", "a number"),
        ("price", "nan", "a number"),
        ("paid", "yes", "true or false"),
        ("due", "01.11.2026", "a date such as"),
        ("took_ms", "12ms", "a duration as a number"),
    ],
)
def test_a_mistyped_value(tmp_path: Path, column: str, value: str, says: str) -> None:
    cells = dict(zip(HEADER.strip().split(","), GOOD.strip().split(","), strict=True)) | {column: value}
    report, findings = loaded(tmp_path, HEADER + GOOD + ",".join(cells.values()) + "\n" + ",".join(cells.values()) + "\n")
    found = only(findings, "SLO412")
    assert found.severity is Severity.ERROR
    assert f'orders.csv, data row 2 and 1 more: `{column}` holds "{value}", which is not {says}' in found.message
    assert found.span is not None
    assert found.help
    assert report.objectives == ()


def test_offsets_under_times_in_a_zone(tmp_path: Path) -> None:
    text = SPEC.replace('table "shop.orders"', 'table "shop.orders" times in Europe/Berlin')
    (tmp_path / "orders.csv").write_text(HEADER + GOOD)
    _, findings = run(program(spec(text)), {"shop.orders": tmp_path / "orders.csv"}, NOW)
    assert "a time without an offset" in only(findings, "SLO412").message


def test_a_value_that_the_enum_does_not_have_is_a_warning(tmp_path: Path) -> None:
    report, findings = loaded(tmp_path, HEADER + GOOD + GOOD.replace("web", "wep"))
    found = only(findings, "SLO412")
    assert found.severity is Severity.WARNING
    assert '`kind` holds "wep"' in found.message
    assert '"web" was meant' in found.help[0]
    assert objective(report, "shop.paid").total == 1


def test_a_null_where_none_may_be_is_a_warning(tmp_path: Path) -> None:
    report, findings = loaded(tmp_path, HEADER + GOOD + GOOD.replace("true", ""))
    found = only(findings, "SLO412")
    assert found.severity is Severity.WARNING
    assert "`paid` holds no value" in found.message
    assert objective(report, "shop.paid").bad == 1


def test_null_keys_and_instants_are_coverage(tmp_path: Path) -> None:
    report, findings = loaded(tmp_path, HEADER + GOOD + "," + GOOD[2:] + GOOD.replace("2026-11-01T10:00:00Z", ""))
    assert findings == []
    assert {(fault.fault, fault.rows) for fault in report.coverage if fault.slo == "shop.fast"} >= {
        ("null key", 1),
        ("null at", 1),
    }


def test_an_unbound_table_skips_its_objectives_only(tmp_path: Path) -> None:
    more = "slo o { expect 90% of a to satisfy ts > ts over 30d alerts none }"
    text = SPEC + f'service s {{ owner "x" source a {{ at ts from sql {{ table "b.c" }} }} {more} }}'
    (tmp_path / "orders.csv").write_text(HEADER + GOOD)
    report, findings = run(program(spec(text)), {"shop.orders": tmp_path / "orders.csv"}, NOW)
    found = only(findings, "SLO413")
    assert found.help == ("add `--bind b.c=FILE`",)
    assert [(skipped.slo, skipped.reason) for skipped in report.skipped] == [("s.o", "no data is bound to `b.c`")]
    assert len(report.objectives) == 2


def test_a_bind_that_no_spec_reads(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(HEADER + GOOD)
    _, findings = run(program(spec()), {"shop.orders": tmp_path / "orders.csv", "shop.odrers": tmp_path / "x.csv"}, NOW)
    found = only(findings, "SLO201")
    assert "shop.odrers" in found.message
    assert found.help == ("did you mean `shop.orders`?",)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("SELEC 1", "SLO403"),
        ("SELECT ts, ok FROM ONLY raw.pings", "SLO403"),  # which PostgreSQL takes
        ("SELECT no_such_column AS ts, true AS ok FROM raw.pings", "SLO414"),
        ("SELECT now() AS ts, true AS ok FROM read_csv('/etc/passwd')", "SLO403"),
    ],
)
def test_a_query_that_fails(tmp_path: Path, query: str, code: str) -> None:
    source = f'source a {{ at ts field ok: bool from sql {{ query "{query}" }} }}'
    text = f'service s {{ owner "x" {source} slo o {{ expect 90% of a to satisfy ok over 30d alerts none }} }}'
    (tmp_path / "pings.csv").write_text("ts,ok\n2026-11-01T10:00:00Z,true\n")
    binds = {"raw.pings": tmp_path / "pings.csv"} if "raw.pings" in query else {}
    report, findings = run(program(spec(text)), binds, NOW)
    assert code in [found.code for found in findings]
    assert report.objectives == ()
    assert [skipped.slo for skipped in report.skipped] == ["s.o"]


def test_two_bindings_that_read_one_column_differently(tmp_path: Path) -> None:
    text = """
    service s {
      owner "x"
      source a { at ts field v: int    from sql { table "t" } }
      source b { at ts field v: string from sql { table "t" } }
      slo one { expect 90% of a to satisfy v > 1 over 30d alerts none }
      slo two { expect 90% of b to satisfy v == "1" over 30d alerts none }
    }
    """
    (tmp_path / "t.csv").write_text("ts,v\n2026-11-01T10:00:00Z,1\n")
    report, findings = run(program(spec(text)), {"t": tmp_path / "t.csv"}, NOW)
    found = only(findings, "SLO210")
    assert "read as string and as int" in found.message
    assert len(found.labels) == 1
    assert report.objectives == ()
