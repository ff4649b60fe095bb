"""``sloc check --fix`` changes the specs as little as it can, and a dry run changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sloc.cli.app import app

RIGHT = """\
# The shop.
source requests { at ts field code: int field route: string? }
service shop {
  owner "shop@example.com"
  slo answering {
    expect 99.9% of requests where route is not null to satisfy code < 500 over 30d
  }
}
"""
WRONG = RIGHT.replace("int ", "integer ").replace("is not null", "!= null").replace("30d", "30days")


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "specs").mkdir()
    # No back end is chosen: what they refuse is not at stake here.
    (tmp_path / "sloc.toml").write_text('[project]\nname = "shop"\n[lint]\nignore = ["SLO402"]\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def spec(text: str, name: str = "specs/shop.slo") -> Path:
    path = Path(name)
    path.write_bytes(text.encode())
    return path


def run(*args: str) -> Result:
    result = CliRunner().invoke(app, ["check", *args])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_fixes_are_made_until_nothing_changes() -> None:
    path = spec(WRONG)  # the null is found once the duration can be read
    result = run("--fix")
    assert path.read_text(encoding="utf-8") == RIGHT
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "put 3 mistakes right\nno errors\n"
    assert run("--fix").stderr == "nothing was put right\nno errors\n"


def test_what_is_not_certain_is_left_and_still_said() -> None:
    path = spec(WRONG.replace("code < 500", "cod < 500"))
    result = run("--fix")
    assert path.read_text(encoding="utf-8") == RIGHT.replace("code < 500", "cod < 500")
    assert result.exit_code == 1
    assert "error[SLO201]" in result.stdout


def test_a_dry_run_prints_the_diff_and_changes_nothing() -> None:
    path = spec(WRONG)
    result = run("--fix", "--diff")
    assert path.read_text(encoding="utf-8") == WRONG
    assert result.exit_code == 1
    assert "--- a/specs/shop.slo\n+++ b/specs/shop.slo\n" in result.stdout
    assert "\n-source requests { at ts field code: integer field route: string? }\n" in result.stdout
    assert result.stderr == "3 mistakes would be put right; nothing was written\n"
    spec(RIGHT)
    assert (run("--fix", "--diff").exit_code, run("--fix", "--diff").stdout) == (0, "")


def test_diff_alone_is_wrong_usage() -> None:
    spec(RIGHT)
    assert run("--diff").exit_code == 2


def test_line_ends_and_byte_order_mark_stay() -> None:
    path = spec("\ufeff" + WRONG.replace("\n", "\r\n"))
    run("--fix")
    assert path.read_bytes() == ("\ufeff" + RIGHT.replace("\n", "\r\n")).encode()


def test_files_without_a_mistake_are_not_touched() -> None:
    spec(WRONG)
    other = spec("calendar desk { timezone UTC open mon..fri 09:00-17:00 }\n", "specs/desk.slo")
    before = other.stat().st_mtime_ns
    run("--fix")
    assert other.stat().st_mtime_ns == before


def test_what_cannot_be_written_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    spec(WRONG)

    def refuse(path: Path, text: str) -> str:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("sloc.cli.fix.like_on_disk", refuse)
    result = run("--fix")
    assert result.exit_code == 1
    assert "error[SLO404]" in result.stdout
    assert result.stderr == "nothing was put right\n"
