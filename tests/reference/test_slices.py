"""Slices of time and freshness (docs/language.md §3.9)."""

from __future__ import annotations

import pytest

from sloc.ir import Slo
from sloc.ir.expr import Type
from tests.reference import Evaluation, Row, evaluate
from tests.reference import build as b

OFFICE = b.calendar({"mon..fri": "09:00-18:00"})
PROBES = b.source({"at": "time", "up": "bool?", "site": "string?"}, id="probes", key=None)
UP = b.ref("up", Type.BOOL)
MONDAY = "2026-05-11T"


def probe(at: str, up: bool | None = True, site: str | None = None) -> Row:
    return {"at": b.instant(f"{MONDAY}{at}Z"), "up": up, "site": site}


def run(slo: Slo, rows: list[Row], now: str) -> Evaluation:
    return evaluate(b.program([slo], [PROBES], [OFFICE]), {"probes": rows}, b.instant(f"{MONDAY}{now}Z"))


def outcomes(evaluation: Evaluation) -> dict[str, str]:
    """Good or bad by the slices' starts, hours and minutes."""
    return {str(event.event_key)[11:16]: str(event.outcome) for event in evaluation.events}


def slices(share: str = "100%", empty: str = "ignore", length: str = "10m", during: str | None = None) -> Slo:
    return b.slo(b.satisfy(UP, share=share), of="probes", slices=(length, empty), during=during)


def test_a_slice_is_good_if_its_share_of_good_events_is_reached() -> None:
    rows = [
        *(probe("10:00", True), probe("10:05", False)),  # 1 of 2 is just half
        *(probe("10:10", True), probe("10:12", False), probe("10:19:59.999999", None)),  # 1 of 3 is not; unknown is bad
        probe("10:20", True),
    ]
    evaluation = run(slices(share="50%"), rows, "10:30")
    assert outcomes(evaluation) == {"10:00": "good", "10:10": "bad", "10:20": "good"}
    assert outcomes(run(slices(), rows, "10:30")) == {"10:00": "bad", "10:10": "bad", "10:20": "good"}  # all of them


def test_a_slice_counts_at_its_end_and_a_running_one_is_not_there_yet() -> None:
    rows = [probe("10:05")]
    assert run(slices(), rows, "10:09:59.999999").events == ()
    (event,) = run(slices(), rows, "10:10").events
    assert (event.event_key, event.started_at) == ("2026-05-11T10:00:00Z", b.instant(f"{MONDAY}10:00Z"))
    assert (event.counted_at, event.deadline, event.elapsed_seconds) == (b.instant(f"{MONDAY}10:10Z"), None, None)


@pytest.mark.parametrize(
    ("empty", "expected"),
    [
        ("ignore", {"10:10": "good", "10:30": "bad"}),
        ("bad", {"10:10": "good", "10:20": "bad", "10:30": "bad", "10:40": "bad"}),
        ("good", {"10:10": "good", "10:20": "good", "10:30": "bad", "10:40": "good"}),
    ],
)
def test_empty_slices_count_as_said_from_the_first_event_on(empty: str, expected: dict[str, str]) -> None:
    rows = [probe("10:15", True), probe("10:35", False)]
    assert outcomes(run(slices(empty=empty), rows, "10:50")) == expected


def test_each_group_begins_with_its_own_first_event() -> None:
    slo = b.slo(b.satisfy(UP), of="probes", slices=("10m", "bad"), per=("site",))
    rows = [probe("10:05", site="a"), probe("10:15", site="b"), probe("10:15", site=None)]
    found = [(e.grp, str(e.event_key)[11:16], e.outcome) for e in run(slo, rows, "10:20").events]
    assert found == [
        ('{"site":"a"}', "10:00", "good"),
        ('{"site":"a"}', "10:10", "bad"),
        ('{"site":"b"}', "10:10", "good"),
        ('{"site":null}', "10:10", "good"),
    ]


def test_during_looks_at_the_start_of_a_slice_and_not_at_its_events() -> None:
    # Berlin opens at 07:00 UTC. The slice from 06:30 is out, with all its events; that from 15:30 is in beyond 16:00.
    office = slices(length="30m", during="office")
    rows = [
        probe("06:30", False),
        probe("06:59", False),
        probe("07:00"),
        probe("15:30"),
        probe("15:59", False),
        probe("16:00", False),
    ]
    assert outcomes(run(office, rows, "17:00")) == {"07:00": "good", "15:30": "bad"}


def test_slices_lie_on_the_utc_grid_whatever_the_length() -> None:
    # 7-minute slices count from 1970: 2026-05-11T10:00Z is 1,778,493,600 s = 4,234,508 × 420 + 240, so one began at 09:56.
    (event,) = run(slices(length="7m"), [probe("10:00")], "10:30").events
    assert event.event_key == "2026-05-11T09:56:00Z"


FRESH = b.slo(b.fresh("2h"), of="probes", slices=("1h", "ignore"), where=UP)


def test_freshness() -> None:
    # Events at 10:30 and, just too old for (11:00, 13:00], at 11:00. Slices from 10:00 on.
    rows = [probe("10:30"), probe("11:00"), probe("12:30", up=False)]  # `where` does not keep the last
    assert outcomes(run(FRESH, rows, "14:00")) == {
        "10:00": "good",  # (09:00, 11:00] holds 10:30
        "11:00": "good",  # (10:00, 12:00]
        "12:00": "bad",  # (11:00, 13:00]: 11:00 is not in it
        "13:00": "bad",
    }


def test_an_event_at_the_very_end_makes_a_slice_fresh() -> None:
    rows = [probe("10:00"), probe("13:00")]
    assert outcomes(run(FRESH, rows, "13:00"))["12:00"] == "good"


def test_no_data_is_no_slice_where_nothing_ever_was() -> None:
    assert run(FRESH, [], "14:00").events == ()
