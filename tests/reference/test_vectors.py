"""Open time against test vectors read from seven other projects' suites."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from sloc.ir import Calendar
from tests.reference import build as b
from tests.reference.clock import CalendarClock, offset_at
from tests.reference.measure import Timing, deadline
from tests.shared import shared_json

DATA = shared_json("vectors/business_hours.json")


def calendar(name: str) -> Calendar:
    """A vector's calendar in our terms: overrides are a date's own hours, breaks are cut."""
    given = DATA["calendars"][name]

    def spans(pairs: list[list[str]]) -> str:
        return ", ".join("-".join(pair) for pair in pairs)

    return b.calendar(
        {day: spans(pairs) for day, pairs in given["week"].items()},
        zone_name=given["tz"],
        dates={date: spans(pairs) for date, pairs in given.get("overrides", {}).items()},
        holidays=given.get("holidays", ()),
        yearly=given.get("recurring_holidays", ()),
        cut=[(date, "-".join(pair)) for date, pairs in given.get("breaks", {}).items() for pair in pairs],
        years=(2004, 2027),
    )


def at(text: str, calendar: Calendar) -> int:
    """An instant; without an offset it is local time, the first where it comes twice."""
    if text.endswith("Z") or text[-6] in "+-":
        return b.instant(text)
    wall = b.instant(text) // 1_000_000
    offsets = {offset for _, offset in calendar.zone.offsets}
    return (
        min(t for t in (wall - offset for offset in offsets) if t + (offset_at(calendar.zone, t * 1_000_000) or 0) == wall)
        * 1_000_000
    )


@pytest.mark.parametrize("vector", DATA["vectors"], ids=[vector["id"] for vector in DATA["vectors"]])
def test_a_vector_holds_unless_it_counts_wall_time(vector: Mapping[str, str | int]) -> None:
    opening = calendar(str(vector["calendar"]))
    clock, start = CalendarClock(opening), at(str(vector["start"]), opening)
    if vector["op"] == "elapsed":
        actual, expected = clock.between(start, at(str(vector["end"]), opening)), int(vector["expected_seconds"]) * 1_000_000
    else:
        never = Timing(start, None, start, ())
        actual = deadline(clock, never, int(vector["budget_seconds"]) * 1_000_000)
        expected = at(str(vector["expected_due"]), opening)
    assert actual == expected or vector["dst_semantics"] == "wall"  # we count real seconds (docs/language.md §3.2)


def test_all_vectors_are_there() -> None:
    assert len(DATA["vectors"]) == DATA["count"] > 0
