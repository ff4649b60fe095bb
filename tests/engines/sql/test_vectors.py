"""The business-hours vectors, once more in SQL: elapsed time and deadlines as the engine works them out."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from sloc.backends.sql.events import events_view
from tests.engines.sql.engine import Engine
from tests.engines.sql.harness import bound, fetch, install
from tests.reference import build as b
from tests.reference.test_vectors import DATA, at, calendar


@pytest.mark.parametrize("vector", DATA["vectors"], ids=[vector["id"] for vector in DATA["vectors"]])
def test_a_vector_holds_in_sql_unless_it_counts_wall_time(engine: Engine, vector: Mapping[str, str | int]) -> None:
    opening = calendar(str(vector["calendar"]))
    start = at(str(vector["start"]), opening)
    budget = f"{vector.get('budget_seconds', 3600)}s"
    row = {"id": "1", "created_at": start}
    if vector["op"] == "elapsed":
        row["solved_at"] = at(str(vector["end"]), opening)
    tickets = b.source(
        {"id": "string", "created_at": "time", "solved_at": "time?"},
        at="created_at",
        measures=[b.interval("resolution", "created_at", "solved_at")],
    )
    slo = b.slo(b.have("resolution", budget, opening.id))
    ir = bound(b.program([slo], [tickets], [opening]))
    now = b.instant("2027-06-01T00:00Z")
    connection = install(engine, ir, {"tickets": [row]}, now, shared=False)
    (event,) = fetch(connection, f'SELECT elapsed_us, deadline_us FROM slo."{events_view(ir.slos[0])}"')
    if vector["op"] == "elapsed":
        actual, expected = event["elapsed_us"], int(vector["expected_seconds"]) * 1_000_000
    else:
        actual, expected = event["deadline_us"], at(str(vector["expected_due"]), opening)
    assert actual == expected or vector["dst_semantics"] == "wall"  # we count real seconds (docs/language.md §3.2)
