"""Large services come in several pairs of groups, and one SLO more moves few."""

from __future__ import annotations

import pytest

from sloc.backends.prometheus.alerts import AlertStyle
from sloc.backends.prometheus.backend import _choose
from sloc.backends.prometheus.groups import MOST, groups_of
from sloc.backends.prometheus.rules import Group, Record
from sloc.backends.prometheus.series import OBJECTIVE
from sloc.backends.prometheus.sharing import SOURCE_TOTAL
from sloc.pipeline import check_sources
from sloc.source.span import SourceFile

SEVERITIES = {"page": "page", "ticket": "ticket", "notify": "notify"}


def groups(count: int, *, apart: bool = True) -> tuple[Group, ...]:
    """The groups of so many SLOs, each of a path of its own, or all of all requests."""
    slos = "".join(
        f"slo s{number} {{ expect 99% of requests {f'where path == {chr(34)}/{number}{chr(34)}' if apart else ''}"
        f" to satisfy code != {number} over 7d alerts none }}\n"
        for number in range(count)
    )
    source = 'source requests { at ts field code: int field path: string from prometheus { counter "x_total" } }\n'
    checked = check_sources([SourceFile("a.slo", f'service api {{ owner "a@example.com"\n{source}{slos}}}\n')])
    assert checked.ir is not None, checked.findings
    bound = [choice.bound for choice in (_choose(slo, checked.ir) for slo in checked.ir.slos) if choice.bound is not None]
    return groups_of("api", sorted(bound, key=lambda each: each.series.slo.id), AlertStyle(SEVERITIES, True))


def members(made: tuple[Group, ...]) -> dict[str, set[str]]:
    """The SLOs of each group by its name."""
    return {
        group.name: {
            dict(rule.labels)["slo"] for rule in group.rules() if isinstance(rule, Record) and "slo" in dict(rule.labels)
        }
        for group in made
    }


def test_a_service_of_fifty_has_one_pair() -> None:
    assert list(members(groups(MOST))) == ["api-fast", "api-slow"]


@pytest.mark.parametrize("count", [MOST + 1, 180])
def test_a_larger_one_has_several_of_at_most_fifty(count: int) -> None:
    made = members(groups(count))
    fast = {name: slos for name, slos in made.items() if "-fast" in name}
    assert len(fast) > 1
    assert max(map(len, fast.values())) <= MOST
    assert min(map(len, fast.values())) >= 10
    assert sorted(slo for slos in fast.values() for slo in slos) == sorted(f"api.s{number}" for number in range(count))
    assert {name.replace("fast", "slow"): slos for name, slos in fast.items()} == {
        name: slos for name, slos in made.items() if "-slow" in name
    }


def test_one_more_splits_one_pair_at_most() -> None:
    for count in (60, 99, 100, 150):
        before, after = members(groups(count)), members(groups(count + 1))
        changed = [name for name, slos in before.items() if slos != after.get(name)]
        assert len(changed) == 2, changed  # a fast one and its slow one


def test_what_shares_a_total_stays_together() -> None:
    made = groups(MOST + 1, apart=False)
    assert [group.name for group in made] == ["api-fast", "api-slow"]
    names = [rule.name for rule in made[0].rules()]
    assert names.count(SOURCE_TOTAL) == 1
    assert names[0] == SOURCE_TOTAL
    assert names.count(OBJECTIVE) == MOST + 1
