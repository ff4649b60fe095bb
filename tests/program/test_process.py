"""The program as a process: exit codes, pipes, encodings, signals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests import processes
from tests.processes import PATIENCE, Terminal

ROOT = Path(__file__).resolve().parents[2]
SLOC = [sys.executable, "-m", "tests.unit.cli.fake"]


def environment(**more: str) -> dict[str, str]:
    unset = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LC_ALL", "LANG", "PYTHONUNBUFFERED")
    kept = {name: value for name, value in os.environ.items() if name not in unset}
    return {**kept, "PYTHONPATH": str(ROOT), **more}


def run(folder: Path, *args: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    return processes.run([*SLOC, *args], cwd=folder, env=environment(**more))


@pytest.mark.parametrize(("text", "code"), [("fine", 0), ("warning", 0), ("error", 1)])
def test_exit_codes(tmp_path: Path, text: str, code: int) -> None:
    (tmp_path / "a.slo").write_text(text)
    assert run(tmp_path, "check").returncode == code


def test_wrong_usage_is_2_and_explained_on_standard_error(tmp_path: Path) -> None:
    done = run(tmp_path, "check", "--nothing")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"No such option: --nothing" in done.stderr


def test_a_bug_is_3_and_says_what_to_send_without_private_paths(tmp_path: Path) -> None:
    (tmp_path / "a.slo").write_text("bug")
    done = run(tmp_path, "check")
    assert (done.returncode, done.stdout) == (3, b"")
    text = done.stderr.decode()
    assert text.startswith("sloc: a bug in sloc, not in your specs: ZeroDivisionError: division by \\x1b[31mzero\n")
    assert "open an issue" in text
    assert "command check" in text
    assert "sloc/cli/check.py:" in text
    assert str(ROOT) not in text
    assert "Traceback" not in text


@pytest.mark.parametrize("count", [1, 3000])
def test_a_reader_that_goes_away_is_no_error(tmp_path: Path, count: int) -> None:
    (tmp_path / "a.slo").write_text("warning\n" * count)
    shell = f"{' '.join(SLOC)} check | head -n 1; echo ${{PIPESTATUS[0]}}"
    done = processes.run(["bash", "-c", shell], cwd=tmp_path, env=environment())
    first, status = done.stdout.decode().split("\n")[:2]
    assert first.startswith("warning[SLO509]")
    assert done.stderr.replace(b"no errors\n", b"") == b""
    assert int(status) in ((0, 141) if count == 1 else (141,))


def test_a_reader_that_was_never_there(tmp_path: Path) -> None:
    (tmp_path / "a.slo").write_text("warning")
    for args in (["check"], ["--help"], ["--version"]):
        reader, writer = os.pipe()
        os.close(reader)
        done = processes.run([*SLOC, *args], cwd=tmp_path, env=environment(), stdout=writer, stderr=subprocess.PIPE)
        os.close(writer)
        assert done.stderr == b""
        assert done.returncode in (1, 141)


@pytest.mark.parametrize(
    "settings",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "latin-1"},
    ],
)
def test_terminals_without_unicode_get_escapes(tmp_path: Path, settings: dict[str, str]) -> None:
    (tmp_path / "a.slo").write_text("日本 error", encoding="utf-8")
    done = run(tmp_path, "check", **settings)
    assert done.returncode == 1
    assert b"\\u65e5\\u672c error" in done.stdout
    assert done.stderr == b""


def test_forty_columns(tmp_path: Path) -> None:
    (tmp_path / "a.slo").write_text("word " * 100 + "error" + " word" * 100)
    lines = run(tmp_path, "check", COLUMNS="40").stdout.decode().split("\n")
    (source,) = [line for line in lines if line.startswith("1 |")]
    assert "error" in source
    assert len(source) <= 40


def in_terminal(folder: Path, *args: str, **more: str) -> str:
    """What a process prints on a terminal of its own."""
    terminal = Terminal(folder, [*SLOC, *args], environment(**{"TERM": "xterm", **more}))
    terminal.end()
    return terminal.shown.decode()


def test_a_terminal_gets_colors_unless_they_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.slo").write_text("error")
    assert "\x1b[1;31merror[SLO101]" in in_terminal(tmp_path, "check")
    assert "\x1b[" not in in_terminal(tmp_path, "check", NO_COLOR="1")
    assert "\x1b[" not in in_terminal(tmp_path, "check", "--color", "never")
    assert "\x1b[" in in_terminal(tmp_path, "check", "--color", "always", NO_COLOR="1")


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_build_leaves_the_output_as_it_was(tmp_path: Path, sent: signal.Signals, code: int) -> None:
    (tmp_path / "a.slo").write_text("file a.sql 1")
    assert run(tmp_path, "build").returncode == 0
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "generated").rglob("*")}
    (tmp_path / "a.slo").write_text("file a.sql 2\nslow")
    process = processes.start([*SLOC, "build"], cwd=tmp_path, env=environment(), stderr=subprocess.PIPE)
    assert process.stderr is not None
    assert process.stderr.readline() == b"waiting\n"
    process.send_signal(sent)
    assert process.wait(PATIENCE) == code
    assert process.stderr.read() == b""
    process.stderr.close()
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "generated").rglob("*")} == before


def test_a_full_device_for_the_output_of_check(tmp_path: Path) -> None:
    (tmp_path / "a.slo").write_text("error")
    with Path("/dev/full").open("wb") as full:
        done = processes.run([*SLOC, "check"], cwd=tmp_path, env=environment(), stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert done.stderr == b"sloc: cannot print: No space left on device\n"


CURSOR_AWAY, CURSOR_BACK = "\x1b[?25l", "\x1b[?25h"


def test_what_takes_long_shows_its_step_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.slo").write_text("patient")
    shown = in_terminal(tmp_path, "check", CI="")
    assert "checking 1 file" in shown
    assert CURSOR_AWAY in shown
    assert shown.rindex(CURSOR_BACK) > shown.rindex(CURSOR_AWAY)
    assert shown.rindex("\x1b[2K") > shown.rindex("checking 1 file")  # the line is empty before the last word
    assert shown.endswith("no errors\r\n")


@pytest.mark.parametrize(
    ("text", "args", "more"),
    [
        ("fine", [], {"CI": ""}),
        ("patient", [], {"CI": "true"}),
        ("patient", ["-q"], {"CI": ""}),
        ("patient", ["--format", "json"], {"CI": ""}),
        ("patient", ["--format", "github"], {"CI": ""}),
        ("patient", [], {"CI": "", "TERM": "dumb"}),
    ],
)
def test_no_progress_where_it_is_quick_or_nobody_sees_it(
    tmp_path: Path, text: str, args: list[str], more: dict[str, str]
) -> None:
    (tmp_path / "a.slo").write_text(text)
    shown = in_terminal(tmp_path, "check", *args, **more)
    assert "checking" not in shown
    assert CURSOR_AWAY not in shown


def test_no_progress_without_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "a.slo").write_text("patient")
    done = run(tmp_path, "check", CI="", FORCE_COLOR="1")
    assert done.stderr == b"no errors\n"


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_brings_the_cursor_back(tmp_path: Path, sent: signal.Signals) -> None:
    (tmp_path / "a.slo").write_text("slow")
    terminal = Terminal(tmp_path, [*SLOC, "build"], environment(TERM="xterm", CI=""))
    terminal.read_until(b"checking 1 file")
    os.kill(terminal.pid, sent)
    assert terminal.end() == 128 + sent
    assert terminal.shown.decode().endswith(f"\r\x1b[2K{CURSOR_BACK}")
    assert b"Traceback" not in terminal.shown
