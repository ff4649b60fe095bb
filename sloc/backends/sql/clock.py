"""Open time in SQL: equality joins on a calendar's integer tables, and plain arithmetic after a join.

No engine converts a zone (docs/sql.md). Without a calendar a clock is plain time: B(t) = t.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sloc.backends.sql.dialects import Dialect
from sloc.backends.sql.names import calendar_slug
from sloc.backends.sql.nodes import (
    TRUE,
    Binary,
    Column,
    Integer,
    Join,
    Node,
    conjunction,
    disjunction,
    equal,
    total,
)
from sloc.calendars.stretches import Stretch, known_range, stretches
from sloc.ir.calendar import AnyCalendar
from sloc.ir.units import DAY, MICROS
from sloc.units import DAY_SECONDS


@dataclass(frozen=True)
class CalendarTables:
    """What the tables of a calendar hold; seconds since 1970 and open seconds.

    `known` is ``[a, b)``. `days` maps each UTC day of it to its open stretches, cut to the day. `width` is the largest number
    of them on one day, at least 1. `bucket` is the length of a bucket of cumulative seconds: no stretch is longer.
    """

    slug: str
    known: Stretch
    opened: tuple[Stretch, ...]
    width: int
    bucket: int

    @property
    def hours_table(self) -> str:
        """``calendar_hours_<slug>``: what the other tables are made of."""
        return f"calendar_hours_{self.slug}"

    @property
    def day_table(self) -> str:
        """``calendar_day_<slug>``: one row per UTC day."""
        return f"calendar_day_{self.slug}"

    @property
    def open_table(self) -> str:
        """``calendar_open_<slug>``: one row per open stretch."""
        return f"calendar_open_{self.slug}"

    @property
    def bucket_table(self) -> str:
        """``calendar_bucket_<slug>``: the stretches again, by bucket of the open seconds before them."""
        return f"calendar_bucket_{self.slug}"

    def days(self) -> dict[int, tuple[Stretch, ...]]:
        """UTC day number -> that day's open stretches, for every day of the known range and the instant at its end."""
        return _by_day(self.opened, self.known)


def calendar_tables(calendar: AnyCalendar, by_id: Mapping[str, AnyCalendar]) -> CalendarTables:
    """The tables of a calendar; `by_id` holds the members of unions."""
    opened = stretches(calendar, by_id)
    known = known_range(calendar, by_id)
    width = max((len(parts) for parts in _by_day(opened, known).values()), default=0)
    longest = max((end - start for start, end in opened), default=1)
    mean = sum(end - start for start, end in opened) // max(1, len(opened))
    return CalendarTables(calendar_slug(calendar.id), known, opened, max(1, width), max(longest, mean))


@dataclass(frozen=True)
class SqlClock:
    """Counts open time of a calendar, or plain time where `tables` is None."""

    tables: CalendarTables | None
    schema: str
    dialect: Dialect

    def day_join(self, t: Node, alias: str) -> tuple[Join, ...]:
        """The join that finds the day of the instant `t` (microseconds).

        Nothing is found before the calendar's years; after them the day at their end, so that :meth:`before` stays at all
        of the open time and no deadline is found beyond it.
        """
        if self.tables is None:
            return ()
        start, end = (second * MICROS for second in self.tables.known)
        # A null `t` may become the end here, but fails the second condition.
        within = self.dialect.smaller(t, Integer(end))
        day = self._divide(within, DAY, positive=start >= 0)
        found = conjunction(equal(Column("d", alias), day), Binary(">=", t, Integer(start)))
        return (Join("LEFT JOIN", self.dialect.table(self.schema, self.tables.day_table, alias), found),)

    def known(self, t: Node) -> Node:
        """Whether `t` lies in the calendar's years; null where `t` is."""
        if self.tables is None:
            return TRUE
        start, end = (second * MICROS for second in self.tables.known)
        return conjunction(Binary(">=", t, Integer(start)), Binary("<", t, Integer(end)))

    def reaches(self, t: Node) -> Node:
        """Whether the calendar's years reach up to `t`, which may be their very end."""
        if self.tables is None:
            return TRUE
        return Binary("<=", t, Integer(self.tables.known[1] * MICROS))

    def before(self, t: Node, alias: str) -> Node:
        """B(t), microseconds, after :meth:`day_join`; null where `t` is null or lies before the calendar's years."""
        if self.tables is None:
            return t
        parts: list[Node] = [_micros(Column("cum", alias))]
        for index in range(self.tables.width):
            start, end = (_micros(Column(f"{side}{index}", alias)) for side in "se")
            # Where there is no day nothing here may be null or not: `cum` is, and with it the sum.
            opened = Binary("-", self.dialect.smaller(t, end), start)
            parts.append(self.dialect.larger(opened, Integer(0)))
        return total(*parts)

    def is_open(self, t: Node, alias: str) -> Node:
        """Whether `t` is open, after :meth:`day_join`; null before the calendar's years, false after them."""
        if self.tables is None:
            return TRUE
        return disjunction(
            *(
                conjunction(
                    Binary(">=", t, _micros(Column(f"s{index}", alias))),
                    Binary("<", t, _micros(Column(f"e{index}", alias))),
                )
                for index in range(self.tables.width)
            )
        )

    def deadline_join(self, wanted: Node, alias: str) -> tuple[Join, ...]:
        """The join that finds the stretch in which the open time since the calendar's start reaches `wanted`.

        `wanted` is positive. The stretch has ``c0 < wanted <= c1``: time that is used up exactly at closing time ends there,
        not when the calendar opens again.
        """
        if self.tables is None:
            return ()
        bucket = self._divide(Binary("-", wanted, Integer(1)), self.tables.bucket * MICROS, positive=True)
        on = conjunction(
            equal(Column("bucket", alias), bucket),
            Binary("<", _micros(Column("c0", alias)), wanted),
            Binary("<=", wanted, _micros(Column("c1", alias))),
        )
        return (Join("LEFT JOIN", self.dialect.table(self.schema, self.tables.bucket_table, alias), on),)

    def _divide(self, dividend: Node, divisor: int, positive: bool) -> Node:
        """Rounded down; where the dividend is not negative that is what every engine's integer division does."""
        if positive:
            return self.dialect.integer_divide(dividend, Integer(divisor))
        return self.dialect.floor_divide(dividend, divisor)

    def deadline(self, wanted: Node, alias: str) -> Node:
        """The earliest t with B(t) = `wanted`, after :meth:`deadline_join`; null beyond the calendar's years."""
        if self.tables is None:
            return wanted
        return total(_micros(Column("s", alias)), Binary("-", wanted, _micros(Column("c0", alias))))


def _micros(seconds: Node) -> Node:
    return Binary("*", seconds, Integer(MICROS))


def _by_day(opened: tuple[Stretch, ...], known: Stretch) -> dict[int, tuple[Stretch, ...]]:
    start, end = known
    days: dict[int, list[Stretch]] = {day: [] for day in range(start // DAY_SECONDS, end // DAY_SECONDS + 1)}
    for first, last in opened:
        for day in range(first // DAY_SECONDS, -(-last // DAY_SECONDS)):
            days[day].append((max(first, day * DAY_SECONDS), min(last, (day + 1) * DAY_SECONDS)))
    return {day: tuple(parts) for day, parts in days.items()}
