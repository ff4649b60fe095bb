"""A typical week, drawn in the calendar's own time."""

from __future__ import annotations

from fractions import Fraction

from sloc.explain.model import Week
from sloc.explain.week import typical_week
from sloc.ir.units import HOUR
from sloc.pipeline import check_sources
from sloc.source.span import SourceFile


def week(calendars: str, of: str, year: int = 2026) -> Week:
    service = (
        'source events { at ts field ok: bool }\nservice s { owner "a@example.com"\n'
        f"slo x {{ expect 99% of events during {of} to satisfy ok over 28d alerts none }} }}\n"
    )
    ir = check_sources([SourceFile("a.slo", calendars + "\n" + service)]).ir
    assert ir is not None
    by_id = {calendar.id: calendar for calendar in ir.calendars}
    return typical_week(by_id[of], by_id, year)


def test_full_half_hours_parts_of_them_and_a_night() -> None:
    found = week("calendar c { timezone UTC open mon 09:00-10:15 open sun 22:00-02:00 }", "c")
    monday, sunday = found.shares[0], found.shares[6]
    assert monday[:5] == (1, 1, 1, 1, 0)  # Sunday's night
    assert monday[17:22] == (0, 1, 1, Fraction(1, 2), 0)
    assert sunday[43:48] == (0, 1, 1, 1, 1)
    assert (found.open, found.zone) == (Fraction(5 * HOUR + HOUR // 4), "UTC")


def test_a_week_with_a_holiday_is_not_typical() -> None:
    assert week("calendar c { timezone UTC open mon..fri 09:00-17:00 closed 2026-03-02 }", "c").open == 40 * HOUR


def test_a_union_merges_its_members() -> None:
    text = """
    calendar a { timezone UTC open mon..fri 09:00-17:00 }
    calendar b { timezone UTC open mon..fri 12:00-20:00 open sat 10:00-12:00 }
    calendar c of a, b
    """
    found = week(text, "c")
    assert found.open == (5 * 11 + 2) * HOUR
    assert (found.calendar, found.zone) == ("c", "UTC")
