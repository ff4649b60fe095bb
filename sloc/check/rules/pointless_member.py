"""A member that adds no open time to a union: the union would be the same without it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sloc.calendars.clock import clock
from sloc.check.model import CheckedProgram
from sloc.findings import Finding, finding
from sloc.ir import Instant, Union
from sloc.ir.units import MICROS


def check(program: CheckedProgram) -> Iterator[Finding]:
    """SLO313 at the last of the members that could be left out.

    docs/language.md §3.2.
    """
    by_id = {id: calendar.ir for id, calendar in program.calendars.items()}
    for id, calendar in program.calendars.items():
        union, names = calendar.ir, calendar.decl.members or ()
        if not isinstance(union, Union) or not program.clocks[id].stretches:
            continue
        start, end = (Instant(t * MICROS) for t in program.clocks[id].known_range)
        for member, name in reversed(list(zip(union.members, names, strict=True))):
            others = tuple(each for each in union.members if each != member)
            if not others:
                break
            without = clock(replace(union, members=others), by_id)
            if without.open_between(start, end) == program.clocks[id].open_between(start, end):
                yield finding(
                    "SLO313",
                    f"`{name.text}` adds nothing to `{calendar.decl.name.text}`",
                    name.span,
                    "whenever it is open, another member is",
                    help="delete it here",
                )
                union = replace(union, members=others)
