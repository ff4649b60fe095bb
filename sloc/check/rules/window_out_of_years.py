"""A window is whole seconds, and neither it nor a limit may need more time than its calendar knows."""

from __future__ import annotations

from collections.abc import Iterator

from sloc.calendars.clock import Clock
from sloc.check.model import CheckedProgram, CheckedSlo
from sloc.findings import Finding
from sloc.ir import Have, RollingWindow, Window
from sloc.ir.units import HOUR, MICROS, duration_text
from sloc.source.span import Span
from sloc.syntax import ast


def check(program: CheckedProgram) -> Iterator[Finding]:
    """SLO321 at a window, or at a limit that is never reached.

    docs/language.md §3.3, §3.5.
    """
    for slo in program.slos:
        clock = program.clock_of(slo.ir)
        if clock is not None and not clock.stretches:
            continue  # SLO310
        yield from _window(slo, slo.ir.window, slo.spans.window, clock)
        if slo.sla is not None and slo.ir.sla is not None and isinstance(slo.sla.window, ast.Duration):
            yield from _window(slo, slo.ir.sla.window, slo.sla.window.span, clock)
        indicator = slo.ir.indicator
        if not isinstance(indicator, Have) or indicator.during is None or slo.spans.within is None:
            continue
        known = program.clocks[indicator.during].before[-1] * MICROS
        if indicator.within > known:
            yield slo.finding(
                "SLO321",
                "this deadline is never reached",
                slo.spans.within,
                f"`{indicator.during}` is open for {known / HOUR:g} h in all of its years",
                help="write a shorter time, or more years: `covers … .. …` in the calendar",
            )


def _window(slo: CheckedSlo, window: Window, span: Span, clock: Clock | None) -> Iterator[Finding]:
    if not isinstance(window, RollingWindow):
        return
    if window.length % MICROS:
        whole = duration_text(-(-window.length // MICROS) * MICROS)
        yield slo.finding(
            "SLO321", "a window is whole seconds", span, "a fraction of a second is left", help=f"write `{whole}`"
        )
    elif clock is not None and window.length > (clock.known_range[1] - clock.known_range[0]) * MICROS:
        years = (clock.known_range[1] - clock.known_range[0]) / 31_556_952
        yield slo.finding(
            "SLO321",
            "this window is longer than its calendar covers",
            span,
            f"`{slo.ir.clock}` covers {years:.0f} {'year' if round(years) == 1 else 'years'}",
            help="write a shorter window, or more years: `covers … .. …` in the calendar",
        )
