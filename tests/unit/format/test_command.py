"""``sloc fmt``: which files it changes, what it prints, and how it ends."""

from __future__ import annotations

import errno
import stat
from pathlib import Path
from unittest.mock import Mock

import pytest
from typer.testing import CliRunner, Result

from sloc.cli.app import app

UGLY = "source   t {\n    at created\n}\n\n\n\nsource u {  at created }"
GOOD = "source t {\n  at created\n}\n\nsource u { at created }\n"
BROKEN = "sorce t { at created }\n"


@pytest.fixture(autouse=True)
def project(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    (tmp_path / "specs").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*args: str, stdin: str | bytes = "") -> Result:
    result = CliRunner().invoke(app, ["fmt", *args], input=stdin)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def spec(text: str, name: str = "specs/a.slo") -> Path:
    path = Path(name)
    path.write_bytes(text.encode())
    return path


def test_the_projects_specs_are_formatted() -> None:
    ugly, good = spec(UGLY), spec(GOOD, "specs/b.slo")
    before = good.stat().st_mtime_ns, good.stat().st_ino
    result = run()
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "1 file formatted, 1 unchanged\n")
    assert ugly.read_text() == GOOD
    assert (good.stat().st_mtime_ns, good.stat().st_ino) == before
    assert run().stderr == "0 files formatted, 2 unchanged\n"


def test_a_project_elsewhere() -> None:
    spec("", "sloc.toml")
    ugly = spec(UGLY)
    Path("deep").mkdir()
    assert run("-C", "deep").exit_code == 0
    assert ugly.read_text() == GOOD


def test_files_and_folders_may_be_named_and_count_once() -> None:
    named, other = spec(UGLY, "b.txt"), spec(UGLY)
    deep = spec(UGLY, "specs/c.slo")
    assert run("b.txt", "./b.txt").stderr == "1 file formatted, 0 unchanged\n"
    assert (named.read_text(), other.read_text()) == (GOOD, UGLY)
    assert run("specs", "specs/a.slo").stderr == "2 files formatted, 0 unchanged\n"
    assert (other.read_text(), deep.read_text()) == (GOOD, GOOD)


def test_a_missing_file_is_a_finding() -> None:
    result = run("nowhere.slo")
    assert result.exit_code == 1
    assert "SLO113" in result.stderr
    assert "nowhere.slo" in result.stderr


def test_check_lists_and_writes_nothing() -> None:
    ugly, _ = spec(UGLY), spec(GOOD, "specs/b.slo")
    result = run("--check")
    assert (result.exit_code, result.stdout, result.stderr) == (1, "specs/a.slo\n", "1 file would change, 1 unchanged\n")
    assert ugly.read_text() == UGLY
    run()
    result = run("--check")
    assert (result.exit_code, result.stdout) == (0, "")


def test_diff_prints_and_writes_nothing() -> None:
    ugly = spec(UGLY)
    result = run("--diff")
    assert result.exit_code == 0
    assert result.stdout.startswith("--- a/specs/a.slo\n+++ b/specs/a.slo\n@@ ")
    assert "\n-source   t {\n-    at created\n+source t {\n+  at created\n" in result.stdout
    assert "\n-source u {  at created }\n\\ No newline at end of file\n" in result.stdout
    assert ugly.read_text() == UGLY
    assert run("--diff", "--check").exit_code == 1
    run()
    assert run("--diff", "--check").output == "0 files would change, 1 unchanged\n"


def test_a_file_with_mistakes_is_reported_and_left_alone() -> None:
    broken, ugly = spec(BROKEN), spec(UGLY, "specs/b.slo")
    result = run()
    assert result.exit_code == 1
    assert "error[SLO102]" in result.stderr
    assert "specs/a.slo:1:1" in result.stderr
    assert (broken.read_text(), ugly.read_text()) == (BROKEN, GOOD)


def test_a_broken_lock_is_no_obstacle_and_a_broken_configuration_is_told() -> None:
    spec(UGLY)
    spec("{", "sloc.lock")
    assert run().exit_code == 0
    spec("[nothing]\n", "sloc.toml")
    assert "SLO121" in run().stderr


@pytest.mark.parametrize("changed", ["\ufeff" + GOOD, GOOD.replace("\n", "\r\n"), GOOD + "\n", GOOD.removesuffix("\n")])
def test_line_ends_and_byte_order_marks_are_layout(changed: str) -> None:
    path = spec(changed)
    assert run("--check").exit_code == 1
    assert run().exit_code == 0
    assert path.read_bytes() == GOOD.encode()


def test_a_link_and_permissions_stay() -> None:
    target = spec(UGLY, "real.slo")
    target.chmod(0o640)
    link = Path("specs/a.slo")
    link.symlink_to("../real.slo")
    assert run().exit_code == 0
    assert link.is_symlink()
    assert target.read_text() == GOOD
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert sorted(path.name for path in Path().iterdir()) == ["real.slo", "specs"]


def test_a_disk_that_refuses_leaves_the_file_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    path = spec(UGLY)
    full = OSError(errno.ENOSPC, "No space left on device")
    monkeypatch.setattr("sloc.emit.transaction.Path.write_bytes", Mock(side_effect=full))
    result = run()
    assert result.exit_code == 1
    assert "SLO404" in result.stderr
    assert "No space left on device" in result.stderr
    assert path.read_text() == UGLY
    assert list(Path("specs").iterdir()) == [path]


def test_standard_input() -> None:
    assert (run("-", stdin=UGLY).stdout, run("-", stdin=GOOD).stdout) == (GOOD, GOOD)
    assert run("-", stdin="# größer\r\nsource t{at x}").stdout_bytes == "# größer\nsource t { at x }\n".encode()
    assert run("-", stdin="").stdout == ""
    checked = run("-", "--check", stdin=UGLY)
    assert (checked.exit_code, checked.stdout) == (1, "<stdin>\n")
    assert run("-", "--check", stdin=GOOD).output == ""
    assert run("-", "--diff", stdin=UGLY).stdout.startswith("--- a/<stdin>\n")


@pytest.mark.parametrize(("data", "code"), [(BROKEN.encode(), "SLO102"), (b"\xff", "SLO110"), (b"# \0", "SLO111")])
def test_standard_input_with_mistakes(data: bytes, code: str) -> None:
    result = run("-", stdin=data)
    assert (result.exit_code, result.stdout) == (1, "")
    assert code in result.stderr


def test_standard_input_stands_alone() -> None:
    assert run("-", "specs").exit_code == 2
