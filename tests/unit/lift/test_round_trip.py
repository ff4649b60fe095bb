"""A program that is printed as an IR and given back is the same program, down to where each part was written."""

from __future__ import annotations

import json

import pytest

from sloc.backends.registry import declared
from sloc.ir import Ir
from sloc.ir.codec import dumps
from sloc.lift.given import check_given
from sloc.project import Lint
from sloc.source.span import SourceFile
from tests.golden.harness import GOLDEN, Case, read
from tests.unit.lift.specs import EVERYTHING, program

CASES = [case for case in map(read, sorted(GOLDEN.rglob("*.case"))) if not case.syntax_only and case.checked.ir is not None]


def given_back(ir: Ir) -> Ir:
    """The program that its own JSON stands for."""
    again, findings = check_given(SourceFile("ir.json", dumps(ir)), Lint(), declared)
    assert again is not None, [(found.message, found.label, found.help) for found in findings]
    return again


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path.stem)
def test_golden_programs(case: Case) -> None:
    assert given_back(case.checked.ir) == case.checked.ir


def test_a_program_of_everything() -> None:
    ir = program(EVERYTHING)
    assert given_back(ir) == ir


def test_the_order_of_parts_says_nothing() -> None:
    ir = program(EVERYTHING)
    data = json.loads(dumps(ir))
    for key in ("calendars", "sources", "services", "slos", "tests"):
        data[key].reverse()
    again, _ = check_given(SourceFile("ir.json", json.dumps(data)), Lint(), declared)
    assert again == ir
