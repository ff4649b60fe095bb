"""``sloc check`` remembers what was right, and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sloc import pipeline
from sloc.cache.verdicts import Verdicts
from sloc.findings import Fix, Label, Severity, finding
from sloc.findings.model import Edit, Finding
from sloc.project import load
from sloc.source.span import Span

TODAY = dt.date(2026, 3, 2)
SPEC = """service shop {
  source requests {
    at ts
    field code: int
    from sql { table "requests" }
  }
  slo availability { expect 99.9% of requests to satisfy code < 500 over 30d }
}
"""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("SLOC_NO_CACHE", raising=False)
    return tmp_path / "cache" / "sloc"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    (root / "specs").mkdir(parents=True)
    (root / "sloc.toml").write_text('[project]\nname = "shop"\n')
    (root / "specs" / "shop.slo").write_text(SPEC)
    return root


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows by one with each time that a program is really checked."""
    counted: list[str] = []
    check = pipeline.check

    def counting(*args: object) -> pipeline.Checked:
        counted.append("checked")
        return check(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "check", counting)
    return counted


def verdict(root: Path, today: dt.date = TODAY) -> list[Finding]:
    return pipeline.verdict(pipeline.load(root), today)


def test_what_was_right_is_not_checked_again(project: Path, checks: list[str]) -> None:
    first = verdict(project)
    assert [found.code for found in first] == ["SLO510"]  # no owner: a warning is remembered, too
    assert verdict(project) == first
    assert checks == ["checked"]


def _touch(path: str) -> Callable[[Path], object]:
    def change(root: Path) -> None:
        with (root / path).open("a") as file:
            file.write("# another text\n")

    return change


@pytest.mark.parametrize(
    "change",
    [
        _touch("specs/shop.slo"),
        _touch("specs/other.slo"),
        _touch("sloc.toml"),
        lambda root: (root / "specs" / "shop.slo").rename(root / "specs" / "renamed.slo"),
        lambda root: (root / "sloc.lock").write_text("zones = []\n"),
        lambda root: (root / "sloc.toml").unlink(),
    ],
)
def test_a_change_of_what_was_read_is_checked(project: Path, checks: list[str], change: Callable[[Path], object]) -> None:
    verdict(project)
    change(project)
    verdict(project)
    assert len(checks) == 2


def test_another_day_is_checked(project: Path, checks: list[str]) -> None:
    verdict(project)
    verdict(project, TODAY + dt.timedelta(days=1))
    assert len(checks) == 2


def test_errors_are_not_remembered(project: Path, checks: list[str]) -> None:
    (project / "specs" / "shop.slo").write_text(SPEC.replace("code <", "kode <"))
    assert verdict(project) == verdict(project)
    assert len(checks) == 2


def test_what_could_not_be_read_is_said_each_time(project: Path, checks: list[str]) -> None:
    (project / "specs" / "bytes.slo").write_bytes(b"\xff")
    assert "SLO110" in [found.code for found in verdict(project)]
    assert "SLO110" in [found.code for found in verdict(project)]
    assert len(checks) == 2


def test_the_verdict_of_another_packages_back_end_is_not_remembered(project: Path, checks: list[str]) -> None:
    loaded = pipeline.load(project)
    (target,) = loaded.project.targets
    loaded = replace(loaded, project=replace(loaded.project, targets=(target, replace(target, kind="datadog", name="datadog"))))
    for _ in range(2):
        pipeline.verdict(loaded, TODAY)
    assert len(checks) == 2


def test_it_can_be_turned_off(project: Path, checks: list[str], cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLOC_NO_CACHE", "1")
    verdict(project)
    verdict(project)
    assert len(checks) == 2
    assert not cache.exists()


def test_an_entry_is_plain_text(project: Path, cache: Path) -> None:
    verdict(project)
    entries = sorted(entry.read_text("ascii").split("\n") for entry in cache.iterdir())
    assert {len(digest) for digest, _ in entries} == {64}
    of_config, of_program = sorted(value for _, value in entries)[::-1]
    assert of_config == "[]"
    assert of_program.startswith('[["SLO510", "warning", ')


def test_a_file_in_the_place_of_the_folder_is_no_obstacle(project: Path, cache: Path) -> None:
    cache.parent.write_text("")
    assert [found.code for found in verdict(project)] == ["SLO510"]


def test_a_configuration_that_was_right_is_not_held_against_its_schema_again(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(load, "faults", lambda data: asked.append(data) or ())
    first = pipeline.load(project).project
    assert pipeline.load(project).project == first
    assert len(asked) == 1
    _touch("sloc.toml")(project)
    pipeline.load(project)
    assert len(asked) == 2


def test_a_configuration_with_a_mistake_is_reported_each_time(project: Path) -> None:
    (project / "sloc.toml").write_text("[project]\nnam = 'shop'\n")
    for _ in range(2):
        assert [found.code for found in pipeline.load(project).findings] == ["SLO121"]


def test_every_part_of_a_finding_comes_back(tmp_path: Path) -> None:
    span = Span("specs/é.slo", 3, 5)
    whole = finding(
        "SLO511",
        "a message",
        span,
        "a label",
        labels=[Label(replace(span, start=4), "another place")],
        help=("first", "second"),
        severity=Severity.WARNING,
        fix=Fix((Edit(span, "new"), Edit(replace(span, start=5), ""))),
    )
    nowhere = finding("SLO511", "no place", None)
    verdicts = Verdicts(tmp_path / "project")
    verdicts.keep([whole, nowhere], "read")
    assert verdicts.known("read") == (whole, nowhere)
    assert verdicts.known("other") is None
