"""The real `sloc status`: in a terminal, in cron, in CI, and in a folder of somebody else's."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.processes import run
from tests.program.shop import environment, sloc, tree

SPEC = """\
service support "Support" {
  owner "support@example.com"
  source tickets {
    key ticket_id
    at created_at
    field priority: "urgent" | "normal"
    field replied_at: time?
    measure reply: from created_at to replied_at
    from sql { table "tickets" }
  }
  slo first_response "First response time" {
    tiers by priority { "urgent": 95% within 1h  "normal": 90% within 4h }
    expect of tickets to have reply over 28d
  }
}
"""
ROWS = """\
ticket_id,priority,created_at,replied_at
1,urgent,2026-03-10T09:00:00Z,2026-03-10T09:30:00Z
2,urgent,2026-03-10T09:00:00Z,
3,normal,2026-03-19T23:00:00Z,
4,normal,2026-03-10T09:00:00Z,2026-03-10T10:00:00Z
4,normal,2026-03-10T09:00:00Z,2026-03-10T10:00:00Z
5,normal,2026-03-19T09:00:00Z,2026-03-19T10:00:00Z
"""
AT = ("status", "--data", "data", "--as-of", "2026-03-20T00:00:00Z")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    for folder in ("specs", "data"):
        (tmp_path / folder).mkdir()
    (tmp_path / "specs/desk.slo").write_text(SPEC, encoding="utf-8")
    (tmp_path / "data/tickets.csv").write_text(ROWS, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("columns", [60, 80, 100, 120])
def test_what_people_look_for_is_there_at_every_width(desk: Path, columns: int) -> None:
    said = sloc(desk, *AT, COLUMNS=str(columns)).stdout
    for text in ("First response time, urgent", 'first_response["urgent"]', "900% over", "1 bad, 0.1 allowed", "0.0x", "3: 3h"):
        assert text in said
    assert "2 × repeated key (each row is counted as an event of its own)" in " ".join(said.split())
    assert max(map(len, said.splitlines())) <= columns


def test_events_at_risk_in_json_and_not_in_ci(desk: Path) -> None:
    at_risk = {
        each["slo"]: each["at_risk_events"] for each in json.loads(sloc(desk, *AT, "--format", "json").stdout)["objectives"]
    }
    event = {"key": "3", "deadline": "2026-03-20T03:00:00Z", "remaining_seconds": 10_800.0}
    assert at_risk['support.first_response["normal"]'] == [event]
    for format in ("table", "json"):
        said = sloc(desk, *AT, "--format", format, CI="true").stdout
        assert "03:00" not in said
        assert "for example" not in said


def test_no_rule_has_numbers_that_nobody_wrote(desk: Path) -> None:
    (desk / "data/tickets.csv").write_text(
        ROWS.splitlines()[0] + "\n" + "2,urgent,2026-03-19T22:50:00Z,\n" * 40, encoding="utf-8"
    )
    document = json.loads(sloc(desk, *AT, "--format", "json").stdout)
    rules = {alert["rule"] for each in document["objectives"] for alert in each["firing"]}
    assert rules
    assert {rule.partition(",")[0] for rule in rules} == {"standard"}


@pytest.mark.parametrize(
    ("conditions", "code"),
    [((), 0), (("missed",), 1), (("no-data",), 0), (("page",), 0), (("no-data", "missed"), 1)],
)
def test_fail_on(desk: Path, conditions: tuple[str, ...], code: int) -> None:
    done = sloc(desk, *AT, *(word for each in conditions for word in ("--fail-on", each)), code=code)
    assert ("failed: 1 missed" in done.stderr) == bool(code)
    assert "First response time" in done.stdout


def test_fail_on_no_data_counts_what_was_skipped(desk: Path) -> None:
    (desk / "data/tickets.csv").unlink()
    assert "2 skipped" in sloc(desk, *AT).stdout
    assert "failed: 0 without data, 2 skipped\n" in sloc(desk, *AT, "--fail-on", "no-data", code=1).stderr
    assert sloc(desk, *AT, "--fail-on", "later", code=2).stdout == ""


def test_a_date_is_taken(desk: Path) -> None:
    assert "Tue 10 Mar 2026 23:59 UTC" in sloc(desk, "status", "--data", "data", "--as-of", "2026-03-10").stdout
    assert "neither a date" in sloc(desk, "status", "--as-of", "2026-11-27Z", code=2).stderr


def test_nothing_of_the_folder_is_run_and_nothing_is_left_in_it(desk: Path) -> None:
    for name in ("pickle", "duckdb", "sloc", "sitecustomize", "typing"):
        (desk / f"{name}.py").write_text("open('CANARY', 'w')\n", encoding="utf-8")
    ten = "WITH t AS (SELECT 0 AS x" + "".join(f" UNION ALL SELECT {n}" for n in range(1, 10)) + ")"
    word = f"concat({', '.join(f'a{n}.x' for n in range(9))}) AS word"
    tables = ", ".join(f"t AS a{n}" for n in range(9))
    query = f"{ten} SELECT TIMESTAMP '2026-03-01' AS ts, true AS ok, {word} FROM {tables}"
    raw = f'source raw {{ at ts field ok: bool from sql {{ query "{query}" }} }}'
    (desk / "specs/raw.slo").write_text(
        f'service raw {{ owner "x" {raw} slo a {{ expect 90% of raw to satisfy ok over 28d alerts none }} }}', encoding="utf-8"
    )
    program = [sys.executable, "-P", "-m", "sloc"]  # as the installed `sloc` starts: without the current folder
    locked = run([*program, "lock"], cwd=desk, env=environment(), text=True)  # it names the parser of raw queries
    assert locked.returncode == 0, locked.stderr
    before = tree(desk)
    done = run([*program, *AT, "--max-memory", "100MB"], cwd=desk, env=environment(), text=True)
    assert done.returncode == 1
    assert "error[SLO419]: this query needs more than 100MB of memory" in done.stderr
    assert "First response time, urgent" in done.stdout
    assert tree(desk) == before
