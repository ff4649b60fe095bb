"""The rules of a service in pairs of groups: a fast and a slow one, which are evaluated apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TypeAlias

from sloc.backends.prometheus.alerts import AlertStyle, fast_alerts, slow_alerts
from sloc.backends.prometheus.bound import Bound
from sloc.backends.prometheus.records import fast_records, slow_records
from sloc.backends.prometheus.rules import Group, RuleSection
from sloc.backends.prometheus.series import FAST, SLOW
from sloc.backends.prometheus.sharing import Total, shared

MOST = 50
"""SLOs in a pair. A pair for each SLO costs 1.7 times the CPU, and a group is evaluated one rule after the other."""

_Unit: TypeAlias = tuple[str, tuple[Bound, ...]]
"""SLOs that stay together because they read one total, under the total's name; most are alone under their id."""


def groups_of(service: str, bound: Sequence[Bound], style: AlertStyle) -> tuple[Group, ...]:
    """The groups of one service's SLOs, which come in order of their ids."""
    totals = shared(bound)
    return tuple(
        group
        for suffix, members in _split(_units(bound, totals), "")
        for group in _pair(service, f"-{suffix}" if suffix else "", members, totals, style)
    )


def _pair(
    service: str, suffix: str, members: Sequence[Bound], totals: Mapping[str, Total], style: AlertStyle
) -> tuple[Group, Group]:
    fast, slow = [], []
    for total in sorted({totals[each.series.slo.id] for each in members if each.series.slo.id in totals}, key=_source):
        readers = [each.series.slo.id for each in members if totals.get(each.series.slo.id) == total]
        fast.append(RuleSection((f"source {total.source}", f"read by {', '.join(readers)}"), (total.record,)))
    for each in members:
        slo, series = each.series.slo, each.series
        about = (f"{slo.id} ({slo.origin.file})", slo.sentence)
        records = fast_records(series, each.counts, totals.get(slo.id))
        fast.append(RuleSection(about, (*records, *fast_alerts(series, style))))
        slow.append(RuleSection(about, (*slow_records(series), *slow_alerts(series, style))))
    return Group(f"{service}-fast{suffix}", FAST, tuple(fast)), Group(f"{service}-slow{suffix}", SLOW, tuple(slow))


def _source(total: Total) -> str:
    return total.source


def _units(bound: Iterable[Bound], totals: Mapping[str, Total]) -> list[_Unit]:
    units: dict[str, list[Bound]] = {}
    for each in bound:
        total = totals.get(each.series.slo.id)
        units.setdefault(f"slo {each.series.slo.id}" if total is None else f"source {total.source}", []).append(each)
    return [(name, tuple(members)) for name, members in units.items()]


def _split(units: Sequence[_Unit], prefix: str) -> Iterator[tuple[str, list[Bound]]]:
    """Halves what is too large by the next bit of its members' digests: one SLO more splits one pair, and moves no other's."""
    members = sorted((each for _, together in units for each in together), key=lambda each: each.series.slo.id)
    if len(members) <= MOST or len(units) == 1:
        yield prefix, members
        return
    for bit in "01":
        half = [unit for unit in units if _bits(unit[0])[len(prefix)] == bit]
        if half:
            yield from _split(half, prefix + bit)


def _bits(name: str) -> str:
    return f"{int(sha256(name.encode()).hexdigest(), 16):0256b}"
