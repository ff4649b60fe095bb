"""``-- fixed --``: the specs as ``sloc check --fix`` leaves them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sloc.findings.fixes import apply_fixes

if TYPE_CHECKING:
    from tests.golden.harness import Case


def fixed_section(case: Case) -> str:
    sources = {source.path: source for source in case.sources}
    edited, _ = apply_fixes(case.findings, sources)
    return "".join(edited.get(path, source.text) for path, source in sources.items())


SECTIONS = {"fixed": fixed_section}
