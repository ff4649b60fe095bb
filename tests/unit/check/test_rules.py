"""Every rule of meaning is shown at work: a golden case in which it fires, and findings that a reader can act on."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from sloc.calendars.lock import Lock, read_lock
from sloc.check import checker
from sloc.check.model import CheckedProgram
from sloc.check.rules import RULES, Rule
from sloc.findings import Finding
from sloc.findings.codes import CODES
from sloc.source.span import SourceFile
from sloc.syntax.parser import parse
from tests.golden.harness import GOLDEN, Case, read

CASES = sorted((GOLDEN / "check").rglob("*.case"))


@cache
def checked(path: Path) -> tuple[Case, CheckedProgram, tuple[Finding, ...]]:
    case = read(path)
    lock_text = case.input("sloc.lock")
    lock = read_lock(lock_text, "sloc.lock")[0] if lock_text else Lock()
    files = [parse(source)[0] for source in case.sources]
    settings = checker.Settings("sloc", 2026, case.today)
    program, findings = checker.check(files, {source.path: source for source in case.sources}, lock, settings)
    return case, program, tuple(findings)


def findings() -> Iterator[tuple[Finding, dict[str, SourceFile]]]:
    for path in CASES:
        case, _, found = checked(path)
        for each in found:
            yield each, {source.path: source for source in case.sources}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__module__.rpartition(".")[2])
def test_rule_has_a_case_in_which_it_fires(rule: Rule) -> None:
    assert any(True for path in CASES for _ in rule(checked(path)[1]))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__module__.rpartition(".")[2])
def test_rule_says_which_codes_it_raises(rule: Rule) -> None:
    raised = {found.code for path in CASES for found in rule(checked(path)[1])}
    assert raised
    assert all(code in (rule.__doc__ or "") for code in raised), f"the docstring of {rule.__module__} names {raised}"


def test_a_rule_is_registered_for_each_file() -> None:
    folder = Path(checker.__file__).parent / "rules"
    files = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert files == {rule.__module__.rpartition(".")[2] for rule in RULES}


def test_every_code_of_the_checker_has_a_case() -> None:
    codes = {code for code in CODES if code[3] in "235"}
    assert codes == {found.code for found, _ in findings()} & codes


def test_findings_point_at_text() -> None:
    for found, sources in findings():
        for span in (found.span, *(label.span for label in found.labels)):
            assert span is not None, found
            text = sources[span.file].text[span.start : span.end]
            assert text, found
            assert text == text.strip(), f"{found.code} points at {text!r}"


def test_findings_say_what_why_and_what_to_type() -> None:
    for found, _ in findings():
        assert found.message, found
        assert not found.message.endswith("."), found
        assert found.label or found.help, f"{found.code} says neither why nor what to do"


def test_one_mistake_is_found_once() -> None:
    for path in CASES:
        places = [(found.code, found.span, found.message) for found in checked(path)[2]]
        assert len(places) == len(set(places)), path.name


def test_the_same_program_gives_the_same_findings() -> None:
    for path in CASES:
        _, program, _ = checked(path)
        assert [list(rule(program)) for rule in RULES] == [list(rule(program)) for rule in RULES]
