"""The abstract syntax of a spec: what the author wrote, typed, with spans.

Nodes are frozen. A span says where a node stands and takes no part in equality, so two programs that differ in layout alone
are equal. Units are exact already (a duration is integer microseconds), names are not resolved yet, and nothing here
knows whether a program makes sense.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TypeAlias

from sloc.records import dataclass, field
from sloc.source.span import Span


@dataclass(frozen=True, kw_only=True)
class Node:
    """Anything that stands somewhere in a spec."""

    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True)
class Name(Node):
    """An identifier; `text` is without back quotes."""

    text: str


# ── values ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Str(Node):
    """A JSON string, or a triple-quoted block; `value` is decoded."""

    value: str


@dataclass(frozen=True)
class Number(Node):
    """A number without a unit, exact; `text` is as written."""

    value: Fraction
    text: str = field(compare=False)


@dataclass(frozen=True)
class Percent(Node):
    """``99.95%``; `value` is 1999/2000."""

    value: Fraction
    text: str = field(compare=False)


@dataclass(frozen=True)
class Percentile(Node):
    """``p90``; `value` is 9/10."""

    value: Fraction
    text: str = field(compare=False)


@dataclass(frozen=True)
class Duration(Node):
    """``1h30m``; whole microseconds."""

    micros: int
    text: str = field(compare=False)


@dataclass(frozen=True)
class Instant(Node):
    """RFC 3339 with an offset; microseconds since the epoch, UTC."""

    micros: int
    text: str = field(compare=False)


@dataclass(frozen=True)
class Date(Node):
    """A calendar date."""

    value: dt.date


@dataclass(frozen=True)
class Bool(Node):
    """``true`` or ``false``."""

    value: bool


@dataclass(frozen=True)
class Null(Node):
    """``null``."""


@dataclass(frozen=True)
class Param(Node):
    """``$name``: stands for an argument inside a template."""

    name: str


@dataclass(frozen=True)
class ListValue(Node):
    """``[a, b]``."""

    items: tuple[Value, ...]


Scalar: TypeAlias = Str | Number | Percent | Percentile | Duration | Instant | Date | Bool | Null | Param
# A name or a window stands only as a template's argument.
Value: TypeAlias = "Scalar | ListValue | Name | CalendarWindow"


# ── expressions ───────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Ref(Node):
    """``field``, or ``child.field`` (`child` set)."""

    name: Name
    child: Name | None = None


@dataclass(frozen=True)
class Logic(Node):
    """``a and b and …`` or ``a or b or …``; two operands or more."""

    op: str
    operands: tuple[Expr, ...]


@dataclass(frozen=True)
class Not(Node):
    """``not a``."""

    operand: Expr


@dataclass(frozen=True)
class Compare(Node):
    """``a < b`` and the like; `op` is one of ``== != < <= > >=``."""

    op: str
    left: Expr
    right: Expr


@dataclass(frozen=True)
class In(Node):
    """``a in [..]``, ``a not in [..]``."""

    operand: Expr
    items: ListValue | Param
    negated: bool


@dataclass(frozen=True)
class Matches(Node):
    """``a matches "regex"``: anchored at both ends, RE2 syntax."""

    operand: Expr
    pattern: Str | Param


@dataclass(frozen=True)
class IsNull(Node):
    """``a is null``, ``a is not null``."""

    operand: Expr
    negated: bool


@dataclass(frozen=True)
class Arithmetic(Node):
    """``a + b`` and the like; `op` is one of ``+ - * /``."""

    op: str
    left: Expr
    right: Expr


@dataclass(frozen=True)
class Negate(Node):
    """``-a``."""

    operand: Expr


@dataclass(frozen=True)
class Aggregate(Node):
    """``first(C.F where …)``, ``last(…)`` (`field` set) or ``count(C where …)``, ``any(…)`` (`field` None)."""

    kind: str
    child: Name
    field: Name | None
    where: Expr | None


Expr: TypeAlias = Ref | Logic | Not | Compare | In | Matches | IsNull | Arithmetic | Negate | Aggregate | Scalar | ListValue


# ── calendars ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Hours(Node):
    """``09:00-12:30`` as minutes after midnight; `end` is up to 24:00 (1440), and at or before `start` on the next day."""

    start: int
    end: int


@dataclass(frozen=True)
class Timezone(Node):
    """``timezone Europe/Berlin``."""

    zone: Name


@dataclass(frozen=True)
class OpenWeekly(Node):
    """``open mon..fri 09:00-17:00``; `days` are 0 (Monday) to 6, in the order written."""

    days: tuple[int, ...]
    hours: tuple[Hours, ...]


@dataclass(frozen=True)
class OpenDate(Node):
    """``open 2026-12-29 09:00-12:00``."""

    date: Date
    hours: tuple[Hours, ...]


@dataclass(frozen=True)
class Closed(Node):
    """``closed 2026-12-28 .. 2026-12-31 "year end"``; `hours` set where only a part of the (one) day is closed."""

    first: Date
    last: Date
    hours: Hours | None
    reason: Str | None


@dataclass(frozen=True)
class ClosedYearly(Node):
    """``closed every 12-24``."""

    month: int
    day: int
    reason: Str | None


@dataclass(frozen=True)
class Holidays(Node):
    """``holidays DE-BE, AT``: regions of the python-holidays library."""

    regions: tuple[Name, ...]


@dataclass(frozen=True)
class Covers(Node):
    """``covers 2016 .. 2036``: both ends included."""

    first: Number
    last: Number


CalendarItem: TypeAlias = Timezone | OpenWeekly | OpenDate | Closed | ClosedYearly | Holidays | Covers


@dataclass(frozen=True)
class Calendar(Node):
    """``calendar office { … }``, or a union: ``calendar world of office, tokyo`` (`members` set, no items)."""

    name: Name
    title: Str | None
    items: tuple[CalendarItem, ...] = ()
    members: tuple[Name, ...] | None = None


# ── sources ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class FieldType(Node):
    """``string``, ``time?`` (`name` set) or an enum ``"a" | "b"`` (`values` set)."""

    name: Name | None
    values: tuple[Str, ...]
    nullable: bool


@dataclass(frozen=True)
class Field(Node):
    """``field solved_at: time?``, perhaps ``= first(…)``."""

    name: Name
    type: FieldType
    derived: Expr | None


@dataclass(frozen=True)
class Key(Node):
    """``key ticket_id``."""

    name: Name


@dataclass(frozen=True)
class At(Node):
    """``at created_at``."""

    name: Name


@dataclass(frozen=True)
class Until(Node):
    """``until held_until``."""

    name: Name


@dataclass(frozen=True)
class Expected(Node):
    """``expected 90 per day``; `unit` is minute, hour or day."""

    count: Number
    unit: Name


@dataclass(frozen=True)
class IntervalMeasure(Node):
    """``measure resolution: from created_at to solved_at pausing during holds``."""

    name: Name
    start: Name
    end: Name
    pausing: Name | None


@dataclass(frozen=True)
class ValueMeasure(Node):
    """``measure latency: duration``."""

    name: Name
    type: FieldType


@dataclass(frozen=True)
class BindCall(Node):
    """``table "x"``, ``counter "x" births by instance``, ``histogram latency "x"``, ``good first_response "x"``.

    `births` is None where unsaid, else a label's name or the Name ``none`` with `births_none` set.
    """

    key: Name
    subject: Name | None
    value: Str
    births: Name | None = None
    births_none: bool = False


@dataclass(frozen=True)
class BindBuckets(Node):
    """``buckets latency 50ms, 100ms``."""

    subject: Name
    bounds: tuple[Duration, ...]


@dataclass(frozen=True)
class BindAssign(Node):
    """``column latency = "duration_ms" in ms``, ``label route = "handler"``; `unit` is ms, s, m or h."""

    key: Name
    subject: Name
    value: Str
    unit: Name | None


@dataclass(frozen=True)
class BindTimes(Node):
    """``times in Europe/Berlin`` (`zone`), ``times epoch ms`` (`epoch`: s or ms)."""

    zone: Name | None
    epoch: Name | None


BindingItem: TypeAlias = BindCall | BindBuckets | BindAssign | BindTimes


@dataclass(frozen=True)
class Binding(Node):
    """``from sql { … }``."""

    backend: Name
    items: tuple[BindingItem, ...]


@dataclass(frozen=True)
class Child(Node):
    """``child messages { … }``: many rows for one event."""

    name: Name
    items: tuple[Key | At | Until | Field | Binding, ...]


SourceItem: TypeAlias = Key | At | Expected | Field | IntervalMeasure | ValueMeasure | Child | Binding


@dataclass(frozen=True)
class Source(Node):
    """``source tickets { … }``."""

    name: Name
    title: Str | None
    items: tuple[SourceItem, ...]


# ── objectives ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class During(Node):
    """``during office``."""

    calendar: Name | Param


@dataclass(frozen=True)
class Population(Node):
    """``5m slices of tickets where … during office per region``; `slices` None where events count."""

    slices: Duration | Param | None
    source: Name
    where: Expr | None
    during: During | None
    per: tuple[Name, ...]


@dataclass(frozen=True)
class Have(Node):
    """``have first_response within 15m during office``."""

    measure: Name | Param
    within: Duration | Param | None
    during: During | None


@dataclass(frozen=True)
class Satisfy(Node):
    """``satisfy 99% of code < 500 after 7d``."""

    share: Percent | Param | None
    expr: Expr
    after: Duration | Param | None


@dataclass(frozen=True)
class Fresh(Node):
    """``be fresh within 24h``."""

    within: Duration | Param


Requirement: TypeAlias = Have | Satisfy | Fresh


@dataclass(frozen=True)
class CalendarWindow(Node):
    """``calendar month in Europe/Berlin``; `period` is week, month, quarter or year."""

    period: Name
    zone: Name | None


Window: TypeAlias = Duration | Param | CalendarWindow


@dataclass(frozen=True)
class Expect(Node):
    """The sentence: ``expect 95% of … to … over 28d``."""

    target: Percent | Percentile | Param | None
    population: Population
    requirement: Requirement
    window: Window


@dataclass(frozen=True)
class Sla(Node):
    """``sla 90% within 30m over calendar month``."""

    target: Percent | Param
    within: Duration | Param | None
    during: During | None
    window: Window | None


@dataclass(frozen=True)
class Tier(Node):
    """``"urgent": 95% within 15m, sla 90% within 30m``; `value` None for ``else``."""

    value: Scalar | None
    target: Percent | Percentile | Param
    within: Duration | Param | None
    during: During | None
    sla: Sla | None


@dataclass(frozen=True)
class Tiers(Node):
    """``tiers by priority { … }``."""

    field: Name
    tiers: tuple[Tier, ...]


@dataclass(frozen=True)
class Burn(Node):
    """``2% of budget burns in 1h and 5m``."""

    share: Percent | Param
    long: Duration | Param
    short: Duration | Param | None


@dataclass(frozen=True)
class BudgetBelow(Node):
    """``budget below 20%``."""

    share: Percent | Param


@dataclass(frozen=True)
class PaceAbove(Node):
    """``budget pace above 1.2``."""

    factor: Number | Param


@dataclass(frozen=True)
class ExhaustedWithin(Node):
    """``budget exhausted within 3d``."""

    within: Duration | Param


@dataclass(frozen=True)
class BelowTarget(Node):
    """``achievement below target``."""


@dataclass(frozen=True)
class NoData(Node):
    """``no data for 1d``."""

    duration: Duration | Param


Condition: TypeAlias = Burn | BudgetBelow | PaceAbove | ExhaustedWithin | BelowTarget | NoData


@dataclass(frozen=True)
class Rule(Node):
    """``page when 2% of budget burns in 1h``; `severity` is page, ticket or notify."""

    severity: Name
    condition: Condition


@dataclass(frozen=True)
class MinEvents(Node):
    """``only after 5 bad events``."""

    count: Number | Param


@dataclass(frozen=True)
class Policy(Node):
    """``policy desk { … }``; in ``alerts { … }`` it has no name."""

    name: Name | None
    title: Str | None
    items: tuple[Rule | MinEvents, ...]


@dataclass(frozen=True)
class Alerts(Node):
    """``alerts desk``, ``alerts none``, ``alerts { … }``."""

    policy: Name | Policy


@dataclass(frozen=True)
class ExcludeRange(Node):
    """``exclude A .. B "reason"``."""

    start: Instant | Param
    end: Instant | Param
    reason: Str | None


@dataclass(frozen=True)
class ExcludeDuring(Node):
    """``exclude during maintenance``."""

    during: During
    reason: Str | None


@dataclass(frozen=True)
class Review(Node):
    """``review every quarter, last 2026-09-30``."""

    period: Name
    last: Date | None


@dataclass(frozen=True)
class EmptySlices(Node):
    """``empty slices are bad``."""

    outcome: Name


@dataclass(frozen=True)
class Meta(Node):
    """``owner "…"``, ``description "…"``, ``runbook "…"``, ``label team = "…"`` (`name` set)."""

    key: str
    value: Str
    name: Name | None = None


SloItem: TypeAlias = Meta | Expect | Tiers | Sla | Alerts | ExcludeRange | ExcludeDuring | Review | EmptySlices


@dataclass(frozen=True)
class Call(Node):
    """``http_availability(99.95%, "/pay")``."""

    template: Name
    arguments: tuple[Value, ...]


@dataclass(frozen=True)
class Slo(Node):
    """``slo latency "…" { … }``, or ``slo pay from http_availability(…)``."""

    name: Name
    title: Str | None
    call: Call | None
    items: tuple[SloItem, ...]


@dataclass(frozen=True)
class Parameter(Node):
    """``goal: percent``, perhaps ``= 99%``."""

    name: Name
    type: Name
    default: Value | None


@dataclass(frozen=True)
class Template(Node):
    """``template http_availability(goal: percent) { … }``, perhaps ``from`` another one."""

    name: Name
    parameters: tuple[Parameter, ...]
    call: Call | None
    items: tuple[SloItem, ...]


# ── tests ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Row(Node):
    """``{ ticket_id: 1, priority: "urgent" }``."""

    cells: tuple[tuple[Name, Value], ...]


@dataclass(frozen=True)
class Given(Node):
    """``given tickets { … }``: the rows of a source or of one of its children."""

    table: Name
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class AtInstant(Node):
    """``at 2026-03-31T00:00Z``."""

    instant: Instant


@dataclass(frozen=True)
class CountOutcome(Node):
    """``good 1``."""

    what: Name
    count: Number


@dataclass(frozen=True)
class AlertOutcome(Node):
    """``page firing``, ``ticket quiet``."""

    severity: Name
    firing: bool


@dataclass(frozen=True)
class ExpectOutcome(Node):
    """``expect good 1, bad 1, page quiet``."""

    outcomes: tuple[CountOutcome | AlertOutcome, ...]


@dataclass(frozen=True)
class Test(Node):
    """``test "…" for support.first_response["urgent"] { … }``; `tier` is the Str in brackets, or the Name ``else``."""

    title: Str
    service: Name
    slo: Name
    tier: Scalar | Name | None
    items: tuple[Given | AtInstant | ExpectOutcome, ...]


# ── files ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


ServiceItem: TypeAlias = Meta | Calendar | Source | Policy | Template | Slo


@dataclass(frozen=True)
class Service(Node):
    """``service support { … }``."""

    name: Name
    title: Str | None
    items: tuple[ServiceItem, ...]


Declaration: TypeAlias = Service | Calendar | Source | Policy | Template | Test


@dataclass(frozen=True)
class Comment(Node):
    """``# …`` as written, without the line end."""

    text: str


@dataclass(frozen=True)
class File(Node):
    """One spec. Declarations that could not be read are left out; the parser's findings tell."""

    declarations: tuple[Declaration, ...]
    comments: tuple[Comment, ...] = field(default=(), compare=False)
