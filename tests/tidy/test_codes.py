"""The registry of codes, what raises them, and what tests them stay together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sloc.findings.codes import CODES
from sloc.findings.model import Severity

ROOT = Path(__file__).resolve().parents[2]
CODE = re.compile(r"\bSLO\d{3}\b")
REGISTRY = ROOT / "sloc/findings/codes.py"


def _mentioned(paths: list[Path]) -> set[str]:
    return {code for path in paths for code in CODE.findall(path.read_text(encoding="utf-8"))}


RAISED = _mentioned([path for path in (ROOT / "sloc").rglob("*.py") if path != REGISTRY])
TESTED = _mentioned(
    [
        path
        for kind in ("*.py", "*.case")
        for path in (ROOT / "tests").rglob(kind)
        if not path.is_relative_to(ROOT / "tests/tidy")
    ]
)
DOCUMENTED = _mentioned([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_raised_somewhere(code: str) -> None:
    assert code in RAISED, f"nothing in sloc/ raises {code} ({CODES[code].name}): raise it, or take it out of the registry"


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_test(code: str) -> None:
    assert code in TESTED, f"no golden case and no unit test mentions {code} ({CODES[code].name})"


def test_every_code_that_is_mentioned_is_registered() -> None:
    assert (RAISED | DOCUMENTED) - CODES.keys() == set()


@pytest.mark.parametrize("code", CODES)
def test_a_code_says_what_it_is_about(code: str) -> None:
    name, severity, summary = CODES[code]
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert severity in {one.value for one in Severity}
    assert summary
    assert not summary.endswith(".")


def test_names_are_unique() -> None:
    assert len({code.name for code in CODES.values()}) == len(CODES)
