"""The instant that an evaluation is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sloc.calendars.zones import UTC, day_number, local_to_utc
from sloc.ir import AnyCalendar, CalendarWindow, Instant, Ir, Union, Zone
from sloc.units import DAY_SECONDS, MICROS


def right_now() -> Instant:
    """The instant of the call."""
    return Instant(int(dt.datetime.now(dt.UTC).timestamp() * MICROS))


def at(asked: int | dt.date | None, ir: Ir, now: Instant) -> Instant:
    """The instant asked for; of a date the last microsecond of that day, and of today `now`.

    The day is that of the zone that all calendars and calendar windows of the program have in common, so that the last day of
    a month belongs to that month; it is a day in UTC where they have none, or several.
    """
    if asked is None:
        return now
    if not isinstance(asked, dt.date):
        return Instant(asked)
    midnight = day_number(asked) * DAY_SECONDS
    zone = common_zone(ir)
    try:
        start, end = (local_to_utc(zone, midnight + days * DAY_SECONDS) * MICROS for days in (0, 1))
    except ValueError:  # outside of the zone's frozen years, where the evaluation is refused anyway
        start, end = (local_to_utc(UTC, midnight + days * DAY_SECONDS) * MICROS for days in (0, 1))
    return now if start <= now < end else Instant(end - 1)


def common_zone(ir: Ir) -> Zone:
    """The one zone in which the SLOs of a program count; UTC where there is none or more than one."""
    zones: dict[str, Zone] = {}
    for slo in ir.slos:
        if isinstance(slo.window, CalendarWindow):
            zone = slo.window.zone or UTC
            zones[zone.name] = zone
        if slo.clock is not None:
            zones.update((zone.name, zone) for zone in _zones(ir.calendar(slo.clock), ir))
    return next(iter(zones.values())) if len(zones) == 1 else UTC


def _zones(calendar: AnyCalendar, ir: Ir) -> Iterator[Zone]:
    if isinstance(calendar, Union):
        for member in calendar.members:
            yield from _zones(ir.calendar(member), ir)
    else:
        yield calendar.zone
