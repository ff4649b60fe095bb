"""Many pauses for one event, on the engines: nested, touching, equal, from before the start and past the end.

Random rows seldom give one event more than two pauses that meet. Here each event has 5 to 12 of them on a grid so coarse that
they cannot help it; a back end that merges them wrongly, in one of the ways below, does not get through.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sloc.backends.base import OutputFile
from sloc.ir import Ir
from sloc.ir.units import MINUTE
from tests.counts import examples, first_found
from tests.engines.sql import harness
from tests.engines.sql.agreement import check
from tests.engines.sql.engine import Engine
from tests.engines.sql.on_duckdb import DuckDbEngine
from tests.reference import Row, Tables
from tests.reference.build import calendar, child, have, instant, interval, program, rolling, sla, slo, source

START = instant("2026-06-17T08:00Z")
NOW = START + 600 * MINUTE
STEP = 15 * MINUTE
"""So few instants lie within an event that many pauses begin or end together, and at its deadline."""

DESK = calendar({"mon..fri": "09:00-12:00, 13:00-18:00"}, id="desk")
TICKETS = source(
    {"id": "int?", "at": "time?", "solved": "time?"},
    children=[child("holds", {"id": "int", "since": "time", "till": "time?"}, at="since", until="till")],
    measures=[interval("solving", "at", "solved", "holds")],
)


def steps(least: int, most: int) -> st.SearchStrategy[int]:
    return st.integers(least, most).map(lambda number: START + number * STEP)


@st.composite
def programs(draw: st.DrawFn) -> tuple[Ir, Tables]:
    """Four tickets of some hours, with 5 to 12 pauses each, under a promise of 0 to 3 hours and another for the SLA."""
    during = draw(st.sampled_from((None, "desk")))
    own, promised = (draw(st.sampled_from(("15m", "30m", "1h", "90m", "3h"))) for _ in range(2))
    promise = slo(have("solving", own, during), sla=sla("90%", have("solving", promised, during), rolling("28d")))
    tickets: list[Row] = []
    holds: list[Row] = []
    for id in range(1, 5):
        tickets.append({"id": id, "at": draw(steps(0, 3)), "solved": draw(st.none() | steps(4, 30))})
        for since in draw(st.lists(steps(-4, 24), min_size=5, max_size=12)):
            length = draw(st.sampled_from((0, 1, 1, 2, 2, 3, 5, 8, 16, None)))
            till = None if length is None else since + length * STEP
            holds.append({"id": id, "since": since, "till": till})
    return program([promise], [TICKETS], [DESK]), {"tickets": tickets, "tickets/holds": holds}


COUNT = 25


@examples(COUNT)
@given(made=programs())
def test_dense_pauses(engine: Engine, made: tuple[Ir, Tables]) -> None:
    check(engine, *made, NOW)


MUTANTS = {
    "merged with the pause before it only": (
        "UNBOUNDED PRECEDING AND 1 PRECEDING\n            ) THEN 0",
        "1 PRECEDING AND 1 PRECEDING\n            ) THEN 0",
    ),
    "never merged": (") THEN 0\n", ") THEN 1\n"),
    "always merged": ("ELSE 1\n", "ELSE 0\n"),
    "as long as the shortest of those merged": ("max(i.q_us) AS q_us", "min(i.q_us) AS q_us"),
    "from the latest of those merged": ("min(i.p_us) AS p_us", "max(i.p_us) AS p_us"),
    "one that begins at the deadline moves it": ("i.counted_us <", "i.counted_us <="),
    "not cut at the event's end": ("> p.stop_us THEN p.stop_us", "> p.stop_us THEN p.stop_us + 1"),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_wrong_merge_does_not_get_through(
    mutant: str, embedded_duckdb: DuckDbEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    right, wrong = MUTANTS[mutant]
    made = harness._event_files

    def mutated(ir: Ir, engine: Engine) -> list[OutputFile]:
        files = list(made(ir, engine))
        if not any(right in file.text for file in files):
            raise LookupError("the mutant changes nothing")
        return [replace(file, text=file.text.replace(right, wrong)) for file in files]

    monkeypatch.setattr(harness, "_event_files", mutated)

    @first_found(COUNT)
    @given(made=programs())
    def survives(made: tuple[Ir, Tables]) -> None:
        check(embedded_duckdb, *made, NOW)

    with pytest.raises(AssertionError):
        survives()
