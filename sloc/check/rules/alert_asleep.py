"""Where no time of an alert's window is open the alert cannot fire; for a window of days that may come as a surprise."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sloc.calendars.clock import Clock
from sloc.calendars.zones import year_start
from sloc.check.analyses import burn_uses
from sloc.check.model import CheckedProgram
from sloc.findings import Finding, Label
from sloc.ir.units import DAY, MICROS

OFTEN = 26
"""A gap that comes every other week is a habit of the calendar, not a holiday."""


def check(program: CheckedProgram) -> Iterator[Finding]:
    """SLO513 at a burn rule over a day or more that the calendar's closed time swallows again and again.

    docs/language.md §3.17.
    """
    for uses in burn_uses(program):
        seen: set[str | None] = set()
        for use in uses:
            clock = program.clock_of(use.slo.ir)
            if clock is None or use.long < DAY or use.slo.ir.clock in seen:
                continue
            seen.add(use.slo.ir.clock)
            gaps = _gaps(clock, program.epoch, use.long)
            if len(gaps) >= OFTEN:
                hours = round(sorted(gaps)[len(gaps) // 2] / 3600)
                yield use.slo.finding(
                    "SLO513",
                    "this alert sleeps while the calendar is closed",
                    use.condition_long.span,
                    f"closed for about {hours} h on end, {len(gaps)} times a year: none of this window is open then",
                    labels=[Label(use.slo.spans.requirement, f"time passes by `{use.slo.ir.clock}`")],
                    help=f"write a window longer than {hours}h if it shall fire then, too",
                )
                break


def _gaps(clock: Clock, year: int, length: int) -> list[int]:
    """The closed stretches of a UTC year, seconds, in which a window of `length` microseconds fits."""
    first, end = year_start(year), year_start(year + 1)
    gaps = [start - closed for (_, closed), (start, _) in pairwise(clock.stretches) if first <= closed and start < end]
    return [gap for gap in gaps if gap * MICROS >= length]
