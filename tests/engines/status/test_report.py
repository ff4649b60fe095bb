"""What the report looks like: for people in any terminal, and for programs."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest

from sloc.findings.cells import width as columns_of
from sloc.ir import Instant
from sloc.ir.units import DAY, HOUR, MINUTE
from sloc.run import report as report_module
from sloc.run.phrases import allowed, budget_text, burn_text, share_text, target_text, until_text
from sloc.run.render import render_table
from sloc.run.report import (
    CoverageFault,
    FiringAlert,
    MeasuredPercentile,
    Objective,
    Skipped,
    SlaStatus,
    StatusReport,
    to_json,
    worst_first,
)
from tests.engines.status.project import instant

NOW = instant("2026-11-02T08:00:00Z")
SCHEMA = json.loads(Path(report_module.__file__).with_name("status.schema.json").read_text())


def objective(slo: str = "support.csat", good: int = 90, bad: int = 10, **changes: object) -> Objective:
    """An objective of 80% (so 20 bad events in 100 are allowed) with the numbers that follow from its counts."""
    target, total = Fraction(4, 5), good + bad
    budget = float((1 - target) * total)
    plain = Objective(
        slo=slo,
        group=(),
        title="Happy customers",
        service=slo.partition(".")[0],
        owner="support@example.com",
        window="28d",
        target=target,
        achievement=good / total if total else None,
        met=good / total >= target if total else None,
        good=good,
        bad=bad,
        pending=0,
        at_risk=0,
        budget_events=budget,
        budget_left=1 - bad / budget if total else 1.0,
        pace=None,
        burn=0.5 if total else None,
        exhausts_at=None,
        percentile=None,
        sla=None,
        firing=(),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


PAGE = FiringAlert("page", "2% of budget burns in 1h", 14.2, 13.44)
NOTIFY = FiringAlert("notify", "budget below 20%", 0.1, 0.2)

MISSED = objective(
    'support.first_response["urgent"]',
    70,
    30,
    firing=(PAGE, NOTIFY),
    at_risk=3,
    pending=5,
    sla=SlaStatus(Fraction(3, 4), 0.7, False),
)
REPORT = StatusReport(
    "acme",
    NOW,
    (
        MISSED,
        objective("support.resolution", firing=(NOTIFY,), exhausts_at=Instant(NOW + 2 * DAY + 4 * HOUR)),
        objective("checkout.availability", 1000, 3, group=(("region", "日本"), ("zone", None))),
        objective("warehouse.fresh", 0, 0),
    ),
    (
        CoverageFault('support.first_response["urgent"]', "null at", 12, "t-1"),
        CoverageFault("support.csat", "null at", 12, "t-1"),
    ),
    (Skipped("etl.a", "no data is bound to `etl.runs`"), Skipped("etl.b", "no data is bound to `etl.runs`")),
)


@pytest.mark.parametrize("width", [40, 71, 72, 80, 100, 120, 200])
def test_it_fits_the_terminal(width: int) -> None:
    text = render_table(REPORT, width, color=False)
    assert "\x1b" not in text
    assert text.endswith("\n")
    assert max(columns_of(line) for line in text.splitlines()) <= width
    assert all(line == line.rstrip() for line in text.splitlines())
    for word in (
        "first_response",
        '["urgent"]',
        "70.0%",
        "80%",
        "30 of 20 allowed",
        "page",
        "SLA missed",
        "at risk",
        "null at",
    ):
        assert word in text


def test_color_changes_no_word() -> None:
    colored = render_table(REPORT, 120, color=True)
    assert "\x1b[1;31m" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == render_table(REPORT, 120, color=False)


def test_the_whole_picture() -> None:
    assert render_table(REPORT, 100, color=False) == (
        "acme  Mon 2 Nov 2026 08:00 UTC\n"
        "1 missed · 1 burning · 1 met · 1 no data · 2 skipped\n"
        "\n"
        "  objective                                  actual  target        bad events  budget left  runs out\n"
        '✗ support.first_response["urgent"]            70.0%     80%  30 of 20 allowed     50% over     spent\n'
        "    page  2% of budget burns in 1h\n"
        "    notify  budget below 20%\n"
        "    SLA missed  70.0% of the promised 75%\n"
        "    at risk  3 still open, the deadline ahead\n"
        "! support.resolution                          90.0%     80%  10 of 20 allowed          50%  in 2d 4h\n"
        "    notify  budget below 20%\n"
        "✓ checkout.availabilit…egion=日本 zone=null   99.7%     80%  3 of 200 allowed          98%\n"
        "· warehouse.fresh                                 –     80%    0 of 0 allowed         100%\n"
        "\n"
        "Rows that are not counted as they stand\n"
        '! 12 × null at, for example t-1: support.first_response["urgent"], support.csat\n'
        "\n"
        "Skipped\n"
        "· no data is bound to `etl.runs`: etl.a, etl.b\n"
    )


def test_nothing_at_all() -> None:
    text = render_table(StatusReport("acme", NOW, (), (), ()), 80, color=False)
    assert text == "acme  Mon 2 Nov 2026 08:00 UTC\nnothing to show\n"


def test_what_would_move_the_cursor_is_written_out() -> None:
    hostile = objective("a.b", group=(("region", "\x1b[2J\n"),), title="\x07")
    for width in (40, 200):
        text = render_table(StatusReport("\x1b]0;x", NOW, (hostile,), (), ()), width, color=False)
        assert "\x1b" not in text
        assert "\x07" not in text
        assert "\\x1b[2J\\x0a" in text.replace("\n  ", "")


def test_worst_first() -> None:
    fine, empty, burning = objective("a.fine"), objective("a.empty", 0, 0), objective("a.burning", firing=(NOTIFY,))
    paged, missed, worse = objective("a.paged", firing=(PAGE,)), objective("a.missed", 79, 21), objective("a.worse", 1, 99)
    tight = objective("a.tight", 81, 19)
    ordered = sorted([fine, empty, burning, paged, missed, worse, tight], key=worst_first)
    assert [each.slo for each in ordered] == ["a.worse", "a.missed", "a.paged", "a.burning", "a.tight", "a.fine", "a.empty"]


# ── phrases ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("share", "target", "text"),
    [
        (0.9496, "95/100", "94.9%"),
        (0.95, "95/100", "95.0%"),
        (0.99949, "999/1000", "99.94%"),
        (0.999499, "9995/10000", "99.949%"),
        (0.9999999, "95/100", "99.9%"),
        (1.0, "95/100", "100%"),
        (0.0, "95/100", "0.0%"),
        (None, "95/100", "–"),
    ],
)
def test_shares_are_never_rounded_to_the_better_side(share: float | None, target: str, text: str) -> None:
    assert share_text(share, Fraction(target)) == text


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (None, "–"),
        (1.0, "100%"),
        (0.999, "99%"),
        (0.0, "none"),
        (-0.001, "1% over"),
        (-0.5, "50% over"),
        (-12.5, "1,250% over"),
    ],
)
def test_budget(left: float | None, text: str) -> None:
    assert budget_text(left) == text


def test_bad_events() -> None:
    assert allowed(objective(good=50, bad=3, budget_events=12.9)) == "3 of 12 allowed"
    assert allowed(objective(good=5000, bad=1500, budget_events=1300.0)) == "1,500 of 1,300 allowed"
    assert allowed(objective(bad=2, budget_events=None)) == "2 so far"
    assert allowed(objective(bad=0, budget_events=None)) == ""


def test_burn_and_target() -> None:
    assert [burn_text(burn) for burn in (None, 0.04, 14.44, 250.4)] == ["–", "0.0x", "14.4x", "250x"]
    assert target_text(objective(target=Fraction("0.9995"))) == "99.95%"
    assert target_text(objective(percentile=MeasuredPercentile(Fraction(4, 5), 60.0))) == "p80"


@pytest.mark.parametrize(
    ("ahead", "text"),
    [
        (0, "in 1m"),
        (59 * MINUTE, "in 59m"),
        (2 * HOUR, "in 2h"),
        (2 * HOUR + 5 * MINUTE, "in 2h 5m"),
        (3 * DAY + 59 * MINUTE, "in 3d"),
        (3 * DAY + 2 * HOUR, "in 3d 2h"),
        (40 * DAY + 2 * HOUR, "in 40d"),
        (None, ""),
    ],
)
def test_time_left(ahead: int | None, text: str) -> None:
    exhausts_at = None if ahead is None else Instant(NOW + ahead)
    assert until_text(objective(exhausts_at=exhausts_at), NOW) == text
    assert until_text(objective(good=10, bad=90), NOW) == "spent"


# ── JSON ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_json_is_what_the_schema_says() -> None:
    never = MeasuredPercentile(Fraction(9, 10), math.inf)
    report = replace(REPORT, objectives=(*REPORT.objectives, objective("a.b", percentile=never, pace=1.6)))
    document = json.loads(json.dumps(to_json(report), allow_nan=False))
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    first = document["objectives"][0]
    assert (first["state"], first["good"], first["bad"], first["total"]) == ("missed", 70, 30, 100)
    assert first["firing"][0] == {"severity": "page", "rule": "2% of budget burns in 1h", "value": 14.2, "threshold": 13.44}
    assert document["as_of"] == "2026-11-02T08:00:00Z"
    assert document["objectives"][2]["group"] == {"region": "日本", "zone": None}
    assert document["objectives"][-1]["percentile"] == {"name": "p90", "seconds": None}


@pytest.mark.parametrize("change", [{"version": "0"}, {"as_of": "yesterday"}, {"more": 1}, {"skipped": [{"slo": "a"}]}])
def test_the_schema_refuses_other_documents(change: dict[str, object]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate(to_json(REPORT) | change)
