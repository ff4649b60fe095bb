"""The program starts fast: what a command does not need is not imported.

Times differ between machines; what is imported does not.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.processes import run

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"duckdb", "holidays", "jinja2", "jsonschema", "lark", "pydantic", "pygments", "rich"}

_IMPORTED = """
import atexit, sys
def report():
    print("imported", *sorted({name.split(".")[0] for name in sys.modules}), file=sys.stderr)
atexit.register(report)
"""
_SLOC = _IMPORTED + "from sloc.cli.app import main; main()"
_EMPTY = _IMPORTED + "import typer; app = typer.Typer(rich_markup_mode=None); app.command()(lambda: None); app()"


def imported(program: str, *args: str) -> set[str]:
    """The top-level modules that a program has imported when it ends."""
    done = run([sys.executable, "-c", program, *args], cwd=ROOT, text=True)
    (line,) = [line for line in done.stderr.split("\n") if line.startswith("imported ")]
    assert "a bug in sloc" not in done.stderr
    return set(line.split()[1:])


def test_help_imports_what_an_empty_typer_app_imports() -> None:
    more = imported(_SLOC, "--help") - imported(_EMPTY, "--help")
    assert more - sys.stdlib_module_names == {"sloc"}
    assert more <= {"sloc", "__future__", "dataclasses", "bisect", "_bisect"}  # small ones


@pytest.mark.parametrize("args", [["check"], ["check", "--format", "json"]])
def test_check_imports_what_checks_and_nothing_else_that_is_heavy(args: list[str]) -> None:
    assert imported(_SLOC, *args) & HEAVY == {"lark", "jsonschema"}


def test_without_a_configuration_nothing_checks_it(tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    assert "jsonschema" not in imported(_SLOC, "-C", str(tmp_path), "check")


def test_what_was_found_right_before_is_checked_without_anything_heavy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLOC_NO_CACHE", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    first, second = (imported(_SLOC, "check") & HEAVY for _ in range(2))
    assert (first, second) == ({"lark", "jsonschema"}, set())


def test_the_version_needs_nothing_heavy() -> None:
    assert imported(_SLOC, "--version") & HEAVY == set()


def test_reading_a_right_spec_does_not_import_recovery() -> None:
    script = (
        "import sys\nfrom sloc.source.span import SourceFile\nfrom sloc.syntax.parser import parse\n"
        "parse(SourceFile('a.slo', 'source t { at x }'))\n"
        "print([name for name in sys.modules if name in ('sloc.syntax.recover', 'sloc.syntax.near_misses')])"
    )
    done = run([sys.executable, "-c", script], text=True, check=True)
    assert done.stdout.strip() == "[]"
