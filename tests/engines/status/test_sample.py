"""What the sample generator planted is what `sloc status` counts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from examples.generate import generate
from sloc.run.report import StatusReport
from tests.engines.status.project import example_program, run

MOST_BYTES = 300_000


def bindings(folder: Path) -> dict[str, Path]:
    """Each file by the table that it is named for."""
    return {".".join(file.name.split(".")[:2]): file for file in folder.iterdir()}


def counts(report: StatusReport) -> dict[str, dict[str, dict[str, int]]]:
    """The report's counts in the form of ``truth.json``."""
    found: dict[str, dict[str, dict[str, int]]] = {}
    for each in report.objectives:
        group = json.dumps(dict(each.group), separators=(",", ":"))
        found.setdefault(each.slo, {})[group] = {"good": each.good, "bad": each.bad, "pending": each.pending}
    return found


@pytest.mark.parametrize(
    ("seed", "as_of"), [(1, "2026-11-27T15:00:00Z"), (2, "2026-11-02T08:00:00Z"), (3, "2027-03-30T10:30:00+02:00")]
)
def test_status_counts_what_was_planted(tmp_path: Path, seed: int, as_of: str) -> None:
    generate(tmp_path, seed, as_of)
    truth = json.loads((tmp_path / "truth.json").read_text())
    for planted in truth["runs"]:
        report, _ = run(example_program(), bindings(tmp_path / planted["folder"]), planted["as_of"])
        # An SLO that nothing was planted for (a month that has just begun) may have its one group, with nothing in it.
        found = {slo: groups for slo, groups in counts(report).items() if slo in planted["slos"] or _any(groups)}
        assert found == planted["slos"]


def _any(groups: dict[str, dict[str, int]]) -> bool:
    return any(count for outcomes in groups.values() for count in outcomes.values())


def test_the_sample_is_small_and_a_function_of_its_seed(tmp_path: Path) -> None:
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        generate(tmp_path / name, seed)
    one, again, other = (
        {file.relative_to(tmp_path / name): file.read_bytes() for file in (tmp_path / name).rglob("*.*")}
        for name in ("one", "again", "other")
    )
    assert one == again
    assert one != other
    assert sum(map(len, one.values())) <= MOST_BYTES


def test_every_outcome_is_planted(tmp_path: Path) -> None:
    generate(tmp_path)
    truth = json.loads((tmp_path / "truth.json").read_text())
    planted = {slo for planted in truth["runs"] for slo in planted["slos"]}
    assert planted == {slo.id for slo in example_program().slos}
    totals = [outcomes for planted in truth["runs"] for groups in planted["slos"].values() for outcomes in groups.values()]
    for outcome in ("good", "bad", "pending"):
        assert sum(each[outcome] for each in totals) > 10
