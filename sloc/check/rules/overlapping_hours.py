"""Hours that overlap are merged; whoever wrote the second entry may have meant it to replace the first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from sloc.check.declare import lower_hours
from sloc.check.model import CheckedProgram
from sloc.findings import Finding, Label, finding
from sloc.source.span import Span
from sloc.syntax import ast
from sloc.units import DAY_MINUTES

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEK_MINUTES = 7 * DAY_MINUTES


class _Placed(NamedTuple):
    """Hours in minutes of the week, or of one date's day."""

    start: int
    end: int
    node: ast.Hours
    day: str


def check(program: CheckedProgram) -> Iterator[Finding]:
    """SLO312 at the later of two entries that overlap, once for each entry, with the first day on which they do.

    docs/language.md §3.2.
    """
    for calendar in program.calendars.values():
        weekly = [
            _placed(hours, day * DAY_MINUTES, DAYS[day])
            for item in calendar.decl.items
            if isinstance(item, ast.OpenWeekly)
            for day in item.days
            for hours in item.hours
        ]
        # Sunday's night runs into Monday.
        again = [
            _Placed(p.start - _WEEK_MINUTES, p.end - _WEEK_MINUTES, p.node, p.day) for p in weekly if p.end > _WEEK_MINUTES
        ]
        dates: dict[dt.date, list[_Placed]] = {}
        for item in calendar.decl.items:
            if isinstance(item, ast.OpenDate):
                dates.setdefault(item.date.value, []).extend(_placed(hours, 0, str(item.date.value)) for hours in item.hours)
        seen: set[Span] = set()
        for placed in (weekly + again, *dates.values()):
            yield from _overlaps(placed, seen)


def _overlaps(placed: list[_Placed], seen: set[Span]) -> Iterator[Finding]:
    open_until: _Placed | None = None
    for each in sorted(placed, key=lambda p: (p.start, p.end)):
        if open_until is not None and each.start < open_until.end:
            first, second = sorted((open_until, each), key=lambda p: p.node.span.start)
            if second.node.span not in seen:
                seen.add(second.node.span)
                same = first.node.span == second.node.span
                yield finding(
                    "SLO312",
                    "hours overlap",
                    second.node.span,
                    f"on {each.day} a part of this is open already",
                    labels=[] if same else [Label(first.node.span, "open here")],
                    help="they are merged; delete one, or write hours that do not overlap",
                )
        if open_until is None or each.end > open_until.end:
            open_until = each


def _placed(written: ast.Hours, midnight: int, day: str) -> _Placed:
    hours = lower_hours(written)
    return _Placed(midnight + hours.start, midnight + hours.end, written, day)
