"""The zones and holidays that an IR brings along, held to what sloc.lock may hold."""

from __future__ import annotations

from collections.abc import Iterator

from sloc.calendars.frozen import FrozenHolidays, Lock, misplaced, zone_years
from sloc.calendars.zones import UTC, year_start
from sloc.ir import Calendar, CalendarWindow, Ir, Zone
from sloc.lift.calendars import region
from sloc.lift.leaves import Leaves
from sloc.lift.places import JsonPlace
from sloc.records import dataclass, field


@dataclass(frozen=True)
class GivenLock(Lock):
    """Frozen facts that are those of an IR: its zones by name and local years, and each calendar's holidays as a region."""

    given: dict[tuple[str, int, int], Zone] = field(default_factory=dict)

    def zone(self, name: str, first_year: int, last_year: int) -> Zone | None:
        """The zone as the IR has it for these years."""
        return super().zone(name, first_year, last_year) or self.given.get((name, first_year, last_year))


def given_lock(ir: Ir, root: JsonPlace, make: Leaves) -> GivenLock:
    """The lock of a program that is given as an IR; what cannot be an offset is a finding."""
    zones: dict[tuple[str, int, int], Zone] = {}
    for zone, first, last, at in _zones(ir, root):
        if zone.name != UTC.name:
            _check(zone, *zone_years(first, last), at, make)
            zones.setdefault((zone.name, first, last), zone)
    regions = {
        region(calendar): FrozenHolidays(
            region(calendar), calendar.holidays, calendar.first_year - 1, calendar.last_year, "the IR"
        )
        for calendar in ir.calendars
        if isinstance(calendar, Calendar)
    }
    return GivenLock({}, regions, given=zones)


def _zones(ir: Ir, root: JsonPlace) -> Iterator[tuple[Zone, int, int, JsonPlace]]:
    """Each zone with the local years that it is frozen for."""
    for index, calendar in enumerate(ir.calendars):
        if isinstance(calendar, Calendar):
            yield calendar.zone, calendar.first_year, calendar.last_year, root["calendars"][index]["zone"]
    for index, source in enumerate(ir.sources):
        here = root["sources"][index]
        tables = [(source.sql, here), *((child.sql, here["children"][at]) for at, child in enumerate(source.children))]
        for binding, place in tables:
            if binding is not None and binding.zone is not None:
                yield binding.zone, *ir.years, place["sql"]["zone"]
    for index, slo in enumerate(ir.slos):
        here = root["slos"][index]
        for window, place in [(slo.window, here), *([(slo.sla.window, here["sla"])] if slo.sla else [])]:
            if isinstance(window, CalendarWindow) and window.zone is not None:
                yield window.zone, *ir.years, place["window"]["zone"]


def _check(zone: Zone, first: int, last: int, at: JsonPlace, make: Leaves) -> None:
    before: int | None = None
    for index, step in enumerate(zone.offsets):
        fault = misplaced(step, before, first, last)
        if fault is not None:
            message = f"an offset of `{zone.name}` does not belong where it stands"
            make.wrong(message, at["offsets"][index], fault, "write the offsets in order, each with its first second")
            return
        before = step[0]
    start, until = year_start(first), year_start(last + 1)
    if before is None or zone.offsets[0][0] != start or zone.until != until:
        message = f"the offsets of `{zone.name}` do not cover the years {first} to {last}"
        make.wrong(message, at, f"they hold from {start} until {until}", "say the offset at the start, and all that follow")
