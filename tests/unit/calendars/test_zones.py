"""Local time by frozen offsets, against Python's own arithmetic on the same database."""

from __future__ import annotations

import datetime as dt
from functools import cache
from importlib.resources import files
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sloc.calendars.lock import LockRequest, freeze
from sloc.calendars.zones import UTC, local_steps, local_to_utc, offset_at, periods, year_start
from sloc.ir import Zone

EPOCH = dt.datetime(1970, 1, 1)
NAMES = ("Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Tehran", "Africa/Casablanca")
LOCK, _ = freeze(LockRequest(tuple((name, None) for name in NAMES), (), 2010, 2030), None, False)
DATETIMES = st.datetimes(dt.datetime(2010, 1, 1), dt.datetime(2030, 12, 31))


def zone(name: str) -> Zone:
    frozen = LOCK.zone(name, 2010, 2030)
    assert frozen is not None
    return frozen


@cache
def database(name: str) -> ZoneInfo:
    """The zone by the `tzdata` package; the machine's own database may know another future."""
    with files("tzdata.zoneinfo").joinpath(*name.split("/")).open("rb") as data:
        return ZoneInfo.from_file(data, key=name)


def seconds(moment: dt.datetime) -> int:
    return (moment - EPOCH) // dt.timedelta(seconds=1)


def text(t: int) -> str:
    return (EPOCH + dt.timedelta(seconds=t)).isoformat()


@given(st.sampled_from(NAMES), DATETIMES)
def test_offsets_are_those_of_the_database(name: str, moment: dt.datetime) -> None:
    expected = moment.replace(tzinfo=dt.UTC).astimezone(database(name)).utcoffset()
    assert dt.timedelta(seconds=offset_at(zone(name), seconds(moment))) == expected


@given(st.sampled_from(NAMES), DATETIMES)
def test_a_wall_clock_reading_means_what_python_takes_it_for(name: str, wall: dt.datetime) -> None:
    wall = wall.replace(microsecond=0, fold=0)
    expected = wall.replace(tzinfo=database(name)).astimezone(dt.UTC).replace(tzinfo=None)
    assert local_to_utc(zone(name), seconds(wall)) == seconds(expected)


@pytest.mark.parametrize(
    ("wall", "instant"),
    [
        ("2026-03-29T01:59:59", "2026-03-29T00:59:59"),
        ("2026-03-29T02:30:00", "2026-03-29T01:30:00"),  # skipped: by the offset before, +01:00
        ("2026-03-29T03:00:00", "2026-03-29T01:00:00"),
        ("2026-10-25T02:30:00", "2026-10-25T00:30:00"),  # comes twice: the first, +02:00
        ("2026-10-25T03:00:00", "2026-10-25T02:00:00"),
    ],
)
def test_hours_that_daylight_saving_skips_and_repeats(wall: str, instant: str) -> None:
    assert text(local_to_utc(zone("Europe/Berlin"), seconds(dt.datetime.fromisoformat(wall)))) == instant


@given(st.sampled_from(NAMES), DATETIMES)
def test_the_steps_are_enough_for_a_case_expression(name: str, wall: dt.datetime) -> None:
    local = seconds(wall)
    (offset,) = [offset for threshold, offset in local_steps(zone(name)) if threshold <= local][-1:]
    assert local - offset == local_to_utc(zone(name), local)


def test_outside_of_the_frozen_years_nothing_is_known() -> None:
    berlin = zone("Europe/Berlin")
    for t in (year_start(2009) - 1, year_start(2032)):
        with pytest.raises(ValueError, match="Europe/Berlin is not frozen"):
            offset_at(berlin, t)
    for local in (year_start(2009) + 3599, year_start(2032) + 3601):
        with pytest.raises(ValueError, match="Europe/Berlin is not frozen"):
            local_to_utc(berlin, local)
    assert local_to_utc(berlin, year_start(2009) + 3600) == year_start(2009)
    assert local_to_utc(berlin, year_start(2032) + 3600) == year_start(2032)  # where ranges end


@given(st.integers(1, 9999))
def test_year_starts(year: int) -> None:
    assert year_start(year) == seconds(dt.datetime(year, 1, 1))
    assert UTC.offsets[0][0] <= year_start(year) < UTC.until


@pytest.mark.parametrize(
    ("kind", "count", "first", "second"),
    [
        ("week", 53, "2025-12-28T23:00:00", "2026-01-04T23:00:00"),
        ("month", 12, "2025-12-31T23:00:00", "2026-01-31T23:00:00"),
        ("quarter", 4, "2025-12-31T23:00:00", "2026-03-31T22:00:00"),
        ("year", 1, "2025-12-31T23:00:00", "2026-12-31T23:00:00"),
    ],
)
def test_periods_begin_at_local_midnight(kind: str, count: int, first: str, second: str) -> None:
    found = periods(zone("Europe/Berlin"), kind, 2026, 2026)
    assert len(found) == count
    assert [text(t) for t in found[0]] == [first, second]
    assert all(one[1] == next_one[0] for one, next_one in pairwise(found))


def test_periods_without_a_zone_are_utc() -> None:
    assert [text(t) for t in periods(None, "month", 2024, 2024)[1]] == ["2024-02-01T00:00:00", "2024-03-01T00:00:00"]


def test_a_month_that_begins_with_a_skipped_midnight_begins_when_the_clocks_change() -> None:
    # In Tehran 2010 to 2022 the change was at midnight; São Paulo's day of change in October 2017 began at 01:00.
    change = local_to_utc(zone("America/Sao_Paulo"), seconds(dt.datetime(2017, 10, 15)))
    assert text(change) == "2017-10-15T03:00:00"
    assert offset_at(zone("America/Sao_Paulo"), change) != offset_at(zone("America/Sao_Paulo"), change - 1)
