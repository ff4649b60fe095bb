"""What the documents show is what sloc does.

A block whose info string names a file (```` ```slo specs/a.slo ````) is written; a ``console`` block is run, command by
command, in the document's own folder (``cd`` changes it), and must print what stands below each ``$`` line (a line ``...``
stands for any lines). What a ``yaml from generated/x.yml`` block shows must stand in that file, which a command above has
made. A ``slo`` block without a file must check without errors; ``fragment`` blocks are parts and are left alone.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sloc.calendars.lock import LockRequest, freeze, write_lock
from sloc.check.needs import needs
from sloc.findings.model import has_errors
from sloc.pipeline import check_sources
from sloc.source.span import SourceFile
from sloc.syntax.parser import parse
from tests.processes import run

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(?P<kind>\w+)(?: (?P<info>[^\n]+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)")
IDS = [path.relative_to(ROOT).as_posix() for path in DOCUMENTS]


def blocks(path: Path) -> list[re.Match[str]]:
    return list(BLOCK.finditer(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", DOCUMENTS, ids=IDS)
def test_a_document_shows_what_sloc_does(path: Path, tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "sloc").write_text(f'#!/bin/sh\nexec {sys.executable} -m sloc "$@"\n', encoding="utf-8")
    (programs / "sloc").chmod(0o755)
    packages = tmp_path / "packages"  # what a document installs; nothing is asked of the network
    pip = f'-m pip --disable-pip-version-check "$@" --no-deps --no-build-isolation --no-index --target {packages}'
    (programs / "pip").write_text(f"#!/bin/sh\nexec {sys.executable} {pip}\n", encoding="utf-8")
    (programs / "pip").chmod(0o755)
    folder = tmp_path / "project"
    folder.mkdir()
    here = folder
    environment = {
        **os.environ,
        "PATH": f"{programs}:{os.environ['PATH']}",
        "PYTHONPATH": f"{ROOT}:{packages}",
        "COLUMNS": "120",
    }
    environment |= {f"GIT_{who}_{what}": "reader@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment.pop("FORCE_COLOR", None)
    for block in blocks(path):
        if block["kind"] == "console":
            for step in block["text"].removeprefix("$ ").split("\n$ "):
                command, _, expected = step.partition("\n")
                if command.startswith("cd "):
                    here /= command.removeprefix("cd ")
                    continue
                both = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
                done = run(["sh", "-c", command], cwd=here, env=environment, text=True, **both)
                assert re.fullmatch(pattern(expected), done.stdout.strip("\n")), f"$ {command}\n{done.stdout}"
        elif block["info"] and block["info"].startswith("from "):
            made = (folder / block["info"].removeprefix("from ")).read_text(encoding="utf-8")
            assert re.search(pattern(block["text"]), made), f"not in {block['info']}:\n{block['text']}"
        elif block["info"] and block["info"] != "fragment":
            target = folder / block["info"]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block["text"], encoding="utf-8")


def pattern(expected: str) -> str:
    lines = expected.strip("\n").split("\n")
    return "\n".join(r"(?s:.*?)" if line == "..." else re.escape(line) for line in lines)


@pytest.mark.parametrize("path", DOCUMENTS, ids=IDS)
def test_the_programs_of_a_document_check(path: Path) -> None:
    """All whole programs of a document are one: they may name each other's calendars."""
    if any(block["kind"] == "python" for block in blocks(path)):
        return  # they are bound to a back end that the document itself makes; its commands check them
    shown = [block for block in blocks(path) if block["kind"] == "slo" and block["info"] != "fragment"]
    sources = [SourceFile(f"{number}.slo", block["text"]) for number, block in enumerate(shown)]
    wanted = needs([parse(source)[0] for source in sources], 2026)
    lock, _ = freeze(LockRequest(wanted.zones, wanted.regions, wanted.first_year, wanted.last_year), None, False)
    checked = check_sources(sources, write_lock(lock))
    assert not has_errors(checked.findings), checked.findings


@pytest.mark.parametrize("path", [*DOCUMENTS, ROOT / "ARCHITECTURE.md", ROOT / "CONTRIBUTING.md"])
def test_links_lead_somewhere(path: Path) -> None:
    for target in LINK.findall(path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target
