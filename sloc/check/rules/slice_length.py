"""A slice is a stretch of whole seconds in UTC that fits into the objective's window several times."""

from __future__ import annotations

from collections.abc import Iterator

from sloc.check.model import CheckedProgram
from sloc.findings import Finding, Label
from sloc.ir.units import MICROS, duration_text


def check(program: CheckedProgram) -> Iterator[Finding]:
    """SLO323 at the length of a slice.

    docs/language.md §3.9.
    """
    for slo in program.slos:
        written, slices = slo.expect.population.slices, slo.ir.population.slices
        if written is None or slices is None:
            continue
        window = slo.ir.window.length
        if slices.length == 0:
            yield slo.finding("SLO323", "a slice takes time", written.span, "no time at all", help="write `1m` or `5m`")
        elif slices.length % MICROS:
            yield slo.finding(
                "SLO323",
                "a slice is whole seconds",
                written.span,
                "a fraction of a second is left",
                help=f"write `{duration_text(-(-slices.length // MICROS) * MICROS)}`",
            )
        elif 0 < window < slices.length:
            yield slo.finding(
                "SLO323",
                "a slice is longer than the window",
                written.span,
                "not one slice ends in most windows",
                labels=[Label(slo.spans.window, f"the window is {duration_text(window)}")],
                help="write a slice that is a small part of the window, like `5m`",
            )
