"""The harness itself: a case that expects something else fails, and `--update` touches expectations alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden.harness import GOLDEN, actual, check_findings, read, updated

TEXT = """Prose.

-- a.slo --
servce s { owner "x" }

-- findings --
{pin}
"""
RIGHT = "SLO102 a.slo:1:1-1:7 | did you mean `service`?"


def case_file(folder: Path, pin: str) -> Path:
    path = folder / "syntax" / "some.case"
    path.parent.mkdir(exist_ok=True)
    path.write_text(TEXT.replace("{pin}", pin), encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tests.golden.harness.GOLDEN", tmp_path)
    return tmp_path


def test_a_right_pin_passes(folder: Path) -> None:
    case = read(case_file(folder, RIGHT))
    check_findings(case, case.sections[1])


@pytest.mark.parametrize(
    "pin", ["", "SLO101 a.slo:1:1-1:7", "SLO102 a.slo:1:1-1:8", RIGHT + "!", RIGHT + "\nSLO102 a.slo:1:8-1:9"]
)
def test_a_wrong_pin_fails(folder: Path, pin: str) -> None:
    case = read(case_file(folder, pin))
    with pytest.raises(AssertionError):
        check_findings(case, case.sections[1])


def test_update_keeps_prose_inputs_and_wording(folder: Path) -> None:
    path = case_file(folder, RIGHT + "\nSLO101 a.slo:9:9-9:9")
    assert updated(read(path)) == TEXT.replace("{pin}", RIGHT)


def test_an_unknown_section_is_refused(folder: Path) -> None:
    path = case_file(folder, RIGHT)
    path.write_text(path.read_text(encoding="utf-8").replace("-- findings --", "-- fndings --"), encoding="utf-8")
    case = read(path)
    with pytest.raises(KeyError, match="fndings"):
        actual(case, case.sections[1])


def test_the_cases_are_found() -> None:
    assert len(list(GOLDEN.rglob("*.case"))) > 60
