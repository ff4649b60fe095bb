"""What ``sloc fmt`` makes of a case's specs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sloc.syntax.format import format_source

if TYPE_CHECKING:
    from tests.golden.harness import Case


def formatted_section(case: Case) -> str:
    """The canonical text of each spec, one after the other."""
    texts = []
    for source in case.sources:
        text, findings = format_source(source)
        assert text is not None, findings
        texts.append(text)
    return "".join(texts)


SECTIONS = {"formatted": formatted_section}
