"""Numbers in words: times to three figures in the unit that a person would choose, shares in percent."""

from __future__ import annotations

from fractions import Fraction

from sloc.ir.units import DAY, HOUR, MINUTE
from sloc.units import UNITS

_UP_TO = {"s": 2 * MINUTE, "m": 2 * HOUR, "h": 3 * DAY}
"""Up to which time a unit is the one to use; beyond the last it is days, where there are any."""

_SHOWN = {"m": "min"}


def time_text(micros: Fraction, *, days: bool) -> str:
    """``51.8 s``, ``43.2 min``, ``8.8 h``, ``3.5 d``; open time has no days."""
    for unit, most in _UP_TO.items():
        if micros < most or (unit == "h" and not days):
            return f"{number_text(micros / UNITS[unit])} {_SHOWN.get(unit, unit)}"
    return f"{number_text(micros / DAY)} d"


def percent(share: Fraction) -> str:
    """``17.6%``, to three figures."""
    return f"{number_text(share * 100)}%"


def number_text(value: Fraction) -> str:
    """To three figures, whole numbers whole: ``2,520``, ``52.8``, ``0.864``."""
    if abs(value) >= 100:
        return f"{round(value):,}"
    return f"{float(value):.3g}"
