"""``test`` blocks."""

from __future__ import annotations

from sloc.records import dataclass
from sloc.syntax.ast.node import Name, Node
from sloc.syntax.ast.values import Instant, Number, Scalar, Str, Value


@dataclass(frozen=True)
class Row(Node):
    """``{ ticket_id: 1, priority: "urgent" }``."""

    cells: tuple[tuple[Name, Value], ...]


@dataclass(frozen=True)
class Given(Node):
    """``given tickets { … }``: the rows of a source or of one of its children."""

    table: Name
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class AtInstant(Node):
    """``at 2026-03-31T00:00Z``."""

    instant: Instant


@dataclass(frozen=True)
class CountOutcome(Node):
    """``good 1``."""

    what: Name
    count: Number


@dataclass(frozen=True)
class AlertOutcome(Node):
    """``page firing``, ``ticket quiet``."""

    severity: Name
    firing: bool


@dataclass(frozen=True)
class ExpectOutcome(Node):
    """``expect good 1, bad 1, page quiet``."""

    outcomes: tuple[CountOutcome | AlertOutcome, ...]


@dataclass(frozen=True)
class Test(Node):
    """``test "…" for support.first_response["urgent"] { … }``; `tier` is the Str in brackets, or the Name ``else``."""

    title: Str
    service: Name
    slo: Name
    tier: Scalar | Name | None
    items: tuple[Given | AtInstant | ExpectOutcome, ...]
