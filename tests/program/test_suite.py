"""The suite's own machinery, in a suite of one test: what a fast test may do, how much is tried, what is skipped."""

from __future__ import annotations

import os
import re
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


def pytest_with(folder: Path, text: str, *options: str, place: str = "unit", **environment: str) -> tuple[int, str]:
    """The exit code and the output of pytest over one file."""
    tests = folder / "tests"
    (tests / place).mkdir(parents=True)
    for name in ("__init__.py", "conftest.py", "counts.py", "fast.py", "shared.py"):
        shutil.copy(TESTS / name, tests)
    (tests / place / "test_it.py").write_text(text, encoding="utf-8")
    shutil.copy(TESTS.parent / "pyproject.toml", folder)
    done = run(
        [sys.executable, "-m", "pytest", "-p", "no:xdist", "-s", *options], cwd=folder, env=os.environ | environment, text=True
    )
    return done.returncode, done.stdout + done.stderr


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
    code, said = pytest_with(tmp_path, text, place=folder)
    assert says in said
    assert (code == 0) is (says == "1 passed")


_PROPERTY = """
from hypothesis import given
from hypothesis import strategies as st
from tests.counts import examples
@examples(10)
@given(st.integers())
def test_it(number: int) -> None:
    print("drawn", number)
"""


def drawn(folder: Path, *options: str, **environment: str) -> list[str]:
    code, said = pytest_with(folder, _PROPERTY, *options, **environment)
    assert code == 0, said
    return re.findall(r"drawn (-?\d+)", said)


def test_examples_are_the_same_each_time_unless_new_ones_are_looked_for(tmp_path: Path) -> None:
    repeated = [drawn(tmp_path / name) for name in ("one", "two")]
    assert repeated[0] == repeated[1]
    explored = [drawn(tmp_path / name, HYPOTHESIS_PROFILE="explore") for name in ("three", "four")]
    assert explored[0] != explored[1]


def test_the_full_counts_are_ten_times_the_share(tmp_path: Path) -> None:
    assert (len(drawn(tmp_path / "share")), len(drawn(tmp_path / "full", "--counts=full"))) == (10, 100)


def test_the_summary_names_what_is_skipped(tmp_path: Path) -> None:
    text = "from tests.shared import needs_shared\n@needs_shared('data/x.csv')\ndef test_it() -> None: ...\n"
    code, said = pytest_with(tmp_path, text)
    assert code == 0
    assert "SKIPPED [1] tests/unit/test_it.py:2: ../shared/data/x.csv is not beside this checkout\n" in said
