"""The fast tests are held to it: one that starts a process or uses an engine fails, whatever it catches."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.processes import run

TESTS = Path(__file__).resolve().parents[1]

_RIGHT = "def test_it() -> None:\n    assert True\n"
_PROCESS = """
import subprocess
def test_it() -> None:
    try:
        subprocess.run(["true"])
    except Exception:
        pass
"""
_ENGINE = """
def test_it() -> None:
    try:
        import duckdb
    except Exception:
        pass
"""
_AT_ONCE = f"import psycopg\n{_RIGHT}"


@pytest.mark.parametrize(
    ("folder", "text", "says"),
    [
        ("unit", _RIGHT, "1 passed"),
        ("unit", _PROCESS, "starts a process: its place is tests/program"),
        ("reference", _ENGINE, "imports duckdb: its place is tests/engines"),
        ("golden", _AT_ONCE, "imports psycopg: its place is tests/engines"),
        ("program", _PROCESS, "1 passed"),
        ("engines", _ENGINE, "1 passed"),
    ],
)
def test_where_a_test_may_be(folder: str, text: str, says: str, tmp_path: Path) -> None:
    for name in ("__init__.py", "conftest.py", "counts.py", "fast.py"):
        (tmp_path / "tests").mkdir(exist_ok=True)
        shutil.copy(TESTS / name, tmp_path / "tests")
    (tmp_path / "tests" / folder).mkdir()
    (tmp_path / "tests" / folder / "test_it.py").write_text(text, encoding="utf-8")
    shutil.copy(TESTS.parent / "pyproject.toml", tmp_path)
    done = run([sys.executable, "-m", "pytest", "-p", "no:xdist"], cwd=tmp_path, text=True)
    assert says in done.stdout, done.stdout + done.stderr
    assert (done.returncode == 0) is (says == "1 passed")
