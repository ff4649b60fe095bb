"""The shape of the source: what every file has, and how large it may be."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from tests.processes import run

ROOT = Path(__file__).resolve().parents[2]
MOST_LINES = 400

PACKAGE = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "sloc").rglob("*.py"))
PYTHON = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("sloc", "tests", "benchmarks", "examples")
    for path in (ROOT / folder).rglob("*.py")
)


@pytest.mark.parametrize("path", PYTHON)
def test_every_module_says_what_it_is(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    assert not text.strip() or ast.get_docstring(ast.parse(text)), "a module starts with a docstring that says what it is"


@pytest.mark.parametrize("path", PACKAGE)
def test_no_file_is_too_long_to_read(path: str) -> None:
    lines = (ROOT / path).read_text(encoding="utf-8").count("\n")
    assert lines <= MOST_LINES, "split it: one reason to exist for each file"


def test_imports_run_one_way() -> None:
    script = Path(sys.executable).parent / "lint-imports"
    done = run([script, "--no-cache"], cwd=ROOT, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_folders_of_the_package_are_packages() -> None:
    without = {path.parent for path in (ROOT / "sloc").rglob("*.py")} - {
        path.parent for path in (ROOT / "sloc").rglob("__init__.py")
    }
    assert without == set()
