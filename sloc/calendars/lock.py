"""``sloc.lock``: what would otherwise come from an installed library, frozen into a committed file.

Holiday dates and time-zone offsets change with each release of a library. Specs must give the same bytes everywhere, so they
are asked for once, by ``sloc lock``, and everything else reads the lock.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable

from sloc.calendars.frozen import FIRST_YEAR, LAST_YEAR, FrozenHolidays, FrozenZone, Lock, holiday_years, zone_years
from sloc.calendars.libraries import (
    installed,
    public_holidays,
    release,
    unknown_region,
    unknown_zone,
    zone_offsets,
)
from sloc.calendars.lock_text import read_lock, write_lock
from sloc.calendars.zones import UTC, year_start
from sloc.findings import Finding, finding
from sloc.ir.calendar import Zone
from sloc.records import dataclass
from sloc.source.span import Span

__all__ = [
    "FrozenHolidays", "FrozenZone", "Lock", "LockRequest", "freeze", "read_lock", "unknown_region", "unknown_zone",
    "write_lock",
]  # fmt: skip


PARSER = "sqlglot"
"""The library that reads and writes raw queries."""


@dataclass(frozen=True)
class LockRequest:
    """Zones and holiday regions that a program names, each with the place where it does, and the local years it needs.

    `parser` is whether it has raw queries, whose parser is recorded.
    """

    zones: tuple[tuple[str, Span | None], ...]
    regions: tuple[tuple[str, Span | None], ...]
    first_year: int
    last_year: int
    parser: bool = False


def freeze(request: LockRequest, previous: Lock | None, upgrade: bool) -> tuple[Lock, tuple[Finding, ...]]:
    """A lock with just what is requested.

    An entry of `previous` stays as it is if it covers the years, unless `upgrade`: then everything is asked for anew. Names
    that the libraries do not have give SLO214 and SLO215 with a suggestion.
    """
    held = Lock() if previous is None or upgrade else previous
    zone_names, findings = _known(request.zones, held.zones, unknown_zone, "SLO214", "there is no time zone `{}`")
    region_names, more = _known(
        request.regions, held.regions, unknown_region, "SLO215", "there are no holidays for a region `{}`"
    )
    # Years that no calendar may cover are told by the checker, where they stand; here they must do no harm.
    first, last = (min(max(year, FIRST_YEAR), LAST_YEAR) for year in (request.first_year, request.last_year))
    zones = {
        name: held.zones[name] if held.zone(name, first, last) else _zone(name, *zone_years(first, last))
        for name in zone_names
        if name != UTC.name  # needs no freezing
    }
    regions = {
        name: held.regions[name] if held.holidays(name, first, last) is not None else _region(name, *holiday_years(first, last))
        for name in region_names
    }
    # Nothing of the parser can be kept: what counts is the one that is installed. Without it the old word stands.
    parser = (installed(PARSER) or held.parser) if request.parser else None
    return Lock(zones, regions, parser), (*findings, *more)


def _known(
    wanted: Iterable[tuple[str, Span | None]],
    held: Container[str],
    unknown: Callable[[str], str | None],
    code: str,
    message: str,
) -> tuple[list[str], list[Finding]]:
    """The names that the lock holds or the library knows, sorted, and a finding for each place of another name."""
    names: set[str] = set()
    findings: list[Finding] = []
    for name, span in wanted:
        help = None if name in held else unknown(name)
        if help is None:
            names.add(name)
        else:
            findings.append(finding(code, message.format(name), span, "not in the library", help=help))
    return sorted(names), findings


def _zone(name: str, first: int, last: int) -> FrozenZone:
    start, until = year_start(first), year_start(last + 1)
    return FrozenZone(Zone(name, zone_offsets(name, start, until), until), first, last, release("tzdata"))


def _region(name: str, first: int, last: int) -> FrozenHolidays:
    return FrozenHolidays(name, public_holidays(name, first, last), first, last, release("holidays"))
