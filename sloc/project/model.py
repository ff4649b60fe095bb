"""What a project is."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

from sloc.records import dataclass, field
from sloc.source.span import Span

SEVERITIES = ("page", "ticket", "notify")


class KeySpans(NamedTuple):
    """Where a key of ``sloc.toml`` stands, and where its value (of a table both are its header)."""

    key: Span
    value: Span


@dataclass(frozen=True)
class Target:
    """A chosen back end: ``[targets.prometheus]`` (`name` prometheus) or ``[targets.prometheus.eu]`` (prometheus.eu).

    `options` is its table as written; `spans` says where the table (key ``""``) and each of its options stands.
    """

    kind: str
    name: str
    options: Mapping[str, Any] = field(default_factory=dict)
    spans: Mapping[str, KeySpans] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class Lint:
    """``[lint]``: the buffer that is usual between an SLO and its SLA (shares of the promise), and codes not to be told."""

    sla_buffer: tuple[Fraction, Fraction] = (Fraction(3, 10), Fraction(1, 2))
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True)
class Project:
    """A project's settings; the field defaults are what holds without a ``sloc.toml``.

    `root` is the folder that every path is relative to, `specs` and `out` are folders below it, `epoch` is the year around
    which calendars are worked out, and `severity` is what the labels of alerts say for page, ticket and notify.
    """

    root: Path
    name: str = "sloc"
    specs: tuple[str, ...] = ("specs",)
    out: str = "generated"
    epoch: int = 2026
    # Of the back ends, the ones that this version has; a new one adds itself here.
    targets: tuple[Target, ...] = (Target("sql", "sql"),)
    severity: Mapping[str, str] = field(default_factory=lambda: {severity: severity for severity in SEVERITIES})
    lint: Lint = Lint()

    @staticmethod
    def default(root: Path) -> Project:
        """The project of a folder without a ``sloc.toml``."""
        return Project(root)
