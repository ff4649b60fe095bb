"""Clocks against test vectors read from seven other projects' suites."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from sloc.calendars.clock import clock
from sloc.calendars.zones import local_to_utc
from sloc.ir import Calendar, Duration, Instant
from sloc.ir.units import MICROS
from tests.reference import build as b
from tests.shared import shared_json

DATA = shared_json("vectors/business_hours.json")


def calendar(name: str) -> Calendar:
    """A vector's calendar: overrides are a date's own hours, breaks are cut."""
    given = DATA["calendars"][name]
    hours = lambda pairs: ", ".join("-".join(pair) for pair in pairs)  # noqa: E731
    return b.calendar(
        {day: hours(pairs) for day, pairs in given["week"].items()},
        zone_name=given["tz"],
        dates={date: hours(pairs) for date, pairs in given.get("overrides", {}).items()},
        holidays=given.get("holidays", ()),
        yearly=given.get("recurring_holidays", ()),
        cut=[(date, "-".join(pair)) for date, pairs in given.get("breaks", {}).items() for pair in pairs],
        years=(2004, 2027),
    )


def at(text: str, calendar: Calendar) -> Instant:
    """An instant; without an offset it is local time, the first where it comes twice."""
    if text.endswith("Z") or text[-6] in "+-":
        return b.instant(text)
    return Instant(local_to_utc(calendar.zone, b.instant(f"{text}Z") // MICROS) * MICROS)


@pytest.mark.parametrize("vector", DATA["vectors"], ids=[vector["id"] for vector in DATA["vectors"]])
def test_a_vector_holds_unless_it_counts_wall_time(vector: Mapping[str, str | int]) -> None:
    opening = calendar(str(vector["calendar"]))
    running, start = clock(opening, {}), at(str(vector["start"]), opening)
    if vector["op"] == "elapsed":
        actual = running.open_between(start, at(str(vector["end"]), opening))
        expected = int(vector["expected_seconds"]) * MICROS
    else:
        actual = running.deadline(start, Duration(int(vector["budget_seconds"]) * MICROS))
        expected = at(str(vector["expected_due"]), opening)
    assert actual == expected or vector["dst_semantics"] == "wall"  # we count real seconds (docs/language.md §3.2)


def test_all_vectors_are_there() -> None:
    assert len(DATA["vectors"]) == DATA["count"] > 0
