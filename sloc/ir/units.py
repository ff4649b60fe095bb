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

_STEPS = ((WEEK, "w"), (DAY, "d"), (HOUR, "h"), (MINUTE, "m"), (MICROS, "s"), (1000, "ms"))


def duration_text(micros: int) -> str:
    """The shortest exact spelling of a duration in the language's own units: ``90m`` is ``1h30m``, ``36h`` is ``1d12h``.

    A rest below a millisecond is written as a decimal of it (``0.5ms``).
    """
    if micros == 0:
        return "0s"
    parts: list[str] = []
    rest = micros
    for size, unit in _STEPS:
        if unit == "w" and micros % WEEK:
            continue  # 2w is said in weeks, 10d is not 1w3d
        count, rest = divmod(rest, size)
        if unit == "ms" and rest:
            whole = f"{count}.{rest:03d}".rstrip("0")
            parts.append(f"{whole}ms")
        elif count:
            parts.append(f"{count}{unit}")
    return "".join(parts)
