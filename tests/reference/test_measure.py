"""Deadlines, pauses and what is pending, on the clock (docs/language.md §3.5, §3.6)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sloc.ir import FieldType, Ir, Slo
from sloc.ir.expr import Not, Pick, Type
from sloc.ir.units import MICROS
from tests.reference import Evaluation, Event, Row, Tables, evaluate
from tests.reference import build as b

OFFICE = b.calendar({"mon..fri": "09:00-18:00"})
TICKETS = b.source(
    {"id": "int", "at": "time", "solved_at": "time?", "latency": "duration?"},
    children=[b.child("holds", {"id": "int", "held_from": "time", "held_until": "time?"}, at="held_from", until="held_until")],
    measures=[
        b.interval("resolution", "at", "solved_at"),
        b.interval("work", "at", "solved_at", pausing="holds"),
        b.plain("latency"),
    ],
)


def ticket(at: str, solved_at: str | None = None, id: int = 1) -> Row:
    return {"id": id, "at": b.instant(at), "solved_at": None if solved_at is None else b.instant(solved_at)}


def hold(begin: str | None, end: str | None, id: int = 1) -> Row:
    return {"id": id, "held_from": begin and b.instant(begin), "held_until": end and b.instant(end)}


def run(slo: Slo, now: str, tickets: list[Row], holds: list[Row] | None = None) -> Evaluation:
    ir: Ir = b.program([slo], [TICKETS], [OFFICE])
    return evaluate(ir, {"tickets": tickets, "tickets/holds": holds or []}, b.instant(now))


def only(slo: Slo, now: str, row: Row, holds: list[Row] | None = None) -> Event:
    (event,) = run(slo, now, [row], holds).events
    return event


QUICK = b.slo(b.have("resolution", "15m", "office"))


def test_a_deadline_runs_over_the_weekend_and_the_change_of_the_clocks() -> None:
    # Friday 17:55: 5 minutes until closing, the other 10 on Monday from 09:00 (now at +02:00).
    event = only(QUICK, "2026-03-31T00:00Z", ticket("2026-03-27T17:55+01:00", "2026-03-30T09:10+02:00"))
    assert event.deadline == event.counted_at == b.instant("2026-03-30T09:10+02:00")
    assert event.outcome == "good"
    assert event.elapsed_seconds == 15 * 60


def test_a_microsecond_after_the_deadline_is_bad() -> None:
    event = only(QUICK, "2026-03-31T00:00Z", ticket("2026-03-27T17:55+01:00", "2026-03-30T09:10:00.000001+02:00"))
    assert event.outcome == "bad"
    assert event.elapsed_seconds == 15 * 60 + Fraction(1, MICROS)


def test_on_a_plateau_the_deadline_is_its_first_instant() -> None:
    # 15 minutes are over at Friday 18:00 sharp, and not only when Monday opens, though no open time passes in between.
    at_closing = only(QUICK, "2026-03-31T00:00Z", ticket("2026-03-27T17:45+01:00", "2026-03-27T18:00+01:00"))
    assert (at_closing.deadline, at_closing.outcome) == (b.instant("2026-03-27T18:00+01:00"), "good")
    over_night = only(QUICK, "2026-03-31T00:00Z", ticket("2026-03-27T17:45+01:00", "2026-03-27T18:00:00.000001+01:00"))
    assert over_night.outcome == "bad"
    assert over_night.elapsed_seconds == 15 * 60  # as much open time as the limit, and too late


def test_a_start_outside_the_hours_waits_for_them() -> None:
    event = only(QUICK, "2026-03-31T00:00Z", ticket("2026-03-28T11:00+01:00"))
    assert event.deadline == b.instant("2026-03-30T09:15+02:00")
    assert event.started_at == b.instant("2026-03-28T11:00+01:00")


def test_a_deadline_in_plain_time() -> None:
    event = only(b.slo(b.have("resolution", "36h")), "2026-03-31T00:00Z", ticket("2026-03-28T23:00Z"))
    assert event.deadline == b.instant("2026-03-30T11:00Z")


def test_a_deadline_in_the_night_of_the_skipped_hour() -> None:
    weekend = b.calendar({"sat": "22:00-06:00"}, id="office")
    ir = b.program([b.slo(b.have("resolution", "5h", "office"))], [TICKETS], [weekend])
    (event,) = evaluate(ir, {"tickets": [ticket("2026-03-28T22:00+01:00")]}, b.instant("2026-03-30T00:00Z")).events
    # 22:00 to 02:00 is 4 hours; then it is 03:00 at once, and the fifth ends at 04:00 +02:00.
    assert event.deadline == b.instant("2026-03-29T04:00+02:00")


def test_a_deadline_in_the_night_of_the_repeated_hour() -> None:
    weekend = b.calendar({"sat": "22:00-06:00"}, id="office")
    ir = b.program([b.slo(b.have("resolution", "5h", "office"))], [TICKETS], [weekend])
    (event,) = evaluate(ir, {"tickets": [ticket("2026-10-24T22:00+02:00")]}, b.instant("2026-10-30T00:00Z")).events
    # 22:00 to 03:00 +02:00 is 5 hours, and that instant is 02:00 +01:00, the first of the second pass.
    assert event.deadline == b.instant("2026-10-25T02:00+01:00")


# ── pauses ────────────────────────────────────────────────────────────────────────────────────────────────────────────

WORK = b.slo(b.have("work", "2h", "office"))
MONDAY = "2026-05-11T"  # summer time: 09:00 in Berlin is 07:00 UTC


@pytest.mark.parametrize(
    ("case", "holds", "deadline"),
    [
        ("none", [], "12:00"),
        ("a whole one", [("10:30", "11:00")], "12:30"),
        ("overlapping ones merge", [("10:30", "11:00"), ("10:45", "11:15"), ("10:50", "10:55")], "12:45"),
        ("adjoining ones", [("10:30", "11:00"), ("11:00", "11:15")], "12:45"),
        ("one from before the start is cut to it", [("09:00", "10:15")], "12:15"),
        ("one that ended before the start", [("09:00", "09:30")], "12:00"),
        ("one after the deadline", [("12:00", "13:00")], "12:00"),
        ("one within a minute", [("10:00:10", "10:00:20.5")], "12:00:10.5"),
        ("one that ends before it starts", [("11:00", "10:30")], "12:00"),
        ("one without a start is ignored", [(None, "11:00")], "12:00"),
    ],
)
def test_pauses_move_the_deadline(case: str, holds: list[tuple[str | None, str]], deadline: str) -> None:
    rows = [hold(begin and f"{MONDAY}{begin}+02:00", f"{MONDAY}{end}+02:00") for begin, end in holds]
    event = only(WORK, "2026-05-12T00:00Z", ticket(f"{MONDAY}10:00+02:00"), rows)
    assert event.deadline == b.instant(f"{MONDAY}{deadline}+02:00"), case


def test_a_pause_in_closed_time_costs_nothing() -> None:
    # Monday 17:00; one open hour until 18:00, the other on Tuesday from 09:00, but the pause reaches into it until 09:30.
    rows = [hold(f"{MONDAY}19:00+02:00", "2026-05-12T09:30+02:00")]
    event = only(WORK, "2026-05-13T00:00Z", ticket(f"{MONDAY}17:00+02:00"), rows)
    assert event.deadline == b.instant("2026-05-12T10:30+02:00")


def test_pauses_are_cut_to_the_end_and_taken_from_the_elapsed_time() -> None:
    # 10:00 to 13:00 is 3 hours, less 11:00 to 12:00, less 12:45 to the end: 1h45.
    rows = [hold(f"{MONDAY}11:00+02:00", f"{MONDAY}12:00+02:00"), hold(f"{MONDAY}12:45+02:00", None)]
    event = only(WORK, "2026-05-12T00:00Z", ticket(f"{MONDAY}10:00+02:00", f"{MONDAY}13:00+02:00"), rows)
    assert event.elapsed_seconds == 105 * 60
    assert event.deadline == b.instant(f"{MONDAY}13:15+02:00")  # 1h, pause, 45m, pause until the end at 13:00, 15m
    assert event.outcome == "good"


def test_an_open_pause_goes_on_until_now() -> None:
    rows = [hold(f"{MONDAY}10:30+02:00", None)]
    event = only(WORK, f"{MONDAY}15:00+02:00", ticket(f"{MONDAY}10:00+02:00"), rows)
    assert event.elapsed_seconds == 30 * 60
    assert event.deadline == b.instant(f"{MONDAY}16:30+02:00")  # 1h30 are left, were the pause to end now
    assert event.outcome == "pending"


def test_a_pause_whose_end_lies_in_the_future_is_still_open() -> None:
    rows = [hold(f"{MONDAY}10:30+02:00", f"{MONDAY}16:00+02:00")]
    event = only(WORK, f"{MONDAY}15:00+02:00", ticket(f"{MONDAY}10:00+02:00"), rows)
    assert (event.elapsed_seconds, event.deadline) == (30 * 60, b.instant(f"{MONDAY}16:30+02:00"))


def test_a_pause_that_comes_later_does_not_exist_yet() -> None:
    rows = [hold(f"{MONDAY}11:00:00.000001+02:00", f"{MONDAY}11:30+02:00")]
    event = only(WORK, f"{MONDAY}11:00+02:00", ticket(f"{MONDAY}10:00+02:00"), rows)
    assert event.deadline == b.instant(f"{MONDAY}12:00+02:00")


def test_another_tickets_pause_and_one_without_a_key_do_not_count() -> None:
    rows = [hold(f"{MONDAY}10:30+02:00", None, id=2), {**hold(f"{MONDAY}10:30+02:00", None), "id": None}]
    event = only(WORK, "2026-05-12T00:00Z", ticket(f"{MONDAY}10:00+02:00"), rows)
    assert event.deadline == b.instant(f"{MONDAY}12:00+02:00")


# ── pending ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_early_answer_is_pending_until_the_deadline_and_counted_at_it() -> None:
    slo, row = b.slo(b.have("resolution", "1h")), ticket(f"{MONDAY}10:00Z", f"{MONDAY}10:01Z")
    before = only(slo, f"{MONDAY}10:59:59.999999Z", row)
    assert (before.outcome, before.ended, before.elapsed_seconds) == ("pending", True, 60)
    at = only(slo, f"{MONDAY}11:00Z", row)
    assert (at.outcome, at.counted_at) == ("good", b.instant(f"{MONDAY}11:00Z"))


def test_right_censoring_early_successes_do_not_flatter_the_number() -> None:
    # Five of one hour, five later: at 12:00 the first five are due (4 good), and the answered young ones wait for their turn.
    rows = [ticket(f"{MONDAY}10:00Z", f"{MONDAY}10:30Z", i) for i in range(4)] + [ticket(f"{MONDAY}10:00Z", None, 4)]
    rows += [ticket(f"{MONDAY}11:30Z", f"{MONDAY}11:40Z", i) for i in range(5, 10)]
    (status,) = run(b.slo(b.have("resolution", "1h")), f"{MONDAY}12:00Z", rows).status
    assert (status.good, status.bad, status.pending) == (4, 1, 5)
    assert status.achievement == Fraction(4, 5)  # not 9/10


def test_an_end_in_the_future_has_not_ended() -> None:
    event = only(b.slo(b.have("resolution", "1h")), f"{MONDAY}10:30Z", ticket(f"{MONDAY}10:00Z", f"{MONDAY}10:45Z"))
    assert (event.ended, event.outcome, event.elapsed_seconds) == (False, "pending", 30 * 60)


def test_a_row_in_the_future_does_not_exist() -> None:
    assert not run(b.slo(b.have("resolution", "1h")), f"{MONDAY}10:30Z", [ticket(f"{MONDAY}10:30:00.000001Z")]).events


def test_an_end_before_the_start_is_no_time_at_all() -> None:
    slo, row = b.slo(b.have("resolution", "1h")), ticket(f"{MONDAY}10:00Z", f"{MONDAY}09:00Z")
    event = only(slo, f"{MONDAY}12:00Z", row)
    assert (event.outcome, event.elapsed_seconds) == ("good", 0)
    (fault,) = run(slo, f"{MONDAY}12:00Z", [row]).coverage
    assert (fault.fault, fault.rows, fault.example_key) == ("end before start", 1, "1")


def test_a_source_whose_at_is_the_completion_counts_there_what_was_promised_before() -> None:
    # Ordered at 08:00, due at 10:00, delivered (`at`) at 11:00: counted at 11:00, when the row comes into being.
    source = b.source({"id": "int", "at": "time", "ordered_at": "time"}, measures=[b.interval("delivery", "ordered_at", "at")])
    ir = b.program([b.slo(b.have("delivery", "2h"))], [source])
    row = {"id": 1, "at": b.instant(f"{MONDAY}11:00Z"), "ordered_at": b.instant(f"{MONDAY}08:00Z")}
    (event,) = evaluate(ir, {"tickets": [row]}, b.instant(f"{MONDAY}12:00Z")).events
    assert (event.deadline, event.counted_at) == (b.instant(f"{MONDAY}10:00Z"), b.instant(f"{MONDAY}11:00Z"))
    assert (event.outcome, event.elapsed_seconds) == ("bad", 3 * 3600)


def test_a_null_start_is_not_measured() -> None:
    source = b.source(
        {"id": "int", "at": "time", "begun_at": "time?", "done_at": "time?"},
        measures=[b.interval("work", "begun_at", "done_at")],
    )
    ir = b.program([b.slo(b.have("work", "2h"))], [source])
    row = {"id": 1, "at": b.instant(f"{MONDAY}11:00Z"), "begun_at": None, "done_at": b.instant(f"{MONDAY}11:30Z")}
    evaluation = evaluate(ir, {"tickets": [row]}, b.instant("2026-05-12T00:00Z"))
    assert (evaluation.events, evaluation.coverage) == ((), ())


# ── at risk ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_at_risk_by_what_is_left() -> None:
    # At 11:30: ticket 1 (10:00, no pause) has used 90 of 120 minutes; ticket 2 (10:30, half an hour of pause) 30; 3 has ended.
    tickets = [
        ticket(f"{MONDAY}10:30+02:00", None, 2),
        ticket(f"{MONDAY}10:00+02:00", None, 1),
        ticket(f"{MONDAY}10:00+02:00", f"{MONDAY}10:10+02:00", 3),
        ticket("2026-05-08T09:00+02:00", None, 4),  # due and bad already
    ]
    holds = [hold(f"{MONDAY}10:45+02:00", f"{MONDAY}11:15+02:00", 2)]
    first, second = run(WORK, f"{MONDAY}11:30+02:00", tickets, holds).at_risk
    assert (first.event_key, first.remaining_seconds, first.used) == ("1", 30 * 60, Fraction(3, 4))
    assert first.deadline == b.instant(f"{MONDAY}12:00+02:00")
    assert (second.event_key, second.remaining_seconds, second.used) == ("2", 90 * 60, Fraction(1, 4))
    assert second.deadline == b.instant(f"{MONDAY}13:00+02:00")


# ── plain durations ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("value", "outcome", "elapsed"),
    [("300ms", "good", Fraction(3, 10)), ("301ms", "bad", Fraction(301, 1000)), (None, "bad", None)],
)
def test_a_plain_duration_is_counted_at_once(value: str | None, outcome: str, elapsed: Fraction | None) -> None:
    row = {**ticket(f"{MONDAY}10:00Z"), "latency": value and b.length(value)}
    event = only(b.slo(b.have("latency", "300ms")), f"{MONDAY}10:00Z", row)
    assert (event.outcome, event.elapsed_seconds, event.deadline) == (outcome, elapsed, None)
    assert event.counted_at == b.instant(f"{MONDAY}10:00Z")
    assert event.ended is (value is not None)


# ── first response ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("author", "automated", "outcome"),
    [
        ("agent", False, "good"),
        ("bot", False, "good"),
        ("bot", True, "bad"),
        ("agent", True, "bad"),
        ("customer", False, "bad"),
    ],
)
def test_an_answer_of_an_ai_counts_where_the_spec_says_so_and_an_acknowledgement_never(
    author: str, automated: bool, outcome: str
) -> None:
    # field first_reply_at: time? = first(messages.sent_at where author in ["agent", "bot"] and not automated)
    who = b.ref("author", of="messages")
    answered = b.both(
        b.one_of(who, "agent", "bot"),
        Not(b.ref("automated", Type.BOOL, of="messages")),
    )
    reply = b.field("first_reply_at", "time?", Pick(False, "messages", "sent_at", answered, Type.TIME))
    assert reply.type == FieldType(Type.TIME, True)
    source = b.source(
        {"id": "int", "at": "time"},
        derived=[reply],
        children=[b.child("messages", {"id": "int", "sent_at": "time", "author": "string", "automated": "bool"}, at="sent_at")],
        measures=[b.interval("first_response", "at", "first_reply_at")],
    )
    ir = b.program([b.slo(b.have("first_response", "15m"))], [source])
    message: Row = {"id": 1, "sent_at": b.instant(f"{MONDAY}10:05Z"), "author": author, "automated": automated}
    tables: Tables = {"tickets": [{"id": 1, "at": b.instant(f"{MONDAY}10:00Z")}], "tickets/messages": [message]}
    (event,) = evaluate(ir, tables, b.instant("2026-05-12T00:00Z")).events
    assert event.outcome == outcome
