"""Streams that are closed, full, narrow or gone, and terminals without Unicode: no silent loss, and no traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.program.shop import replace, shell, sloc, tree


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("command", ["check", "build --check", "ir", "--help"])
def test_closed_streams(shop: Path, command: str, closed: str) -> None:
    before = tree(shop)
    done = shell(shop, f"exec 9>&1; sloc {command} {closed}; echo code $? >&9")
    assert done.stdout.endswith("code 0\n"), done
    assert tree(shop) == before


def test_a_closed_standard_input_is_no_empty_spec(shop: Path) -> None:
    done = shell(shop, "sloc fmt - <&-; echo $?")
    assert done.stdout == "2\n"
    assert "standard input is closed" in done.stderr


def test_errors_count_without_a_place_to_say_them(shop: Path) -> None:
    replace(shop / "specs/web.slo", "satisfy code <", "satisfy cod <")
    assert shell(shop, "sloc check >&- 2>&-; echo $?").stdout == "1\n"


@pytest.mark.parametrize(
    "command", ["ir", "explain", "explain web.latency", "--help", "--version", "check --help", "fmt --diff"]
)
def test_a_full_device_for_whatever_is_printed(shop: Path, command: str) -> None:
    replace(shop / "specs/web.slo", "  owner", "   owner")
    done = shell(shop, f"sloc {command} >/dev/full; echo $?")
    assert done.stdout == "1\n"
    assert done.stderr == "sloc: cannot print: No space left on device\n"


def test_a_full_device_for_what_goes_to_standard_error(shop: Path) -> None:
    for command in ("check", "build", "chek", "build --nothing"):
        assert shell(shop, f"sloc {command} 2>/dev/full; echo $?").stdout == "1\n"


@pytest.mark.parametrize("command", ["ir", "explain", "explain web", "--help", "build --check"])
def test_a_reader_that_goes_away(shop: Path, command: str) -> None:
    replace(shop / "specs/web.slo", "99.9%", "99.5%")
    done = shell(shop, f"sloc {command} | head -c 1 >/dev/null; echo ${{PIPESTATUS[0]}}")
    assert done.stdout.strip() in ("0", "1", "141")
    assert "error" not in done.stderr.replace("error[SLO405]", "").replace("1 error\n", "")


def test_colors_may_be_asked_for_and_refused(shop: Path) -> None:
    replace(shop / "specs/web.slo", "satisfy code <", "satisfy cod <")
    replace(shop / "specs/support.slo", "  owner", "   owner")
    for command in ("check", "explain web.latency", "fmt --diff"):
        colored = [
            "\x1b[" in sloc(shop, *command.split(), *args, code=None, **settings).stdout
            for args, settings in [
                ((), {}),
                ((), {"FORCE_COLOR": "1"}),
                ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}),
                (("--color", "never"), {"FORCE_COLOR": "1"}),
            ]
        ]
        assert colored == [False, command != "explain web.latency", False, False]  # that one ends with findings instead


@pytest.mark.parametrize("args", [f"{name} --help" for name in ("check", "build", "fmt", "status", "init", "explain")])
def test_help_of_forty_columns(args: str, tmp_path: Path) -> None:
    lines = sloc(tmp_path, *args.split(), COLUMNS="40").stdout.splitlines()
    assert [line for line in lines if len(line) > 40] == []
    assert max(len(line) for line in sloc(tmp_path, *args.split(), COLUMNS="300").stdout.splitlines()) <= 80


def test_what_is_said_on_forty_columns(shop: Path) -> None:
    for command in ("check", "build", "lock", "fmt"):
        assert max(map(len, sloc(shop, command, COLUMNS="40").stderr.splitlines())) <= 40


@pytest.mark.parametrize(
    "settings", [{"PYTHONIOENCODING": "ascii"}, {"LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}]
)
def test_terminals_without_unicode(shop: Path, settings: dict[str, str]) -> None:
    replace(shop / "specs/web.slo", "Requests succeed", "日本")
    for command in ("check", "build", "build --check", "fmt --check", "explain web", "ir", "--help"):
        sloc(shop, *command.split(), **settings)
    assert "日本" in (shop / "generated/prometheus/web.yml").read_text("utf-8")
