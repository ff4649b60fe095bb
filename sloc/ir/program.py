"""The whole program."""

from __future__ import annotations

from sloc.ir.calendar import AnyCalendar, Calendar
from sloc.ir.expr import Literal
from sloc.ir.limits import Name, SeverityWord, Year
from sloc.ir.origin import Origin
from sloc.ir.slo import Slo
from sloc.ir.source import Source
from sloc.ir.units import Instant
from sloc.records import dataclass

YEARS_AROUND = 10
"""Calendars cover so many years before and after the project's epoch, unless they say otherwise."""

IR_VERSION = "2"
"""Raised whenever a reader of the JSON must change (docs/backends.md)."""


@dataclass(frozen=True)
class Service:
    """A service's own words; its SLOs name it."""

    name: Name
    title: str | None
    owner: str | None
    description: str | None
    runbook: str | None
    labels: tuple[tuple[Name, str], ...]
    origin: Origin


@dataclass(frozen=True)
class GivenRows:
    """Rows of a test: `table` is the source's name or a child's; each row is ``((field, value), …)``."""

    table: str
    rows: tuple[tuple[tuple[str, Literal], ...], ...]


@dataclass(frozen=True)
class TestCase:
    """A ``test`` block: with these rows, at that instant, these counts (good, bad, pending) and these alerts."""

    __test__ = False  # not a pytest class

    title: str
    slo: str
    given: tuple[GivenRows, ...]
    at: Instant
    counts: tuple[tuple[str, int], ...]
    alerts: tuple[tuple[SeverityWord, bool], ...]
    origin: Origin


@dataclass(frozen=True)
class Ir:
    """A checked program. Everything is sorted by id, so that equal programs give equal bytes.

    `slos` holds event-ratio objectives; composites of them will stand beside it under their own name.
    """

    version: str
    project: str
    epoch: Year
    calendars: tuple[AnyCalendar, ...]
    sources: tuple[Source, ...]
    services: tuple[Service, ...]
    slos: tuple[Slo, ...]
    tests: tuple[TestCase, ...]

    @property
    def years(self) -> tuple[int, int]:
        """The years (both included) that calendar windows are worked out for: the project's, and all that a calendar covers."""
        plain = [calendar for calendar in self.calendars if isinstance(calendar, Calendar)]
        return (
            min([self.epoch - YEARS_AROUND, *(calendar.first_year for calendar in plain)]),
            max([self.epoch + YEARS_AROUND, *(calendar.last_year for calendar in plain)]),
        )

    def calendar(self, id: str) -> AnyCalendar:
        """The calendar of that id. Raises KeyError."""
        for calendar in self.calendars:
            if calendar.id == id:
                return calendar
        raise KeyError(id)

    def source(self, id: str) -> Source:
        """The source of that id. Raises KeyError."""
        for source in self.sources:
            if source.id == id:
                return source
        raise KeyError(id)
