"""Rows as dicts, in an order that does not depend on the evaluator."""

from __future__ import annotations

from tests.reference import Coverage, as_dicts


def test_rows_become_dicts_sorted_from_left_to_right_with_nulls_first() -> None:
    rows = [Coverage("a", "null at", 2, "k"), Coverage("a", "null at", 2, None), Coverage("a", "null at", 1, "z")]
    assert [(row["rows"], row["example_key"]) for row in as_dicts(rows)] == [(1, "z"), (2, None), (2, "k")]
    assert as_dicts(rows[2:]) == [{"slo": "a", "fault": "null at", "rows": 1, "example_key": "z"}]
