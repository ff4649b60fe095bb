"""Days and calendar periods of one group of an SLO, from its counted events (decision 0001, `slo_periods`)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from sloc.ir import Calendar, CalendarWindow, Ir, Slo, Zone
from sloc.ir.units import DAY
from tests.reference.clock import EPOCH, Clock
from tests.reference.data import Day, Event, Period
from tests.reference.objective import tally
from tests.reference.outcome import BAD, GOOD
from tests.reference.periods import PERIODS, Stretch, elapsed_share, period_of


def days_of(slo: Slo, grp: str, events: tuple[Event, ...]) -> list[Day]:
    """The rows of ``slo_daily``: the UTC days on which something was counted."""
    by_day: dict[dt.date, list[str | None]] = defaultdict(list)
    for event in events:
        if event.outcome in (GOOD, BAD) and event.counted_at is not None:
            by_day[dt.date.fromordinal(EPOCH + event.counted_at // DAY)].append(event.outcome)
    return [Day(slo.id, grp, day, tally(out).good, tally(out).bad) for day, out in sorted(by_day.items())]


def periods_of(slo: Slo, grp: str, events: tuple[Event, ...], ir: Ir, clock: Clock, now: int) -> list[Period]:
    """The rows of ``slo_periods``: the weeks, months, quarters and years in which something was counted."""
    zone = zone_of(slo, ir)
    by_period: dict[tuple[str, Stretch], list[str | None]] = defaultdict(list)
    for event in events:
        if event.outcome in (GOOD, BAD) and event.counted_at is not None:
            for period in PERIODS:
                by_period[period, period_of(period, zone, event.counted_at)].append(event.outcome)
    rows = []
    for (period, stretch), outcomes in by_period.items():
        if stretch.start is None or stretch.end is None:
            continue  # cut by the end of the zone's frozen years
        counts = tally(outcomes)
        achievement, met = counts.achievement, counts.meets(slo.target)
        assert achievement is not None
        assert met is not None
        spent = counts.burn(slo.target)  # of a finished period: bad ÷ ((1 − t) × T)
        if stretch.end > now:  # of the running one: T is projected, T ÷ share
            share = elapsed_share(clock, stretch, now)
            spent = spent * share if spent is not None and share else None
        rows.append(Period(slo.id, grp, period, stretch.start, counts.good, counts.bad, achievement, met, spent))
    return sorted(rows, key=lambda row: (PERIODS.index(row.period), row.start))


def zone_of(slo: Slo, ir: Ir) -> Zone | None:
    """The zone of a calendar window, else of the clock, else UTC (None)."""
    if isinstance(slo.window, CalendarWindow):
        return slo.window.zone
    if slo.clock is None:
        return None
    zones = {zone.name: zone for zone in _zones(slo.clock, ir)}
    return next(iter(zones.values())) if len(zones) == 1 else None


def _zones(calendar_id: str, ir: Ir) -> list[Zone]:
    calendar = ir.calendar(calendar_id)
    if isinstance(calendar, Calendar):
        return [calendar.zone]
    return [zone for member in calendar.members for zone in _zones(member, ir)]
