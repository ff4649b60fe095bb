"""The real incidents: every event that the views classify is the one that the reference evaluator classifies."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sloc.ir import Instant, Ir
from sloc.ir.units import MICROS
from sloc.run.load import connect, load
from sloc.run.status import install
from tests.engines.status.project import example_program, instant, run
from tests.reference import Row, Tables, evaluate
from tests.shared import needs_shared, shared

AS_OF = "2012-05-23T00:00:00Z"

TICKETS = "data/bpi2013_incidents_tickets.csv"

pytestmark = needs_shared(TICKETS)


def files() -> dict[str, Path]:
    return {
        "incidents.tickets": shared(TICKETS),
        "incidents.events": shared("data/bpi2013_incidents_events.csv.gz"),
    }


def incidents_only() -> Ir:
    """The program without the services that have no data here."""
    ir = example_program()
    return replace(ir, slos=tuple(slo for slo in ir.slos if slo.service == "incidents"))


def tables() -> Tables:
    """The rows as the reference evaluator takes them; waits worked out by walking each case."""
    with files()["incidents.tickets"].open(encoding="utf-8", newline="") as file:
        incidents: list[Row] = [
            {
                "ticket_id": row["ticket_id"],
                "impact": row["impact"] or None,
                **{name: _instant(row[name]) for name in ("first_event_at", "first_in_progress_at", "final_completed_at")},
            }
            for row in csv.DictReader(file)
        ]
    return {"incidents.incidents": incidents, "incidents.incidents/waits": list(_waits())}


def _waits() -> Iterator[Row]:
    with gzip.open(files()["incidents.events"], "rt", encoding="utf-8", newline="") as file:
        cases: dict[str, list[dict[str, str]]] = {}
        for row in csv.DictReader(file):
            cases.setdefault(row["case_id"], []).append(row)
    for case, steps in cases.items():
        steps.sort(key=lambda step: int(step["event_seq"]))
        ends = [*(step["ts"] for step in steps[1:]), ""]
        for step, end in zip(steps, ends, strict=True):
            if step["substatus"].startswith("Wait"):
                yield {"ticket_id": case, "wait_from": _instant(step["ts"]), "wait_until": _instant(end)}


def _instant(text: str) -> Instant | None:
    return Instant(int(dt.datetime.fromisoformat(text).timestamp()) * MICROS) if text else None


def test_every_event_agrees_with_the_reference() -> None:
    ir, now = incidents_only(), instant(AS_OF)
    expected = evaluate(ir, tables(), now)
    with connect() as connection:
        assert load(connection, ir, files()).findings == []
        assert install(connection, ir, now) == []
        columns = "slo, event_key, epoch_us(deadline), epoch_us(counted_at), outcome, elapsed_seconds"
        events = connection.execute(f"SELECT {columns} FROM slo.slo_events ORDER BY slo, event_key").fetchall()
    assert len(events) > 15_000
    assert events == sorted(
        (
            e.slo,
            e.event_key,
            e.deadline,
            e.counted_at,
            e.outcome,
            None if e.elapsed_seconds is None else float(e.elapsed_seconds),
        )
        for e in expected.events
    )
    report, findings = run(ir, files(), AS_OF)
    assert findings == []
    assert {each.slo: (each.good, each.bad, each.pending, each.at_risk) for each in report.objectives} == {
        row.slo: (row.good, row.bad, row.pending, sum(risk.slo == row.slo for risk in expected.at_risk))
        for row in expected.status
    }
    assert {(fault.slo, fault.fault, fault.rows, fault.example_key) for fault in report.coverage} == {
        (fault.slo, fault.fault, fault.rows, fault.example_key) for fault in expected.coverage
    }


def test_what_the_log_is_known_to_hold() -> None:
    report, _ = run(incidents_only(), files(), AS_OF)
    by_id = {each.slo: each for each in report.objectives}
    counted = Counter[str]()
    for slo, each in by_id.items():
        counted[slo.partition("[")[0]] += each.total + each.pending
    # 7,554 incidents less 8 that were not completed; nearly all of them were completed in the window.
    assert 7_500 <= counted["incidents.first_response"] <= 7_546
    assert counted["incidents.first_response"] == counted["incidents.resolution"]
    assert by_id['incidents.first_response["Major"]'].total == 3
    assert {(fault.fault, fault.rows) for fault in report.coverage} == {("null at", 8)}
