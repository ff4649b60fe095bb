"""One objective: what is counted, what is good, how much must be, over which time, and who is told."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TypeAlias

from sloc.ir.alerts import AlertPolicy
from sloc.ir.calendar import Zone
from sloc.ir.expr import Expr, Literal
from sloc.ir.limits import Name, Outcome, Period
from sloc.ir.origin import Origin
from sloc.ir.units import NOMINAL_PERIOD, Duration, Instant
from sloc.records import dataclass


@dataclass(frozen=True)
class Slices:
    """Slices ``[k·length, (k+1)·length)`` in UTC count, not events. `empty` is ignore, good or bad."""

    length: Duration
    empty: Outcome


@dataclass(frozen=True)
class Tier:
    """The tier that this SLO is: `field` has the `value`; None is ``else``. `where` of the population says so already.

    `place` is where it is listed among the SLO's tiers, from 0.
    """

    field: str
    value: Literal | None
    place: int


@dataclass(frozen=True)
class Population:
    """The events (or slices of them) of a source that `where` keeps, in `during`, one budget for each value of `per`.

    `source` and `during` are ids. With slices `during` looks at a slice's start, else at an event's `at`.
    """

    source: str
    where: Expr | None
    during: str | None
    per: tuple[str, ...]
    slices: Slices | None


@dataclass(frozen=True)
class Have:
    """The measure is at most `within`, in open time of the calendar `during` where the measure is an interval."""

    measure: str
    within: Duration
    during: str | None


@dataclass(frozen=True)
class Satisfy:
    """`expr` is true; judged and counted `after` the event's `at`. `share` of a slice's events must be good (1 elsewhere)."""

    expr: Expr
    after: Duration
    share: Fraction


@dataclass(frozen=True)
class Fresh:
    """An event lies in ``(end − within, end]`` of the slice."""

    within: Duration


Indicator: TypeAlias = Have | Satisfy | Fresh


@dataclass(frozen=True)
class RollingWindow:
    """``(now − length, now]``."""

    length: Duration


@dataclass(frozen=True)
class CalendarWindow:
    """From the first instant of the week (Monday), month, quarter or year in `zone` (UTC where None) to now."""

    period: Period
    zone: Zone | None

    @property
    def length(self) -> Duration:
        """The nominal length."""
        return Duration(NOMINAL_PERIOD[self.period])


Window: TypeAlias = RollingWindow | CalendarWindow


@dataclass(frozen=True)
class Sla:
    """A second promise with its own deadline and count. `indicator` is the SLO's with the SLA's own within and during."""

    target: Fraction
    indicator: Indicator
    window: Window
    origin: Origin


@dataclass(frozen=True)
class ExcludeRange:
    """What is counted in ``[start, end)`` is removed."""

    start: Instant
    end: Instant
    reason: str | None


@dataclass(frozen=True)
class ExcludeDuring:
    """What is counted while the calendar is open is removed."""

    calendar: str
    reason: str | None


Exclusion: TypeAlias = ExcludeRange | ExcludeDuring


@dataclass(frozen=True)
class Review:
    """`last` None: never reviewed yet. `due` is `last` plus the period."""

    period: Period
    last: dt.date | None
    due: dt.date | None


@dataclass(frozen=True)
class Slo:
    """An objective with every template and tier expanded.

    `id` is ``service.name``, with a tier ``service.name["urgent"]`` or ``service.name[else]``. `clock` is the calendar by
    which its time passes (the requirement's, else the population's; None is plain time). `percentile` is set where the
    target was written ``p90``, and is then equal to `target`. `sentence` is the objective in the language's own words.
    """

    id: str
    service: Name
    name: Name
    tier: Tier | None
    title: str
    description: str | None
    owner: str | None
    runbook: str | None
    labels: tuple[tuple[Name, str], ...]
    sentence: str
    population: Population
    indicator: Indicator
    target: Fraction
    percentile: Fraction | None
    window: Window
    clock: str | None
    sla: Sla | None
    alerts: AlertPolicy
    exclusions: tuple[Exclusion, ...]
    review: Review | None
    origin: Origin
