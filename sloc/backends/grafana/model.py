"""A classic Grafana dashboard as frozen data; :mod:`sloc.backends.grafana.encode` writes it as JSON.

Only what sloc's boards use is here. Lengths and places are in cells of Grafana's grid, which is 24 wide. What a panel's type
alone knows (`options`, `custom`) stays a mapping with Grafana's own keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from sloc.records import dataclass, field

GRID = 24
"""The width of Grafana's grid."""


@dataclass(frozen=True)
class GridPosition:
    """A rectangle of the grid."""

    x: int
    y: int
    w: int
    h: int


@dataclass(frozen=True)
class Step:
    """A colour from a value on; the first step of a scale has the value None and reaches down without end."""

    value: float | int | None
    color: str


@dataclass(frozen=True)
class Shown:
    """A text in the place of the values from `low` to `high`; None is open, both None stands for no value at all."""

    low: float | int | None
    high: float | int | None
    text: str
    color: str


@dataclass(frozen=True)
class Named:
    """Texts in the place of strings."""

    texts: Mapping[str, str]


Mapped: TypeAlias = Shown | Named


@dataclass(frozen=True)
class PanelQuery:
    """A query. `expr` is PromQL with Grafana's variables in it; `instant` asks for the end of the time range only."""

    ref: str
    expr: str
    legend: str = ""
    instant: bool = False
    table: bool = False


@dataclass(frozen=True)
class Override:
    """Properties of some fields: `matcher` is ``byName`` or ``byFrameRefID``, `of` the name or the query's letter."""

    matcher: str
    of: str
    properties: Mapping[str, Any]


@dataclass(frozen=True)
class Look:
    """How values are shown. `steps` colour them; `decimals` None leaves it to Grafana."""

    unit: str = "none"
    decimals: int | None = None
    steps: tuple[Step, ...] = (Step(None, "text"),)
    mappings: tuple[Mapped, ...] = ()
    no_value: str | None = None
    display_name: str | None = None
    color_mode: str = "thresholds"
    low: float | int | None = None
    custom: Mapping[str, Any] = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True)
class Panel:
    """A panel; `time_from` is a time range of its own (``30d``), which a zoomed dashboard overrules."""

    id: int
    type: str
    title: str
    description: str
    place: GridPosition
    targets: tuple[PanelQuery, ...] = ()
    look: Look = Look()
    options: Mapping[str, Any] = field(default_factory=dict)
    transformations: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    time_from: str | None = None


@dataclass(frozen=True)
class RowHeading:
    """A heading above the panels that follow; with `repeat` they stand there once for each value of that variable."""

    id: int
    title: str
    y: int
    repeat: str | None = None


@dataclass(frozen=True)
class Variable:
    """A choice of label values, all of them at first; `regex` picks them out of what the query gives."""

    name: str
    label: str
    query: str
    regex: str = ""


@dataclass(frozen=True)
class AnnotationQuery:
    """Events marked in all graphs: by a PromQL expression, or Grafana's own annotations with a tag where `expr` is None."""

    name: str
    color: str
    expr: str | None = None
    title: str = ""
    text: str = ""
    tag: str = ""


@dataclass(frozen=True)
class Link:
    """A link in a board's head; those to other boards keep the time range."""

    title: str
    url: str
    icon: str
    keep_time: bool = False


@dataclass(frozen=True)
class Dashboard:
    """A board. `since` is how far back it looks when opened (``24h``)."""

    uid: str
    title: str
    description: str
    tags: tuple[str, ...]
    since: str
    panels: tuple[Panel | RowHeading, ...]
    variables: tuple[Variable, ...] = ()
    annotations: tuple[AnnotationQuery, ...] = ()
    links: tuple[Link, ...] = ()
