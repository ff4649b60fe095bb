"""Slices have no deadlines and no percentiles, and events have no shares: each kind of requirement has its population."""

from __future__ import annotations

from collections.abc import Iterator

from sloc.check.model import CheckedProgram, CheckedSlo
from sloc.findings import Finding, Label
from sloc.ir.text import percent_text
from sloc.syntax import ast


def check(program: CheckedProgram) -> Iterator[Finding]:
    """SLO309 at the part that does not fit; SLO207 at a percentile of something that is not measured.

    docs/language.md §3.9, §3.12.
    """
    for slo in program.slos:
        slices = slo.expect.population.slices
        if slices is None:
            yield from _of_events(slo)
        else:
            yield from _of_slices(slo, Label(slices.span, "slices are counted"))


def _of_slices(slo: CheckedSlo, counted: Label) -> Iterator[Finding]:
    requirement = slo.expect.requirement
    if slo.ir.percentile is not None:
        yield slo.finding(
            "SLO309",
            "slices have no percentile",
            slo.spans.target,
            "a slice is good or bad, and takes no time",
            labels=[counted],
            help=f"write `{percent_text(slo.ir.target)}`",
        )
    match requirement:
        case ast.Have(measure=measure):
            yield slo.finding(
                "SLO309",
                "a measure belongs to an event, not to a slice",
                requirement.span,
                "each event has its own deadline",
                labels=[counted],
                help=f"count events: `expect … of {slo.expect.population.source.text} to have {_text(measure)} …`",
            )
        case ast.Satisfy(after=after) if after is not None:
            yield slo.finding(
                "SLO309",
                "a slice is judged when it ends, not later",
                after.span,
                "only events can wait to be judged",
                labels=[counted],
                help="drop `after …`, or count events",
            )
        case ast.Fresh() if slo.items.empty is not None:
            yield slo.finding(
                "SLO309",
                "freshness asks about empty slices already",
                slo.items.empty.span,
                "an empty slice is good while the last event is fresh enough",
                labels=[Label(requirement.span, "asks every slice from the first event on")],
                help="delete the line",
            )
        case _:
            pass


def _of_events(slo: CheckedSlo) -> Iterator[Finding]:
    requirement = slo.expect.requirement
    source = slo.expect.population.source
    match requirement:
        case ast.Satisfy(share=share):
            if share is not None:
                yield slo.finding(
                    "SLO309",
                    "an event is good or bad, and has no share",
                    share.span,
                    "a share of what?",
                    labels=[Label(source.span, "events are counted")],
                    help="drop the share, or count slices: " + f"`5m slices of {source.text}`",
                )
        case ast.Fresh():
            yield slo.finding(
                "SLO309",
                "freshness is asked of slices of time",
                requirement.span,
                "an event is always fresh when it happens",
                labels=[Label(source.span, "events are counted")],
                help="count slices: " + f"`5m slices of {source.text}`",
            )
        case _:
            pass
    if slo.ir.percentile is not None and not isinstance(requirement, ast.Have):
        yield slo.finding(
            "SLO207",
            "a percentile is of a measured time",
            slo.spans.target,
            "nothing is measured here",
            labels=[Label(requirement.span, "true or false")],
            help=f"write `{percent_text(slo.ir.target)}`",
        )


def _text(measure: ast.Name | ast.Param) -> str:
    return measure.text if isinstance(measure, ast.Name) else f"${measure.name}"
