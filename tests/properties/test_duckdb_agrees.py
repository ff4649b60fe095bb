"""DuckDB and the reference evaluator agree on every event and every fault of random programs over random rows."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from tests.engines.duckdb.agreement import check
from tests.engines.duckdb.programs import Case, cases

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)
relaxed = settings(max_examples=90, deadline=None, suppress_health_check=SLOW, derandomize=True, database=None)


@relaxed
@given(cases("interval"))
def test_intervals(case: Case) -> None:
    check(case.ir, case.tables, case.now)


@relaxed
@given(cases("interval", "interval"))
def test_two_intervals_side_by_side(case: Case) -> None:
    check(case.ir, case.tables, case.now)


@relaxed
@given(cases("value", "satisfy"))
def test_values_and_conditions(case: Case) -> None:
    check(case.ir, case.tables, case.now)


@relaxed
@given(cases("satisfy", "satisfy"))
def test_conditions(case: Case) -> None:
    check(case.ir, case.tables, case.now)


@relaxed
@given(cases("share"))
def test_shares_of_slices(case: Case) -> None:
    check(case.ir, case.tables, case.now)


@relaxed
@given(cases("fresh"))
def test_freshness(case: Case) -> None:
    check(case.ir, case.tables, case.now)
