"""Calendars are worked out for years; behind the last of them nothing is known, and no deadline ever passes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sloc.check.model import CheckedProgram
from sloc.findings import Finding, Label, finding
from sloc.ir import Calendar
from sloc.syntax import ast

AHEAD = dt.timedelta(days=183)
"""Half a year: time enough to raise the year and to look at what changes."""


def check(program: CheckedProgram) -> Iterator[Finding]:
    """SLO506 at `covers`, or at the first calendar that goes by the project's epoch. An archive's calendar is left alone.

    docs/language.md §3.5.
    """
    if program.today is None:
        return
    by_epoch: list[ast.Name] = []
    for calendar in program.calendars.values():
        if not isinstance(calendar.ir, Calendar):
            continue
        end = dt.date(calendar.ir.last_year, 12, 31)
        if program.today < end - AHEAD or calendar.ir.last_year < program.epoch:
            continue
        covers = next((item for item in calendar.decl.items if isinstance(item, ast.Covers)), None)
        if covers is None:
            by_epoch.append(calendar.decl.name)
            continue
        yield finding(
            "SLO506",
            f"calendar `{calendar.decl.name.text}` ends {'soon' if program.today <= end else 'in the past'}",
            covers.span,
            f"nothing is known after {end}",
            help=f"write `covers {calendar.ir.first_year} .. {program.today.year + 10}`, and run `sloc lock`",
        )
    if by_epoch:
        first, *others = by_epoch
        yield finding(
            "SLO506",
            f"the project's years end with {program.epoch + 10}",
            first.span,
            f"nothing is known after {program.epoch + 10}-12-31",
            labels=[Label(name.span, "nor here") for name in others[:3]],
            help=f"write `epoch = {program.today.year}` in sloc.toml, and run `sloc lock`",
        )
