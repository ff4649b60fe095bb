"""Who is counted: conditions, groups, tiers, exclusions, SLAs and what is judged later (docs/language.md §3.4 to §3.16)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sloc.ir import ExcludeDuring, ExcludeRange, Slo
from sloc.ir.expr import Any, IsNull, Not, Or, Type
from tests.reference import Evaluation, Event, Row, evaluate
from tests.reference import build as b

OFFICE = b.calendar({"mon..fri": "09:00-18:00"})
LUNCH = b.calendar({"mon..fri": "12:00-13:00"}, id="lunch")
TICKETS = b.source(
    {"id": "int", "at": "time", "ok": "bool?", "level": "string?", "vip": "bool?", "floor": "int?", "solved_at": "time?"},
    children=[b.child("messages", {"id": "int", "sent_at": "time", "author": "string"}, at="sent_at")],
    measures=[b.interval("resolution", "at", "solved_at")],
)
OK = b.ref("ok", Type.BOOL)
NOW = "2026-05-12T00:00Z"


def row(id: int, at: str, **values: bool | int | str | None) -> Row:
    return {"id": id, "at": b.instant(at), **values}


def run(slo: Slo, rows: list[Row], now: str = NOW, messages: list[Row] | None = None) -> Evaluation:
    ir = b.program([slo], [TICKETS], [OFFICE, LUNCH])
    return evaluate(ir, {"tickets": rows, "tickets/messages": messages or []}, b.instant(now))


def counts(evaluation: Evaluation) -> dict[str, tuple[int, int, int]]:
    return {row.grp: (row.good, row.bad, row.pending) for row in evaluation.status}


def test_where_keeps_only_what_is_true_and_satisfy_takes_only_what_is_true_for_good() -> None:
    rows = [
        row(1, "2026-05-11T10:00Z", level="high", ok=True),
        row(2, "2026-05-11T10:00Z", level="high", ok=False),
        row(3, "2026-05-11T10:00Z", level="high", ok=None),  # unknown is bad
        row(4, "2026-05-11T10:00Z", level="low", ok=True),
        row(5, "2026-05-11T10:00Z", level=None, ok=True),  # unknown is dropped
    ]
    evaluation = run(b.slo(b.satisfy(OK), where=b.compare(b.ref("level"), "==", "high")), rows)
    assert counts(evaluation) == {"{}": (1, 2, 0)}
    assert [event.event_key for event in evaluation.events] == ["1", "2", "3"]


def test_during_looks_at_the_events_at() -> None:
    rows = [
        row(1, "2026-05-11T09:00+02:00", ok=True),
        row(2, "2026-05-11T08:59:59.999999+02:00", ok=True),
        row(3, "2026-05-11T18:00+02:00", ok=False),
        row(4, "2023-05-11T12:00+02:00", ok=False),  # outside the calendar's years: unknown, so not kept
    ]
    evaluation = run(b.slo(b.satisfy(OK), during="office"), rows)
    assert [event.event_key for event in evaluation.events] == ["1"]
    (fault,) = evaluation.coverage
    assert (fault.fault, fault.rows, fault.example_key) == ("outside calendar years", 1, "4")


# ── groups and tiers ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_per_keeps_one_budget_for_each_value_and_null_is_its_own() -> None:
    rows = [
        row(1, "2026-05-11T10:00Z", level="é", vip=True, floor=2, ok=True),
        row(2, "2026-05-11T10:00Z", level="é", vip=True, floor=2, ok=False),
        row(3, "2026-05-11T10:00Z", level=None, vip=None, floor=None, ok=True),
    ]
    evaluation = run(b.slo(b.satisfy(OK), per=("level", "vip", "floor")), rows)
    assert counts(evaluation) == {
        '{"level":"é","vip":true,"floor":2}': (1, 1, 0),
        '{"level":null,"vip":null,"floor":null}': (1, 0, 0),
    }


def test_a_group_exists_with_an_event_in_the_window_or_a_pending_one() -> None:
    rows = [
        row(1, "2026-04-01T00:00Z", level="long ago"),
        row(2, "2026-05-01T00:00Z", level="counted"),
        row(3, "2026-05-11T23:30Z", level="pending"),
    ]
    evaluation = run(b.slo(b.have("resolution", "1h"), per=("level",)), rows)
    assert counts(evaluation) == {'{"level":"counted"}': (0, 1, 0), '{"level":"pending"}': (0, 0, 1)}
    assert counts(run(b.slo(b.have("resolution", "1h"), per=("level",)), [])) == {}


def test_without_per_the_one_group_is_always_there() -> None:
    (status,) = run(b.slo(b.satisfy(OK)), []).status
    assert (status.grp, status.total, status.achievement, status.met) == ("{}", 0, None, None)
    assert (status.budget_spent, status.budget_remaining) == (0, 1)


def test_tiers_share_no_budget_and_else_takes_the_rest_and_null() -> None:
    level = b.ref("level")
    urgent = b.slo(b.satisfy(OK), name='x["urgent"]', where=b.compare(level, "==", "urgent"))
    rest = b.slo(b.satisfy(OK), name="x[else]", where=Or((IsNull(level), Not(b.one_of(level, "urgent")))))
    rows = [
        row(1, "2026-05-11T10:00Z", level="urgent", ok=True),
        row(2, "2026-05-11T10:00Z", level="low", ok=True),
        row(3, "2026-05-11T10:00Z", level=None, ok=False),
    ]
    evaluation = evaluate(b.program([rest, urgent], [TICKETS]), {"tickets": rows}, b.instant(NOW))
    assert [(s.slo, s.good, s.bad) for s in evaluation.status] == [('desk.x["urgent"]', 1, 0), ("desk.x[else]", 1, 1)]


# ── exclusions ────────────────────────────────────────────────────────────────────────────────────────────────────────


def exclusion(start: str, end: str) -> ExcludeRange:
    return ExcludeRange(b.instant(start), b.instant(end), "maintenance")


def test_an_exclusion_removes_what_is_counted_from_its_start_to_before_its_end() -> None:
    rows = [
        row(1, "2026-05-11T09:59:59.999999Z", ok=True),
        row(2, "2026-05-11T10:00Z", ok=True),
        row(3, "2026-05-11T10:59:59.999999Z", ok=True),
        row(4, "2026-05-11T11:00Z", ok=True),
    ]
    slo = b.slo(b.satisfy(OK), exclusions=[exclusion("2026-05-11T10:00Z", "2026-05-11T11:00Z")])
    assert [event.event_key for event in run(slo, rows).events] == ["1", "4"]


def test_an_exclusion_goes_by_when_an_event_counts_and_drops_pending_ones_too() -> None:
    # Due at 11:00 and at 12:00; the exclusion from 11:30 takes the second, though it began before.
    rows = [row(1, "2026-05-11T10:00Z"), row(2, "2026-05-11T11:00Z")]
    slo = b.slo(b.have("resolution", "1h"), exclusions=[exclusion("2026-05-11T11:30Z", "2026-05-11T13:00Z")])
    assert [event.event_key for event in run(slo, rows, "2026-05-11T11:15Z").events] == ["1"]
    assert counts(run(slo, rows)) == {"{}": (0, 1, 0)}


def test_recurring_maintenance() -> None:
    rows = [
        row(1, "2026-05-11T11:59+02:00", ok=True),
        row(2, "2026-05-11T12:00+02:00", ok=True),
        row(3, "2026-05-11T13:00+02:00", ok=True),
        row(4, "2023-05-11T12:00+02:00", ok=True),  # outside the years of the maintenance: nothing known, nothing removed
    ]
    slo = b.slo(b.satisfy(OK), exclusions=[ExcludeDuring("lunch", None)])
    assert {event.event_key for event in run(slo, rows).events} == {"1", "3", "4"}


# ── the second promise ────────────────────────────────────────────────────────────────────────────────────────────────


def promise(**more: list[ExcludeRange]) -> Slo:
    """95% within 1h, SLA 90% within 2h over the same 28 days."""
    second = b.sla("90%", b.have("resolution", "2h"), b.rolling("28d"))
    return b.slo(b.have("resolution", "1h"), sla=second, exclusions=more.get("exclusions", []))


def test_an_sla_has_its_own_deadline_and_count() -> None:
    # Solved after 90 minutes: too late for the SLO at 11:00, in time for the SLA, which counts at 12:00.
    rows = [row(1, "2026-05-11T10:00Z", solved_at=b.instant("2026-05-11T11:30Z"))]
    evaluation = run(promise(), rows, "2026-05-11T11:45Z")
    (event,), (status,) = evaluation.events, evaluation.status
    assert (event.outcome, event.sla_outcome) == ("bad", "pending")
    assert event.sla_counted_at == b.instant("2026-05-11T12:00Z")
    assert (status.sla_achievement, status.sla_met, status.sla_target) == (None, None, Fraction(9, 10))
    (status,) = run(promise(), rows, "2026-05-11T12:00Z").status
    assert (status.achievement, status.met) == (0, False)
    assert (status.sla_achievement, status.sla_met) == (1, True)


def test_an_sla_over_its_own_window() -> None:
    second = b.sla("90%", b.satisfy(OK), b.rolling("1d"))
    rows = [row(1, "2026-05-01T10:00Z", ok=False), row(2, "2026-05-11T10:00Z", ok=True)]
    (status,) = run(b.slo(b.satisfy(OK), sla=second), rows).status
    assert (status.achievement, status.sla_achievement) == (Fraction(1, 2), 1)


def test_an_exclusion_may_take_the_slos_count_the_slas_or_both() -> None:
    rows = [row(1, "2026-05-11T10:00Z")]  # due at 11:00 and, for the SLA, at 12:00

    def left(start: str, end: str) -> list[tuple[str | None, int | None, str | None, int | None]]:
        events: tuple[Event, ...] = run(promise(exclusions=[exclusion(start, end)]), rows).events
        return [(e.outcome, e.counted_at, e.sla_outcome, e.sla_counted_at) for e in events]

    eleven, twelve = b.instant("2026-05-11T11:00Z"), b.instant("2026-05-11T12:00Z")
    assert left("2026-05-11T10:30Z", "2026-05-11T11:30Z") == [(None, None, "bad", twelve)]
    assert left("2026-05-11T11:30Z", "2026-05-11T12:30Z") == [("bad", eleven, None, None)]
    assert left("2026-05-11T10:30Z", "2026-05-11T12:30Z") == []


# ── judged later ──────────────────────────────────────────────────────────────────────────────────────────────────────

REOPENED = Any(
    "messages",
    b.both(
        b.compare(b.ref("author", of="messages"), "==", "customer"),
        b.compare(b.ref("sent_at", Type.TIME, of="messages"), ">", b.ref("solved_at", Type.TIME)),
    ),
)
SOLVED = Not(IsNull(b.ref("solved_at", Type.TIME)))
STAYS_SOLVED = b.slo(b.satisfy(Not(REOPENED), after="7d"), where=SOLVED, window=b.rolling("90d"))


def again(sent_at: str) -> list[Row]:
    return [{"id": 1, "sent_at": b.instant(sent_at), "author": "customer"}]


@pytest.mark.parametrize(
    ("sent_at", "outcome"),
    [("2026-05-08T10:00Z", "bad"), ("2026-05-08T10:00:00.000001Z", "good"), ("2026-05-02T09:00Z", "good")],
)
def test_what_is_judged_after_seven_days_sees_the_data_of_then(sent_at: str, outcome: str) -> None:
    # Created on 1 May 10:00, solved on 2 May 09:00, judged on 8 May 10:00: what comes a microsecond later changes nothing.
    rows = [row(1, "2026-05-01T10:00Z", solved_at=b.instant("2026-05-02T09:00Z"))]
    (event,) = run(STAYS_SOLVED, rows, messages=again(sent_at)).events
    assert (event.outcome, event.counted_at, event.deadline) == (outcome, b.instant("2026-05-08T10:00Z"), event.counted_at)


def test_a_condition_on_the_population_is_judged_as_late_as_the_requirement() -> None:
    # Solved a microsecond after the judgement: as of then it was unsolved, and it never becomes an event.
    rows = [row(1, "2026-05-01T10:00Z", solved_at=b.instant("2026-05-08T10:00:00.000001Z"))]
    assert run(STAYS_SOLVED, rows).events == ()


def test_before_its_judgement_an_event_is_pending_and_seen_as_of_now() -> None:
    rows = [row(1, "2026-05-01T10:00Z", solved_at=b.instant("2026-05-02T09:00Z"))]
    assert run(STAYS_SOLVED, rows, "2026-05-02T08:59Z").events == ()  # not solved yet
    evaluation = run(STAYS_SOLVED, rows, "2026-05-02T09:00Z")
    assert [event.outcome for event in evaluation.events] == ["pending"]
    assert evaluation.at_risk == ()  # there is no measure that runs
    assert [event.outcome for event in run(STAYS_SOLVED, rows, "2026-05-08T10:00Z").events] == ["good"]


def test_without_after_a_row_is_seen_as_it_is_now() -> None:
    # The checker refuses to read a nullable time here (SLO302); what an IR says that never met it is still defined.
    rows = [row(1, "2026-05-01T10:00Z", solved_at=b.instant("2026-05-02T09:00Z"))]
    slo = b.slo(b.satisfy(SOLVED))
    assert counts(run(slo, rows, "2026-05-02T08:59Z")) == {"{}": (0, 1, 0)}
    assert counts(run(slo, rows, "2026-05-02T09:00Z")) == {"{}": (1, 0, 0)}
