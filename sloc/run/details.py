"""What stands below an objective, and below all of them: alerts, missed promises, events at risk, faults of the data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from sloc.findings.canvas import Style, paint
from sloc.findings.cells import visible
from sloc.ir.text import decimal_text
from sloc.ir.units import MICROS
from sloc.run.phrases import share_text, span_text, when_text
from sloc.run.report import AtRisk, CoverageFault, Objective, Skipped
from sloc.run.wrapping import wrapped

_EVENTS = 3
"""How many events at risk are named; JSON has all of them."""

_SEVERITY_STYLES = {"page": Style.ERROR, "ticket": Style.WARNING, "notify": Style.ADVICE}

CONSEQUENCES: Mapping[str, str] = MappingProxyType(
    {
        "null key": "each row is counted as an event of its own",
        "repeated key": "each row is counted as an event of its own",
        "null at": "not counted",
        "outside calendar years": "not counted",
        "end before start": "counted as no time at all",
        "child with null key": "belongs to no event",
        "child with null at": "left out",
        "pause ends before it starts": "left out",
        "value not declared": "matches no tier but else; check the spelling",
        "child value not declared": "compared as it is; check the spelling",
    }
)
"""What happens to the rows of a fault (docs/sql.md, docs/decisions/0001)."""


def details(objective: Objective, width: int, color: bool, names: bool) -> list[str]:
    """Alerts that fire, a missed SLA, what can still be saved; each on a line of its own, in as many words as needed."""
    lines: list[tuple[str, str, Style]] = []
    for alert in objective.firing:
        lines.append((alert.severity, alert.rule, _SEVERITY_STYLES[alert.severity]))
    sla = objective.sla
    if sla is not None and sla.met is False:
        promise = f"{share_text(sla.achievement, sla.target)} of the promised {decimal_text(sla.target * 100)}%"
        lines.append(("SLA missed", promise, Style.ERROR))
    if objective.at_risk:
        lines.append(
            (
                "at risk",
                f"{len(objective.at_risk):,} still open, with {'open ' if objective.clock else ''}time left",
                Style.STRONG,
            )
        )
    painted: list[str] = []
    for word, text, style in lines:
        first, *rest = wrapped(f"{word}  {text}", width - 2, "    ")
        painted += [f"  {paint(word, style, color)}{first[len(word) :]}", *(f"  {line}" for line in rest)]
    if names:
        for text in _at_risk(objective):
            painted += [f"    {line}" for line in wrapped(text, width - 4, "  ")]
    return painted


def _at_risk(objective: Objective) -> Iterator[str]:
    """The events with the least time left, a line each."""
    for event in objective.at_risk[:_EVENTS]:
        yield f"{'an event' if event.key is None else visible(event.key)}: {_time_left(event)}"
    if len(objective.at_risk) > _EVENTS:
        yield f"and {len(objective.at_risk) - _EVENTS:,} more (`--format json` has all)"


def _time_left(event: AtRisk) -> str:
    if event.deadline is None or event.remaining is None:
        return "its deadline lies beyond the years of the calendar"
    return f"{span_text(int(event.remaining * MICROS))}, due {when_text(event.deadline, year=False)}"


def faults(coverage: Sequence[CoverageFault], width: int, color: bool, names: bool) -> list[str]:
    """Faults of the data, each once with what happens to the rows and the SLOs that it concerns."""
    if not coverage:
        return []
    lines = [paint("Faults in the data", Style.STRONG, color)]
    grouped: dict[tuple[str, int, str | None], list[str]] = {}
    for fault in coverage:
        grouped.setdefault((fault.fault, fault.rows, fault.example_key if names else None), []).append(fault.slo)
    for (name, rows, key), slos in grouped.items():
        example = "" if key is None else f", for example {visible(key)}"
        lines += wrapped(f"! {rows:,} × {name} ({CONSEQUENCES[name]}){example}: {_listed(slos)}", width, "  ")
    return [*lines, ""]


def skipped(skips: Sequence[Skipped], width: int, color: bool) -> list[str]:
    """What was not evaluated, by reason."""
    if not skips:
        return []
    by_reason: dict[str, list[str]] = {}
    for each in skips:
        by_reason.setdefault(each.reason, []).append(each.slo)
    lines = [paint("Skipped", Style.STRONG, color)]
    for reason, slos in by_reason.items():
        lines += wrapped(f"· {visible(reason)}: {_listed(slos)}", width, "  ")
    return [*lines, ""]


def _listed(slos: list[str]) -> str:
    """Ids with the tiers of one SLO put together: ``support.first_response (4 tiers), support.csat``."""
    tiers: dict[str, list[str]] = {}
    for slo in slos:
        tiers.setdefault(slo.partition("[")[0], []).append(slo)
    return visible(", ".join(ids[0] if len(ids) == 1 else f"{base} ({len(ids)} tiers)" for base, ids in tiers.items()))
