"""What a rule file holds, as data: :mod:`sloc.backends.prometheus.document` gives it its shape."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sloc.backends.promql import Expr
from sloc.ir.units import Duration

Labels = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Record:
    """A recording rule."""

    name: str
    expr: Expr
    labels: Labels


@dataclass(frozen=True)
class AlertingRule:
    """An alerting rule. `annotations` are Go templates already: what a spec says in them is escaped."""

    name: str
    expr: Expr
    labels: Labels
    annotations: Labels
    pending: Duration | None = None
    keep_firing: Duration | None = None


Rule = Record | AlertingRule


@dataclass(frozen=True)
class RuleSection:
    """Rules of a group that belong together, in the order in which they read each other; `about` says it to whoever reads."""

    about: tuple[str, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Group:
    """Rules that are evaluated one after the other, each `interval`."""

    name: str
    interval: Duration
    sections: tuple[RuleSection, ...]

    def rules(self) -> Iterator[Rule]:
        """All rules, in order."""
        for section in self.sections:
            yield from section.rules
