"""``sloc explain``: pages, objectives, and what it says to what it does not know."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sloc.cli.app import app
from sloc.findings.codes import CODES

SPEC = """\
source requests { at ts field code: int field kind: "read" | "write" from sql { table "logs.requests" } }
source probes { at ts field up: bool }
service shop {
  owner "shop@example.com"
  slo answering { expect 99.9% of requests to satisfy code < 500 over 30d }
  slo by_kind {
    tiers by kind { "read": 99.5% "write": 99.9% }
    expect of requests to satisfy code < 500 over 30d
  }
  slo probed { expect 99% of probes to satisfy up over 30d }
}
"""


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs/shop.slo").write_text(SPEC, encoding="utf-8")
    (tmp_path / "sloc.toml").write_text('[project]\nname = "shop"\n[targets.sql]\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")


def run(*args: str) -> Result:
    result = CliRunner().invoke(app, ["explain", *args])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.mark.parametrize("name", ["SLO306", "slo306", "alert-cannot-fire"])
def test_a_page_by_code_or_name(name: str) -> None:
    result = run(name)
    assert result.exit_code == 0
    assert result.stdout.startswith("error[SLO306]: alert-cannot-fire\n\nWhat it does\n\n")
    assert "\n    service shop {\n" in result.stdout
    assert "```" not in result.stdout


def test_a_page_fits_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    prose = [line for line in run("SLO306").stdout.split("\n") if not line.startswith("    ")]
    assert max(map(len, prose)) <= 50


def test_headings_are_bold_where_colors_are_wanted() -> None:
    assert "\x1b[1mWhat it does\x1b[0m" in run("--color", "always", "SLO306").stdout


def test_without_an_argument_all_codes_are_listed() -> None:
    lines = run().stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(CODES)
    assert max(map(len, lines)) <= 100


def test_an_unknown_code_is_wrong_usage_and_names_the_nearest() -> None:
    result = run("SLO3079")
    assert result.exit_code == 2
    assert "there is no code SLO3079; did you mean SLO30" in " ".join(result.stderr.split())


def test_a_retired_code_says_why_it_is_no_more() -> None:
    result = run("slo512")
    assert result.exit_code == 2
    assert "SLO512 (adapted-policy) is retired: the standard policy says" in " ".join(result.stderr.split())


def test_an_objective_with_what_the_back_ends_make_of_it() -> None:
    result = run("shop.answering")
    assert result.exit_code == 0
    assert "14.4x, 1.44% bad" in result.stdout
    assert "after 51.8 s, 2% gone" in result.stdout
    assert "sql: sql/duckdb/10_shop__answering.sql, and " in result.stdout


def test_an_objective_that_a_back_end_skips() -> None:
    assert "sql: shop.probed is skipped for SQL" in run("shop.probed").stdout


def test_all_tiers_of_an_slo_are_shown_with_what_they_share_once() -> None:
    shown = run("shop.by_kind").stdout
    assert shown.startswith("shop.by_kind\n")
    assert shown.index('shop.by_kind["read"]') < shown.index('shop.by_kind["write"]')
    # 0.5% and 0.1% of 30 days; 14.4 times that of failures in an hour: 14.4 × 0.005 × 60 min.
    assert "0.5% may fail: 3.6 h (216 min) of total failure in 30d" in shown
    assert "0.1% may fail: 43.2 min of total failure in 30d" in shown
    assert "after 4.32 min, 2% gone" in shown
    assert "after 51.8 s, 2% gone" in shown
    assert shown.count("Back ends") == shown.count("policy standard") == 1
    assert run('shop.by_kind["write"]').stdout.startswith('shop.by_kind["write"]\n')


def test_the_objectives_of_a_service_are_shown_in_short() -> None:
    short = run("shop").stdout
    assert short.count("alerts: in a total outage the first is a page") == 4
    assert "For all of one: sloc explain 'shop.answering'" in short


@pytest.mark.parametrize("columns", [40, 80])
def test_what_can_be_wrapped_fits_the_terminal(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    hours = "calendar desk { timezone UTC open mon..fri 09:00-17:00 }\n"
    text = hours + SPEC.replace("of requests to", "of requests during desk to")
    Path("specs/shop.slo").write_text(text, encoding="utf-8")
    for name in ("shop.by_kind", "shop.answering", "shop"):
        lines = run(name).stdout.splitlines()
        assert max(len(line) for line in lines if "sql/duckdb/" not in line) <= columns  # a path is never broken
        assert name == "shop" or any(line.startswith("  mon ") and "█" in line for line in lines)


def test_json() -> None:
    (said,) = json.loads(run("shop.answering", "--format", "json").stdout)
    assert said["budget"] == {
        "share": 0.001,
        "counted_seconds": 2592000,
        "outage_seconds": 2592,
        "events_in_window": None,
        "events": None,
        "events_are_exact": None,
    }
    page = said["alerts"][0]
    assert (page["threshold"], page["error_ratio"]) == (14.4, 0.0144)
    assert page["detections"][0] == {"failing": 1, "after_seconds": 51.84, "budget_gone": 0.02}
    assert said["back_ends"][0]["files"] == ["sql/duckdb/10_shop__answering.sql"]


def test_an_unknown_objective_is_wrong_usage_and_names_the_nearest() -> None:
    result = run("shop.answring")
    assert result.exit_code == 2
    assert "did you mean shop.answering?" in " ".join(result.stderr.replace("│", " ").split())


def test_a_program_with_errors_says_them() -> None:
    Path("specs/shop.slo").write_text(SPEC.replace("code < 500", "cod < 500"), encoding="utf-8")
    result = run("shop.answering")
    assert result.exit_code == 1
    assert "error[SLO201]" in result.stderr
