"""Calendars of the IR -> the AST's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sloc.ir import AnyCalendar, Calendar, Closure, Hours, Union
from sloc.lift.leaves import Leaves
from sloc.lift.places import JsonPlace
from sloc.syntax import ast
from sloc.units import DAY_MINUTES


def lift_calendar(calendar: AnyCalendar, name: str, members: Iterable[str], at: JsonPlace, make: Leaves) -> ast.Calendar:
    """The declaration of a calendar under its own name, or of a union of others under theirs."""
    names = make.name(name, at["id"]), make.optional(calendar.title, at["title"])
    if isinstance(calendar, Union):
        inner = at["members"]
        return ast.Calendar(
            *names, (), tuple(make.name(each, inner[index]) for index, each in enumerate(members)), span=at.span
        )
    return ast.Calendar(*names, tuple(_items(calendar, at, make)), span=at.span)


def region(calendar: Calendar) -> str:
    """The name under which the calendar's holidays are frozen."""
    return calendar.id


def _items(calendar: Calendar, at: JsonPlace, make: Leaves) -> Iterator[ast.CalendarItem]:
    yield ast.Timezone(make.name(calendar.zone.name, at["zone"]), span=at["zone"].span)
    years = make.number(calendar.first_year, at["first_year"]), make.number(calendar.last_year, at["last_year"])
    yield ast.Covers(*years, span=at["first_year"].span)
    if calendar.holidays:
        yield ast.Holidays((make.name(region(calendar), at["holidays"]),), span=at["holidays"].span)
    for index, weekly in enumerate(calendar.weekly):
        here = at["weekly"][index]
        yield ast.OpenWeekly((weekly.day,), _hours(weekly.hours, here["hours"], make), span=here.span)
    for index, own in enumerate(calendar.dates):
        here = at["dates"][index]
        yield ast.OpenDate(make.date(own.date, here["date"]), _hours(own.hours, here["hours"], make), span=here.span)
    for index, closure in enumerate(calendar.closures):
        yield _closure(closure, at["closures"][index], make)
    for index, yearly in enumerate(calendar.yearly):
        here = at["yearly"][index]
        day = make.number(yearly.month, here["month"]), make.number(yearly.day, here["day"])
        yield make.build.closed_yearly(*day, make.optional(yearly.reason, here["reason"]), span=here.span)


def _closure(closure: Closure, at: JsonPlace, make: Leaves) -> ast.Closed:
    hours = None if closure.hours is None else _hours((closure.hours,), at["hours"], make)
    days = make.date(closure.first, at["first"]), make.date(closure.last, at["last"])
    return ast.Closed(*days, hours[0] if hours else None, make.optional(closure.reason, at["reason"]), span=at.span)


def _hours(hours: Iterable[Hours], at: JsonPlace, make: Leaves) -> tuple[ast.Hours, ...]:
    return tuple(each for index, own in enumerate(hours) for each in _spans(own, at[index], make))


def _spans(hours: Hours, at: JsonPlace, make: Leaves) -> Iterator[ast.Hours]:
    """Clock times that make these hours: hours that were merged may be longer than a day, which two spans cover."""
    start, end = hours.start, hours.end
    if not (start <= DAY_MINUTES and start < end <= 2 * DAY_MINUTES):
        make.wrong(
            "these hours are none",
            at,
            "they start within their day, and end after that and within the next",
            "count minutes from the day's midnight: 09:00-17:00 is 540 to 1020",
        )
    elif end - start > DAY_MINUTES:
        yield ast.Hours(start, start, span=at.span)
        yield ast.Hours(end - DAY_MINUTES, end - DAY_MINUTES, span=at.span)
    else:
        yield ast.Hours(start, end if end <= DAY_MINUTES else end - DAY_MINUTES, span=at.span)
