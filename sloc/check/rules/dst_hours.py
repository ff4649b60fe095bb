"""Hours that lie in the hour that daylight saving skips, or repeats: once a year they do not exist, or count twice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sloc.calendars.zones import year_start
from sloc.check.model import CheckedProgram
from sloc.check.rules.overlapping_hours import DAYS
from sloc.findings import Finding, finding
from sloc.ir import Calendar, Zone
from sloc.syntax import ast
from sloc.units import DAY_SECONDS


def check(program: CheckedProgram) -> Iterator[Finding]:
    """SLO324 at hours that lie wholly within such an hour of the project's year.

    docs/language.md §3.2.
    """
    for calendar in program.calendars.values():
        if not isinstance(calendar.ir, Calendar):
            continue
        year = min(max(program.epoch, calendar.ir.first_year), calendar.ir.last_year)
        jumps = list(_jumps(calendar.ir.zone, year))
        for item in calendar.decl.items:
            if isinstance(item, ast.OpenWeekly):
                for hours in item.hours:
                    yield from _hit(item, hours, jumps)


def _hit(item: ast.OpenWeekly, hours: ast.Hours, jumps: list[tuple[int, int, bool]]) -> Iterator[Finding]:
    for start, end, skipped in jumps:
        day, from_midnight = divmod(start, DAY_SECONDS)
        weekday = (day + 3) % 7  # day 0 was a Thursday
        length = end - start
        inside = from_midnight <= hours.start * 60 and hours.start < hours.end and hours.end * 60 <= from_midnight + length
        if weekday in item.days and inside:
            yield finding(
                "SLO324",
                f"daylight saving {'skips' if skipped else 'repeats'} these hours once a year",
                hours.span,
                f"on a {DAYS[weekday]} they {'do not exist' if skipped else 'come twice'}, and "
                f"{'count nothing' if skipped else 'count twice'}",
                help="move them, or write the calendar in `timezone UTC`",
            )
            return


def _jumps(zone: Zone, year: int) -> Iterator[tuple[int, int, bool]]:
    """The local ranges that a year's changes of the offset skip (True) or repeat (False), in local seconds."""
    first, last = year_start(year), year_start(year + 1)
    for (_, before), (since, after) in pairwise(zone.offsets):
        if first <= since < last:
            yield since + min(before, after), since + max(before, after), after > before
