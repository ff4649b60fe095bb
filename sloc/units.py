"""Units of time: the one table of them. Lengths are whole microseconds, spellings are the language's."""

from __future__ import annotations

MICROS = 1_000_000
"""Microseconds in a second."""

MINUTE = 60 * MICROS
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY

DAY_MINUTES = DAY // MINUTE
DAY_SECONDS = DAY // MICROS
WEEK_SECONDS = 7 * DAY_SECONDS
"""On the clock: wall time is counted in minutes where hours are declared, and in seconds where they are worked out."""

UNITS = {"w": WEEK, "d": DAY, "h": HOUR, "m": MINUTE, "s": MICROS, "ms": 1000}
"""The length of each unit of a duration, the largest first."""

UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
"""A regular expression for one of them: ``ms`` goes before ``m``."""

PER = {"minute": MINUTE, "hour": HOUR, "day": DAY}
"""What events may be expected per."""

MONTHS = {"month": 1, "quarter": 3, "year": 12}
"""How many months a period of the civil calendar has."""

NOMINAL_PERIOD = {"week": WEEK, "month": 30 * DAY, "quarter": 90 * DAY, "year": 365 * DAY}
"""The nominal length of a calendar window (docs/language.md §3.3)."""
