"""A day is 24 hours, and no desk is open that long: days and weeks on an open-hours clock mean something else to everybody."""

from __future__ import annotations

from collections.abc import Iterator

from sloc.calendars.clock import Clock
from sloc.calendars.open_time import most_open, open_period
from sloc.check.expand import filled
from sloc.check.model import CheckedProgram, CheckedSlo
from sloc.findings import Finding, Label
from sloc.ir import Duration, Have
from sloc.ir.units import DAY, HOUR, MINUTE, WEEK
from sloc.source.span import Span
from sloc.syntax import ast


def check(program: CheckedProgram) -> Iterator[Finding]:
    """SLO303 at the limit of an objective, a tier or an SLA.

    docs/language.md §2.
    """
    seen: set[Span] = set()
    for slo in program.slos:
        for written, calendar, during in _limits(slo):
            if not {"d", "w"} & set(written.text) or written.span in seen:
                continue
            seen.add(written.span)
            yield slo.finding(
                "SLO303",
                f"`{written.text}` of open hours is not what it seems",
                written.span,
                f"counted on `{calendar}`, a day is {_number(DAY)} open hours",
                labels=[Label(during.span, "by this calendar")] if during is not None else [],
                help=_help(written, calendar, program.clocks[calendar], program.epoch),
            )


def _limits(slo: CheckedSlo) -> Iterator[tuple[ast.Duration, str, ast.During | None]]:
    """The limits as written, each with the calendar that counts it and the place that names the calendar."""
    requirement = slo.expect.requirement
    outer = requirement.during if isinstance(requirement, ast.Have) else None
    during = (slo.tier.during if slo.tier is not None else None) or outer
    indicator = slo.ir.indicator
    if isinstance(indicator, Have) and indicator.during is not None and slo.within is not None:
        yield slo.within, indicator.during, during
    if slo.ir.sla is not None and slo.sla is not None:
        promised = slo.ir.sla.indicator
        within = filled(slo.sla.within) if slo.sla.within is not None else slo.within
        if isinstance(promised, Have) and promised.during is not None and within is not None:
            yield within, promised.during, slo.sla.during or during


def _help(written: ast.Duration, calendar: str, clock: Clock, epoch: int) -> tuple[str, ...]:
    week = open_period(Duration(WEEK), clock, epoch)
    if not week:
        return ("write hours",)
    weeks = f"{float(written.micros / week):.2g}"
    as_written = (
        f"`{written.text}` would be {_number(written.micros)} open hours, "
        f"about {weeks} {'week' if weeks == '1' else 'weeks'} of `{calendar}`"
    )
    if written.micros % WEEK == 0:
        count, unit, each = written.micros // WEEK, "week", int(week)
    else:
        count, unit, each = -(-written.micros // DAY), "day", most_open(Duration(DAY), clock, epoch)
    many = f"one {unit}" if count == 1 else f"{count} {unit}s"
    return as_written, f"for {many} of `{calendar}` write `{_duration(count * each)}`"


def _duration(micros: int) -> str:
    """In hours and minutes alone, however many they are."""
    hours, rest = divmod(micros, HOUR)
    minutes = rest // MINUTE
    return f"{hours}h" + (f"{minutes}m" if minutes else "")


def _number(micros: int) -> str:
    return f"{micros / HOUR:g}"
