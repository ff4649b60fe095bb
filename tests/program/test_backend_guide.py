"""The package of docs/backends.md, installed as a user would, with what the guide says of its mistakes."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from sloc.backends import base
from sloc.ir.program import IR_VERSION
from tests.processes import run

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "backends.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^```\w+ (\S+)\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)[:4])
"""The package, and the project that uses it, as the guide shows them first."""

CODE = "sloc-datadog/sloc_datadog.py"


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which pip has installed the package."""
    folder = tmp_path_factory.mktemp("guide")
    write(folder, FILES)
    options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation", "--no-index"]
    pip = [sys.executable, "-m", "pip", "install", *options, "--target", str(folder / "packages"), str(folder / "sloc-datadog")]
    done = run(pip, cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "packages"


def sloc(folder: Path, packages: Path | None, *args: str) -> tuple[int, str]:
    """The exit code, and all that is printed."""
    paths = [str(ROOT), *([str(packages)] if packages else [])]
    environment = {**os.environ, "PYTHONPATH": ":".join(paths), "COLUMNS": "160"}
    done = run([sys.executable, "-m", "sloc", *args], cwd=folder, env=environment, text=True)
    return done.returncode, done.stdout + done.stderr


def _without_numbers(text: str) -> str:
    """A text in which no line of a file has a number, nor a list its own call, which some versions of Python show."""
    return re.sub(r".*:N <listcomp>\n", "", re.sub(r":\d+ ", ":N ", text))


def test_it_is_some_thirty_lines() -> None:
    class_and_helpers = [line for line in FILES[CODE].partition("def fault")[2].splitlines() if line.strip()]
    assert len(class_and_helpers) < 50


def test_where_it_is_not_installed_the_way_out_is_told(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    code, said = sloc(tmp_path, None, "check")
    assert code == 1
    assert "error[SLO121]: there is no back end `datadog`" in said
    assert "error[SLO224]: nothing here can be read from `datadog`" in said
    assert "or install the package that brings a back end `datadog`" in said


def test_an_exception_in_it_is_its_own(installed: Path, tmp_path: Path) -> None:
    write(tmp_path, FILES)
    module = installed / "sloc_datadog.py"
    right = module.read_text(encoding="utf-8")
    try:
        module.write_text(right.replace('options["tags"]', 'options["tag"]'), encoding="utf-8")
        code, said = sloc(tmp_path, installed, "build")
    finally:
        module.write_text(right, encoding="utf-8")
    assert code == 1
    (shown,) = re.findall(r"^```text\n(error\[SLO409\].*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    assert _without_numbers(shown) in _without_numbers(said)
    assert not (tmp_path / "generated").exists()
    assert sloc(tmp_path, installed, "build")[0] == 0


def test_what_the_guide_calls_stable_is_there() -> None:
    assert f"The version of the IR is {IR_VERSION}." in GUIDE
    (stable,) = re.findall(r"\*\*Stable within a version\*\*: (.*?)`sloc\.backends\.base`", GUIDE, re.DOTALL)
    for name in re.findall(r"`(\w+)`", stable):
        assert hasattr(base, name), name
