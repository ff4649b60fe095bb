"""Every code has a page, and a page's examples do what it says."""

from __future__ import annotations

import datetime as dt
import json
import re
from importlib.resources import files
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sloc.backends.options import complete
from sloc.backends.registry import load
from sloc.cli.app import app
from sloc.findings.codes import CODES
from sloc.findings.pages import HEADINGS, Fence, index, read_page
from sloc.pipeline import check_sources
from sloc.source.span import SourceFile

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "sloc.lock").read_text(encoding="utf-8")
NOT_IN_SPECS = {"text", "console"}
"""Examples of what is wrong with a file or the output: shown and not run."""
FILES_AND_OUTPUT = {
    # files that no page holds
    *("SLO110", "SLO111", "SLO112", "SLO113", "SLO116", "SLO117", "SLO118", "SLO123", "SLO128", "SLO129"),
    *("SLO124", "SLO125", "SLO126", "SLO127", "SLO409"),  # programs and back ends of others
    *("SLO404", "SLO405", "SLO406", "SLO407", "SLO408"),  # the output
    *("SLO410", "SLO411", "SLO412", "SLO413", "SLO414", "SLO418", "SLO419"),  # data, and what sloc.lock says of it
}
PROGRAM = re.compile(r"slo(?: on (?P<day>\d{4}-\d\d-\d\d))?(?: for (?P<backend>\w+))?")


def raised(block: Fence, folder: Path) -> set[str]:
    """The codes that a program raises (perhaps on a day, perhaps for a back end), or a project with this sloc.toml."""
    if block.info == "toml":
        return configured(block.text, folder)
    shape = PROGRAM.fullmatch(block.info)
    assert shape, f"not a program: {block.info}"
    today = dt.date.fromisoformat(shape["day"]) if shape["day"] else None
    checked = check_sources([SourceFile("a.slo", block.text)], LOCK, today)
    found = list(checked.findings)
    if shape["backend"]:
        assert checked.ir is not None, found
        backend = load(shape["backend"]).backend
        assert backend is not None
        found += backend.refusals(checked.ir, complete(backend))
    return {each.code for each in found}


def configured(config: str, folder: Path) -> set[str]:
    (folder / "specs").mkdir(exist_ok=True)
    (folder / "specs" / "desk.slo").write_text("# nothing yet\ntemplate t() { alerts none }\n", encoding="utf-8")
    (folder / "sloc.toml").write_text(config, encoding="utf-8")
    said = CliRunner().invoke(app, ["check", "-C", str(folder), "--format", "json"])
    return {each["code"] for each in json.loads(said.stdout)} - {"SLO509"}


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
def test_the_example_raises_the_code_and_what_is_used_instead_raises_nothing(code: str, tmp_path: Path) -> None:
    page = read_page(code)
    (example,), (instead,) = page.blocks("Example"), page.blocks("Use instead")
    stated = re.findall(r"^Also raised: (.*)\.$", page.section("Example"), re.MULTILINE)
    assert raised(example, tmp_path) == {code, *(other for line in stated for other in line.split(", "))}
    assert raised(instead, tmp_path) == set()
    if CODES[code].severity == "error":
        assert example.text != instead.text


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
