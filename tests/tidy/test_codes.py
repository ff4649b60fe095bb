"""The registry of codes, what raises them, and what tests them stay together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sloc.findings.codes import CODES, RETIRED
from sloc.findings.model import Severity

ROOT = Path(__file__).resolve().parents[2]
CODE = re.compile(r"\bSLO\d{3}\b")
REGISTRY = ROOT / "sloc/findings/codes.py"
PUBLISHED = Path(__file__).with_name("published_codes.txt")


def _mentioned(paths: list[Path]) -> set[str]:
    return {code for path in paths for code in CODE.findall(path.read_text(encoding="utf-8"))}


RAISED = _mentioned([path for path in (ROOT / "sloc").rglob("*.py") if path != REGISTRY])
ASSERTED = {
    code
    for path in (ROOT / "tests").rglob("test_*.py")
    if not path.is_relative_to(ROOT / "tests/tidy")
    for line in path.read_text(encoding="utf-8").splitlines()
    if "finding(" not in line  # what a test makes itself is no proof that sloc raises it
    for code in CODE.findall(line)
}
PINS = re.compile(r"^-- (?:\w+\.)?findings --\n((?:(?!-- ).*\n)*)", re.MULTILINE)
PINNED = {
    code
    for path in (ROOT / "tests/golden").rglob("*.case")
    for pins in PINS.findall(path.read_text(encoding="utf-8"))
    for code in re.findall(r"^(SLO\d{3})\b", pins, re.MULTILINE)
}
"""What golden cases raise: each pin is held to what sloc finds."""
NO_CASE = {
    *("SLO110", "SLO111", "SLO112", "SLO113", "SLO114", "SLO116", "SLO117", "SLO118", "SLO120", "SLO121", "SLO122", "SLO123"),
    *("SLO124", "SLO125", "SLO126", "SLO127", "SLO128", "SLO129", "SLO409", "SLO418", "SLO419"),
    *("SLO403", "SLO404", "SLO405", "SLO406", "SLO408", "SLO410", "SLO411", "SLO412", "SLO413", "SLO414"),
}
"""Codes about files, configuration, output and data, which a case does not hold: unit and engine tests raise them."""
DOCUMENTED = _mentioned([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_raised_somewhere(code: str) -> None:
    assert code in RAISED, f"nothing in sloc/ raises {code} ({CODES[code].name}): raise it, or take it out of the registry"


@pytest.mark.parametrize("code", sorted(CODES.keys() - NO_CASE))
def test_a_golden_case_raises_every_code(code: str) -> None:
    assert code in PINNED, f"no golden case has a finding {code} ({CODES[code].name})"


@pytest.mark.parametrize("code", sorted(NO_CASE))
def test_a_code_that_no_case_can_hold_is_asserted_by_a_test(code: str) -> None:
    assert code not in PINNED, f"a golden case raises {code}: it needs no exception"
    assert code in ASSERTED, f"no test asserts {code} ({CODES[code].name})"


def test_every_code_that_is_raised_is_registered() -> None:
    assert RAISED - CODES.keys() == set()


def test_every_code_that_a_document_mentions_is_or_was_one() -> None:
    assert DOCUMENTED - CODES.keys() - RETIRED.keys() == {"SLO599"}  # CONTRIBUTING.md adds it, step by step
    assert "SLO599" not in CODES


def test_no_code_vanishes_comes_back_or_changes_its_meaning() -> None:
    """`published_codes.txt` holds every code that a commit ever had, with its name. A new code is a new line there."""
    published = dict(line.split() for line in PUBLISHED.read_text(encoding="utf-8").splitlines())
    registered = {code: entry.name for code, entry in (*CODES.items(), *RETIRED.items())}
    assert CODES.keys().isdisjoint(RETIRED), "a code that was retired stays so: take the next free number"
    assert registered == published, f"retire a code in {REGISTRY.name}, and add a new one to {PUBLISHED.name}"


@pytest.mark.parametrize("code", CODES)
def test_a_code_says_what_it_is_about(code: str) -> None:
    name, severity, summary, _ = CODES[code]
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert severity in {one.value for one in Severity}
    assert summary
    assert not summary.endswith(".")


def test_names_are_unique() -> None:
    names = [entry.name for entry in (*CODES.values(), *RETIRED.values())]
    assert len(set(names)) == len(names)
