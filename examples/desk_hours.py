"""Opening hours, the slow and obvious way: a list of every minute that is open.

sloc works open time out from stretches and cumulative sums. What is planted in the sample must not share that code, so
this looks at the wall clock once a minute and counts.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Iterable
from zoneinfo import ZoneInfo

MINUTE = 60
HOUR = 3600
DAY = 86400

BERLIN = ZoneInfo("Europe/Berlin")
STOCKHOLM = ZoneInfo("Europe/Stockholm")
TOKYO = ZoneInfo("Asia/Tokyo")


class OpenMinutes:
    """The open minutes between two instants (epoch seconds, whole minutes) for one or more desks; open when any of them is."""

    def __init__(self, start: int, end: int, desks: Iterable[tuple[ZoneInfo, Callable[[dt.datetime], bool]]]) -> None:
        self._minutes = [
            second
            for second in range(start, end, MINUTE)
            if any(is_open(dt.datetime.fromtimestamp(second, zone)) for zone, is_open in desks)
        ]

    def worked(self, second: int) -> int:
        """Open seconds before an instant."""
        index = bisect_right(self._minutes, second)
        if index == 0:
            return 0
        return MINUTE * (index - 1) + min(second - self._minutes[index - 1], MINUTE)

    def moment(self, worked: int) -> int:
        """The first instant with so many open seconds before it; `worked` is above 0."""
        whole, rest = divmod(worked - 1, MINUTE)
        return self._minutes[whole] + rest + 1

    def after(self, second: int, open_seconds: int) -> int:
        """The first instant at which so many open seconds have passed since `second`."""
        return self.moment(self.worked(second) + open_seconds)

    def is_open(self, second: int) -> bool:
        """Whether the desk is open at an instant."""
        index = bisect_right(self._minutes, second)
        return index > 0 and second < self._minutes[index - 1] + MINUTE


def easter(year: int) -> dt.date:
    """Easter Sunday, by the anonymous Gregorian computus."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return dt.date(year, month, day + 1)


def _moving(day: dt.date, *offsets: int) -> bool:
    return (day - easter(day.year)).days in offsets


def berlin_is_open(local: dt.datetime) -> bool:
    """The calendar ``office`` of specs/support.slo, for the years 2026 and 2027."""
    day, minute = local.date(), local.hour * 60 + local.minute
    if day == dt.date(2026, 12, 29):
        return 540 <= minute < 720
    fixed = {(1, 1), (3, 8), (5, 1), (10, 3), (12, 24), (12, 25), (12, 26)}
    if (day.month, day.day) in fixed or _moving(day, -2, 1, 39, 50):
        return False
    if dt.date(2026, 12, 28) <= day <= dt.date(2026, 12, 31):
        return False
    if day == dt.date(2026, 11, 27) and 720 <= minute < 840:
        return False
    if day.weekday() == 5:
        return 600 <= minute < 840
    return day.weekday() < 5 and (540 <= minute < 750 or 810 <= minute < 1080)


def tokyo_is_open(local: dt.datetime) -> bool:
    """The calendar ``tokyo`` of specs/checkout.slo."""
    return local.weekday() < 5 and 9 <= local.hour < 18


def volvo_is_open(local: dt.datetime) -> bool:
    """The calendar ``volvo_it`` of specs/incidents.slo, for spring."""
    holiday = (local.month, local.day) in {(1, 1), (1, 6), (5, 1), (6, 6)} or _moving(local.date(), -2, 1, 39)
    return local.weekday() < 5 and 8 <= local.hour < 17 and not holiday
