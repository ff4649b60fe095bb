"""Explanations of the project's own objectives have the published shape."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sloc.cli.app import app
from tests.unit.explain.test_json import VALIDATOR

ROOT = Path(__file__).resolve().parents[2]


def test_the_projects_own_objectives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    said = []
    for service in ("checkout", "support", "warehouse", "incidents"):
        result = CliRunner().invoke(app, ["explain", service, "--format", "json"])
        assert result.exit_code == 0, result.output
        found = json.loads(result.stdout)
        VALIDATOR.validate(found)
        said += found
    # The parts that may be null are there and are not.
    for has in (lambda one: one["week"], lambda one: one["sla"], lambda one: one["budget"]["events"]):
        assert {bool(has(one)) for one in said} == {True, False}
    assert {len(alert["detections"]) for one in said for alert in one["alerts"]} == {0, 2}
