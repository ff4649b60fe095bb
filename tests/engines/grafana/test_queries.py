"""Every expression of a board is PromQL, and gives something on data that exercises it.

promtool records the rules from synthetic requests: three quiet hours, then an incident that pages. At its end each expression,
with Grafana's variables filled in, must have a result.
"""

from __future__ import annotations

from itertools import accumulate
from pathlib import Path

import pytest

from sloc.backends.grafana import roles
from sloc.backends.grafana.queries import BURNING, EXHAUSTED, NO_DATA, OK
from sloc.ir import Ir
from tests.engines.grafana.boards import ALL, PROGRAMS, TWO_LABELS, Asked, asked, boards, filled, program
from tests.engines.prometheus.harness import Query, play, rule_file

MINUTES = 280
INCIDENT = range(180, MINUTES)
REGIONS, ROUTES = ("eu", "us"), ("/pay", "/cart")
VARIABLES = {"__range": "2h", "__from": str(60_000), "region": "eu|us"}


def _requests(*, incident: bool = True) -> dict[str, list[float | None]]:
    """A counter and a histogram of requests for each region and route; half of them fail, or are slow, in the incident."""
    series: dict[str, list[float | None]] = {}
    for region in REGIONS:
        for route in ROUTES:
            bad = [15 if incident and minute in INCIDENT else 0 for minute in range(MINUTES)]
            counts = {"200": [30 - each for each in bad], "503": bad}
            labels = f'job="api",instance="a",region="{region}",route="{route}"'
            for code, each in counts.items():
                series[f'http_requests_total{{{labels},code="{code}"}}'] = [0, *accumulate(each)]
            histogram, all_of_them = "http_request_duration_seconds", [0, *accumulate([30] * MINUTES)]
            series[f'{histogram}_bucket{{{labels},code="200",le="0.3"}}'] = [0, *accumulate(counts["200"])]
            series[f'{histogram}_bucket{{{labels},code="200",le="+Inf"}}'] = [*all_of_them]
            series[f'{histogram}_count{{{labels},code="200"}}'] = [*all_of_them]
    return series


def _gives_something(expr: str) -> Query:
    return Query(MINUTES - 1, f"vector(1) and on () ({filled(expr, VARIABLES)})", {"{}": 1})


@pytest.mark.parametrize("name", [*PROGRAMS, TWO_LABELS, ALL])
def test_every_expression_gives_something(name: str, tmp_path: Path) -> None:
    ir = program(name)
    found = [each for board in boards(ir).values() for each in asked(board)]
    assert len(found) > 20
    # Of an objective that alerts nobody there are no alerts, and the table's column of them stays away.
    queries = [_gives_something(each.expr) for each in found if not (name == "quiet" and _is_about_alerts(each))]
    assert len(queries) >= len(found) - 1
    play(rule_file(ir), _requests(), queries, tmp_path)


def _is_about_alerts(each: Asked) -> bool:
    return (each.panel, each.ref) == (roles.TABLE.title, "H")


STATES = {"all is well": OK, "an incident": BURNING, "an outage": EXHAUSTED, "nothing arrives": NO_DATA}


@pytest.mark.parametrize("happens", STATES)
def test_states(happens: str, tmp_path: Path) -> None:
    """OK, Burning, Exhausted and No data, each when it is so."""
    series = {
        "all is well": _requests(incident=False),
        "an incident": _little_went_wrong(),
        "an outage": _requests(),
        "nothing arrives": {name: [*values[:100], *[None] * 180] for name, values in _requests().items()},
    }[happens]
    ir = program("grouped")
    gives = {f'{{region="{region}"}}': STATES[happens] for region in REGIONS}
    play(rule_file(ir), series, [Query(MINUTES - 1, _tiles(ir)["State"], gives)], tmp_path)


def _little_went_wrong() -> dict[str, list[float | None]]:
    """Bad only in the last 20 minutes, after hours of much traffic: the hour burns too fast, and the budget holds."""
    series: dict[str, list[float | None]] = {}
    for region in REGIONS:
        bad = [60 if minute >= MINUTES - 20 else 0 for minute in range(MINUTES)]
        good = [20_000 if minute < MINUTES - 80 else 1000 for minute in range(MINUTES)]
        labels = f'job="api",instance="a",region="{region}",route="/pay"'
        series[f'http_requests_total{{{labels},code="200"}}'] = [0, *accumulate(good)]
        series[f'http_requests_total{{{labels},code="503"}}'] = [0, *accumulate(bad)]
    return series


def test_the_numbers_of_the_tiles(tmp_path: Path) -> None:
    """What the tiles say fits what they count, and they count what was sent."""
    ir = program("every rule")
    tiles = _tiles(ir)
    total, bad = tiles["Events"], tiles["Events B"]
    sent, failed = 4 * 30 * MINUTES, 4 * 15 * len(INCIDENT)
    checks = [
        # The first hour is counted as if the rules had run before it, too (docs/prometheus.md).
        f"abs(({total}) - {sent}) < {0.2 * sent}",
        f"abs(({bad}) - {failed}) < {0.05 * failed}",
        f"abs(({tiles['Achievement']}) - (1 - ({bad}) / ({total}))) < 1e-9",
        f"abs(({tiles['Budget left']}) - (1 - ({bad}) / ({total}) / 0.01)) < 1e-9",
        f"({tiles['Bad events left']}) == floor(0.01 * ({total}) - ({bad}))",
        f"({tiles['Time to exhaustion']}) == 0",
        f"abs(({tiles['Burn rate, 1h']}) - 50) < 1e-6",  # half of the events fail, and one in a hundred may
        f"abs(({tiles['Window coverage']}) - 5 / 24) < 1.01 / 24",
    ]
    at, later = MINUTES - 1, MINUTES + 90
    series = {name: [*values, *[values[-1]] * 100] for name, values in _requests().items()}
    queries = [Query(later if at_rest < 6 else at, f"count({check})", {"{}": 1}) for at_rest, check in enumerate(checks)]
    play(rule_file(ir), series, queries, tmp_path)


def _tiles(ir: Ir) -> dict[str, str]:
    """The expressions of the first board by their panels' titles, with the letter for all but the first."""
    board = next(iter(boards(ir).values()))
    return {each.panel + ("" if each.ref == "A" else f" {each.ref}"): filled(each.expr, VARIABLES) for each in asked(board)}
