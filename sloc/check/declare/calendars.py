"""Calendars: AST -> IR, with holidays and offsets from sloc.lock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sloc.calendars.frozen import FIRST_YEAR, LAST_YEAR
from sloc.check.context import Checking, Context, unless_broken
from sloc.check.names import Names, Scope, once, resolve, text_of
from sloc.findings import Edit, Fix, Label, finding
from sloc.ir import Calendar, Closure, DayHours, Holiday, Hours, Union, WeeklyHours, YearlyClosure, Zone
from sloc.ir.calendar import AnyCalendar
from sloc.ir.program import YEARS_AROUND
from sloc.records import dataclass
from sloc.syntax import ast
from sloc.units import DAY_MINUTES


@dataclass(frozen=True)
class CheckedCalendar:
    """A calendar of the IR and what was written."""

    ir: AnyCalendar
    decl: ast.Calendar


def check_calendars(names: Names, ctx: Context) -> Checking[dict[str, CheckedCalendar]]:
    """All calendars that make sense, by id."""
    scopes = [names.everywhere, *names.services.values()]
    checked: dict[str, CheckedCalendar] = {}
    unions: list[tuple[ast.Calendar, Scope]] = []
    for scope in scopes:
        for name, decl in scope.calendars.items():
            if decl.members is not None:
                unions.append((decl, scope))
                continue
            plain = yield from unless_broken(_calendar(decl, scope.id_of(name), ctx))
            if plain is not None:
                checked[plain.id] = CheckedCalendar(plain, decl)
    yield from _add_unions(unions, names, checked, ctx)
    return checked


def frozen_zone(name: ast.Name, first: int, last: int, ctx: Context) -> Checking[Zone | None]:
    """A zone's offsets from sloc.lock, or None after a finding."""
    zone = ctx.lock.zone(name.text, first, last)
    if zone is not None:
        return zone
    from sloc.calendars.lock import unknown_zone  # only on the way to a finding

    help = unknown_zone(name.text)
    if help is not None:
        yield finding("SLO214", f"there is no time zone `{name.text}`", name.span, "not in the database", help=help)
    else:
        yield finding(
            "SLO220",
            f"sloc.lock does not hold the offsets of `{name.text}` for {first} to {last}",
            name.span,
            "needed here",
            help="run `sloc lock` and commit sloc.lock",
        )
    return None


def _calendar(decl: ast.Calendar, id: str, ctx: Context) -> Checking[Calendar | None]:
    timezone = yield from once(decl.items, ast.Timezone, "`timezone`")
    covers = yield from once(decl.items, ast.Covers, "`covers`")
    first, last = yield from _years(covers, ctx)
    zone = None
    if timezone is None:
        yield finding(
            "SLO205",
            f"calendar `{decl.name.text}` does not say in which zone its hours are",
            decl.name.span,
            "no `timezone`",
            help="add a line: `timezone Europe/Berlin`, or `timezone UTC`",
        )
    else:
        zone = yield from frozen_zone(timezone.zone, first, last, ctx)
    holidays = yield from _holidays(decl.items, first, last, ctx)
    for item in decl.items:
        yield from _check_dates(item, first, last)
    if zone is None:
        return None
    return Calendar(
        id,
        text_of(decl.title),
        ctx.origin(decl.name.span),
        zone,
        first,
        last,
        _weekly(decl.items),
        _dates(decl.items),
        tuple(
            Closure(item.first.value, item.last.value, lower_hours(item.hours) if item.hours else None, text_of(item.reason))
            for item in decl.items
            if isinstance(item, ast.Closed)
        ),
        tuple(
            YearlyClosure(item.month, item.day, text_of(item.reason))
            for item in decl.items
            if isinstance(item, ast.ClosedYearly)
        ),
        holidays,
    )


def _years(covers: ast.Covers | None, ctx: Context) -> Checking[tuple[int, int]]:
    default = (ctx.epoch - YEARS_AROUND, ctx.epoch + YEARS_AROUND)
    if covers is None:
        return default
    first, last = covers.first.value, covers.last.value
    if first.denominator != 1 or last.denominator != 1 or not FIRST_YEAR <= first <= last <= LAST_YEAR:
        yield finding(
            "SLO223",
            f"`covers` takes two years from {FIRST_YEAR} to {LAST_YEAR}, the earlier one first",
            covers.span,
            "not such a pair",
            help=f"write `covers {default[0]} .. {default[1]}`",
        )
        return default
    return int(first), int(last)


def _holidays(items: Iterable[ast.Node], first: int, last: int, ctx: Context) -> Checking[tuple[Holiday, ...]]:
    dates: dict[dt.date, str] = {}
    for item in items:
        if not isinstance(item, ast.Holidays):
            continue
        for region in item.regions:
            frozen = ctx.lock.holidays(region.text, first, last)
            if frozen is None:
                yield from _report_region(region, first, last)
                continue
            for holiday in frozen:
                dates.setdefault(holiday.date, holiday.name)
    return tuple(Holiday(date, dates[date]) for date in sorted(dates))


def _report_region(region: ast.Name, first: int, last: int) -> Checking[None]:
    from sloc.calendars.lock import unknown_region  # only on the way to a finding

    help = unknown_region(region.text)
    if help is not None:
        yield finding(
            "SLO215", f"there are no holidays for a region `{region.text}`", region.span, "not a known region", help=help
        )
    else:
        yield finding(
            "SLO220",
            f"sloc.lock does not hold the holidays of `{region.text}` for {first} to {last}",
            region.span,
            "needed here",
            help="run `sloc lock` and commit sloc.lock",
        )


def _check_dates(item: ast.CalendarItem, first: int, last: int) -> Checking[None]:
    dates: tuple[ast.Date, ...] = ()
    match item:
        case ast.OpenDate(date=date):
            dates = (date,)
        case ast.Closed(first=start, last=end):
            dates = (start,) if start == end else (start, end)
            if end.value < start.value:
                yield finding(
                    "SLO314",
                    "this range of dates ends before it starts",
                    item.span,
                    f"{end.value} lies before {start.value}",
                    help=f"write `closed {end.value} .. {start.value}`",
                    fix=Fix((Edit(start.span, str(end.value)), Edit(end.span, str(start.value)))),
                )
        case _:
            pass
    for date in dates:
        if not first <= date.value.year <= last:
            yield finding(
                "SLO311",
                f"{date.value} lies outside the years that the calendar covers",
                date.span,
                f"the calendar covers {first} to {last}",
                help=f"delete the line, or write `covers {min(first, date.value.year)} .. {max(last, date.value.year)}`",
            )


def lower_hours(hours: ast.Hours) -> Hours:
    """Hours as IR: those that end at or before their start run into the next day."""
    return Hours(hours.start, hours.end if hours.end > hours.start else hours.end + DAY_MINUTES)


def _merged(hours: Iterable[Hours]) -> tuple[Hours, ...]:
    merged: list[Hours] = []
    for each in sorted(hours, key=lambda h: (h.start, h.end)):
        if merged and each.start <= merged[-1].end:
            merged[-1] = Hours(merged[-1].start, max(merged[-1].end, each.end))
        else:
            merged.append(each)
    return tuple(merged)


def _weekly(items: Iterable[ast.Node]) -> tuple[WeeklyHours, ...]:
    days: dict[int, list[Hours]] = {}
    for item in items:
        if isinstance(item, ast.OpenWeekly):
            for day in item.days:
                days.setdefault(day, []).extend(lower_hours(each) for each in item.hours)
    return tuple(WeeklyHours(day, _merged(days[day])) for day in sorted(days))


def _dates(items: Iterable[ast.Node]) -> tuple[DayHours, ...]:
    dates: dict[dt.date, list[Hours]] = {}
    for item in items:
        if isinstance(item, ast.OpenDate):
            dates.setdefault(item.date.value, []).extend(lower_hours(each) for each in item.hours)
    return tuple(DayHours(date, _merged(dates[date])) for date in sorted(dates))


def _add_unions(
    unions: list[tuple[ast.Calendar, Scope]], names: Names, checked: dict[str, CheckedCalendar], ctx: Context
) -> Checking[None]:
    """Unions whose members are all there, in an order in which members come first; circles are reported once."""
    members: dict[str, tuple[ast.Calendar, list[tuple[str, ast.Name]]]] = {}
    for decl, scope in unions:
        resolved: list[tuple[str, ast.Name]] = []
        seen: dict[str, ast.Name] = {}
        for name in decl.members or ():
            found = yield from resolve("calendar", name, scope, names.everywhere)
            if found is None:
                continue
            id = found[0].id_of(name.text)
            if id in seen:
                yield finding(
                    "SLO206",
                    f"`{name.text}` is named twice in one union",
                    name.span,
                    "named again here",
                    labels=[Label(seen[id].span, "first named here")],
                    help="delete one of them",
                )
                continue
            seen[id] = name
            resolved.append((id, name))
        if len(seen) == len(decl.members or ()):
            members[scope.id_of(decl.name.text)] = (decl, resolved)
    waiting = dict(members)
    while waiting:
        ready = [id for id, (_, parts) in waiting.items() if all(part in checked for part, _ in parts)]
        for id in ready:
            decl, parts = waiting.pop(id)
            union = Union(id, text_of(decl.title), ctx.origin(decl.name.span), tuple(part for part, _ in parts))
            checked[id] = CheckedCalendar(union, decl)
        if not ready:
            break
    for id, circle in _circles(waiting).items():
        decl, _ = waiting[id]
        yield finding(
            "SLO218",
            f"calendar `{decl.name.text}` is a union of itself",
            decl.name.span,
            "open when it is open" if len(circle) == 1 else " → ".join(f"`{each}`" for each in (*circle, circle[0])),
            help="a union names calendars that have hours of their own",
        )


def _circles(waiting: dict[str, tuple[ast.Calendar, list[tuple[str, ast.Name]]]]) -> dict[str, tuple[str, ...]]:
    """For each circle its first id (in name order) and the way round; what only leads into a circle is left out."""
    circles: dict[str, tuple[str, ...]] = {}
    done: set[str] = set()
    for start in sorted(waiting):
        path: list[str] = []
        here: str | None = start
        while here is not None and here not in done and here not in path:
            path.append(here)
            here = next((part for part, _ in waiting[here][1] if part in waiting), None)
        if here is not None and here in path:
            circle = path[path.index(here) :]
            circles[min(circle)] = tuple(circle)
        done.update(path)
    return circles
