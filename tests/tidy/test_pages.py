"""Every code has a page, and a page's examples do what it says."""

from __future__ import annotations

import datetime as dt
import re
from importlib.resources import files
from pathlib import Path

import pytest

from sloc.findings.codes import CODES
from sloc.findings.pages import HEADINGS, Block, index, read_page
from sloc.pipeline import check_sources
from sloc.source.span import SourceFile

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "sloc.lock").read_text(encoding="utf-8")
NOT_IN_SPECS = {"text", "console", "toml"}
"""Examples of what is wrong with a file, the configuration or the output: shown and not run."""
FILES_AND_OUTPUT = {code for code in CODES if code[:4] in ("SLO4",) or (code[:5] in ("SLO11", "SLO12") and code != "SLO115")}


def raised(block: Block) -> set[str]:
    day = re.fullmatch(r"slo(?: on (\d{4}-\d\d-\d\d))?", block.info)
    assert day, f"not a program: {block.info}"
    today = dt.date.fromisoformat(day[1]) if day[1] else None
    return {found.code for found in check_sources([SourceFile("a.slo", block.text)], LOCK, today).findings}


def test_there_is_a_page_for_every_code_and_no_other() -> None:
    pages = {path.name.removesuffix(".md") for path in files("sloc.findings.pages").iterdir() if path.name.endswith(".md")}
    assert pages == CODES.keys()


@pytest.mark.parametrize("code", CODES)
def test_a_page_has_its_title_and_its_four_parts(code: str) -> None:
    text = read_page(code).text
    assert text.startswith(f"# {code}: {CODES[code].name}\n")
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == list(HEADINGS)
    for heading in HEADINGS:
        assert read_page(code).section(heading)
    for heading in HEADINGS[2:]:
        assert len(read_page(code).blocks(heading)) == 1


@pytest.mark.parametrize("code", sorted(CODES.keys() - FILES_AND_OUTPUT))
def test_the_example_raises_the_code_and_what_is_used_instead_raises_nothing(code: str) -> None:
    page = read_page(code)
    (example,), (instead,) = page.blocks("Example"), page.blocks("Use instead")
    stated = re.findall(r"^Also raised: (.*)\.$", page.section("Example"), re.MULTILINE)
    assert raised(example) == {code, *(other for line in stated for other in line.split(", "))}
    assert raised(instead) == set()


@pytest.mark.parametrize("code", sorted(FILES_AND_OUTPUT))
def test_what_is_wrong_outside_of_specs_is_shown_as_what_it_is(code: str) -> None:
    page = read_page(code)
    blocks = [*page.blocks("Example"), *page.blocks("Use instead")]
    assert {block.info for block in blocks} <= NOT_IN_SPECS
    assert blocks[0].text != blocks[1].text


def test_the_index_is_fresh(request: pytest.FixtureRequest) -> None:
    path = ROOT / "docs/findings.md"
    if request.config.getoption("--update"):
        path.write_text(index(), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == index(), "run `python -m sloc.findings.pages > docs/findings.md`"
