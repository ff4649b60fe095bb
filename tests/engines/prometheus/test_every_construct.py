"""Every construct that rules can say, in one program that promtool reads; whatever else there is, rules refuse."""

from __future__ import annotations

from pathlib import Path

from sloc.backends.prometheus import PrometheusBackend
from tests.constructs import constructs, every
from tests.engines.prometheus.harness import ir_of, lint, rule_file

PROGRAM = ir_of(Path(__file__).with_name("every_construct.slo").read_text("utf-8"))

REFUSED = (
    # opening hours, calendar periods, slices of time, exclusions, a second promise, percentiles: golden/prometheus/refused.case
    *("Calendar", "Union", "Zone", "Hours", "WeeklyHours", "DayHours", "Closure", "YearlyClosure", "Holiday", "Ir.calendars"),
    *("Slo.clock", "Have.during", "Population.during", "CalendarWindow", "PaceAbove"),
    *("Slices", "Population.slices", "Fresh", "PrometheusBinding.gauges", "Exclude", "Slo.exclusions"),
    *("Sla", "Slo.sla", "Slo.percentile", "PrometheusBinding.good", "PrometheusBinding.total", "IntervalMeasure"),
    # no label carries it: tests/unit/prometheus/test_conditions.py
    *("Child", "Source.children", "Source.key", "Field.derived", "FieldRef.child", "Pick", "Count", "Any"),
    *("Arithmetic", "Negate", "DateLiteral", "DurationLiteral"),
    *(f"{field} {type}" for field in ("FieldRef.type", "FieldType.base") for type in ("date", "duration", "number", "time")),
    # another back end's
    *("Source.sql", "SqlBinding", "Column"),
)


def test_the_program_has_every_construct_that_rules_can_say() -> None:
    assert [each for each in sorted(every() - constructs(PROGRAM)) if not each.startswith(REFUSED)] == []


def test_promtool_reads_it(tmp_path: Path) -> None:
    assert not PrometheusBackend().refusals(PROGRAM, {})
    lint(rule_file(PROGRAM), tmp_path)
