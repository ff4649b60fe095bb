"""Numbers in words: times to three figures in the unit that a person would choose, shares in percent."""

from __future__ import annotations

from fractions import Fraction

from sloc.ir.units import DAY, HOUR, MICROS, MINUTE

_UNITS = (("s", MICROS, 2 * MINUTE), ("min", MINUTE, 2 * HOUR), ("h", HOUR, 3 * DAY))
"""A unit, its length, and up to which time it is the one to use; beyond the last it is days, where there are any."""


def time_text(micros: Fraction, *, days: bool) -> str:
    """``51.8 s``, ``43.2 min``, ``8.8 h``, ``3.5 d``; open time has no days."""
    for unit, length, most in _UNITS:
        if micros < most or (unit == "h" and not days):
            return f"{number_text(micros / length)} {unit}"
    return f"{number_text(micros / DAY)} d"


def percent(share: Fraction) -> str:
    """``17.6%``, to three figures."""
    return f"{number_text(share * 100)}%"


def number_text(value: Fraction) -> str:
    """To three figures, whole numbers whole: ``2,520``, ``52.8``, ``0.864``."""
    if abs(value) >= 100:
        return f"{round(value):,}"
    return f"{float(value):.3g}"
