"""`sloc status` on a small project of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.cli.test_project import project, run

__all__ = ["project"]  # a fixture

SURVEYS = "survey_id,answered_at,score\n" + "".join(f"{n},2026-11-0{n}T12:00:00Z,{5 if n > 1 else 1}\n" for n in range(1, 9))


@pytest.fixture(autouse=True)
def _data(project: Path) -> None:
    (project / "data").mkdir()
    (project / "data/support.csat.csv").write_text(SURVEYS, encoding="utf-8")


@pytest.mark.parametrize("binding", [["--data", "data"], ["--bind", "support.csat=data/support.csat.csv"]])
def test_status(binding: list[str]) -> None:
    shown = run("status", *binding, "--as-of", "2026-11-10T00:00Z").stdout
    assert "Happy customers" in shown or "support.csat" in shown
    assert "87.5" in shown
    report = json.loads(run("status", *binding, "--as-of", "2026-11-10T00:00Z", "--format", "json").stdout)
    assert report["as_of"] == "2026-11-10T00:00:00Z"
    assert [one["slo"] for one in report["objectives"]] == ["support.csat"]


def test_status_of_a_file_that_is_not_there() -> None:
    assert "SLO410" in run("status", "--bind", "support.csat=nowhere.csv", code=1).stderr
