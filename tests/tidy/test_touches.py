"""Disk and terminal are touched where ARCHITECTURE.md says, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.tidy.touches import touches

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| (?P<paths>`sloc/[^|]*) \| (?P<verbs>[a-z, ]+) \| [^|]+ \|$", re.MULTILINE)
FORMS = {"look": "looks", "read": "reads", "write": "writes", "print": "prints", "run code": "runs"}


def allowed() -> dict[str, set[str]]:
    """The table of ARCHITECTURE.md: what may be done where; the longest path that fits a module is its own."""
    table: dict[str, set[str]] = {}
    for row in ROW.finditer((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")):
        for path in re.findall(r"`([^`]+)`", row["paths"]):
            table[path] = {FORMS[verb.strip()] for verb in row["verbs"].split(",")}
    return table


ALLOWED = allowed()
MODULES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "sloc").rglob("*.py"))


def place(module: str, table: Mapping[str, set[str]] = ALLOWED) -> str | None:
    fitting = [path for path in table if module == path or (path.endswith("/") and module.startswith(path))]
    return max(fitting, key=len, default=None)


def breaches(module: str, source: str) -> list[str]:
    own = ALLOWED.get(place(module) or "", set())
    return [f"{module}:{line} {how} by {what}" for how, what, line in touches(source) if how not in own]


def test_there_is_a_table() -> None:
    assert len(ALLOWED) > 5


@pytest.mark.parametrize("module", MODULES)
def test_a_module_touches_what_it_may(module: str) -> None:
    found = breaches(module, (ROOT / module).read_text(encoding="utf-8"))
    assert found == [], "take it to a module that may, or say in the table of ARCHITECTURE.md why this one does"


@pytest.mark.parametrize("path", ALLOWED)
def test_what_is_allowed_is_done(path: str) -> None:
    assert (ROOT / path).exists()
    done = {
        touch.how
        for module in MODULES
        if place(module) == path
        for touch in touches((ROOT / module).read_text(encoding="utf-8"))
    }
    assert done == ALLOWED[path], "take out of the table what nothing there does"


@pytest.mark.parametrize(
    ("source", "how"),
    [
        ("from pathlib import Path\nPath('x').write_text('y')", "writes"),
        ("def f(path): return path.read_bytes()", "reads"),
        ("def f(path): return map(path.write_text, 'ab')", "writes"),
        ("open('x')", "reads"),
        ("open('x', 'w')", "writes"),
        ("def f(path, mode): return path.open(mode)", "writes"),
        ("def f(path): return path.open(encoding='utf-8')", "reads"),
        ("def f(path): return path.exists()", "looks"),
        ("def f(path, other): return path.replace(other)", "writes"),
        ("def f(path): return [*path.iterdir()]", "looks"),
        ("from os.path import exists\nexists('x')", "looks"),
        ("import os as system\nsystem.unlink('x')", "writes"),
        ("from os import unlink\nunlink('x')", "writes"),
        ("import shutil\nshutil.rmtree('x')", "writes"),
        ("from tempfile import mkdtemp\nmkdtemp()", "writes"),
        ("from importlib import resources\nresources.files('sloc')", "reads"),
        ("print('x')", "prints"),
        ("import sys\nsys.stdout.write('x')", "prints"),
        ("from sys import stderr\nstderr.write('x')", "prints"),
        ("import typer\ntyper.echo('x')", "prints"),
        ("import logging\nlogging.warning('x')", "prints"),
        ("import subprocess\nsubprocess.run('x')", "runs"),
        ("import pickle", "runs"),
        ("eval('1')", "runs"),
    ],
)
def test_a_breach_is_found(source: str, how: str) -> None:
    assert {touch.how for touch in touches(source)} == {how}
    assert breaches("sloc/check/fresh.py", source)


@pytest.mark.parametrize(
    "source",
    [
        "'a-b'.replace('-', '_')",
        "import datetime as dt\ndt.datetime.now().replace(tzinfo=None)",
        "from dataclasses import replace\nreplace(x, y=1)",
        "from sloc.ir import expr as x\nx.walk(1)",
        "def f(week): return week.open / 2",
        "import os\nos.environ.get('CI')",
        "from sloc.pipeline import compile\ncompile(1)",
    ],
)
def test_what_only_looks_like_one_is_none(source: str) -> None:
    assert touches(source) == []
