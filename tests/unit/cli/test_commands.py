"""What each command does with what the pipeline gives it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import sloc
from sloc.cli.app import app
from sloc.cli.options import data_files, instant
from tests.unit.cli import fake


@pytest.fixture(autouse=True)
def _fake_pipeline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    made = fake.module()
    monkeypatch.setitem(sys.modules, "sloc.pipeline", made)
    monkeypatch.setattr(sloc, "pipeline", made, raising=False)
    monkeypatch.chdir(tmp_path)


def run(*args: str) -> Result:
    result = CliRunner().invoke(app, list(args))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def spec(text: str, name: str = "a.slo") -> None:
    Path(name).write_text(text, encoding="utf-8")


def test_check_of_a_good_program() -> None:
    spec("fine")
    result = run("check")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "no errors\n")


def test_check_prints_findings_on_standard_output_and_fails_on_errors() -> None:
    spec("error warning")
    result = run("check")
    assert result.exit_code == 1
    assert result.stdout.startswith("error[SLO101]: ")
    assert result.stdout.endswith("\n\n1 error, 1 warning\n")
    assert result.stderr == ""


@pytest.mark.parametrize("word", ["warning", "advice"])
def test_warnings_and_advice_do_not_fail(word: str) -> None:
    spec(word)
    result = run("check")
    assert result.exit_code == 0
    assert "1 " in result.stdout


def test_quiet_says_errors_only() -> None:
    spec("warning")
    assert run("check", "-q").output == ""
    spec("error warning")
    assert run("check", "-q").stdout.endswith("\n\n1 error\n")


def test_reviews_are_judged_by_the_given_day() -> None:
    spec("warning")
    assert "on 2026-11-23" in run("check", "--today", "2026-11-23").stdout
    assert run("check", "--today", "tomorrow").exit_code == 2


@pytest.mark.parametrize("args", [("--format", "json", "check"), ("check", "--format", "json"), ("check", "--format=json")])
def test_global_options_stand_before_or_after_the_command(args: tuple[str, ...]) -> None:
    spec("error")
    result = run(*args)
    assert result.exit_code == 1
    assert [found["code"] for found in json.loads(result.stdout)] == ["SLO101"]


def test_json_of_a_good_program_is_an_empty_array() -> None:
    spec("fine")
    result = run("--format", "json", "check")
    assert (json.loads(result.stdout), result.stderr) == ([], "")


def test_the_project_may_be_elsewhere() -> None:
    Path("there").mkdir()
    spec("error", "there/a.slo")
    assert run("-C", "there", "check").exit_code == 1
    assert run("check", "-C", "there").exit_code == 1
    assert run("check").exit_code == 0
    assert run("-C", "nowhere", "check").exit_code == 2


@pytest.mark.parametrize("where", ["before", "after"])
@pytest.mark.parametrize(("choice", "colored"), [("always", True), ("never", False), ("auto", False)])
def test_color(choice: str, colored: bool, where: str) -> None:
    spec("error")
    args = ("--color", choice, "check") if where == "before" else ("check", "--color", choice)
    assert ("\x1b[" in run(*args).stdout) == colored


@pytest.mark.parametrize(
    "args",
    [
        ("--format", "xml", "check"),
        ("--color", "blue", "check"),
        ("chek",),
        ("check", "--nothing"),
        ("check", "extra"),
        ("check", "--format"),
        (),
        ("status", "--bind", "tickets"),
        ("status", "--bind", "=x"),
        ("status", "--as-of", "now"),
        ("status", "--as-of", "2026-01-01T00:00"),
        ("status", "--data", "nowhere"),
        ("status", "--format", "xml"),
    ],
)
def test_wrong_usage_ends_with_2(args: tuple[str, ...]) -> None:
    assert run(*args).exit_code == 2


def test_version() -> None:
    assert run("--version").stdout == f"sloc {sloc.__version__}\n"


@pytest.mark.parametrize("command", ["check", "build", "lock", "ir", "status"])
def test_every_command_explains_itself(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert command in result.stdout
    summary = run("--help").stdout.split("Commands:")[1]
    assert [line for line in summary.split("\n") if line.startswith(f"  {command}") and "..." not in line]


def test_build_writes_and_says_so() -> None:
    spec("file sql/a.sql SELECT 1;\nwarning")
    result = run("build")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "warning[SLO509]" in result.stderr
    assert result.stderr.endswith("wrote 2 files to generated, 0 unchanged\n")
    assert Path("generated/sql/a.sql").read_text().endswith("\nSELECT 1;\n")
    assert run("build").stderr.endswith("wrote 0 files to generated, 2 unchanged\n")
    spec("fine")
    assert run("build").stderr == "wrote 1 file to generated, removed 1, 0 unchanged\n"


def test_build_writes_nothing_with_an_error_of_the_specs_or_of_a_back_end() -> None:
    for text in ("file a.sql 1\nerror", "file a.sql 1\nunsupported"):
        spec(text)
        result = run("build")
        assert result.exit_code == 1
        assert "error[SLO" in result.stderr
        assert not Path("generated").exists()


def test_build_elsewhere() -> None:
    spec("file a.sql 1")
    assert run("build", "--out", "x/y").exit_code == 0
    assert Path("x/y/a.sql").is_file()
    assert not Path("generated").exists()


def test_build_where_it_cannot_write() -> None:
    spec("file a.sql 1")
    Path("generated").write_text("mine")
    result = run("build")
    assert result.exit_code == 1
    assert "error[SLO404]" in result.stderr


def test_build_of_one_target_leaves_the_others_and_removes_its_own() -> None:
    spec("file sql/a.sql 1\nfile grafana/a.json {}")
    run("build")
    spec("file sql/b.sql 1\n")
    run("build", "--target", "sql")
    assert Path("generated/grafana/a.json").is_file()
    assert not Path("generated/sql/a.sql").exists()
    run("build", "--target", "grafana")
    assert not Path("generated/grafana").exists()
    assert Path("generated/sql/b.sql").is_file()


def test_build_check_writes_nothing_and_shows_the_difference() -> None:
    spec("file sql/a.sql SELECT 1;")
    result = run("build", "--check")
    assert result.exit_code == 1
    assert "+SELECT 1;\n" in result.stdout
    assert "error[SLO405]" in result.stderr
    assert not Path("generated").exists()
    run("build")
    result = run("build", "--check")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "generated is what the specs say\n")


def test_a_diff_that_is_shown_to_people_has_colors_and_no_control_characters() -> None:
    spec("file a.txt \x1b[2Jx")
    shown = run("--color", "always", "build", "--check").stdout
    assert "\x1b[1;32m+\\x1b[2Jx\x1b[0m\n" in shown
    assert "\x1b[2J" not in shown
    assert "+\x1b[2Jx\n" in run("build", "--check").stdout  # a program gets the bytes


def test_lock_writes_the_lock() -> None:
    spec("fine")
    assert run("lock").exit_code == 0
    assert Path("sloc.lock").read_text() == "upgrade = False\n"
    run("lock", "--upgrade")
    assert Path("sloc.lock").read_text() == "upgrade = True\n"


def test_lock_where_it_cannot_write() -> None:
    Path("sloc.lock").mkdir()
    result = run("lock")
    assert result.exit_code == 1
    assert "SLO404" in result.stderr


def test_data_files_are_bound_to_the_tables_they_are_named_for(tmp_path: Path) -> None:
    for name in ("b.parquet", "support.tickets.csv", "a.JSON", "c.csv.gz", "notes.txt", ".csv", "README"):
        (tmp_path / name).touch()
    found = data_files(tmp_path)
    assert [(table, file.name) for table, file in found] == [
        ("a", "a.JSON"),
        ("b", "b.parquet"),
        ("c", "c.csv.gz"),
        ("support.tickets", "support.tickets.csv"),
    ]


@pytest.mark.parametrize(
    ("text", "micros"),
    [
        ("1970-01-01T00:00Z", 0),
        ("1970-01-01T01:00:00.000001+01:00", 1),
        ("2026-11-23T09:00+01:00", 1_795_420_800_000_000),
        ("1969-12-31T23:59:59.999999Z", -1),
    ],
)
def test_instants_are_exact(text: str, micros: int) -> None:
    assert instant(text) == micros
