"""Hours that overlap are merged; whoever wrote the second entry may have meant it to replace the first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from sloc.check.model import CheckedProgram
from sloc.findings import Finding, Label, finding
from sloc.source.span import Span
from sloc.syntax import ast

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAY = 24 * 60
_WEEK = 7 * _DAY


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
            _Placed(day * _DAY + hours.start, day * _DAY + hours.start + _length(hours), hours, DAYS[day])
            for item in calendar.decl.items
            if isinstance(item, ast.OpenWeekly)
            for day in item.days
            for hours in item.hours
        ]
        # Sunday's night runs into Monday.
        again = [_Placed(p.start - _WEEK, p.end - _WEEK, p.node, p.day) for p in weekly if p.end > _WEEK]
        dates: dict[dt.date, list[_Placed]] = {}
        for item in calendar.decl.items:
            if isinstance(item, ast.OpenDate):
                dates.setdefault(item.date.value, []).extend(
                    _Placed(hours.start, hours.start + _length(hours), hours, str(item.date.value)) for hours in item.hours
                )
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


def _length(hours: ast.Hours) -> int:
    return hours.end - hours.start if hours.end > hours.start else hours.end + _DAY - hours.start
