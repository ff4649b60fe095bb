"""The tables of docs/prometheus.md are those of the standard policy, and name all records and alerts that there are."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from sloc.backends.options import complete
from sloc.backends.prometheus import PrometheusBackend
from sloc.check.objectives import standard_policy
from sloc.ir import AlertRule, Burn
from sloc.ir.units import DAY, Duration, duration_text
from tests.engines.prometheus.harness import ir_of, spec

TEXT = (Path(__file__).resolve().parents[2] / "docs/prometheus.md").read_text(encoding="utf-8")
WINDOWS = re.findall(r"^\| (\d+)d \| (.+) \|$", TEXT, re.MULTILINE)
TARGETS = re.findall(r"^\| ([\d.]+)% \| (.+) \|$", TEXT, re.MULTILINE)


def burn(rule: AlertRule) -> Burn:
    assert isinstance(rule.condition, Burn)
    return rule.condition


def rate(rule: AlertRule, window: int) -> Fraction:
    return burn(rule).share * Fraction(window, burn(rule).long)


def test_there_are_tables() -> None:
    assert [days for days, _ in WINDOWS] == ["7", "28", "30", "90"]
    assert len(TARGETS) == 5


@pytest.mark.parametrize(("days", "cells"), WINDOWS)
def test_windows(days: str, cells: str) -> None:
    window = Duration(int(days) * DAY)
    rules = standard_policy(Fraction(999, 1000), window, None, 2026).rules
    lengths = [f"{duration_text(burn(rule).long)}/{duration_text(burn(rule).short)}" for rule in rules]
    rates = [f"{float(rate(rule, window)):.2f}".rstrip("0").rstrip(".") for rule in rules]
    assert cells.split(" | ") == [" ".join(pair) for pair in zip(lengths, rates, strict=True)]


@pytest.mark.parametrize(("target", "cells"), TARGETS)
def test_low_targets(target: str, cells: str) -> None:
    share = Fraction(target) / 100
    rules = standard_policy(share, Duration(30 * DAY), None, 2026).rules
    assert [Fraction(cell) for cell in cells.split(" | ")] == [(1 - share) * rate(rule, 30 * DAY) for rule in rules]


def test_all_records_and_alerts_are_named() -> None:
    policy = "page when 10% of budget burns in 1h notify when budget below 9% notify when achievement below target"
    more = "notify when budget exhausted within 2d notify when no data for 1h"
    ir = ir_of(
        spec(
            f"slo a {{ expect 99% of requests to satisfy code < 500 over 7d alerts {{ {policy} {more} }} }}",
            "slo b { expect 99% of requests to satisfy code != 429 over 7d alerts none }",
        )
    )
    (file,) = PrometheusBackend().compile(ir, complete(PrometheusBackend())).files
    names = set(re.findall(r"- (?:record|alert): (\S+)", file.text))
    assert len([name for name in names if name.startswith("SLO")]) == 6
    named = {name for name in names if f"`{name}`" in TEXT}
    assert {re.sub(r":(\d+[mhd])$", ":", name) for name in names - named} == {"slo:error_ratio:"}
