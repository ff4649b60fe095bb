"""The commands on a small project of its own, with the real pipeline."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner, Result

from sloc.cli.app import app

SPEC = """\
service support "Customer support" {
  owner "support@example.com"
  source surveys "CSAT answers" {
    key survey_id
    at  answered_at
    field score: int
    from sql { table "support.csat" }
  }
  slo csat "Happy customers" {
    expect 90% of surveys to satisfy score >= 4 over 90d
    alerts none
  }
}
"""
CONFIG = '[project]\nname = "sample"\n\n[targets.sql]\ndialects = ["duckdb"]\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs/support.slo").write_text(SPEC, encoding="utf-8")
    (tmp_path / "sloc.toml").write_text(CONFIG, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*args: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, list(args))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result


def test_a_good_project(project: Path) -> None:
    assert run("check").stdout == ""


def test_a_mistake_in_a_spec_and_one_in_the_configuration(project: Path) -> None:
    (project / "specs/support.slo").write_text(SPEC.replace("score >=", "scor >="), encoding="utf-8")
    (project / "sloc.toml").write_text(CONFIG.replace("name", "nmae"), encoding="utf-8")
    shown = run("check", code=1).stdout
    assert "error[SLO201]" in shown
    assert " --> specs/support.slo:10:38" in shown
    assert "error[SLO121]" in shown
    assert " --> sloc.toml:2:1" in shown
    found = json.loads(run("check", "--format", "json", code=1).stdout)
    assert {(one["code"], one["file"]) for one in found} == {("SLO201", "specs/support.slo"), ("SLO121", "sloc.toml")}


def test_the_project_is_found_from_a_folder_below(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project / "specs")
    (project / "specs/support.slo").write_text(SPEC.replace("score >=", "scor >="), encoding="utf-8")
    assert " --> specs/support.slo:10:38" in run("check", code=1).stdout


def test_build_then_check(project: Path) -> None:
    run("build")
    assert list((project / "generated/sql").rglob("*.sql"))
    assert run("build", "--check").stdout == ""
    (project / "specs/support.slo").write_text(SPEC.replace("90%", "91%"), encoding="utf-8")
    assert "+-- 91% of" in run("build", "--check", code=1).stdout


def test_two_checkouts_give_the_same_bytes(project: Path) -> None:
    run("build")
    shutil.copytree(project / "specs", project / "other/specs")
    shutil.copy(project / "sloc.toml", project / "other")
    run("build", "-C", "other")
    built = {path.relative_to(project / "generated"): path for path in (project / "generated").rglob("*") if path.is_file()}
    assert built
    for path, file in built.items():
        assert (project / "other/generated" / path).read_bytes() == file.read_bytes()


def test_an_unknown_target(project: Path) -> None:
    assert "SLO122" in run("build", "--target", "grafanna", code=1).stderr


def test_lock_is_stable(project: Path) -> None:
    run("lock")
    text = (project / "sloc.lock").read_text()
    run("lock")
    assert (project / "sloc.lock").read_text() == text


def test_the_ir_fits_its_schema(project: Path) -> None:
    schema = json.loads(run("ir", "--schema").stdout)
    ir = json.loads(run("ir").stdout)
    jsonschema.validate(ir, schema)
    assert [slo["id"] for slo in ir["slos"]] == ["support.csat"]


def test_the_ir_of_a_broken_program_is_no_ir(project: Path) -> None:
    (project / "specs/support.slo").write_text(SPEC.replace("score >=", "scor >="), encoding="utf-8")
    result = run("ir", code=1)
    assert result.stdout == ""
    assert "SLO201" in result.stderr
