"""PromQL expressions as frozen data (https://prometheus.io/docs/prometheus/latest/querying/basics/).

Durations are microseconds, numbers exact. :mod:`sloc.backends.promql.printer` writes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from sloc.ir.units import Duration


@dataclass(frozen=True)
class Hole:
    """What someone else fills in before Prometheus reads the text: a dashboard's variable, by its name."""

    name: str


@dataclass(frozen=True)
class Matcher:
    """``label op "value"``; `op` is one of ``= != =~ !~``, and a regular expression is RE2, anchored by Prometheus."""

    label: str
    op: str
    value: str | Hole


@dataclass(frozen=True)
class Number:
    """An exact number; what no decimal says exactly is printed as the nearest double."""

    value: Fraction


@dataclass(frozen=True)
class Text:
    """A string literal, for the functions that take one."""

    value: str


@dataclass(frozen=True)
class Vector:
    """``name{matchers} offset …``: the series' values now, or `offset` (microseconds) ago."""

    name: str
    matchers: tuple[Matcher, ...] = ()
    offset: int = 0


@dataclass(frozen=True)
class Range:
    """``vector[length]``: the samples of `length` up to now (or up to the vector's own offset)."""

    vector: Vector
    length: Duration | Hole


@dataclass(frozen=True)
class Subquery:
    """``operand[length:step]``: the operand evaluated at the multiples of `step` in the last `length`."""

    operand: Expr
    length: Duration
    step: Duration


@dataclass(frozen=True)
class Call:
    """``function(arguments)``."""

    function: str
    arguments: tuple[Expr, ...]


@dataclass(frozen=True)
class Aggregate:
    """``operation by (labels) (operand)``; no labels makes one series of all."""

    operation: str
    by: tuple[str, ...]
    operand: Expr


@dataclass(frozen=True)
class Matching:
    """How a binary operator pairs series: ``on (labels)`` or ``ignoring (labels)``; `many_left` is ``group_left ()``."""

    kind: str
    labels: tuple[str, ...]
    many_left: bool = False


@dataclass(frozen=True)
class Binary:
    """``left op right``; `op` is an arithmetic, comparing or set operator. Without `matching` all labels have to agree."""

    op: str
    left: Expr
    right: Expr
    matching: Matching | None = None


Expr: TypeAlias = Number | Text | Hole | Vector | Range | Subquery | Call | Aggregate | Binary


def on(*labels: str, many_left: bool = False) -> Matching:
    """Pair series that agree on these labels."""
    return Matching("on", labels, many_left)


def ignoring(*labels: str) -> Matching:
    """Pair series that agree on all labels but these."""
    return Matching("ignoring", labels)
