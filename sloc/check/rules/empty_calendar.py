"""A calendar that is never open counts no time, so every promise on it stays pending for ever."""

from __future__ import annotations

from collections.abc import Iterator

from sloc.check.model import CheckedProgram
from sloc.findings import Finding, Label, finding
from sloc.ir import Calendar, Union


def check(program: CheckedProgram) -> Iterator[Finding]:
    """SLO310 at a calendar's name, SLO511 where it lives on single dates alone.

    docs/language.md §3.2, §3.5.
    """
    for id, calendar in program.calendars.items():
        clock, name = program.clocks[id], calendar.decl.name
        if isinstance(calendar.ir, Calendar):
            if not clock.stretches:
                why = "everything that is open is closed again" if calendar.ir.weekly or calendar.ir.dates else "no hours"
                yield finding(
                    "SLO310",
                    f"calendar `{name.text}` is never open",
                    name.span,
                    why,
                    help="add its hours: `open mon..fri 09:00-17:00`",
                )
            elif not calendar.ir.weekly:
                yield finding(
                    "SLO511",
                    f"calendar `{name.text}` has no weekly hours",
                    name.span,
                    "open on single dates only",
                    help="add them: `open mon..fri 09:00-17:00`",
                )
        elif not clock.stretches and any(program.clocks[member].stretches for member in calendar.ir.members):
            yield finding(
                "SLO310",
                f"calendar `{name.text}` is never open",
                name.span,
                "its members have no year in common that they are open in",
                labels=[
                    Label(program.calendars[member].decl.name.span, _years(program.calendars[member].ir))
                    for member in calendar.ir.members
                ],
                help="let their `covers` overlap",
            )


def _years(calendar: Calendar | Union) -> str:
    return f"covers {calendar.first_year} to {calendar.last_year}" if isinstance(calendar, Calendar) else "a union"
