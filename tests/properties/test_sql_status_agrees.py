"""Every SQL engine and the reference evaluator agree on every shared view: windows, budgets, burn, alerts, at risk, periods.

The programs, rows and instants are those of :mod:`tests.engines.sql.programs`; here each objective also gets a window, a
target, a policy and an SLA of its own.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from sloc.ir import (
    AlertPolicy,
    AlertRule,
    BelowTarget,
    BudgetBelow,
    Burn,
    Calendar,
    CalendarWindow,
    Duration,
    ExhaustedWithin,
    Have,
    Instant,
    NoData,
    PaceAbove,
    RollingWindow,
    Slo,
    Zone,
)
from sloc.ir.slo import Window
from sloc.ir.units import DAY, HOUR, MINUTE
from tests.counts import examples
from tests.engines.sql.engine import Engine
from tests.engines.sql.harness import bound, install
from tests.engines.sql.programs import Case, cases
from tests.engines.sql.shared.views import differences, disagreements_of, rows
from tests.reference import evaluate
from tests.reference.build import HERE

relaxed = examples(25)

# Round lengths meet each other often, which is where an inequality shows; odd ones meet the digits behind the point.
lengths = st.sampled_from([MINUTE, HOUR, 4 * HOUR, DAY, 7 * DAY, HOUR + 1_230, 86_399_999_990]).map(Duration)
targets = st.sampled_from([Fraction(t) for t in ("1/2", "9/10", "19/20", "1999/2000", "666667/1000000")])
shares = st.fractions(Fraction(1, 40), Fraction(3), max_denominator=40)
conditions = st.one_of(
    st.builds(Burn, shares, lengths, lengths),
    st.builds(BudgetBelow, shares),
    st.builds(PaceAbove, shares),
    st.builds(ExhaustedWithin, lengths),
    st.just(BelowTarget()),
    st.builds(NoData, lengths),
)


def windows(zones: list[Zone | None]) -> st.SearchStrategy[Window]:
    """Rolling windows, and calendar ones in one of the zones."""
    kinds = st.sampled_from(["week", "month", "quarter", "year"])
    return st.one_of(lengths.map(RollingWindow), st.builds(CalendarWindow, kinds, st.sampled_from(zones)))


@st.composite
def policies(draw: st.DrawFn) -> AlertPolicy:
    """Up to four rules, with or without a guard."""
    drawn = draw(st.lists(conditions, max_size=4))
    rules = tuple(AlertRule("page", condition, f"rule {i}", None, HERE) for i, condition in enumerate(drawn))
    return AlertPolicy("own", rules, draw(st.sampled_from([0, 0, 1, 3])))


@st.composite
def promised(draw: st.DrawFn, slo: Slo, zones: list[Zone | None]) -> Slo:
    """The SLO with a window, a target, a policy and an SLA's window of its own."""
    target = draw(targets)
    on = slo.indicator.during if isinstance(slo.indicator, Have) else None
    return replace(
        slo,
        clock=on or slo.population.during,
        target=target,
        percentile=draw(st.sampled_from([None, target])) if isinstance(slo.indicator, Have) else None,
        window=draw(windows(zones)),
        alerts=draw(policies()),
        sla=None if slo.sla is None else replace(slo.sla, window=draw(windows(zones)), target=draw(targets)),
    )


@st.composite
def whole_cases(draw: st.DrawFn, *kinds: str) -> Case:
    """A case whose objectives have all that the shared views look at."""
    case = draw(cases(*kinds))
    ir = bound(case.ir)
    zones: list[Zone | None] = [None, *(calendar.zone for calendar in ir.calendars if isinstance(calendar, Calendar))]
    return Case(replace(ir, slos=tuple(draw(promised(slo, zones)) for slo in ir.slos)), case.tables, case.now)


def check(engine: Engine, case: Case) -> None:
    expected = evaluate(case.ir, case.tables, Instant(case.now))
    database = install(engine, case.ir, case.tables, case.now)
    faults = differences(rows(database, "slo_coverage"), expected.coverage, key=2)
    assert [*disagreements_of(database, expected), *faults] == []


@relaxed
@given(case=whole_cases("interval", "interval", "value"))
def test_measures(engine: Engine, case: Case) -> None:
    check(engine, case)


@relaxed
@given(case=whole_cases("satisfy", "share", "fresh"))
def test_conditions_and_slices(engine: Engine, case: Case) -> None:
    check(engine, case)
