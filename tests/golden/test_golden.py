"""Every golden case says what sloc does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden.harness import GOLDEN, actual, check_findings, read, updated

CASES = sorted(GOLDEN.rglob("*.case"))


@pytest.mark.parametrize("path", CASES, ids=[path.relative_to(GOLDEN).with_suffix("").as_posix() for path in CASES])
def test_case(path: Path, request: pytest.FixtureRequest) -> None:
    case = read(path)
    if request.config.getoption("--update"):
        text = updated(case)  # before the file is opened: what raises must not leave it empty
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        case = read(path)
    expectations = [section for section in case.sections if not section.is_input]
    assert case.prose.strip(), "a case starts with what it is about"
    assert expectations, "a case expects something"
    for section in expectations:
        if section.name == "findings":
            check_findings(case, section)
        else:
            assert actual(case, section).rstrip("\n") == section.text.rstrip("\n")
