"""Totals that several SLOs read: raw series are read once for all of them (docs/prometheus.md, "Shared counts").

Only the base is shared. Each SLO copies it into its own ``slo:events_total:increase5m`` and builds its levels on that, so
that an SLO's total is never older than its bad events: a young SLO would else divide a day's bad events by a month's total.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from sloc.backends.prometheus.bound import Bound
from sloc.backends.prometheus.counts import Counter, total_expr
from sloc.backends.prometheus.rules import Record
from sloc.backends.promql import Aggregate, Expr, Matcher, Vector, inline

SOURCE_TOTAL = "slo:source_total:increase5m"


@dataclass(frozen=True)
class Total:
    """The events of a source that SLOs of a service count, by their grouping; equal ones are recorded once."""

    service: str
    source: str
    grouping: tuple[str, ...]
    expr: Expr

    @property
    def record(self) -> Record:
        """The rule that reads the raw series."""
        return Record(SOURCE_TOTAL, self.expr, (("service", self.service), ("source", self.source)))

    @property
    def copy(self) -> Expr:
        """What an SLO records as its own total: without the label `source`, which its other records do not have."""
        matchers = (Matcher("service", "=", self.service), Matcher("source", "=", self.source))
        return Aggregate("sum", self.grouping, Vector(SOURCE_TOTAL, matchers))


def shared(bound: Iterable[Bound]) -> dict[str, Total]:
    """The totals of one service's SLOs that more than one of them reads, by the SLOs' ids."""
    totals = {each.series.slo.id: total_of(each) for each in bound}
    readers = Tally(totals.values())
    return {slo: total for slo, total in totals.items() if readers[total] > 1 and "source" not in total.grouping}


def total_of(bound: Bound) -> Total:
    """What an SLO counts as all events.

    Its name is the source's, with a digest where it is not simply all of the source's events: so the name depends on
    nothing but what is counted, whatever else reads the source.
    """
    slo, grouping = bound.series.slo, bound.series.grouping
    expr = total_expr(bound.counts, grouping)
    whole = isinstance(bound.counts, Counter) and slo.population.where is None and not grouping
    name = slo.population.source if whole else f"{slo.population.source}:{sha256(inline(expr).encode()).hexdigest()[:8]}"
    return Total(slo.service, name, grouping, expr)
