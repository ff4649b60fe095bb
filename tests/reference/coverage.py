"""Faults in the data: what is not counted, or counted in spite of itself, and must not go unseen (docs/language.md §3.8)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain

from sloc.ir import Child, Field, Have, IntervalMeasure, Ir, Satisfy, Slo, Source
from sloc.ir.expr import Expr, FieldRef, Pick, walk
from sloc.ir.slo import Indicator
from tests.reference.clock import clock_of
from tests.reference.data import Coverage, Row, Value
from tests.reference.events import SourceRows, in_hours, kept, key_text
from tests.reference.expression import Subject
from tests.reference.measure import deadline, timing
from tests.reference.outcome import at_of

Fault = tuple[str, Value]
"""The fault and the key of the row that has it."""


def coverage_of(slo: Slo, data: SourceRows, ir: Ir, now: int) -> list[Coverage]:
    """The faults of an SLO's source, its children and its population, one row for each kind that occurs."""
    found: dict[str, list[str | None]] = {}
    everything = (
        _source_faults(data, now),
        _child_faults(data, now),
        _undeclared(slo, data, now),
        _population_faults(slo, data, ir, now),
    )
    for fault, key in chain.from_iterable(everything):
        found.setdefault(fault, []).append(key_text(key))
    return [
        Coverage(slo.id, fault, len(keys), min((key for key in keys if key is not None), default=None))
        for fault, keys in sorted(found.items())
    ]


def _source_faults(data: SourceRows, now: int) -> Iterator[Fault]:
    source = data.source
    if source.at is None:
        return
    rows = list(_not_later(data.rows, source.at, now))
    if source.key is not None:
        times_seen = Counter(row.get(source.key) for row in rows)
        for row in rows:
            key = row.get(source.key)
            if key is None:
                yield "null key", None
            elif times_seen[key] > 1:
                yield "repeated key", key
    for row in rows:
        if row.get(source.at) is None:
            yield "null at", None if source.key is None else row.get(source.key)


def _child_faults(data: SourceRows, now: int) -> Iterator[Fault]:
    for child in data.source.children:
        for row in _not_later(data.children[child.name], child.at, now):
            key = row.get(child.key)
            if key is None:
                yield "child with null key", None
            if row.get(child.at) is None:
                yield "child with null at", key
            if _ends_before_it_starts(child, row):
                yield "pause ends before it starts", key


def _undeclared(slo: Slo, data: SourceRows, now: int) -> Iterator[Fault]:
    """The rows with a value that an enum does not declare, in a field that the SLO reads."""
    source, read = data.source, _reads(slo, data.source)
    if source.at is not None:
        for row in _not_later(data.rows, source.at, now):
            if any(_is_other(row.get(f.name), f) for f in source.fields if (None, f.name) in read):
                yield "value not declared", None if source.key is None else row.get(source.key)
    for child in source.children:
        for row in _not_later(data.children[child.name], child.at, now):
            if any(_is_other(row.get(f.name), f) for f in child.fields if (child.name, f.name) in read):
                yield "child value not declared", row.get(child.key)


def _is_other(value: Value, field: Field) -> bool:
    return bool(field.type.values) and value is not None and value not in field.type.values


def _reads(slo: Slo, source: Source) -> set[tuple[str | None, str]]:
    """The fields that an SLO reads, each with its child or None, and those that derived ones among them are made of."""
    found: set[tuple[str | None, str]] = set()
    todo: list[tuple[str | None, str] | Expr] = [(None, name) for name in slo.population.per]
    if slo.population.where is not None:
        todo.append(slo.population.where)
    for indicator in (slo.indicator, *(() if slo.sla is None else (slo.sla.indicator,))):
        if isinstance(indicator, Satisfy):
            todo.append(indicator.expr)
        elif isinstance(indicator, Have):
            measure = source.measure(indicator.measure)
            if isinstance(measure, IntervalMeasure):
                todo += [(None, measure.start), (None, measure.end)]
    while todo:
        each = todo.pop()
        if not isinstance(each, tuple):
            for part in walk(each):
                if isinstance(part, FieldRef):
                    todo.append((part.child, part.name))
                elif isinstance(part, Pick):
                    todo.append((part.child, part.field))
        elif each not in found:
            found.add(each)
            derived = [f.derived for f in source.fields if each == (None, f.name) and f.derived is not None]
            todo += derived
    return found


def _ends_before_it_starts(child: Child, row: Row) -> bool:
    at, until = row.get(child.at), None if child.until is None else row.get(child.until)
    return isinstance(at, int) and isinstance(until, int) and until < at


def _not_later(rows: Iterable[Row], at_name: str, now: int) -> Iterator[Row]:
    """The rows that exist for the faults: those without a time, and those whose time has come."""
    for row in rows:
        at = row.get(at_name)
        if at is None or (isinstance(at, int) and at <= now):
            yield row


def _population_faults(slo: Slo, data: SourceRows, ir: Ir, now: int) -> Iterator[Fault]:
    """Of the events that `where` keeps: those that their calendars' years do not reach, and ends before starts."""
    if slo.population.slices is not None:
        return  # slices look at no event's place in a calendar, and have no measure
    for subject in kept(slo, data, now):
        key = None if data.source.key is None else subject.row.get(data.source.key)
        is_open = in_hours(slo, at_of(subject), ir)
        indicators = [slo.indicator] + ([] if slo.sla is None else [slo.sla.indicator])
        if is_open is None or (is_open and any(_leaves_the_years(i, subject, ir, now) for i in indicators)):
            yield "outside calendar years", key
        if is_open and any(_no_time(i, subject, now) for i in indicators):
            yield "end before start", key


def _leaves_the_years(indicator: Indicator, subject: Subject, ir: Ir, now: int) -> bool:
    """Whether the start, the deadline, or the end (now while there is none) lies outside the calendar's years."""
    measure = _interval(indicator, subject)
    times = None if measure is None else timing(subject, measure, now)
    if times is None:
        return False
    assert isinstance(indicator, Have)
    clock = clock_of(ir, indicator.during)
    return (
        not clock.covers(times.start)
        or deadline(clock, times, indicator.within) is None
        or clock.between(times.start, times.stop) is None
    )


def _no_time(indicator: Indicator, subject: Subject, now: int) -> bool:
    measure = _interval(indicator, subject)
    times = None if measure is None else timing(subject, measure, now)
    return times is not None and times.end is not None and times.end < times.start


def _interval(indicator: Indicator, subject: Subject) -> IntervalMeasure | None:
    if not isinstance(indicator, Have):
        return None
    measure = subject.source.measure(indicator.measure)
    return measure if isinstance(measure, IntervalMeasure) else None
