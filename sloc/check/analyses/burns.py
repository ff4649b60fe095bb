"""The arithmetic of burn alerts (docs/language.md §3.17), and which other numbers a rule could have.

``p of budget burns in w`` fires where the burn rate over w exceeds p × open(period) / open(w). A total failure burns at
1 / (1 − target). Both sides are exact; only the text of a finding is rounded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from functools import partial
from math import ceil

from sloc.calendars.open_time import most_open, open_period
from sloc.check.expand import filled
from sloc.check.model import CheckedProgram, CheckedSlo
from sloc.ir import Duration
from sloc.ir.text import percent_text
from sloc.ir.units import DAY, HOUR, MINUTE, duration_text
from sloc.records import dataclass
from sloc.source.span import Span
from sloc.syntax import ast

_NAMED: tuple[tuple[str, int], ...] = (
    *((f"{count}m", count * MINUTE) for count in (5, 10, 15, 20, 30, 45)),
    ("1h", HOUR),
    ("90m", 90 * MINUTE),
    *((f"{count}h", count * HOUR) for count in (2, 3, 4, 6, 8, 12, 18)),
    ("1d", DAY),
    ("36h", 36 * HOUR),
    *((f"{count}d", count * DAY) for count in (2, 3, 4, 5, 6, 7, 10, 14, 21, 28)),
)
"""Windows that people name, ascending."""


@dataclass(frozen=True)
class BurnUse:
    """A burn rule of a user's policy, as one objective uses it. `period` and `open_long` are microseconds of open time."""

    slo: CheckedSlo
    rule: ast.AlertRule
    condition: ast.Burn
    share: Fraction
    long: Duration
    period: Fraction
    most_open: Callable[[Duration], int]

    @property
    def open_long(self) -> int:
        """The most open time that the long window can hold."""
        return self.most_open(self.long)

    @property
    def reach(self) -> Fraction:
        """The burn rate of a total failure."""
        return 1 / (1 - self.slo.ir.target)

    def threshold(self, share: Fraction, long: Duration) -> Fraction:
        """The burn rate that a rule with these numbers must see exceeded, in the window with the most open time."""
        return share * self.period / self.most_open(long)

    @property
    def threshold_text(self) -> str:
        """``(8% of 176 open hours in 1)``: how the rule's own threshold comes about."""
        share = percent_text(self.share)
        if self.slo.ir.clock is None:
            return f"({share} of {duration_text(int(self.period))} in {self.condition_long.text})"
        return f"({share} of {_hours(self.period)} open hours in {_hours(self.open_long)})"

    @property
    def condition_long(self) -> ast.Duration:
        """The long window as written."""
        return filled(self.condition.long)


def rate(value: Fraction) -> str:
    """A burn rate as people say it: ``14.1x``."""
    return f"{float(value):.3g}x"


def burn_uses(program: CheckedProgram) -> Iterator[list[BurnUse]]:
    """The burn rules of the users' policies, each with the objectives that use it and can be judged by it.

    An objective with an impossible target, a target below one half, an empty calendar or a window shorter than the rule's is
    left out: each is a mistake of its own.
    """
    found: dict[Span, list[BurnUse]] = {}
    for slo in program.slos:
        if slo.policy is None or not Fraction(1, 2) <= slo.ir.target < 1:
            continue
        clock = program.clock_of(slo.ir)
        window = slo.ir.window.length
        period = open_period(window, clock, program.epoch)
        for rule, condition in burn_rules(slo.policy):
            long = Duration(filled(condition.long).micros)
            share = filled(condition.share).value
            most = partial(most_open, clock=clock, epoch=program.epoch)
            if not 0 < long <= window or period == 0 or most(long) == 0 or not 0 < share < 1:
                continue
            found.setdefault(rule.span, []).append(BurnUse(slo, rule, condition, share, long, period, most))
    yield from found.values()


def burn_rules(policy: ast.Policy) -> Iterator[tuple[ast.AlertRule, ast.Burn]]:
    """The burn rules of a policy."""
    for item in policy.items:
        if isinstance(item, ast.AlertRule) and isinstance(item.condition, ast.Burn):
            yield item, item.condition


def alternatives(uses: Iterable[BurnUse], fits: Callable[[BurnUse, Fraction, Duration], bool], *, harder: bool) -> list[str]:
    """What could be written instead so that it fits all uses: another window, another share.

    `harder` False looks for thresholds that are easier to reach (a longer window, a smaller share), True for harder ones.
    """
    uses = list(uses)
    first = uses[0]
    share_text, long_text = percent_text(first.share), first.condition_long.text
    result = []
    named = [(text, Duration(micros)) for text, micros in _NAMED if (micros < first.long) == harder and micros != first.long]
    shortest = min(use.slo.ir.window.length for use in uses)
    for text, long in reversed(named) if harder else named:
        if long <= shortest and all(use.most_open(long) and fits(use, first.share, long) for use in uses):
            result.append(f"{share_text} of budget burns in {text}")
            break
    for share in _shares(first.share, harder):
        if all(fits(use, share, use.long) for use in uses):
            result.append(f"{percent_text(share)} of budget burns in {long_text}")
            break
    return result


def _shares(share: Fraction, harder: bool) -> Iterator[Fraction]:
    """Shares that people name, from the nearest on: whole percents, below one percent tenths and hundredths of it."""
    if harder:
        whole = int(share * 100) + 1
        yield from (Fraction(percent, 100) for percent in range(whole, 100))
        return
    for unit in (100, 1000, 10_000):
        most = ceil(share * unit) - 1
        yield from (Fraction(count, unit) for count in range(min(most, 99), 0, -1))


def _hours(micros: Fraction | int) -> str:
    return f"{float(Fraction(micros) / HOUR):.4g}"
