"""An objective that nobody looks at any more protects nobody (SRE workbook, chapter 2, "Continuous Improvement")."""

from __future__ import annotations

from collections.abc import Iterator

from sloc.check.model import CheckedProgram
from sloc.findings import Finding
from sloc.source.span import Span


def check(program: CheckedProgram) -> Iterator[Finding]:
    """SLO505 at a review whose date has come, as of the `today` that sloc was told.

    docs/language.md §3.20.
    """
    seen: set[Span] = set()
    for slo in program.slos:
        written, review = slo.items.review, slo.ir.review
        if program.today is None or written is None or review is None or written.span in seen:
            continue
        if review.due is not None and review.due > program.today:
            continue
        seen.add(written.span)
        never = review.due is None
        yield slo.finding(
            "SLO505",
            f"`{slo.ir.service}.{slo.ir.name}` was never reviewed" if never else "a review is due",
            written.span,
            f"every {review.period}, and no date yet" if never else f"due on {review.due}",
            help=f"look at the objective, and then write `review every {review.period}, last {program.today}`",
        )
