"""Every SQL engine and the reference evaluator agree on every event and every fault of random programs over random rows."""

from __future__ import annotations

from hypothesis import given

from tests.counts import examples
from tests.engines.sql.agreement import check
from tests.engines.sql.engine import Engine
from tests.engines.sql.programs import Case, cases

relaxed = examples(90)


@relaxed
@given(case=cases("interval"))
def test_intervals(engine: Engine, case: Case) -> None:
    check(engine, case.ir, case.tables, case.now)


@relaxed
@given(case=cases("interval", "interval"))
def test_two_intervals_side_by_side(engine: Engine, case: Case) -> None:
    check(engine, case.ir, case.tables, case.now)


@relaxed
@given(case=cases("value", "satisfy"))
def test_values_and_conditions(engine: Engine, case: Case) -> None:
    check(engine, case.ir, case.tables, case.now)


@relaxed
@given(case=cases("satisfy", "satisfy"))
def test_conditions(engine: Engine, case: Case) -> None:
    check(engine, case.ir, case.tables, case.now)


@relaxed
@given(case=cases("share"))
def test_shares_of_slices(engine: Engine, case: Case) -> None:
    check(engine, case.ir, case.tables, case.now)


@relaxed
@given(case=cases("fresh"))
def test_freshness(engine: Engine, case: Case) -> None:
    check(engine, case.ir, case.tables, case.now)
