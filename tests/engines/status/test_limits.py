"""A raw query or a file may take only so much time and memory, and nothing that the engine says gets out as a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from sloc.findings import Finding
from sloc.ir import Ir
from sloc.project import Project
from sloc.run.engine import Limits
from sloc.run.fenced import fenced_status
from sloc.run.report import StatusReport
from sloc.run.status import status
from sloc.source.span import SourceFile
from tests.engines.status.project import instant, program

NOW = instant("2026-11-02T00:00:00Z")

FINE = """
  source fine { at ts field ok: bool from sql { query "SELECT TIMESTAMP '2026-11-01' AS ts, true AS ok" } }
  slo fine { expect 90% of fine to satisfy ok over 30d alerts none }
"""
TEN = "WITH t AS (SELECT 0 AS x" + "".join(f" UNION ALL SELECT {n}" for n in range(1, 10)) + ")"
ENDLESS = f"{TEN} SELECT TIMESTAMP '2026-11-01' AS ts, sum(a0.x) > 0 AS ok FROM " + ", ".join(f"t AS a{n}" for n in range(14))
LARGE = (
    f"{TEN} SELECT TIMESTAMP '2026-11-01' AS ts, true AS ok, concat({', '.join(f'a{n}.x' for n in range(9))}) AS word FROM "
    + ", ".join(f"t AS a{n}" for n in range(9))
)
GROWN = "replace(" * 9 + "'x'" + ", 'x', 'xxxxxxxxxx')" * 9
DEAF = f"SELECT TIMESTAMP '2026-11-01' AS ts, length({GROWN}) > 0 AS ok"
"""Calls of a function, of seconds each, in which the engine does not look whether it is interrupted."""


def asking(query: str) -> Ir:
    source = f'source raw {{ at ts field ok: bool from sql {{ query "{query}" }} }}'
    slo = "slo raw { expect 90% of raw to satisfy ok over 30d alerts none }"
    return program(SourceFile("specs/s.slo", f'service s {{ owner "x" {source} {slo} {FINE} }}'))


def here(query: str, limits: Limits) -> tuple[StatusReport, list[Finding]]:
    return status(Project.default(Path()), asking(query), {}, NOW, {}, limits)


def fenced(query: str, limits: Limits) -> tuple[StatusReport, list[Finding]]:
    return fenced_status(Project.default(Path()), asking(query), {}, NOW, {}, limits)


@pytest.mark.parametrize(
    ("query", "limits", "says"),
    [(ENDLESS, Limits(seconds=30), "5s of time"), (LARGE, Limits(600, 200 << 20), "200MB of memory")],
)
def test_a_query_that_takes_too_much_is_named_and_the_others_are_evaluated(query: str, limits: Limits, says: str) -> None:
    report, findings = here(query, limits)
    assert [(found.code, found.message) for found in findings] == [("SLO419", f"this query needs more than {says}")]
    assert findings[0].span is not None
    assert "--max-" in findings[0].help[0]
    assert [(each.slo, each.good) for each in report.objectives] == [("s.fine", 1)]
    assert [skipped.slo for skipped in report.skipped] == ["s.raw"]


@pytest.mark.parametrize("limits", [Limits(seconds=1.0), Limits(memory=1 << 20)], ids=["time", "memory"])
def test_what_nothing_can_interrupt_is_ended(limits: Limits) -> None:
    report, findings = fenced(DEAF, limits)
    (found,) = findings
    assert found.code == "SLO419"
    assert "--max-" in found.help[0]
    assert {skipped.slo for skipped in report.skipped} == {"s.raw", "s.fine"}


def test_the_process_of_its_own_says_what_this_one_would() -> None:
    fine = "SELECT TIMESTAMP '2026-11-01' AS ts, false AS ok"
    assert fenced(fine, Limits()) == here(fine, Limits())


@pytest.mark.parametrize(
    "query",
    [
        "SELECT now() AS ts, true AS ok FROM duckdb_secrets()",
        "SELECT now() AS ts, true AS ok FROM read_text('/etc/hostname')",
        "SELECT now() AS ts, true AS ok FROM glob('*')",
        "SELECT now() AS ts, error('no') IS NULL AS ok",
        "SELECT now() AS ts, no_such_function(1) > 0 AS ok",
        "WITH RECURSIVE r AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM r) SELECT now() AS ts, x > 0 AS ok FROM r",
    ],
)
def test_what_is_refused_never_reaches_the_engine(query: str) -> None:
    report, findings = here(query, Limits())
    assert [found.code for found in findings] == ["SLO403"]
    assert "s.raw" in [skipped.slo for skipped in report.skipped]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT now() AS ts, CAST(length('x') * 300 AS TINYINT) > 0 AS ok",
        "SELECT now() AS ts, 'perhaps' AS ok",
        "SELECT 'soon' AS ts, true AS ok",
        "SELECT DATE '2026-11-01' - INTERVAL 300000 YEARS AS ts, true AS ok",
        "SELECT no_such_column AS ts, true AS ok",
    ],
)
def test_whatever_the_engine_refuses_is_one_finding(query: str) -> None:
    report, findings = here(query, Limits())
    assert [found.code for found in findings] == ["SLO414"]
    assert "\n" not in findings[0].message
    assert findings[0].span is not None
    assert "s.raw" in [skipped.slo for skipped in report.skipped]


def test_a_file_that_takes_too_much(tmp_path: Path) -> None:
    spec = (
        'service s { owner "x" source a { at ts field ok: bool from sql { table "a" } } slo o { expect 90% of a to satisfy ok '
    )
    ir = program(SourceFile("specs/s.slo", spec + "over 30d alerts none } }"))
    (tmp_path / "a.csv").write_text("ts,ok\n" + "2026-11-01T10:00:00Z,true\n" * 500_000)
    _, findings = status(Project.default(Path()), ir, {"a": tmp_path / "a.csv"}, NOW, {}, Limits(memory=8 << 20))
    (found,) = findings
    assert (found.code, found.message) == ("SLO419", f"{tmp_path / 'a.csv'} needs more than 8MB of memory")
