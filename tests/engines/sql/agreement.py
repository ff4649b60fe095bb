"""Compares the generated events and faults with the reference evaluator's, row for row."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sloc.backends.sql.events import events_view, faults_view
from sloc.ir import Instant, Ir
from sloc.ir.units import MICROS
from tests.engines.sql.engine import Database, Engine
from tests.engines.sql.harness import bound, comparable, fetch, install
from tests.reference import Evaluation, Event, Tables, evaluate


def check(engine: Engine, ir: Ir, tables: Tables, now: int) -> Evaluation:
    """Asserts that the engine and the reference agree on every event and every fault; gives the reference's evaluation."""
    expected = evaluate(ir, tables, Instant(now))
    database = install(engine, bound(ir), tables, now, shared=False)
    for slo in ir.slos:
        assert sql_events(database, f'slo."{events_view(slo)}"') == reference_events(expected, slo.id)
        faults = fetch(database, f'SELECT * FROM slo."{faults_view(slo)}"')
        assert sql_coverage(faults) == reference_coverage(expected, slo.id)
    return expected


def sql_events(database: Database, view: str) -> list[dict[str, Any]]:
    """The rows of an events view, in the shape of :func:`reference_events`."""
    rows = fetch(database, f"SELECT * FROM {view}")
    for row in rows:
        for name in ("started", "deadline", "counted", "sla_counted"):
            shown = row[name if name == "deadline" else f"{name}_at"]
            assert shown == row.pop(f"{name}_us"), (name, row)
        elapsed, row["elapsed_seconds"] = row["elapsed_seconds"], row.pop("elapsed_us")
        assert elapsed == (None if row["elapsed_seconds"] is None else row["elapsed_seconds"] / MICROS)
        assert row.pop("used_us") in (None, row["elapsed_seconds"])
    return sorted(rows, key=comparable)


def reference_events(evaluation: Evaluation, slo: str) -> list[dict[str, Any]]:
    """The reference's events, with the elapsed time in microseconds."""
    return sorted((_event(event) for event in evaluation.events if event.slo == slo), key=comparable)


def _event(event: Event) -> dict[str, Any]:
    return {
        "slo": event.slo,
        "grp": event.grp,
        "event_key": event.event_key,
        "started_at": event.started_at,
        "deadline": event.deadline,
        "counted_at": event.counted_at,
        "outcome": event.outcome,
        "elapsed_seconds": None if event.elapsed_seconds is None else int(event.elapsed_seconds * MICROS),
        "ended": event.ended,
        "sla_outcome": event.sla_outcome,
        "sla_counted_at": event.sla_counted_at,
    }


def sql_coverage(faults: list[dict[str, Any]]) -> list[tuple[str, int, str | None]]:
    """Fault, rows and smallest key."""
    counts = Counter(row["fault"] for row in faults)
    keys = {fault: [r["event_key"] for r in faults if r["fault"] == fault and r["event_key"] is not None] for fault in counts}
    return sorted((fault, count, min(keys[fault], default=None)) for fault, count in counts.items())


def reference_coverage(evaluation: Evaluation, slo: str) -> list[tuple[str, int, str | None]]:
    """The same of the reference."""
    return sorted((row.fault, row.rows, row.example_key) for row in evaluation.coverage if row.slo == slo)
