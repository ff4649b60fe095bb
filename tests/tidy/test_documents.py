"""What documents name is there: paths in back quotes, the tests of each invariant, the layers of the package."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import run

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("docs", "benchmarks", "tests", "sloc", "grammar", "examples")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.md"))])
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")

FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
QUOTED = re.compile(r"`([^`\n]+)`")
ENDS = "case|csv|j2|json|lark|lock|md|parquet|py|slo|sql|svg|toml|txt|yaml|yml"
PATH = re.compile(rf"(?:[\w.*<>…-]+/)*[\w.*<>…-]+(?:/|\.(?:{ENDS}))|(?:[\w.*<>…-]+/)+[\w.*<>…-]+")
PLACEHOLDER = re.compile(r"<\w+>|…")

ELSEWHERE = {
    ".github/workflows/sloc.yml", ".pre-commit-config.yaml",  # a project's own: `sloc init` writes them
    "manifest.json", "generated/prometheus.eu/",  # of an output folder
    "DIR/<table>.csv", "data.csv",  # data files
    "*.slo", "service.slo",  # kinds of files, and a word of the language
    "sarif-schema-2.1.0.json", "slocFinding/v1",  # names that others give
}  # fmt: skip
"""What looks like a path of this project and is none."""


def paths(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each path in back quotes, with the folders that it may be meant from.

    They are those that are named before it in its paragraph, its item or its row, and in the paragraph that its section
    begins with; of a file that is named, its folder.
    """
    for section in re.split(r"^#+ .*\n", FENCED.sub("", text), flags=re.MULTILINE):
        first: list[str] = []
        for number, paragraph in enumerate(re.split(r"\n\s*\n|\n(?=[|*-] |\d+\. )", section.strip())):
            folders = list(first)
            for quoted in QUOTED.findall(paragraph):
                if PATH.fullmatch(quoted):
                    yield quoted, folders
                    folders = [*folders, quoted if quoted.endswith("/") else quoted.rpartition("/")[0]]
            first = folders if number == 0 else first


def is_there(path: str, document: Path, folders: list[str]) -> bool:
    """Whether it leads to something from the root, from the document, or from a folder that its paragraph names."""
    pattern = PLACEHOLDER.sub("*", path).rstrip("/")
    here = [ROOT, document.parent, *(ROOT / folder for folder in folders)]
    here += [start / folder for start in here for folder in folders]
    return any(next(start.glob(pattern), None) is not None for start in set(here) if start.is_dir())


def text_of(document: Path) -> str:
    """The text; of a decision that another one supersedes none, for it tells of the past."""
    text = document.read_text(encoding="utf-8")
    return "" if re.search(r"^Status: superseded\b", text, re.MULTILINE) else text


NAMED = [(document, *found) for document in DOCUMENTS for found in paths(text_of(document))]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_paths_that_a_document_names_exist(document: Path) -> None:
    lost = {path for of, path, folders in NAMED if of == document and not is_there(path, of, folders)}
    assert lost - ELSEWHERE == set()


def test_what_lies_elsewhere_is_named_somewhere() -> None:
    assert {path for of, path, folders in NAMED if not is_there(path, of, folders)} == ELSEWHERE


def test_a_path_that_is_not_there_is_found() -> None:
    text = "Read `sloc/syntax/gone.py`, then `sloc/emit/`: `header.py`, `lost.py`. Not `a / b`.\n\n`header.py`.\n"
    text += "## Elsewhere\n`header.py`."
    found = [(path, is_there(path, ROOT / "README.md", folders)) for path, folders in paths(text)]
    assert found == [
        ("sloc/syntax/gone.py", False),
        ("sloc/emit/", True),
        ("header.py", True),
        ("lost.py", False),
        ("header.py", True),
        ("header.py", False),
    ]


# ── ARCHITECTURE.md ───────────────────────────────────────────────────────────────────────────────────────────────────


INVARIANTS = re.findall(r"^(\d+)\. ((?:.+\n)+?)(?=\d+\. |\n)", ARCHITECTURE.partition("## Invariants\n")[2], re.MULTILINE)


def test_invariants_are_numbered() -> None:
    assert [int(number) for number, _ in INVARIANTS] == list(range(1, len(INVARIANTS) + 1))
    assert len(INVARIANTS) > 9


@pytest.mark.parametrize(("number", "text"), INVARIANTS)
def test_an_invariant_names_the_tests_that_hold_it(number: str, text: str) -> None:
    tests = re.findall(r"`(tests/[^`]+/test_\w+\.py)`", text.partition(" — ")[2] or text.partition(" —\n")[2])
    assert tests, f"invariant {number} names no test"
    assert [path for path in tests if not (ROOT / path).is_file()] == []


@pytest.mark.parametrize(
    ("module", "text", "said"),
    [
        ("sloc/attic/__init__.py", '"""A new room."""\n', "sloc.attic"),
        (
            "sloc/ir/upward.py",
            '"""An arrow upward."""\nfrom sloc.check import checker\n',
            "sloc.ir.upward -> sloc.check.checker",
        ),
        ("sloc/backends/peek.py", '"""The AST."""\nfrom sloc.syntax import ast\n', "sloc.backends.peek -> sloc.syntax"),
    ],
)
def test_a_breach_of_the_layers_is_found(module: str, text: str, said: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "sloc", tmp_path / "sloc", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    path = tmp_path / module
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    script = Path(sys.executable).parent / "lint-imports"
    done = run([script, "--no-cache"], cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)}, text=True)
    assert done.returncode == 1
    assert said in done.stdout
