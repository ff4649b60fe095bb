"""An exclusion outside of the years that the project knows removes nothing: mostly a slip in the year."""

from __future__ import annotations

from collections.abc import Iterator

from sloc.calendars.zones import year_start
from sloc.check.expand import filled
from sloc.check.model import CheckedProgram
from sloc.findings import Finding, Label
from sloc.ir.units import MICROS
from sloc.source.span import Span
from sloc.syntax import ast


def check(program: CheckedProgram) -> Iterator[Finding]:
    """SLO514 at an exclusion that lies wholly outside of the years of the objective's clock, or else of the project.

    docs/language.md §3.16.
    """
    seen: set[Span] = set()
    for slo in program.slos:
        clock = program.clock_of(slo.ir)
        if clock is not None and not clock.stretches:
            continue
        first, last = program.epoch - 10, program.epoch + 10
        known = clock.known_range if clock is not None else (year_start(first), year_start(last + 1))
        for item in slo.items.exclusions:
            if not isinstance(item, ast.ExcludeRange) or item.span in seen:
                continue
            start, end = filled(item.start), filled(item.end)
            if end.micros <= start.micros or (end.micros > known[0] * MICROS and start.micros < known[1] * MICROS):
                continue
            seen.add(item.span)
            calendar = program.calendars[slo.ir.clock].decl.name if slo.ir.clock is not None else None
            years = "nothing is counted in these years" if clock is not None else f"the project's years are {first} to {last}"
            yield slo.finding(
                "SLO514",
                "this exclusion removes nothing",
                start.span.to(end.span),
                years,
                labels=[Label(calendar.span, "by this calendar")] if calendar is not None else [],
                help="check the year, or delete the line",
            )
