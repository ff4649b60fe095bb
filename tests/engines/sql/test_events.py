"""Events on the engine, worked out by hand, and equal to the reference evaluator's."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from sloc.ir import ExcludeDuring, ExcludeRange, Ir, Slo, Tier
from sloc.ir.expr import Any, FieldRef, Not, NumberLiteral, Pick, StringLiteral, Type
from tests.engines.sql.agreement import check
from tests.engines.sql.engine import Engine
from tests.reference import Evaluation, Row, Tables
from tests.reference.build import (
    both,
    calendar,
    child,
    compare,
    field,
    fresh,
    have,
    instant,
    interval,
    program,
    ref,
    rolling,
    satisfy,
    sla,
    slo,
    source,
)

OFFICE = calendar({"mon..fri": "09:00-12:30, 13:30-18:00"})
AGENT = both(compare(ref("author", of="messages"), "==", "agent"), Not(ref("auto", Type.BOOL, of="messages")))
TICKETS = source(
    {"id": "int?", "at": "time?", "prio": "string?", "ok": "bool?", "solved": "time?"},
    derived=[field("reply", "time?", Pick(False, "messages", "sent", AGENT, Type.TIME))],
    children=[
        child("messages", {"id": "int?", "sent": "time?", "author": "string", "auto": "bool"}, at="sent"),
        child("holds", {"id": "int", "since": "time", "till": "time?"}, at="since", until="till"),
    ],
    measures=[interval("first", "at", "reply"), interval("solving", "at", "solved", "holds")],
)


def ticket(id: int | None, at: str, **more: str | bool) -> Row:
    times = {name: instant(value) for name, value in more.items() if name == "solved" and isinstance(value, str)}
    return {"id": id, "at": instant(at), **more, **times}


def hold(id: int, since: str, till: str | None = None) -> Row:
    return {"id": id, "since": instant(since), "till": None if till is None else instant(till)}


def message(id: int, sent: str, author: str = "agent", auto: bool = False) -> Row:
    return {"id": id, "sent": instant(sent), "author": author, "auto": auto}


def ask(engine: Engine, promise: Slo, now: str, **tables: list[Row]) -> Evaluation:
    """What the engine and the reference both say."""
    rows: Tables = {("tickets" if name == "tickets" else f"tickets/{name}"): found for name, found in tables.items()}
    return check(engine, program([promise], [TICKETS], [OFFICE]), rows, instant(now))


def outcomes(evaluation: Evaluation) -> list[tuple[str | None, str | None]]:
    return sorted(((event.event_key, event.outcome) for event in evaluation.events), key=lambda pair: pair[0] or "")


def test_a_weekend_does_not_count_against_us(engine: Engine) -> None:
    # Friday 17:55 + 15 open minutes is Monday 09:10 (and the clocks went forward in between).
    found = ask(
        engine,
        slo(have("first", "15m", "office")),
        "2026-03-31T00:00Z",
        tickets=[ticket(1, "2026-03-27T17:55+01:00"), ticket(2, "2026-03-27T17:55+01:00")],
        messages=[message(1, "2026-03-30T09:10+02:00"), message(2, "2026-03-27T17:56+01:00", "bot", True)],
    )
    assert outcomes(found) == [("1", "good"), ("2", "bad")]
    assert {event.deadline for event in found.events} == {instant("2026-03-30T09:10+02:00")}


def test_time_used_up_at_closing_time_ends_there(engine: Engine) -> None:
    found = ask(engine, slo(have("first", "30m", "office")), "2026-06-17T10:30Z", tickets=[ticket(1, "2026-06-17T12:00+02:00")])
    assert [(event.deadline, event.outcome) for event in found.events] == [(instant("2026-06-17T12:30+02:00"), "bad")]


def test_no_time_at_all_has_passed_at_the_start_itself(engine: Engine) -> None:
    found = ask(engine, slo(have("first", "0s", "office")), "2026-06-17T20:00Z", tickets=[ticket(1, "2026-06-17T19:00+02:00")])
    assert [event.deadline for event in found.events] == [instant("2026-06-17T19:00+02:00")]


def test_an_early_answer_is_pending_until_the_deadline(engine: Engine) -> None:
    rows = {"tickets": [ticket(1, "2026-06-17T10:00Z")], "messages": [message(1, "2026-06-17T10:01Z")]}
    assert outcomes(ask(engine, slo(have("first", "1h")), "2026-06-17T10:59:59.999999Z", **rows)) == [("1", "pending")]
    assert outcomes(ask(engine, slo(have("first", "1h")), "2026-06-17T11:00Z", **rows)) == [("1", "good")]


def test_overlapping_pauses_count_once_and_late_ones_not_at_all(engine: Engine) -> None:
    # 09:00 + 1h + (09:10 to 09:40, from two holds that overlap) is 10:30; the hold at 10:45 begins when time is up.
    found = ask(
        engine,
        slo(have("solving", "1h")),
        "2026-06-17T12:00Z",
        tickets=[ticket(1, "2026-06-17T09:00Z", solved="2026-06-17T11:00Z")],
        holds=[
            hold(1, "2026-06-17T09:10Z", "2026-06-17T09:30Z"),
            hold(1, "2026-06-17T09:20Z", "2026-06-17T09:40Z"),
            hold(1, "2026-06-17T10:45Z", "2026-06-17T10:50Z"),
            hold(2, "2026-06-17T09:00Z"),
        ],
    )
    (event,) = found.events
    assert (event.deadline, event.outcome) == (instant("2026-06-17T10:30Z"), "bad")
    assert event.elapsed_seconds == 85 * 60


def test_a_pause_that_goes_on_moves_the_deadline_with_now(engine: Engine) -> None:
    rows = {"tickets": [ticket(1, "2026-06-17T09:00Z")], "holds": [hold(1, "2026-06-17T09:50Z")]}
    for now, due in (("2026-06-17T10:00Z", "2026-06-17T10:10Z"), ("2026-06-18T10:00Z", "2026-06-18T10:10Z")):
        (event,) = ask(engine, slo(have("solving", "1h")), now, **rows).events
        assert (event.deadline, event.outcome) == (instant(due), "pending")


def test_a_repeated_key_stays_two_events_and_null_keys_have_no_children(engine: Engine) -> None:
    found = ask(
        engine,
        slo(have("first", "1h")),
        "2026-06-18T00:00Z",
        tickets=[ticket(1, "2026-06-17T09:00Z"), ticket(1, "2026-06-17T09:00Z"), ticket(None, "2026-06-17T09:00Z"), {"id": 7}],
        messages=[message(1, "2026-06-17T09:30Z"), {"id": None, "sent": instant("2026-06-17T09:30Z"), "author": "agent"}],
    )
    assert outcomes(found) == [(None, "bad"), ("1", "good"), ("1", "good")]
    assert {row.fault: row.rows for row in found.coverage} == {
        "child with null key": 1,
        "null at": 1,
        "null key": 1,
        "repeated key": 2,
    }


def test_judged_a_week_later_on_the_data_as_of_then(engine: Engine) -> None:
    customer = compare(ref("author", of="messages"), "==", "customer")
    later = compare(FieldRef("sent", "messages", Type.TIME), ">", ref("solved", Type.TIME))
    quiet = slo(satisfy(Not(Any("messages", both(customer, later))), after="7d"))
    found = ask(
        engine,
        quiet,
        "2026-06-30T00:00Z",
        tickets=[ticket(i, "2026-06-10T00:00Z", solved="2026-06-11T00:00Z") for i in (1, 2)],
        messages=[message(1, "2026-06-16T00:00Z", "customer"), message(2, "2026-06-18T00:00Z", "customer")],
    )
    assert outcomes(found) == [("1", "bad"), ("2", "good")]


def test_the_sla_has_its_own_deadline_and_stays_where_an_exclusion_takes_the_slo(engine: Engine) -> None:
    promise = slo(
        have("first", "1h"),
        sla=sla("90%", have("first", "2h"), rolling("28d")),
        exclusions=[ExcludeRange(instant("2026-06-17T10:00Z"), instant("2026-06-17T10:00:01Z"), None)],
    )
    (event,) = ask(engine, promise, "2026-06-17T13:00Z", tickets=[ticket(1, "2026-06-17T09:00Z")]).events
    assert (event.outcome, event.counted_at, event.sla_outcome) == (None, None, "bad")
    assert event.sla_counted_at == instant("2026-06-17T11:00Z")


def test_what_is_counted_in_a_maintenance_calendar_is_removed(engine: Engine) -> None:
    promise = slo(have("first", "1h"), exclusions=[ExcludeDuring("office", None)])
    rows = [ticket(1, "2026-06-17T09:00Z"), ticket(2, "2026-06-17T19:00Z")]  # counted at 12:00 and at 22:00 in Berlin
    assert outcomes(ask(engine, promise, "2026-06-18T00:00Z", tickets=rows)) == [("2", "bad")]


def test_outside_the_calendars_years_is_a_fault_and_no_event(engine: Engine) -> None:
    promise = slo(have("first", "1h", "office"), during="office")
    rows = [ticket(1, "2023-06-14T09:00Z"), ticket(2, "2026-06-17T09:00Z"), ticket(3, "2026-06-17T19:00Z")]
    found = ask(engine, promise, "2026-06-18T12:00Z", tickets=rows)
    assert outcomes(found) == [("2", "bad")]
    assert [(row.fault, row.example_key) for row in found.coverage] == [("outside calendar years", "1")]


def test_slices_reach_their_share_and_empty_ones_count_from_the_first_event_on(engine: Engine) -> None:
    promise = slo(satisfy(ref("ok", Type.BOOL), share="50%"), slices=("1h", "bad"), per=["prio"])
    rows = [
        ticket(1, "2026-06-17T09:10Z", ok=True, prio="a"),
        ticket(2, "2026-06-17T09:20Z", ok=False, prio="a"),
        ticket(3, "2026-06-17T11:00Z", ok=False, prio="a"),
        ticket(4, "2026-06-17T11:59Z", ok=True, prio="b"),
    ]
    found = ask(engine, promise, "2026-06-17T12:00Z", tickets=rows)
    assert [(event.grp, event.event_key, event.outcome) for event in found.events] == [
        ('{"prio":"a"}', "2026-06-17T09:00:00Z", "good"),
        ('{"prio":"a"}', "2026-06-17T10:00:00Z", "bad"),
        ('{"prio":"a"}', "2026-06-17T11:00:00Z", "bad"),
        ('{"prio":"b"}', "2026-06-17T11:00:00Z", "good"),
    ]


def test_freshness_at_both_ends_of_a_slice(engine: Engine) -> None:
    # The event at 09:00 sharp is fresh until just before 11:00: (end - 2h, end].
    found = ask(
        engine, slo(fresh("2h"), slices=("1h", "ignore")), "2026-06-17T12:00Z", tickets=[ticket(1, "2026-06-17T09:00Z")]
    )
    assert [event.outcome for event in found.events] == ["good", "bad", "bad"]


@pytest.mark.parametrize("value", [None, StringLiteral("else"), StringLiteral("a b"), NumberLiteral(Fraction(1))])
def test_every_tier_has_a_view_of_its_own(engine: Engine, value: StringLiteral | NumberLiteral | None) -> None:
    shown = "else" if value is None else f'"{value.value}"' if isinstance(value, StringLiteral) else str(value.value)
    promise = slo(have("first", "1h"))
    tiers = [replace(promise, id=f"desk.promise[{shown}]", tier=Tier("prio", value, 0)), promise]
    ir: Ir = program(tiers, [TICKETS], [])
    found = check(engine, ir, {"tickets": [ticket(1, "2026-06-17T09:00Z")]}, instant("2026-06-18T00:00Z"))
    assert sorted(event.slo for event in found.events) == sorted(tier.id for tier in tiers)
