"""Which zones the shared views need, and their calendar weeks, months, quarters and years as integers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sloc.calendars.zones import UTC, local_to_utc, periods
from sloc.ir import CalendarWindow, Ir, Slo, Union, Zone
from sloc.ir.slo import Window
from sloc.units import DAY_SECONDS

UTC_NAME = UTC.name
KINDS = ("week", "month", "quarter", "year")
BUCKET_SECONDS = 30 * DAY_SECONDS


@dataclass(frozen=True)
class Zones:
    """The zones in use: `periods` holds ``(zone, kind, start, end)`` in epoch seconds.

    `report_zone` says, by an SLO's id, the zone whose weeks and months ``slo_periods`` shows.
    """

    periods: tuple[tuple[str, str, int, int], ...]
    report_zone: Mapping[str, str]


def zones_in_use(ir: Ir, slos: Sequence[Slo]) -> Zones:
    """The zones of the SLOs' windows, of their promises' windows and of their reports."""
    reports = {slo.id: _report_zone(ir, slo) for slo in slos}
    windows = [window_zone(window) for slo in slos for window in _windows(slo)]
    by_name: dict[str, Zone] = {}
    for zone in [*reports.values(), *(zone for zone in windows if zone is not None)]:
        # One zone may be frozen over different years for different calendars: the longest one knows the most periods.
        if zone.name not in by_name or _frozen_seconds(by_name[zone.name]) < _frozen_seconds(zone):
            by_name[zone.name] = zone
    listed = tuple(
        (name, kind, start, end)
        for name in sorted(by_name)
        for kind in KINDS
        for start, end in _periods(by_name[name], kind, *ir.years)
    )
    return Zones(listed, {id: zone.name for id, zone in reports.items()})


def window_zone(window: Window) -> Zone | None:
    """The zone of a calendar window; None for a rolling one."""
    return (window.zone or UTC) if isinstance(window, CalendarWindow) else None


def _windows(slo: Slo) -> Iterable[Window]:
    return (slo.window,) if slo.sla is None else (slo.window, slo.sla.window)


def _report_zone(ir: Ir, slo: Slo) -> Zone:
    """The window's zone if it is a calendar window, else that of the clock, else UTC (decision 1)."""
    zone = window_zone(slo.window)
    if zone is not None:
        return zone
    if slo.clock is None:
        return UTC
    clocks = {zone.name: zone for zone in _clock_zones(ir, slo.clock)}
    return next(iter(clocks.values())) if len(clocks) == 1 else UTC


def _clock_zones(ir: Ir, id: str) -> list[Zone]:
    """The zones of a calendar: its own, or those of a union's members."""
    calendar = ir.calendar(id)
    if isinstance(calendar, Union):
        return [zone for member in calendar.members for zone in _clock_zones(ir, member)]
    return [calendar.zone]


def _periods(zone: Zone, kind: str, first_year: int, last_year: int) -> Iterator[tuple[int, int]]:
    """The periods that the zone is frozen for, both ends included; UTC's, read as local time, say where they begin."""
    for first, after in periods(UTC, kind, first_year, last_year):
        start, end = _instant(zone, first), _instant(zone, after)
        if start is not None and end is not None:
            yield start, end


def _instant(zone: Zone, local: int) -> int | None:
    """The epoch second of a local time; None where the zone is not frozen."""
    try:
        return local_to_utc(zone, local)
    except ValueError:
        return None


def _frozen_seconds(zone: Zone) -> int:
    return zone.until - zone.offsets[0][0]
