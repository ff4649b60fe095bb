"""CONTRIBUTING.md can be followed: its walk-throughs are done, block by block, in a copy of this repository."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import run
from tests.program.test_docs import pattern

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
BLOCK = re.compile(r"^(?P<fence>`{3,})(?P<kind>\w+)(?: (?P<path>\S+))?\n(?P<text>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL)
COPIED = ("benchmarks", "docs", "examples", "grammar", "sloc", "specs", "tests")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the repository, with this environment as its own."""
    for name in COPIED:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in ROOT.iterdir():
        if path.is_file():
            shutil.copy(path, tmp_path)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    return tmp_path


def test_the_walk_throughs_lead_where_they_say(checkout: Path) -> None:
    """One test, for each goes on from where the one before has ended."""
    assert TEXT.count("\n## Adding ") == 3
    for block in BLOCK.finditer(TEXT, TEXT.index("\n## Adding ")):
        if block["kind"] == "console":
            for step in block["text"].removeprefix("$ ").split("\n$ "):
                follow(step, checkout)
        elif block["kind"] == "diff":
            change(checkout / block["path"], block["text"])
        else:
            assert not (checkout / block["path"]).exists(), f"{block['path']} is there already"
            (checkout / block["path"]).write_text(block["text"], encoding="utf-8")


def follow(step: str, folder: Path) -> None:
    command, _, expected = step.partition("\n")
    environment = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "120"}
    environment.pop("FORCE_COLOR", None)
    both = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    done = run(["sh", "-c", command], cwd=folder, env=environment, text=True, **both)
    assert done.returncode == 0, f"$ {command}\n{done.stdout}"
    assert re.fullmatch(pattern(expected), done.stdout.strip("\n")), f"$ {command}\n{done.stdout}"


def change(path: Path, diff: str) -> None:
    """Replace the lines that a diff begins with, and that stand in the file once and together, by what it makes of them."""
    lines = diff.splitlines()
    old = "".join(f"{line[1:]}\n" for line in lines if line[:1] in (" ", "-"))
    new = "".join(f"{line[1:]}\n" for line in lines if line[:1] in (" ", "+"))
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{path.name} has this {text.count(old)} times:\n{old}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_targets_of_make_that_documents_name_are_there() -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "tests/README.md"):
        named = set(re.findall(r"(?:^|`)make ([a-z][\w-]*)", path.read_text("utf-8"), re.MULTILINE))
        assert named - targets == set(), path
