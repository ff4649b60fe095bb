"""The population of an SLO and its classified events (docs/language.md §3.4 to §3.9, §3.14 to §3.16)."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from sloc.ir import Ir, Satisfy, Slo, Source
from sloc.ir.expr import Type
from sloc.ir.units import MICROS
from tests.reference.clock import clock_of
from tests.reference.data import Event, Row, Tables, Value
from tests.reference.expression import Subject, is_true
from tests.reference.outcome import Outcome, at_of, is_excluded, judge


@dataclass(frozen=True)
class SourceRows:
    """A source's rows and those of its children, `by_key` for each child and key."""

    source: Source
    rows: Sequence[Row]
    children: Mapping[str, Sequence[Row]]
    by_key: Mapping[tuple[str, Value], Sequence[Row]]

    def existing(self, now: int) -> Iterator[Row]:
        """The rows that are events by now: `at` is not null and not later."""
        for row in self.rows:
            at = row.get(self.source.at) if self.source.at is not None else None
            if isinstance(at, int) and at <= now:
                yield row

    def subject(self, row: Row, as_of: int) -> Subject:
        """A row with its children; a null key has none."""
        key = row.get(self.source.key) if self.source.key is not None else None
        joined = {child.name: () if key is None else self.by_key.get((child.name, key), ()) for child in self.source.children}
        return Subject(self.source, row, joined, as_of)


def source_rows(ir: Ir, slo: Slo, tables: Tables) -> SourceRows:
    """The rows of the SLO's source; a table that is not there is empty."""
    source = ir.source(slo.population.source)
    children = {child.name: tables.get(f"{source.id}/{child.name}", ()) for child in source.children}
    by_key: dict[tuple[str, Value], list[Row]] = defaultdict(list)
    for child in source.children:
        for row in children[child.name]:
            by_key[child.name, row.get(child.key)].append(row)
    return SourceRows(source, tables.get(source.id, ()), children, by_key)


def kept(slo: Slo, data: SourceRows, now: int) -> Iterator[Subject]:
    """The events that `where` keeps, whatever `during` says, as of the instant at which they are judged."""
    for row in data.existing(now):
        subject = data.subject(row, now)
        if isinstance(slo.indicator, Satisfy) and slo.indicator.after:
            subject = replace(subject, as_of=min(at_of(subject) + slo.indicator.after, now))
        if is_true(slo.population.where, subject):
            yield subject


def in_hours(slo: Slo, t: int, ir: Ir) -> bool | None:
    """Whether `during` of the population keeps what is at `t`; None outside its calendar's years."""
    return clock_of(ir, slo.population.during).is_open(t)


def events_of(slo: Slo, data: SourceRows, ir: Ir, now: int) -> list[Event]:
    """The events that the SLO, or its SLA, counts or will count."""
    events = []
    for subject in kept(slo, data, now):
        if in_hours(slo, at_of(subject), ir):
            own = judge(slo.indicator, subject, ir, now)
            promised = None if slo.sla is None else judge(slo.sla.indicator, subject, ir, now)
            key = None if data.source.key is None else key_text(subject.row.get(data.source.key))
            event = event_row(slo, group_of(slo, subject), key, own, promised, ir)
            if event is not None:
                events.append(event)
    return events


def event_row(slo: Slo, grp: str, key: str | None, own: Outcome | None, promised: Outcome | None, ir: Ir) -> Event | None:
    """The row of the view, from the SLO's outcome and its SLA's; None where both are gone.

    Deadline and elapsed time are the SLO's, also where an exclusion removed its count.
    """
    measured, timed = own or promised, own
    if own is not None and is_excluded(slo, own.counted_at, ir):
        own = None
    if promised is not None and is_excluded(slo, promised.counted_at, ir):
        promised = None
    if measured is None or (own is None and promised is None):
        return None
    return Event(
        slo=slo.id,
        grp=grp,
        event_key=key,
        started_at=measured.started_at,
        deadline=None if timed is None else timed.deadline,
        counted_at=None if own is None else own.counted_at,
        outcome=None if own is None else own.outcome,
        elapsed_seconds=None if timed is None or timed.elapsed is None else Fraction(timed.elapsed, MICROS),
        sla_outcome=None if promised is None else promised.outcome,
        sla_counted_at=None if promised is None else promised.counted_at,
        ended=measured.ended,
    )


def group_of(slo: Slo, subject: Subject) -> str:
    """The values of `per` as compact JSON; null is a value of its own."""
    values = {name: _json_value(subject, name) for name in slo.population.per}
    return json.dumps(values, separators=(",", ":"), ensure_ascii=False)


def _json_value(subject: Subject, name: str) -> str | int | bool | None:
    value = subject.field(name)
    if isinstance(value, dt.date):
        return value.isoformat()
    base = subject.source.field(name).type.base
    if base not in (Type.STRING, Type.BOOL, Type.INT):
        raise ValueError(f"a {base.value} cannot keep a budget of its own: {name}")
    assert value is None or isinstance(value, str | int)
    return value


def key_text(key: Value) -> str | None:
    """A key as text: ints in decimal, strings as they are."""
    return None if key is None else str(key)
