"""Slices of time, counted instead of events (docs/language.md §3.9)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from sloc.ir import Fresh, Ir, Satisfy, Slices, Slo
from sloc.ir.slo import Indicator
from sloc.ir.units import MICROS
from tests.reference.data import Event
from tests.reference.events import SourceRows, event_row, group_of, in_hours, kept
from tests.reference.expression import Subject, is_true
from tests.reference.outcome import BAD, GOOD, Outcome, at_of


@dataclass(frozen=True)
class Slice:
    """``[start, end)``, with the group's events that lie in it, and all of the group's."""

    start: int
    end: int
    inside: list[Subject]
    group: list[Subject]


def slices_of(slo: Slo, data: SourceRows, ir: Ir, now: int) -> list[Event]:
    """Every finished slice that the SLO, or its SLA, counts, from the one that holds the group's first event on."""
    rule = slo.population.slices
    assert rule is not None
    groups: dict[str, list[Subject]] = defaultdict(list)
    for subject in kept(slo, data, now):
        groups[group_of(slo, subject)].append(subject)
    events = []
    for grp, subjects in groups.items():
        for piece in _finished(rule.length, subjects, now):
            if in_hours(slo, piece.start, ir):
                own = _judge(slo.indicator, rule, piece)
                promised = None if slo.sla is None else _judge(slo.sla.indicator, rule, piece)
                event = event_row(slo, grp, rfc3339(piece.start), own, promised, ir)
                if event is not None:
                    events.append(event)
    return events


def _finished(length: int, subjects: list[Subject], now: int) -> list[Slice]:
    """The slices from the first event's on that have ended by now."""
    inside: dict[int, list[Subject]] = defaultdict(list)
    for subject in subjects:
        inside[at_of(subject) // length].append(subject)
    return [Slice(k * length, (k + 1) * length, inside[k], subjects) for k in range(min(inside), now // length)]


def _judge(indicator: Indicator, rule: Slices, piece: Slice) -> Outcome | None:
    """A slice's outcome; None where it is empty and empty slices are ignored."""
    if isinstance(indicator, Fresh):
        good = any(piece.end - indicator.within < at_of(subject) <= piece.end for subject in piece.group)
    elif not piece.inside:
        if rule.empty == "ignore":
            return None
        good = rule.empty == "good"
    else:
        assert isinstance(indicator, Satisfy), "slices satisfy a condition or are fresh"
        met = sum(is_true(indicator.expr, subject) for subject in piece.inside)
        good = met >= indicator.share * len(piece.inside)
    return Outcome(GOOD if good else BAD, piece.end, piece.start, None, None, True)


def rfc3339(t: int) -> str:
    """An instant of whole seconds, such as ``2026-03-27T17:55:00Z``."""
    return (dt.datetime(1970, 1, 1) + dt.timedelta(seconds=t // MICROS)).isoformat() + "Z"
