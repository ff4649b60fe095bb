"""What the shared files say in constants: the contract's columns, whatever strings a spec holds, and no SLOs at all."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction

from sloc.backends.sql.dialects import DIALECTS
from sloc.backends.sql.shared import files
from sloc.ir import AlertPolicy, AlertRule, BelowTarget, Review, Tier
from sloc.ir.expr import StringLiteral
from tests.engines.sql.engine import Engine
from tests.engines.sql.shared.views import install, rows
from tests.reference import build as b

NOW = b.instant("2026-11-16T00:00:00")
HOSTILE = "'; DROP TABLE x; --\n*/ \"{{ 7 }}\" \\' $$ é"
CALLS = b.source({"id": "int", "at": "time", "took": "duration"}, id="calls", measures=[b.plain("took")])


def test_strings_of_a_spec_stay_strings(engine: Engine) -> None:
    rule = AlertRule("page", BelowTarget(), HOSTILE, None, b.HERE)
    slo = replace(
        b.slo(b.have("took", "250ms"), of="calls", alerts=AlertPolicy(HOSTILE, (rule,), 0)),
        id=f'desk.promise["{HOSTILE}"]',
        tier=Tier("priority", StringLiteral(HOSTILE), 0),
        title=HOSTILE,
        owner=HOSTILE,
        runbook=HOSTILE,
    )
    database = install(engine, b.program([slo], [CALLS]), [], NOW)
    (said,) = rows(database, "slo_objectives")
    assert {said[name] for name in ("tier", "title", "owner", "runbook")} == {HOSTILE}
    assert [(row["slo"], row["rule"]) for row in rows(database, "slo_alerts")] == [(slo.id, HOSTILE)]


def test_objectives_have_the_contracts_columns(engine: Engine) -> None:
    promise = b.sla("90%", b.have("took", "1s"), b.rolling("1d"))
    slo = replace(
        b.slo(b.have("took", "250ms"), of="calls", target="99.95%", window=b.each("quarter"), sla=promise),
        review=Review("quarter", dt.date(2026, 9, 30), dt.date(2026, 12, 30)),
    )
    (said,) = rows(install(engine, b.program([slo], [CALLS]), [], NOW), "slo_objectives")
    assert said == {
        "slo": "desk.promise", "service": "desk", "name": "promise", "tier": None, "title": "promise", "owner": None,
        "target": 0.9995, "period": "quarter", "period_seconds": 7_776_000.0, "budgeting": "occurrences", "calendar": None,
        "measure": "took", "within_seconds": 0.25, "sla_target": 0.9, "sla_within_seconds": 1.0,
        "reviewed_on": dt.date(2026, 9, 30), "review_due_on": dt.date(2026, 12, 30), "runbook": None, "spec": "case.slo",
    }  # fmt: skip


def test_every_view_has_its_columns_even_without_any_slo(engine: Engine) -> None:
    database = install(engine, b.program([], []), [], NOW)
    views = ("events", "coverage", "daily", "status", "burn", "alerts", "at_risk", "periods", "objectives")
    columns = {view: database.columns(f"SELECT * FROM slo.slo_{view}") for view in views}
    assert [len(rows(database, f"slo_{view}")) for view in views] == [0] * len(views)
    assert columns["coverage"] == ["slo", "fault", "rows", "example_key"]
    assert columns["burn"] == ["slo", "grp", "window_seconds", "good", "bad", "burn_rate"]
    assert columns["alerts"] == ["slo", "grp", "severity", "rule", "firing", "value", "threshold"]
    assert columns["at_risk"] == ["slo", "grp", "event_key", "deadline", "remaining_seconds", "used"]
    assert columns["periods"] == ["slo", "grp", "period", "start", "good", "bad", "achievement", "met", "budget_spent"]
    assert columns["events"] == [
        "slo", "grp", "event_key", "started_at", "deadline", "counted_at", "outcome", "elapsed_seconds", "sla_outcome",
        "sla_counted_at",
    ]  # fmt: skip


def test_the_order_of_the_slos_does_not_matter(engine: Engine) -> None:
    slos = [b.slo(b.have("took", f"{n}s"), of="calls", name=f"s{n}", target=str(Fraction(90 + n))) for n in range(4)]
    ir, dialect = b.program(slos, [CALLS]), DIALECTS["duckdb"]
    assert files(ir, slos, dialect, "slo", {}) == files(ir, slos[::-1], dialect, "slo", {})
