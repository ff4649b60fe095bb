"""What there is to say about an objective, before anybody says it.

Times are microseconds of the time that the objective counts: open time where a calendar rules, else plain time.
"""

from __future__ import annotations

from fractions import Fraction

from sloc.ir import Slo
from sloc.records import dataclass


@dataclass(frozen=True)
class Traffic:
    """How many events (or slices) are counted in a window, and in a microsecond of counted time.

    `exact` is False where only a part of the source's traffic is the objective's: then these are the most there can be.
    """

    in_window: Fraction
    rate: Fraction
    exact: bool


@dataclass(frozen=True)
class Budget:
    """What may fail: `share` is 1 − target, `period` the counted time of a window, `outage` how long all may fail."""

    share: Fraction
    period: Fraction
    outage: Fraction
    traffic: Traffic | None

    @property
    def events(self) -> Fraction | None:
        """How many events may fail in a window; None where nobody says how many there are."""
        return None if self.traffic is None else self.traffic.in_window * self.share


@dataclass(frozen=True)
class Detection:
    """When an alert fires once the share `failing` of all events is bad, after a time without any.

    `after` is None if it never does, and `budget` the share of the window's budget that is gone by then.
    """

    failing: Fraction
    after: Fraction | None
    budget: Fraction | None


@dataclass(frozen=True)
class ExplainedRule:
    """A rule of the policy. `threshold` is its burn rate and `errors` the bad ratio that is; None for rules of another kind.

    `detections` is empty where the time depends on more than the outage; `note` says then on what.
    """

    severity: str
    text: str
    adapted: str | None
    threshold: Fraction | None
    errors: Fraction | None
    detections: tuple[Detection, ...]
    note: str | None


@dataclass(frozen=True)
class Week:
    """A typical week of a calendar. `shares` has seven days of 48 half hours of local time in `zone`: how much of each is open.

    `open` is microseconds.
    """

    calendar: str
    title: str | None
    zone: str
    open: Fraction
    shares: tuple[tuple[Fraction, ...], ...]


@dataclass(frozen=True)
class ExplainedSla:
    """The SLA in the language's words, and the buffer before it: a share of the promised ``time`` or ``budget``."""

    text: str
    buffer: Fraction | None
    buffer_of: str


@dataclass(frozen=True)
class TargetOutput:
    """What a target makes of the objective: its own files and those that it shares with others, or the reason for none."""

    target: str
    files: tuple[str, ...]
    shared: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """All of it. `counted` says when an event counts."""

    slo: Slo
    counted: str
    budget: Budget
    week: Week | None
    alerts: tuple[ExplainedRule, ...]
    promise: ExplainedSla | None
    outputs: tuple[TargetOutput, ...]
