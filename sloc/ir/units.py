"""Exact units. Durations and instants are whole microseconds; shares and factors are fractions."""

from __future__ import annotations

from typing import NewType

from sloc.units import DAY, HOUR, MICROS, MINUTE, NOMINAL_PERIOD, UNITS, WEEK

__all__ = ["DAY", "HOUR", "MICROS", "MINUTE", "NOMINAL_PERIOD", "WEEK", "Duration", "Instant", "duration_text"]

Duration = NewType("Duration", int)
"""Microseconds."""

Instant = NewType("Instant", int)
"""Microseconds since 1970-01-01T00:00:00Z."""


def duration_text(micros: int, largest: str = "d") -> str:
    """The exact spelling of a duration in the largest unit that counts it whole: ``28d``, ``36h``, ``90m``, ``250ms``.

    `largest` is the largest unit allowed: on a calendar a day is no unit, so a `within` is said in hours at most. What is
    no whole number of milliseconds is a decimal of them (``0.5ms``).
    """
    units = list(UNITS)
    for unit in units[units.index(largest) :]:
        if micros % UNITS[unit] == 0:
            return f"{micros // UNITS[unit]}{unit}"
    whole, rest = divmod(micros, 1000)
    return f"{whole}.{rest:03d}".rstrip("0") + "ms"
