"""What the checker knows about a program before its meaning is judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from fractions import Fraction

from sloc.calendars.clock import Clock
from sloc.check.declare import CheckedCalendar, CheckedSource
from sloc.check.expand import Expanded, Items
from sloc.check.names import Names
from sloc.findings import Finding, Label, Severity, finding
from sloc.ir import Service, Slo, TestCase
from sloc.records import dataclass
from sloc.source.span import Span
from sloc.syntax import ast


@dataclass(frozen=True)
class Spans:
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

    `within` and `sla` are those that hold here: the tier's own, else the outer ones.
    """

    ir: Slo
    expanded: Expanded
    items: Items
    source: CheckedSource
    spans: Spans
    tier: ast.Tier | None
    policy: ast.Policy | None
    within: ast.Duration | None
    sla: ast.Sla | None

    @property
    def decl(self) -> ast.Slo:
        """The declaration."""
        return self.expanded.slo

    @property
    def expect(self) -> ast.Expect:
        """The sentence."""
        return self.items.expect

    def finding(
        self,
        code: str,
        message: str,
        span: Span,
        label: str = "",
        *,
        labels: Iterable[Label] = (),
        help: str | Iterable[str] = (),
        severity: Severity | None = None,
    ) -> Finding:
        """A finding about this objective, at a place in it, in its template, or in what it names."""
        return self.expanded.shown(finding(code, message, span, label, labels=labels, help=help, severity=severity))


@dataclass(frozen=True)
class CheckedProgram:
    """Names and types hold; only :func:`sloc.check.checker.check` makes one. Rules look at it and yield findings.

    `sla_buffer` is the least and the most that is usual between an SLO and its SLA, as shares of the promise.
    """

    project: str
    epoch: int
    today: dt.date | None
    sla_buffer: tuple[Fraction, Fraction]
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
