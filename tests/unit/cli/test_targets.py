"""Several targets of one kind, and what a back end cannot say, with the real back ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sloc.cli.app import app

SPEC = """\
service api "API" {
  owner "api@example.com"
  source requests {
    at ts
    field code: int
    from prometheus { counter "requests_total" }
    from sql        { table "requests" }
  }
  slo good "Requests succeed" {
    expect 99% of requests to satisfy code < 500 over 30d
  }
}
"""
MONTHLY = """\
service shop "Shop" {
  owner "shop@example.com"
  source orders {
    key id
    at  ts
    field paid: bool
    child parcels { key id at sent_at field lost: bool }
    from prometheus { counter "orders_total" }
    from sql        { table "orders" }
  }
  slo paid "Orders are paid" {
    expect 99% of orders to satisfy paid over calendar month in UTC
  }
  slo arriving "Parcels arrive" {
    expect 99% of orders to satisfy not any(parcels where lost) after 7d over 30d
  }
}
"""
"""Rules cannot say a month, and SQL cannot reach the parcels."""

Tree = dict[str, bytes]
Write = Callable[..., None]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    monkeypatch.chdir(tmp_path)
    Path("specs").mkdir()

    def write(targets: str, *specs: str) -> None:
        Path("sloc.toml").write_text(f"{targets}\n", encoding="utf-8")
        for number, text in enumerate(specs):
            Path(f"specs/{number}.slo").write_text(text, encoding="utf-8")
        run("lock")

    return write


def run(*args: str, code: int = 0) -> Result:
    result = CliRunner(env={"COLUMNS": "160"}).invoke(app, list(args))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result


def built() -> Tree:
    out = Path("generated")
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def manifest() -> set[str]:
    return set(json.loads(Path("generated/manifest.json").read_text())["files"])


def below(folder: str, files: Tree) -> Tree:
    return {path.removeprefix(f"{folder}/"): text for path, text in files.items() if path.startswith(f"{folder}/")}


EU = "[targets.prometheus.eu]\nversion = '2.30'\n"
ALL = f"[targets.prometheus]\n{EU}[targets.sql]\n[targets.sql.staging]\nschema = 'staging'\n"


def test_each_target_has_a_folder_of_its_name(write: Write) -> None:
    write(ALL, SPEC)
    run("build")
    files = built()
    assert {path.split("/")[0] for path in files} == {
        "manifest.json", "prometheus", "prometheus.eu", "sql", "sql.staging",
    }  # fmt: skip
    assert manifest() == set(files) - {"manifest.json"}
    assert b"keep_firing_for" in files["prometheus/api.yml"]
    assert b"keep_firing_for" not in files["prometheus.eu/api.yml"]
    staging = below("sql.staging", files)
    assert staging.keys() == below("sql", files).keys()
    assert b"staging" in staging["duckdb/install.sql"]
    assert b"staging" not in files["sql/duckdb/install.sql"]
    run("build", "--check")


def test_nothing_is_inherited(write: Write) -> None:
    write("[targets.prometheus]\nversion = '2.30'\n[targets.prometheus.eu]\n", SPEC)
    run("build")
    assert b"keep_firing_for" not in built()["prometheus/api.yml"]
    assert b"keep_firing_for" in built()["prometheus.eu/api.yml"]


@pytest.mark.parametrize(
    ("target", "folders"),
    [("prometheus", {"prometheus", "prometheus.eu"}), ("prometheus.eu", {"prometheus.eu"}), ("sql", {"sql", "sql.staging"})],
)
def test_a_partial_build_answers_for_its_own_folders_only(write: Write, target: str, folders: set[str]) -> None:
    write(ALL, SPEC)
    run("build")
    old = built()
    write(ALL, SPEC.replace("service api", "service web"))
    run("build", "--target", target)
    new = built()
    assert manifest() == set(new) - {"manifest.json"}
    for folder in ("prometheus", "prometheus.eu", "sql", "sql.staging"):
        if folder in folders:
            assert not [path for path in below(folder, new) if "api" in path]
            assert [path for path in below(folder, new) if "web" in path]
        else:
            assert below(folder, new) == below(folder, old)
    run("build", "--check", "--target", target)
    run("build", "--check", code=1)


def test_builds_of_one_target_each_leave_what_a_build_of_all_leaves(write: Write) -> None:
    write(ALL, SPEC)
    for target in ("sql", "prometheus"):
        run("build", "--target", target)
    apart = built()
    run("build", "--check")
    assert run("build").stderr.startswith("wrote 0 files")
    assert built() == apart


def test_a_target_that_is_gone_leaves_nothing(write: Write) -> None:
    write(ALL, SPEC)
    run("build")
    write(ALL.replace(EU, ""), SPEC)
    run("build", "--target", "sql")
    assert below("prometheus.eu", built())
    run("build", "--target", "prometheus")
    assert not below("prometheus.eu", built())
    assert below("prometheus", built())


def test_a_target_that_there_is_not(write: Write) -> None:
    write(ALL, SPEC)
    assert "`prometheus.us`" in run("build", "--target", "prometheus.us", code=1).stderr
    assert "`prom`" in run("build", "--target", "prom", code=1).stderr


@pytest.mark.parametrize("command", ["check", "build"])
def test_findings_name_the_target_where_several_of_a_kind_differ(write: Write, command: str) -> None:
    write("[targets.prometheus]\n[targets.prometheus.eu]\n", MONTHLY)
    both = run(command, code=1).output
    assert "error[SLO401]: Prometheus rules cannot say calendar periods\n" in both
    assert both.count("calendar periods") == 1
    write("[targets.prometheus]\n[targets.prometheus.eu]\nunsupported = 'warn'\n", MONTHLY)
    differ = run(command, code=1).output
    assert "error[SLO401]: Prometheus rules cannot say calendar periods (target prometheus)\n" in differ
    assert "warning[SLO401]: Prometheus rules cannot say calendar periods (target prometheus.eu)\n" in differ
    assert not Path("generated").exists()


WARN = "unsupported = 'warn'\n"


def findings(*args: str) -> list[tuple[str, str, str]]:
    shown = run(*args, "--format", "json")
    found = json.loads(shown.stdout or shown.stderr)
    return [(each["code"], each["severity"], each["message"]) for each in found]


def test_what_cannot_be_said_is_left_out_and_the_rest_is_built(write: Write) -> None:
    write(f"[targets.prometheus]\n{WARN}[targets.sql]\n{WARN}", SPEC, MONTHLY)
    said = findings("check")
    assert [(code, severity) for code, severity, _ in said] == [("SLO401", "warning")] * 3
    assert findings("build") == said
    files = built()
    assert [path for path in files if path.startswith("prometheus")] == ["prometheus/api.yml"]
    names = {path.rpartition("/")[2] for path in below("sql", files)}
    assert {"10_api__good.sql", "10_shop__paid.sql"} <= names
    assert not [name for name in names if "arriving" in name]
    assert b"arriving" not in files["sql/duckdb/install.sql"]


def test_without_it_nothing_is_written(write: Write) -> None:
    write("[targets.sql]\n", SPEC, MONTHLY)
    assert "error[SLO401]" in run("check", code=1).stdout
    assert "error[SLO401]" in run("build", code=1).stderr
    assert not Path("generated").exists()


def test_other_mistakes_stay_errors(write: Write) -> None:
    hostile = SPEC.replace("requests_total", "requests total{")
    write(f"[targets.prometheus]\n{WARN}", hostile, MONTHLY)
    assert "error[SLO415]" in run("check", code=1).stdout
    assert "error[SLO415]" in run("build", code=1).stderr


def test_nothing_at_all_can_be_said(write: Write) -> None:
    write(f"[targets.prometheus]\n{WARN}", MONTHLY)
    run("build")
    assert set(built()) == {"manifest.json"}


def test_ignored_codes_are_told_by_neither(write: Write) -> None:
    unbound = SPEC.replace('from sql        { table "requests" }', "")
    write("[targets.sql]\n[targets.prometheus]\n", unbound)
    assert [code for code, *_ in findings("build")] == ["SLO402"]
    write('[targets.sql]\n[targets.prometheus]\n[lint]\nignore = ["SLO402"]', unbound)
    assert findings("check") == findings("build") == []
