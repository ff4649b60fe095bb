"""Hypothesis strategies for programs, their rows and an instant: small, and rich in ties, nulls and edges of calendars."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TypeVar

from hypothesis import strategies as st

from sloc.ir import Duration, ExcludeDuring, ExcludeRange, Fresh, Have, Indicator, Instant, Ir, Satisfy, Slo
from sloc.ir.calendar import AnyCalendar
from sloc.ir.expr import (
    And,
    Any,
    Arithmetic,
    BoolLiteral,
    Compare,
    Count,
    DateLiteral,
    DurationLiteral,
    Expr,
    FieldRef,
    In,
    IsNull,
    Literal,
    Matches,
    Negate,
    Not,
    NullLiteral,
    NumberLiteral,
    Or,
    Pick,
    StringLiteral,
    TimeLiteral,
    Type,
)
from sloc.ir.slo import Exclusion
from sloc.ir.units import DAY, HOUR, MICROS, MINUTE
from tests.reference import Row, Tables
from tests.reference.build import (
    calendar,
    child,
    field,
    instant,
    interval,
    plain,
    program,
    ref,
    rolling,
    sla,
    slo,
    source,
    union,
)

YEARS = (2026, 2026)
HOURS = ("09:00-17:00", "09:00-12:30, 13:30-18:00", "22:00-06:00", "00:00-24:00", "23:30-24:00", "02:15-02:45", "00:00-00:01")
DAYS = ("mon..fri", "sat", "sun", "wed", "mon..sun")
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia")
ANCHORS = (
    instant("2026-03-29T01:00Z"),  # Berlin skips an hour
    instant("2026-10-25T01:00Z"),  # and repeats one
    instant("2026-04-04T15:00Z"),  # Lord Howe repeats half an hour
    instant("2026-06-17T12:00Z"),
    instant("2026-01-01T00:00Z"),  # the calendars' years begin
    instant("2026-12-31T23:00Z"),  # and end
)
WORDS = ("urgent", "high", "a'b", "é", "z\n$$--")


@dataclass(frozen=True)
class Case:
    """A program, its rows, and the instant at which it is asked."""

    ir: Ir
    tables: Tables
    now: int


# ── calendars ─────────────────────────────────────────────────────────────────────────────────────────────────────────


POOL = 12
"""So many sets of calendars, so that a database with their tables can be used again."""


@cache
def _calendars(number: int) -> tuple[AnyCalendar, ...]:
    """``office`` and ``desk`` with hours of their own, ``both``, their union; the same for the same number."""
    chosen = random.Random(number)
    made: list[AnyCalendar] = []
    for id in ("office", "desk"):
        weekly = {days: chosen.choice(HOURS) for days in chosen.sample(DAYS, chosen.randint(1, 3))}
        dates = (
            {chosen.choice(("2026-03-29", "2026-06-17", "2026-10-25")): chosen.choice(HOURS)} if chosen.random() < 0.5 else {}
        )
        closed = chosen.sample(("2026-06-16", "2026-03-28 .. 2026-03-30", "2026-12-31"), chosen.randint(0, 1))
        cut = chosen.sample((("2026-06-17", "11:00-12:30"), ("2026-03-29", "01:30-03:30")), chosen.randint(0, 1))
        zone = ZONES[(number + len(made)) % len(ZONES)]
        made.append(calendar(weekly, id=id, zone_name=zone, dates=dates, closed=closed, cut=cut, years=YEARS))
    return (union("both", "desk", "office"), made[1], made[0])


T = TypeVar("T")
NAMES = st.sampled_from((None, None, None, "office", "desk", "both"))


def mostly(usual: st.SearchStrategy[T], rare: st.SearchStrategy[T], times: int = 7) -> st.SearchStrategy[T]:
    """The `usual` one that many times as often as the `rare` one."""
    return st.sampled_from((usual,) * times + (rare,)).flatmap(lambda chosen: chosen)


# ── expressions ───────────────────────────────────────────────────────────────────────────────────────────────────────

PARENT = {
    "id": "int?", "at": "time", "prio": "string?", "n": "int?", "x": "number?", "ok": "bool?", "solved": "time?", "due": "time",
    "day": "date?", "took": "duration?",
}  # fmt: skip
MESSAGES = {"id": "int?", "sent": "time", "author": "string", "auto": "bool?", "score": "number?", "seen": "time?"}
HOLDS = {"id": "int?", "begins": "time", "ends": "time?"}
BY_AGENT = Compare("==", FieldRef("author", "messages", Type.STRING), StringLiteral("urgent"))
DERIVED = (
    field("reply", "time?", Pick(False, "messages", "sent", BY_AGENT, Type.TIME)),
    field("talks", "int", Count("messages", None)),
    # A derived field of a derived field, with a divisor that may be zero.
    field("ratio", "number?", Arithmetic("/", ref("n", Type.INT), ref("talks", Type.INT), Type.NUMBER)),
)


def _refs(base: Type, inner: str | None) -> list[Expr]:
    """The fields of that type: the child's first, then the event's."""
    found: list[Expr] = []
    if inner == "messages":
        found += [FieldRef(name, inner, base) for name, text in MESSAGES.items() if text.rstrip("?") == base.value]
    found += [FieldRef(name, None, base) for name, text in PARENT.items() if text.rstrip("?") == base.value]
    found += [FieldRef(f.name, None, base) for f in DERIVED if f.type.base is base]
    return found


@cache
def instants() -> st.SearchStrategy[int]:
    """Instants around the anchors, some of them on whole minutes and some a microsecond beside them."""
    minutes = st.one_of(st.integers(-3, 3), st.integers(-300, 300), st.integers(-12_000, 12_000))
    return st.builds(
        lambda anchor, minute, jitter: anchor + minute * MINUTE + jitter,
        st.sampled_from(ANCHORS),
        minutes,
        st.sampled_from((0, 0, 0, 1, -1, 30 * MICROS)),
    )


@cache
def lengths() -> st.SearchStrategy[int]:
    """Durations from nothing to two days."""
    return st.sampled_from((1, MICROS, MINUTE, 15 * MINUTE, HOUR, HOUR + 1, 4 * HOUR, 8 * HOUR, 30 * HOUR, 2 * DAY))


_numbers = st.sampled_from([Fraction(v) for v in ("0", "1", "2", "-1", "0.5", "-2.25", "0.000000001", "3.3", "1000000")])


@cache
def numbers(inner: str | None, depth: int) -> st.SearchStrategy[Expr]:
    """Numeric expressions."""
    leaves: list[st.SearchStrategy[Expr]] = [
        st.builds(NumberLiteral, _numbers),
        st.sampled_from(_refs(Type.INT, inner) + _refs(Type.NUMBER, inner)),
    ]
    if depth <= 0:
        return st.one_of(*leaves)
    below = numbers(inner, depth - 1)
    more = [
        st.builds(lambda op, a, b: Arithmetic(op, a, b, Type.NUMBER), st.sampled_from("+-*/"), below, below),
        st.builds(lambda a: Negate(a, Type.NUMBER), below),
        st.builds(lambda a, b: Arithmetic("/", a, b, Type.NUMBER), durations(inner, 0), durations(inner, 0)),
    ]
    if inner is None:
        more.append(st.builds(Count, st.just("messages"), st.none() | conditions("messages", depth - 1)))
        more.append(picks("score", Type.NUMBER, depth - 1))
    return st.one_of(*leaves, *more)


@cache
def picks(name: str, base: Type, depth: int) -> st.SearchStrategy[Expr]:
    """``first`` and ``last`` of a field of the messages."""
    where = st.none() | conditions("messages", depth)
    return st.builds(lambda last, kept: Pick(last, "messages", name, kept, base), st.booleans(), where)


@cache
def durations(inner: str | None, depth: int) -> st.SearchStrategy[Expr]:
    """Durations, among them differences of times."""
    leaves: list[st.SearchStrategy[Expr]] = [
        st.builds(DurationLiteral, st.builds(Duration, lengths())),
        st.sampled_from(_refs(Type.DURATION, inner)),
        st.builds(lambda a, b: Arithmetic("-", a, b, Type.DURATION), times(inner, 0), times(inner, 0)),
    ]
    if depth <= 0:
        return st.one_of(*leaves)
    scaled = st.builds(
        lambda op, a, b: Arithmetic(op, a, b, Type.DURATION), st.sampled_from("*/"), durations(inner, 0), numbers(inner, 0)
    )
    return st.one_of(*leaves, scaled)


@cache
def times(inner: str | None, depth: int) -> st.SearchStrategy[Expr]:
    """Instants."""
    leaves = st.one_of(st.sampled_from(_refs(Type.TIME, inner)), st.builds(TimeLiteral, st.builds(Instant, instants())))
    if depth <= 0:
        return leaves
    moved = st.builds(
        lambda op, a, b: Arithmetic(op, a, b, Type.TIME), st.sampled_from("+-"), leaves, durations(inner, depth - 1)
    )
    return st.one_of(leaves, moved)


@cache
def strings(inner: str | None) -> st.SearchStrategy[Expr]:
    """String fields and literals."""
    options = st.sampled_from(_refs(Type.STRING, inner))
    return options if inner is not None else st.one_of(options, picks("author", Type.STRING, 0))


_words = st.builds(StringLiteral, st.sampled_from(WORDS))
_orders = st.sampled_from(("==", "!=", "<", "<=", ">", ">="))


@cache
def conditions(inner: str | None, depth: int) -> st.SearchStrategy[Expr]:
    """Boolean expressions."""
    items: st.SearchStrategy[Literal] = st.one_of(_words, st.just(NullLiteral()))
    leaves: list[st.SearchStrategy[Expr]] = [
        st.builds(BoolLiteral, st.booleans()),
        st.sampled_from(_refs(Type.BOOL, inner)),
        st.builds(Compare, _orders, numbers(inner, depth), numbers(inner, depth)),
        st.builds(Compare, _orders, strings(inner), _words),
        st.builds(Compare, _orders, times(inner, depth), times(inner, 0)),
        st.builds(Compare, _orders, durations(inner, depth), durations(inner, 0)),
        st.builds(Compare, _orders, st.sampled_from(_refs(Type.DATE, None)), st.just(DateLiteral(dt.date(2026, 6, 17)))),
        st.builds(In, strings(inner), st.lists(items, max_size=3).map(tuple)),
        st.builds(In, numbers(inner, 0), st.lists(st.builds(NumberLiteral, _numbers), max_size=3).map(tuple)),
        st.builds(Matches, strings(inner), st.sampled_from(("ur.*", "[a-h]+", "a'b|é", ""))),
        st.builds(IsNull, st.one_of(numbers(inner, depth), strings(inner), times(inner, 0))),
    ]
    if depth <= 0:
        return st.one_of(*leaves)
    below = conditions(inner, depth - 1)
    several = st.lists(below, min_size=2, max_size=3).map(tuple)
    more: list[st.SearchStrategy[Expr]] = [st.builds(And, several), st.builds(Or, several), st.builds(Not, below)]
    if inner is None:
        more.append(st.builds(Any, st.just("messages"), st.none() | conditions("messages", depth - 1)))
    return st.one_of(*leaves, *more)


# ── objectives ────────────────────────────────────────────────────────────────────────────────────────────────────────

MEASURES = (
    interval("first", "at", "reply"),
    interval("solving", "at", "solved", "holds"),
    interval("replying", "due", "solved", "holds"),
    interval("late", "solved", "due"),
)


SLICED = ("share", "fresh")
"""The kinds of indicators that slices have."""


@st.composite
def indicators(draw: st.DrawFn, kind: str) -> tuple[Indicator, Indicator]:
    """An indicator and its SLA's, which differs in `within` and `during` alone."""
    within = st.builds(Duration, lengths())
    match kind:
        case "interval":
            name = draw(st.sampled_from([measure.name for measure in MEASURES]))
            return Have(name, draw(within), draw(NAMES)), Have(name, draw(within), draw(NAMES))
        case "value":
            return Have("took", draw(within), None), Have("took", draw(within), None)
        case "fresh":
            return Fresh(draw(within)), Fresh(draw(within))
        case "share":
            expr = draw(conditions(None, 1))
            shares = st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(99, 100), Fraction(2, 3)])
            return Satisfy(expr, Duration(0), draw(shares)), Satisfy(expr, Duration(0), draw(shares))
        case _:
            after = Duration(draw(st.one_of(st.just(0), lengths())))
            promise = Satisfy(draw(conditions(None, 2)), after, Fraction(1))
            return promise, promise


@st.composite
def exclusions(draw: st.DrawFn) -> Exclusion:
    """A range of instants, or a calendar."""
    name = draw(NAMES)
    if name is not None:
        return ExcludeDuring(name, None)
    start = draw(instants())
    return ExcludeRange(Instant(start), Instant(start + draw(lengths())), "because")


@st.composite
def objectives(draw: st.DrawFn, name: str, kind: str) -> Slo:
    """One SLO."""
    own, promised = draw(indicators(kind))
    sliced = kind in SLICED
    length = draw(st.sampled_from(("15m", "1h", "6h", "1d"))) if sliced else ""
    return slo(
        own,
        name=name,
        where=draw(mostly(st.none(), conditions(None, 1), 2)),
        during=draw(NAMES),
        per=draw(st.lists(st.sampled_from(("prio", "n", "ok", "talks")), max_size=2, unique=True)),
        slices=(length, draw(st.sampled_from(("ignore", "good", "bad")))) if sliced else None,
        sla=draw(st.none() | st.just(sla("90%", promised, rolling("28d")))),
        exclusions=draw(st.lists(exclusions(), max_size=2)),
    )


# ── rows ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def shortly_before(now: int) -> st.SearchStrategy[int]:
    """Instants close together, most of them before now, so that pauses overlap and deadlines fall among the events."""
    minutes, extra = st.integers(-3000, 60), st.sampled_from((0, 0, 1, -1))
    near = st.builds(lambda minute, micros: now + minute * MINUTE + micros, minutes, extra)
    grid = st.integers(-40, 2).map(lambda step: now + step * HOUR)
    return mostly(grid, near, 2)


def values_of(base: Type, around: st.SearchStrategy[int]) -> st.SearchStrategy[object]:
    match base:
        case Type.BOOL:
            return st.booleans()
        case Type.INT:
            return st.integers(-2, 3)
        case Type.NUMBER:
            return _numbers
        case Type.STRING:
            return st.sampled_from(WORDS)
        case Type.TIME:
            return around
        case Type.DURATION:
            return lengths()
        case Type.DATE:
            return st.sampled_from((dt.date(2026, 6, 17), dt.date(2024, 2, 29)))


def _rows(types: dict[str, str], most: int, around: st.SearchStrategy[int], *faulty: str) -> st.SearchStrategy[list[Row]]:
    """Rows of a table; the `faulty` fields may be null though they should not be."""
    fields: dict[str, st.SearchStrategy[object]] = {}
    for name, text in types.items():
        values = st.integers(1, 3) if name == "id" else values_of(Type(text.rstrip("?")), around)
        nulls = text.endswith("?") or name in faulty
        fields[name] = mostly(values, st.none(), 3 if text.endswith("?") else 12) if nulls else values
    return st.lists(st.fixed_dictionaries(fields), min_size=most // 3, max_size=most)  # type: ignore[arg-type]


@st.composite
def cases(draw: st.DrawFn, *kinds: str) -> Case:
    """A program with one SLO of each kind over one source, up to five events, and children."""
    opened = _calendars(draw(st.integers(0, POOL - 1)))
    now = draw(instants())
    around = shortly_before(now)
    if not any(kind in SLICED for kind in kinds):  # far events would make tens of thousands of slices
        around = mostly(around, instants(), 12)
    tickets = source(
        PARENT,
        derived=DERIVED,
        children=(child("messages", MESSAGES, at="sent"), child("holds", HOLDS, at="begins", until="ends")),
        measures=(*MEASURES, plain("took")),
    )
    slos = [draw(objectives(f"{kind}_{index}", kind)) for index, kind in enumerate(kinds)]
    tables = {
        "tickets": draw(_rows(PARENT, 6, around, "at")),
        "tickets/messages": draw(_rows(MESSAGES, 8, around, "sent")),
        "tickets/holds": draw(_rows(HOLDS, 7, around, "begins")),
    }
    return Case(program(slos, [tickets], opened), tables, now)
