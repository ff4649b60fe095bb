"""``sloc explain``: pages of findings, and an objective's numbers worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from sloc.cli.app import app
from sloc.findings.codes import CODES

SPEC = """
service api {
  owner "api@example.com"
  source requests { at ts field code: int expected 1000 per day from sql { table "t" } }
  slo good { expect 99.9% of requests to satisfy code < 500 over 30d }
}
"""


def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture
def explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "api.slo").write_text(SPEC, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (found,) = json.loads(run("explain", "api.good", "--format", "json"))
    return dict(found)


def test_the_budget_in_events_and_in_total_failure(explained: dict[str, Any]) -> None:
    # 0.1% of 30 days are 43.2 minutes; 0.1% of 30 × 1,000 requests are 30.
    assert explained["budget"]["outage_seconds"] == 43.2 * 60
    assert explained["budget"]["events"] == 30


def test_when_each_alert_speaks(explained: dict[str, Any]) -> None:
    # 2% of the budget in 1 h is a burn rate of 0.02 × 720 h / 1 h = 14.4, or 1.44% of failures. A total outage has failed
    # 1.44% of the hour after 0.0144 × 3600 s; a tenth of that takes ten times as long. The others likewise.
    seconds = [[each["after_seconds"] for each in alert["detections"]] for alert in explained["alerts"]]
    assert seconds == [[51.84, 518.4], [129.6, 1296], [259.2, 2592], [259.2, 2592]]
    gone = [{each["budget_gone"] for each in alert["detections"]} for alert in explained["alerts"]]
    assert gone == [{0.02}, {0.05}, {0.1}, {0.1}]


def test_an_objective_that_is_not_there_is_a_wrong_usage(explained: dict[str, Any]) -> None:
    assert "did you mean api.good?" in " ".join(run("explain", "api.god", code=2).split())


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_page(code: str) -> None:
    page = run("explain", code)
    for heading in ("What it does", "Why is this bad?", "Example", "Use instead"):
        assert heading in page, heading


def test_all_codes_are_listed() -> None:
    listed = run("explain")
    assert all(code in listed for code in CODES)
