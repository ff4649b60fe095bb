"""Exact units. Durations and instants are whole microseconds; shares and factors are fractions."""

from __future__ import annotations

from typing import NewType

Duration = NewType("Duration", int)
"""Microseconds."""

Instant = NewType("Instant", int)
"""Microseconds since 1970-01-01T00:00:00Z."""

MICROS = 1_000_000
"""Microseconds in a second."""

MINUTE = 60 * MICROS
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY

NOMINAL_PERIOD = {"week": 7 * DAY, "month": 30 * DAY, "quarter": 90 * DAY, "year": 365 * DAY}
"""The nominal length of a calendar window, microseconds (docs/language.md §3.3)."""

_UNITS = {"d": DAY, "h": HOUR, "m": MINUTE, "s": MICROS, "ms": 1000}


def duration_text(micros: int, largest: str = "d") -> str:
    """The exact spelling of a duration in the largest unit that counts it whole: ``28d``, ``36h``, ``90m``, ``250ms``.

    `largest` is the largest unit allowed: on a calendar a day is no unit, so a `within` is said in hours at most. What is
    no whole number of milliseconds is a decimal of them (``0.5ms``).
    """
    units = list(_UNITS)
    for unit in units[units.index(largest) :]:
        if micros % _UNITS[unit] == 0:
            return f"{micros // _UNITS[unit]}{unit}"
    whole, rest = divmod(micros, 1000)
    return f"{whole}.{rest:03d}".rstrip("0") + "ms"
