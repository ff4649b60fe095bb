"""The cases in ``ir/`` are a tour of the IR: each construct is shown, in a program that has nothing else to say."""

from __future__ import annotations

from sloc.findings.model import has_errors
from tests.constructs import constructs, every
from tests.golden.harness import GOLDEN, read

CASES = [read(path) for path in sorted((GOLDEN / "ir").glob("*.case"))]


def test_every_construct_is_shown() -> None:
    shown = frozenset[str]().union(*(constructs(case.checked.ir) for case in CASES))
    assert every() - shown == set(), "add a case to tests/golden/ir"


def test_what_is_shown_is_in_the_cases_own_part() -> None:
    """A case shows parts of its program, and not the whole, so that each change of the IR changes the cases about it alone."""
    for case in CASES:
        assert not has_errors(case.checked.findings)
        assert [section.name for section in case.sections if section.name in ("ir", "ir/")] == [], case.path.name
