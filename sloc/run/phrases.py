"""Numbers as a manager reads them: no more decimals than the target needs, and never rounded to the better side."""

from __future__ import annotations

import datetime as dt
import math
from fractions import Fraction

from sloc.ir import Instant
from sloc.ir.text import decimal_text
from sloc.ir.units import DAY, HOUR, MICROS, MINUTE
from sloc.run.report import MeasuredPercentile, Objective


def share_text(share: float | None, target: Fraction) -> str:
    """``94.9%``: one decimal more than the target has, rounded down, so that 94.96% does not look like a met 95.0%."""
    if share is None:
        return "–"
    if share >= 1:
        return "100%"
    places = _places(target) + 1
    # A double may lie a hair below the share that it stands for: 0.95 × 100 must not come out as 94.9.
    return f"{math.floor(share * 100 * 10**places + 1e-6) / 10**places:.{places}f}%"


def target_text(objective: Objective) -> str:
    """``95%``, and ``p90`` where the target was written so."""
    percent = decimal_text(objective.target * 100)
    return f"p{percent}" if objective.percentile is not None else f"{percent}%"


def name_text(objective: Objective) -> str:
    """``First response time, urgent, region eu``: the title, the tier, and the group where there is one."""
    tier = () if objective.tier is None else ("others" if objective.tier == "else" else objective.tier,)
    group = (f"{name} {'null' if value is None else value}" for name, value in objective.group)
    return ", ".join((objective.title, *tier, *group))


def bar_text(left: float | None, cells: int) -> str:
    """``████░░░░``: the share of the budget that is left, rounded down; empty where it is not defined."""
    if left is None:
        return ""
    full = math.floor(max(0.0, left) * cells + 1e-6)
    return "█" * full + "░" * (cells - full)


def percentile_text(percentile: MeasuredPercentile) -> str:
    """``p90 2h 10m``, rounded up; ``p90 never ended`` where it lies on an event that has not."""
    name = f"p{decimal_text(percentile.share * 100)}"
    if math.isinf(percentile.seconds):
        return f"{name} never ended"
    if percentile.seconds < 60:
        return f"{name} {percentile.seconds:.3g}s"
    unit = next(unit for least, unit in ((10 * DAY, DAY), (DAY, HOUR), (0, MINUTE)) if percentile.seconds * MICROS >= least)
    return f"{name} {span_text(math.ceil(percentile.seconds * MICROS / unit) * unit)}"


def allowed(objective: Objective) -> str:
    """``7 bad, 3 allowed``: bad events, and how many the budget holds; below ten with one decimal, rounded down."""
    if objective.budget_events is None:
        return f"{objective.bad:,} bad so far" if objective.bad else ""
    budget = objective.budget_events + 1e-9  # a double may lie a hair below the count that it stands for
    holds = f"{math.floor(budget):,}" if budget >= 10 else f"{math.floor(budget * 10) / 10:g}"
    return f"{objective.bad:,} bad, {holds} allowed"


def budget_text(left: float | None) -> str:
    """``62%``; ``none`` where it is just spent, ``31% over`` where more than all of it was."""
    if left is None:
        return "–"
    if left < 0:
        return f"{math.ceil(-left * 100 - 1e-6):,}% over"
    return "none" if left == 0 else f"{math.floor(left * 100 + 1e-6)}%"


def burn_text(burn: float | None) -> str:
    """``1.4x``: how many times as fast as the budget can bear."""
    return "–" if burn is None else f"{burn:.1f}x" if burn < 100 else f"{burn:.0f}x"


def until_text(objective: Objective, now: Instant) -> str:
    """``in 2d 4h``: when the budget runs out at this pace; ``spent`` where it has already, empty where it lasts."""
    if objective.budget_left is not None and objective.budget_left <= 0:
        return "spent"
    if objective.exhausts_at is None:
        return ""
    return f"in {span_text(max(0, objective.exhausts_at - now))}"


def when_text(moment: Instant, *, year: bool = True) -> str:
    """``Fri 27 Nov 2026 15:00 UTC``."""
    read = dt.datetime(1970, 1, 1) + dt.timedelta(microseconds=moment)
    return f"{read:%a} {read.day} {read:%b} {f'{read.year} ' if year else ''}{read:%H:%M} UTC"


def span_text(micros: int) -> str:
    """The two largest units of a span, or days where there are ten; ``1m`` is the least."""
    days, rest = divmod(micros, DAY)
    hours, rest = divmod(rest, HOUR)
    if days >= 10:
        return f"{days}d"
    if days:
        return f"{days}d {hours}h" if hours else f"{days}d"
    minutes = rest // MINUTE
    if hours:
        return f"{hours}h {minutes}m" if minutes else f"{hours}h"
    return f"{max(1, minutes)}m"


def _places(target: Fraction) -> int:
    """Decimals of the target in percent."""
    return len(decimal_text(target * 100).partition(".")[2])
