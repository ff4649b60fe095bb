"""What an objective may name: sources, calendars, zones, policies; with a note of what was used."""

from __future__ import annotations

from collections.abc import Mapping

from sloc.calendars.clock import Clock
from sloc.check.context import Checking, Context
from sloc.check.declare import CheckedCalendar, CheckedSource, frozen_zone
from sloc.check.expand import filled
from sloc.check.names import Names, Scope, resolve
from sloc.ir import CalendarWindow, Duration, RollingWindow, Window
from sloc.records import dataclass, field
from sloc.syntax import ast


@dataclass(frozen=True)
class Lookup:
    """Looks names up for one service. None means that a finding says why, here or at the declaration itself."""

    scope: Scope
    names: Names
    calendars: Mapping[str, CheckedCalendar]
    sources: Mapping[str, CheckedSource]
    clocks: Mapping[str, Clock]
    ctx: Context
    used: set[tuple[str, str]] = field(default_factory=set)
    """Declarations that an objective names, as (kind, id)."""

    def resolved(self, kind: str, name: ast.Name) -> Checking[str | None]:
        """The id of a declaration, noted as used."""
        found = yield from resolve(kind, name, self.scope, self.names.everywhere)
        if found is None:
            return None
        id = found[0].id_of(name.text)
        self.used.add((kind, id))
        return id

    def source(self, name: ast.Name) -> Checking[CheckedSource | None]:
        """A source."""
        id = yield from self.resolved("source", name)
        return None if id is None else self.sources.get(id)

    def calendar(self, during: ast.During) -> Checking[str | None]:
        """The id of a calendar that makes sense."""
        id = yield from self.resolved("calendar", filled(during.calendar))
        return id if id in self.calendars else None

    def policy(self, name: ast.Name) -> Checking[ast.Policy | None]:
        """A policy of the user's."""
        found = yield from resolve("policy", name, self.scope, self.names.everywhere)
        if found is None:
            return None
        self.used.add(("policy", found[0].id_of(name.text)))
        assert isinstance(found[1], ast.Policy)
        return found[1]

    def window(self, window: ast.Window) -> Checking[Window | None]:
        """A window, its zone from sloc.lock."""
        assert not isinstance(window, ast.Param)  # expand() leaves none
        if isinstance(window, ast.Duration):
            return RollingWindow(Duration(window.micros))
        if window.zone is None:
            return CalendarWindow(window.period.text, None)
        zone = yield from frozen_zone(window.zone, *self.ctx.years, self.ctx)
        return None if zone is None else CalendarWindow(window.period.text, zone)
