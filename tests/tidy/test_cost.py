"""Work does not grow by accident: what a thousand objectives cost stays near what ``benchmarks/cost.json`` says."""

from __future__ import annotations

import json
import re
import tomllib

from benchmarks import cost, tree
from benchmarks.cost import MOST, UPDATE, Costs


def said(rows: list[tuple[str, int, int]]) -> str:
    return f"agreed, and now:\n{cost.table(rows)}\nIf that is meant, run `{UPDATE}`, and say why in the change."


def grown(costs: Costs) -> list[tuple[str, int, int]]:
    return [row for row in cost.compared(costs) if row[2] > row[1] * (1 + MOST)]


def fallen(costs: Costs) -> list[tuple[str, int, int]]:
    return [row for row in cost.compared(costs) if row[2] < row[1] * (1 - MOST)]


def test_the_counts_are_those_that_are_agreed_on() -> None:
    """One test, so that they are counted once. What is cheaper now is agreed on, too, or it could grow back unnoticed."""
    now, agreed = cost.measured(), cost.agreed()
    assert not grown(now), said(grown(now))
    assert not fallen(now), said(fallen(now))
    assert now["output"].keys() == agreed["output"].keys(), f"run `{UPDATE}`"
    assert agreed["calls"].keys() in (set(), now["calls"].keys()), f"run `{UPDATE}`"


def test_the_calls_are_counted_for_the_oldest_version() -> None:
    oldest = tomllib.loads((cost.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    assert oldest.removeprefix(">=") in json.loads(cost.AGREED.read_text(encoding="utf-8"))["calls"]


def test_growth_is_found_and_named() -> None:
    agreed = cost.agreed()
    most = {kind: {name: count * 11 // 10 for name, count in counts.items()} for kind, counts in agreed.items()}
    assert grown(agreed) == grown(most) == fallen(agreed) == []
    more = {**most, "output": {**most["output"], "sql joins": most["output"]["sql joins"] + 1}}
    ((name, _, _),) = rows = grown(more)
    assert name == "output: sql joins"
    assert re.search(rf"output: sql joins +{rows[0][1]:,} +{rows[0][2]:,} +\+10\.\d%\n.*{UPDATE}", said(rows))


def test_the_project_is_the_same_each_time() -> None:
    assert tree.specs() == tree.specs()
    assert tree.specs() != tree.specs(seed=8)
