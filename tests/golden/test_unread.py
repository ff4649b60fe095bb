"""While a spec cannot be read, what may follow from that waits, and everything else is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from sloc.findings.codes import CODES
from sloc.findings.model import Finding
from sloc.pipeline import check_sources
from sloc.source.span import SourceFile
from tests.golden.harness import GOLDEN, Case, read

UNREADABLE = SourceFile("zz.slo", "nonsense")
CASES = [case for path in sorted((GOLDEN / "check").rglob("*.case")) if (case := read(path)).sources]


def checked(case: Case, *more: SourceFile) -> list[Finding]:
    return list(check_sources((*case.sources, *more), case.input("sloc.lock"), case.today).findings)


@pytest.mark.parametrize("case", CASES, ids=lambda case: Path(case.path).stem)
def test_what_may_follow_waits(case: Case) -> None:
    alone = checked(case)
    with_unreadable = checked(case, UNREADABLE)
    assert [found.code for found in with_unreadable if found.span and found.span.file == UNREADABLE.path] == ["SLO101"]
    waiting = [found for found in alone if found not in with_unreadable]
    assert all(CODES[found.code].may_follow or found.span is None or found.span.start == found.span.end for found in waiting)
    assert not [found for found in with_unreadable if CODES[found.code].may_follow]


def test_a_case_raises_each_code_that_may_follow() -> None:
    raised = {found.code for case in CASES for found in checked(case)}
    assert {code for code, entry in CODES.items() if entry.may_follow} <= raised
