"""Faults are listed and never silently dropped or merged (docs/language.md §3.8, decision 0001)."""

from __future__ import annotations

import pytest

from sloc.ir import Slo
from sloc.ir.expr import Count, Type
from tests.reference import Evaluation, Row, Tables, evaluate
from tests.reference import build as b

OFFICE = b.calendar({"mon..fri": "09:00-18:00"}, zone_name="UTC", years=(2026, 2026))
LONG = b.calendar({"mon..fri": "09:00-18:00"}, id="long", zone_name="UTC", years=(2024, 2028))
TICKETS = b.source(
    {"id": "string", "at": "time", "ok": "bool?", "begun_at": "time?", "done_at": "time?"},
    children=[
        b.child("holds", {"id": "string", "held_from": "time", "held_until": "time?"}, at="held_from", until="held_until")
    ],
    measures=[b.interval("work", "begun_at", "done_at", pausing="holds")],
)
OK = b.slo(b.satisfy(b.ref("ok", Type.BOOL)))
NOW = "2026-06-08T00:00Z"


def row(id: str | None, at: str | None = "2026-06-01T00:00Z", ok: bool | None = True) -> Row:
    return {"id": id, "at": at and b.instant(at), "ok": ok}


def run(slo: Slo, rows: list[Row], holds: list[Row] | None = None, now: str = NOW) -> Evaluation:
    ir = b.program([slo], [TICKETS], [OFFICE, LONG])
    return evaluate(ir, {"tickets": rows, "tickets/holds": holds or []}, b.instant(now))


def faults(evaluation: Evaluation) -> list[tuple[str, int, str | None]]:
    assert {fault.slo for fault in evaluation.coverage} <= {"desk.promise"}
    return [(fault.fault, fault.rows, fault.example_key) for fault in evaluation.coverage]


def test_sound_data_has_no_faults() -> None:
    assert faults(run(OK, [row("a"), row("b", ok=None)])) == []


def test_null_and_repeated_keys_stay_events_of_their_own() -> None:
    evaluation = run(OK, [row("b"), row("b"), row("a"), row("a"), row("c"), row(None), row(None)])
    assert faults(evaluation) == [("null key", 2, None), ("repeated key", 4, "a")]
    assert evaluation.status[0].total == 7


def test_keys_are_compared_as_text() -> None:
    source = b.source({"id": "int", "at": "time", "ok": "bool?"})
    rows: list[Row] = [{"id": id, "at": b.instant(NOW), "ok": True} for id in (9, 9, 10, 10)]
    evaluation = evaluate(b.program([OK], [source]), {"tickets": rows}, b.instant(NOW))
    assert faults(evaluation) == [("repeated key", 4, "10")]  # "1" comes before "9"


ENUMS = b.source(
    {"id": "string", "at": "time", "prio": "string? urgent|low", "unread": "string? a|b", "ok": "bool?"},
    children=[b.child("messages", {"id": "string", "sent": "time", "author": "string agent|bot"}, at="sent")],
    derived=[b.field("agents", "int", Count("messages", b.compare(b.ref("author", of="messages"), "==", "agent")))],
)
URGENT = b.compare(b.ref("prio"), "==", "urgent")


def enum_faults(slo: Slo) -> list[tuple[str, int, str | None]]:
    rows = [
        row(id, at) | {"prio": prio, "unread": "c"}
        for id, at, prio in [
            ("a", "2026-06-01T00:00Z", "urgent"),
            ("b", "2026-06-01T00:00Z", None),
            ("c", "2026-06-01T00:00Z", "Urgent"),
            ("d", None, "URGENT"),
            ("e", "2026-06-08T00:00:01Z", "Urgent"),  # not there yet
        ]
    ]
    sent = b.instant("2026-06-02T00:00Z")
    messages: list[Row] = [{"id": id, "sent": sent, "author": author} for id, author in (("a", "agent"), ("b", "Agent"))]
    tables: Tables = {"tickets": rows, "tickets/messages": messages}
    found = faults(evaluate(b.program([slo], [ENUMS]), tables, b.instant(NOW)))
    return [fault for fault in found if "declared" in fault[0]]


def test_a_value_that_an_enum_does_not_declare() -> None:
    # "c" and "d": null is no other value, and "unread" is read by nobody.
    assert enum_faults(b.slo(b.satisfy(b.ref("ok", Type.BOOL)), where=URGENT)) == [("value not declared", 2, "c")]
    assert enum_faults(b.slo(b.satisfy(b.ref("ok", Type.BOOL)), per=["prio"])) == [("value not declared", 2, "c")]
    assert enum_faults(b.slo(b.satisfy(b.ref("ok", Type.BOOL)))) == []


def test_a_value_that_the_enum_of_a_child_does_not_declare() -> None:
    answered = b.compare(b.ref("agents", Type.INT), ">", 0)
    assert enum_faults(b.slo(b.satisfy(answered, after="1d"))) == [("child value not declared", 1, "b")]


def test_without_a_key_none_is_missing() -> None:
    source = b.source({"at": "time", "ok": "bool?"}, key=None)
    evaluation = evaluate(b.program([OK], [source]), {"tickets": [row(None), row(None)]}, b.instant(NOW))
    assert faults(evaluation) == []
    assert [event.event_key for event in evaluation.events] == [None, None]


def test_a_null_at_is_no_event() -> None:
    evaluation = run(OK, [row("a"), row("c", at=None), row("b", at=None)])
    assert faults(evaluation) == [("null at", 2, "b")]
    assert evaluation.status[0].total == 1


def test_rows_in_the_future_do_not_exist_for_the_faults_either() -> None:
    assert faults(run(OK, [row("a"), row("a", at="2026-06-09T00:00Z"), row(None, at="2026-06-09T00:00Z")])) == []


def test_faults_are_looked_for_whatever_the_condition() -> None:
    slo = b.slo(b.satisfy(b.ref("ok", Type.BOOL)), where=b.compare(b.ref("ok", Type.BOOL), "==", True))
    assert faults(run(slo, [row(None, ok=False), row("a", at=None, ok=False)])) == [("null at", 1, "a"), ("null key", 1, None)]


def hold(id: str | None, begin: str | None, end: str | None = None) -> Row:
    return {"id": id, "held_from": begin and b.instant(begin), "held_until": end and b.instant(end)}


def test_faults_of_children() -> None:
    holds = [
        hold(None, "2026-06-01T00:00Z"),
        hold("c", None, "2026-06-01T00:00Z"),
        hold("b", "2026-06-02T00:00Z", "2026-06-01T00:00Z"),
        hold("a", "2026-06-02T00:00Z", "2026-06-02T00:00Z"),  # empty, and no fault
        hold(None, "2026-06-09T00:00Z"),  # in the future
    ]
    assert faults(run(OK, [], holds)) == [
        ("child with null at", 1, "c"),
        ("child with null key", 1, None),
        ("pause ends before it starts", 1, "b"),
    ]


# ── outside the calendar's years: 2026 only ───────────────────────────────────────────────────────────────────────────


def work(begun_at: str, done_at: str | None = None, at: str | None = None, id: str = "a") -> Row:
    return {
        "id": id,
        "at": b.instant(at or begun_at),
        "begun_at": b.instant(begun_at),
        "done_at": done_at and b.instant(done_at),
    }


WORK = b.slo(b.have("work", "9h", "office"))
OUTSIDE = [("outside calendar years", 1, "a")]


def test_an_at_outside_the_years_of_during() -> None:
    evaluation = run(b.slo(b.satisfy(b.ref("ok", Type.BOOL)), during="office"), [row("a", at="2025-12-31T10:00Z")])
    assert (evaluation.events, faults(evaluation)) == ((), OUTSIDE)


def test_a_start_outside_the_years() -> None:
    evaluation = run(WORK, [work("2025-12-31T10:00Z", "2026-01-02T10:00Z", at="2026-01-01T00:00Z")])
    assert (evaluation.events, faults(evaluation)) == ((), OUTSIDE)


def test_a_deadline_beyond_the_years_is_pending_for_ever_while_now_is_inside() -> None:
    # Thursday 31 December 2026 is the last day: from 12:00 it has six hours, and nine were allowed.
    evaluation = run(WORK, [work("2026-12-31T12:00Z")], now="2026-12-31T18:00Z")
    (event,), (risk,) = evaluation.events, evaluation.at_risk
    assert (event.outcome, event.deadline, event.counted_at) == ("pending", None, None)
    assert (event.elapsed_seconds, risk.remaining_seconds) == (6 * 3600, 3 * 3600)
    assert faults(evaluation) == OUTSIDE


def test_a_deadline_beyond_the_years_is_no_event_once_now_is_beyond_them() -> None:
    evaluation = run(WORK, [work("2026-12-31T12:00Z")], now="2027-01-01T00:00Z")
    assert (evaluation.events, faults(evaluation)) == ((), OUTSIDE)


def test_a_deadline_at_the_very_end_of_the_hours_is_known() -> None:
    evaluation = run(WORK, [work("2026-12-31T09:00Z", "2026-12-31T17:00Z")], now="2026-12-31T18:00Z")
    assert [(e.outcome, e.deadline) for e in evaluation.events] == [("good", b.instant("2026-12-31T18:00Z"))]
    assert faults(evaluation) == []


@pytest.mark.parametrize("done_at", [None, "2027-01-02T00:00Z"])
def test_what_was_due_in_time_is_bad_even_if_its_elapsed_time_is_not_known(done_at: str | None) -> None:
    evaluation = run(WORK, [work("2026-12-30T09:00Z", done_at)], now="2027-01-04T00:00Z")
    assert [(e.outcome, e.elapsed_seconds) for e in evaluation.events] == [("bad", None)]
    assert faults(evaluation) == OUTSIDE


def test_an_sla_on_another_calendar_may_count_what_the_slo_cannot() -> None:
    promised = b.sla("90%", b.have("work", "18h", "long"), b.rolling("28d"))
    slo = b.slo(b.have("work", "9h", "office"), sla=promised)
    evaluation = run(slo, [work("2025-12-31T09:00Z", "2025-12-31T12:00Z")], now="2026-01-05T00:00Z")
    assert [(e.outcome, e.sla_outcome, e.deadline) for e in evaluation.events] == [(None, "good", None)]
    assert faults(evaluation) == OUTSIDE


def test_only_what_the_population_keeps_can_lie_outside_or_end_early() -> None:
    rows = [work("2026-06-01T10:00Z", "2026-06-01T09:00Z"), work("2025-06-02T10:00Z", "2025-06-02T11:00Z", id="b")]
    assert faults(run(WORK, rows)) == [("end before start", 1, "a"), ("outside calendar years", 1, "b")]
    assert faults(run(WORK, [work("2026-06-01T10:00Z", "2026-06-01T10:00Z")])) == []  # no time, but not backwards
    none = b.slo(b.have("work", "9h", "office"), where=b.literal(False))
    assert faults(run(none, rows)) == []
