"""What the checker knows about a program before its meaning is judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction

from sloc.calendars.clock import Clock
from sloc.check.declare import CheckedCalendar, CheckedSource
from sloc.check.expand import Items
from sloc.check.names import Names
from sloc.ir import Service, Slo, TestCase
from sloc.records import dataclass
from sloc.source.span import Span
from sloc.syntax import ast


@dataclass(frozen=True)
class Places:
    """Where the parts of one objective were written: after expansion they may lie in a template or in a tier."""

    target: Span
    requirement: Span
    within: Span | None
    window: Span
    source: Span
    sla: Span | None
    alerts: Span | None


@dataclass(frozen=True)
class CheckedSlo:
    """One objective of the IR, what was written, and where.

    `use` is the span of the template call, or None; `items` are its own and its template's, with the arguments in place.
    `within` and `sla` are those that hold here: the tier's own, else the outer ones.
    """

    ir: Slo
    decl: ast.Slo
    expect: ast.Expect
    source: CheckedSource
    places: Places
    use: Span | None
    tier: ast.Tier | None
    policy: ast.Policy | None
    template: ast.Template | None
    items: Items
    within: ast.Duration | None
    sla: ast.Sla | None


@dataclass(frozen=True)
class Lint:
    """``[lint]`` of sloc.toml: the buffer that is usual between an SLO and its SLA, as shares of the promise."""

    sla_buffer: tuple[Fraction, Fraction] = (Fraction(3, 10), Fraction(1, 2))


@dataclass(frozen=True)
class CheckedProgram:
    """Names and types hold; only :func:`sloc.check.check` makes one. Rules look at it and yield findings."""

    project: str
    epoch: int
    today: dt.date | None
    lint: Lint
    names: Names
    services: tuple[Service, ...]
    calendars: Mapping[str, CheckedCalendar]
    sources: Mapping[str, CheckedSource]
    slos: tuple[CheckedSlo, ...]
    tests: tuple[TestCase, ...]
    used: frozenset[tuple[str, str]]
    clocks: Mapping[str, Clock]

    def clock_of(self, slo: Slo) -> Clock | None:
        """The clock by which an objective's time passes; None is plain time."""
        return None if slo.clock is None else self.clocks[slo.clock]
