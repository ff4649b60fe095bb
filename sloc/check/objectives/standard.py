"""The built-in policy `standard`: burn alerts that fit the objective's window, target and clock.

The four rules are those of the SRE workbook, chapter 5 ("Alerting on SLOs"), for 30 days: 2% of the budget in 1 h and 5% in
6 h page, 10% in 1 d and in 3 d open a ticket. They are stretched to the objective's window (docs/prometheus.md §3) and
compressed where a total failure could not reach them (§4).
"""

from __future__ import annotations

import math
from fractions import Fraction

from sloc.calendars.clock import Clock
from sloc.calendars.open_time import most_open, open_period
from sloc.check.declare import condition_text, short_window
from sloc.ir import AlertPolicy, AlertRule, Burn, Duration
from sloc.ir.text import decimal_text, percent_text
from sloc.ir.units import DAY, HOUR, MINUTE, duration_text
from sloc.records import dataclass

_HALF = Fraction(1, 2)
REACH = 0.5
"""κ: the hardest alert fires at this share of failures at the latest, however loose the target."""


@dataclass(frozen=True)
class _Workbook:
    severity: str
    share: Fraction
    long: int


_RULES = (
    _Workbook("page", Fraction(2, 100), 1 * HOUR),
    _Workbook("page", Fraction(5, 100), 6 * HOUR),
    _Workbook("ticket", Fraction(10, 100), 1 * DAY),
    _Workbook("ticket", Fraction(10, 100), 3 * DAY),
)

_NICE = tuple(
    [count * 30 * MINUTE for count in (1, 2, 3)]
    + [count * HOUR for count in (2, 3, 4, 6, 8, 12, 16, 18, 24, 36, 48, 60, 66, 72, 84)]
    + [count * DAY for count in range(4, 37)]
)
"""Lengths that people name."""


def standard_policy(target: Fraction, window: Duration, clock: Clock | None, epoch: int) -> AlertPolicy:
    """The standard policy for an objective; empty below a target of 50%, where a burn rate says nothing."""
    if target < _HALF:
        return AlertPolicy("standard", (), 0)
    budget = 1 - target
    period = open_period(window, clock, epoch)
    if period == 0:
        return AlertPolicy("standard", (), 0)  # no time passes (SLO310, SLO511), so nothing burns
    stretched: list[tuple[_Workbook, Duration, Fraction]] = []
    for rule in _RULES:
        long = _nice(rule, window)
        open_long = most_open(long, clock, epoch)
        if open_long:
            # At least 1: an alert on a burn that the budget can bear is noise.
            stretched.append((rule, long, max(Fraction(1), rule.share * period / open_long)))
    exponent = _exponent(budget, max((factor for _, _, factor in stretched), default=Fraction(1)))
    rules: list[AlertRule] = []
    for rule, long, factor in stretched:
        compressed = factor if exponent == 1 else _three_figures(float(factor) ** exponent)
        share = compressed * most_open(long, clock, epoch) / period
        burn = Burn(share, long, short_window(long))
        if any(known.condition == burn for known in rules):
            continue
        rules.append(AlertRule(rule.severity, burn, condition_text(burn), _adapted(rule, long, share, compressed), None))
    return AlertPolicy("standard", tuple(rules), 0)


def _nice(rule: _Workbook, window: Duration) -> Duration:
    """The rule's window in proportion to the objective's: a named length, at least 30 m, at most p·W (so that f ≥ 1)."""
    wanted = Fraction(rule.long * window, 30 * DAY)
    most = rule.share * window
    fitting = [length for length in _NICE if length <= most] or [_NICE[0]]
    return Duration(min(fitting, key=lambda length: (abs(length - wanted), length)))


def _exponent(budget: Fraction, hardest: Fraction) -> float:
    """a = min(1, ln(κ/b) / ln f_max): order and 1× stay, and the hardest alert fires at a share κ of failures."""
    if hardest <= 1 or hardest * budget <= Fraction(REACH):
        return 1
    return max(0.0, math.log(REACH / float(budget)) / math.log(float(hardest)))


def _three_figures(factor: float) -> Fraction:
    """Rounded to three significant figures, so that the threshold is a number that a reviewer can check."""
    return max(Fraction(1), Fraction(f"{factor:.3g}"))


def _adapted(rule: _Workbook, long: Duration, share: Fraction, factor: Fraction) -> str | None:
    if (share, long) == (rule.share, rule.long):
        return None
    shown = decimal_text(Fraction(f"{float(factor):.3g}"))
    return (
        f"{percent_text(rule.share)} of budget in {duration_text(rule.long)} (for 30d), "
        f"adapted to {duration_text(long)} at a burn rate of {shown}"
    )
