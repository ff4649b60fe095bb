"""An entry for a date that changes nothing: often a slip in the date, or a day that is closed already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sloc.check.declare import CheckedCalendar, lower_hours
from sloc.check.model import CheckedProgram
from sloc.check.rules.overlapping_hours import DAYS
from sloc.findings import Finding, Label, finding
from sloc.ir import Calendar, Hours
from sloc.syntax import ast
from sloc.units import DAY_MINUTES


def check(program: CheckedProgram) -> Iterator[Finding]:
    """SLO313 at an `open` or a `closed` of a date without which the calendar would be the same.

    docs/language.md §3.2.
    """
    for calendar in program.calendars.values():
        if isinstance(calendar.ir, Calendar) and (calendar.ir.weekly or calendar.ir.dates):
            yield from _Days(calendar, calendar.ir).check()


class _Days:
    """What a calendar says of each day, and what closes it so far."""

    def __init__(self, calendar: CheckedCalendar, ir: Calendar) -> None:
        self.items = calendar.decl.items
        self.ir = ir
        self.weekly = {entry.day: entry.hours for entry in ir.weekly}
        self.own = {entry.date: entry.hours for entry in ir.dates}
        self.holidays = {holiday.date: holiday.name for holiday in ir.holidays}
        self.closed: dict[dt.date, ast.Closed | ast.ClosedYearly] = {}

    def check(self) -> Iterator[Finding]:
        for item in self.items:
            if isinstance(item, ast.ClosedYearly):
                yield from self._yearly(item)
        for item in self.items:
            if isinstance(item, ast.Closed) and item.hours is None:
                yield from self._closed(item)
        for item in self.items:
            if isinstance(item, ast.Closed) and item.hours is not None:
                yield from self._partly(item)
            elif isinstance(item, ast.OpenDate):
                yield from self._open(item)

    def _yearly(self, item: ast.ClosedYearly) -> Iterator[Finding]:
        years = range(self.ir.first_year, self.ir.last_year + 1)
        dates = [date for year in years if (date := _date(year, item.month, item.day)) is not None]
        if dates and not any(self._removes(date) for date in dates):
            yield _pointless(item, "closed anyway in every year that the calendar covers", self._label(dates[0]))
        for date in dates:
            self.closed.setdefault(date, item)

    def _closed(self, item: ast.Closed) -> Iterator[Finding]:
        dates = _dates(item.first.value, item.last.value)
        if not any(self._removes(date) for date in dates):
            why = self._why_closed(dates[0]) if len(dates) == 1 else "no day of it is open otherwise"
            yield _pointless(item, why, self._label(dates[0]))
        for date in dates:
            self.closed.setdefault(date, item)

    def _removes(self, date: dt.date) -> bool:
        """Whether closing the whole day takes hours away that nothing has taken yet."""
        settled = date in self.own or date in self.holidays or date in self.closed
        return not settled and bool(self.weekly.get(date.weekday()))

    def _why_closed(self, date: dt.date) -> str:
        if date in self.own:
            return "the date's own hours replace its closure"
        if date in self.closed:
            return "closed by another line"
        if date in self.holidays:
            return f"a holiday already: {self.holidays[date]}"
        return f"a {DAYS[date.weekday()]}, closed every week"

    def _label(self, date: dt.date) -> list[Label]:
        other = self.closed.get(date)
        own = next((item for item in self.items if isinstance(item, ast.OpenDate) and item.date.value == date), None)
        if own is not None:
            return [Label(own.span, "the date's own hours")]
        return [Label(other.span, "closed here")] if other is not None else []

    def _partly(self, item: ast.Closed) -> Iterator[Finding]:
        assert item.hours is not None
        date = item.first.value
        end = lower_hours(item.hours).end
        around = [
            Hours(hours.start + shift * DAY_MINUTES, hours.end + shift * DAY_MINUTES)
            for shift in (-1, 0, 1)
            for hours in self._hours(date + dt.timedelta(days=shift))
        ]
        if not any(hours.start < end and item.hours.start < hours.end for hours in around):
            whole = not self._hours(date)
            why = self._why_closed(date) if whole else "outside of that day's hours"
            yield _pointless(item, why, self._label(date) if whole else [])

    def _hours(self, date: dt.date) -> tuple[Hours, ...]:
        if date in self.own:
            return self.own[date]
        if date in self.holidays or date in self.closed:
            return ()
        return self.weekly.get(date.weekday(), ())

    def _open(self, item: ast.OpenDate) -> Iterator[Finding]:
        date = item.date.value
        if date in self.holidays or date in self.closed:
            return
        usual = self.weekly.get(date.weekday(), ())
        if self.own[date] == usual:
            yield _pointless(item, f"the hours of every {DAYS[date.weekday()]}", [])


def _pointless(item: ast.Node, why: str, labels: list[Label]) -> Finding:
    return finding(
        "SLO313", "this line changes nothing", item.span, why, labels=labels, help="check the date, or delete the line"
    )


def _dates(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:  # 29 February
        return None
