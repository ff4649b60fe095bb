"""Calendars."""

from __future__ import annotations

from typing import TypeAlias

from sloc.records import dataclass
from sloc.syntax.ast.node import Name, Node
from sloc.syntax.ast.values import Date, Number, Str


@dataclass(frozen=True)
class Hours(Node):
    """``09:00-12:30`` as minutes after midnight; `end` is up to 24:00 (1440), and at or before `start` on the next day."""

    start: int
    end: int


@dataclass(frozen=True)
class Timezone(Node):
    """``timezone Europe/Berlin``."""

    zone: Name


@dataclass(frozen=True)
class OpenWeekly(Node):
    """``open mon..fri 09:00-17:00``; `days` are 0 (Monday) to 6, in the order written."""

    days: tuple[int, ...]
    hours: tuple[Hours, ...]


@dataclass(frozen=True)
class OpenDate(Node):
    """``open 2026-12-29 09:00-12:00``."""

    date: Date
    hours: tuple[Hours, ...]


@dataclass(frozen=True)
class Closed(Node):
    """``closed 2026-12-28 .. 2026-12-31 "year end"``; `hours` set where only a part of the (one) day is closed."""

    first: Date
    last: Date
    hours: Hours | None
    reason: Str | None


@dataclass(frozen=True)
class ClosedYearly(Node):
    """``closed every 12-24``."""

    month: int
    day: int
    reason: Str | None


@dataclass(frozen=True)
class Holidays(Node):
    """``holidays DE-BE, AT``: regions of the python-holidays library."""

    regions: tuple[Name, ...]


@dataclass(frozen=True)
class Covers(Node):
    """``covers 2016 .. 2036``: both ends included."""

    first: Number
    last: Number


CalendarItem: TypeAlias = Timezone | OpenWeekly | OpenDate | Closed | ClosedYearly | Holidays | Covers


@dataclass(frozen=True)
class Calendar(Node):
    """``calendar office { … }``, or a union: ``calendar world of office, tokyo`` (`members` set, no items)."""

    name: Name
    title: Str | None
    items: tuple[CalendarItem, ...] = ()
    members: tuple[Name, ...] | None = None
