"""Open time by hand: hours, closures, nights and daylight saving (docs/language.md §3.2)."""

from __future__ import annotations

import pytest

from sloc.ir import Calendar
from sloc.ir.units import DAY, HOUR, MINUTE
from tests.reference import build as b
from tests.reference.clock import DAY_MINUTES, CalendarClock, clock_of

BERLIN = b.calendar({"mon..fri": "09:00-18:00"})


def open_time(calendar: Calendar, start: str, end: str) -> int | None:
    return CalendarClock(calendar).between(b.instant(start), b.instant(end))


def is_open(calendar: Calendar, t: str) -> bool | None:
    return CalendarClock(calendar).is_open(b.instant(t))


def test_hours_include_their_start_and_not_their_end() -> None:
    assert is_open(BERLIN, "2026-03-27T08:59:59.999999+01:00") is False
    assert is_open(BERLIN, "2026-03-27T09:00+01:00") is True
    assert is_open(BERLIN, "2026-03-27T17:59:59.999999+01:00") is True
    assert is_open(BERLIN, "2026-03-27T18:00+01:00") is False


def test_open_time_is_exact_to_the_microsecond_at_both_edges() -> None:
    # Friday 17:59:59.999999 to 18:00 is one microsecond, and Monday 09:00 to 09:00:00.5 half a second.
    assert open_time(BERLIN, "2026-03-27T17:59:59.999999+01:00", "2026-03-30T09:00:00.500000+02:00") == 500_001


def test_no_time_passes_backwards() -> None:
    assert open_time(BERLIN, "2026-03-27T12:00Z", "2026-03-27T11:00Z") == 0


def test_a_week_is_five_days_of_nine_hours_also_when_the_clocks_change() -> None:
    # Sunday 29 March has one hour less, but no open hours: 5 × 9 = 45.
    assert open_time(BERLIN, "2026-03-23T00:00+01:00", "2026-03-30T00:00+02:00") == 45 * HOUR


ROUND_THE_CLOCK = b.calendar({"mon..sun": "00:00-24:00"})


def test_the_day_of_the_spring_change_has_23_hours_and_that_of_autumn_25() -> None:
    assert open_time(ROUND_THE_CLOCK, "2026-03-29T00:00+01:00", "2026-03-30T00:00+02:00") == 23 * HOUR
    assert open_time(ROUND_THE_CLOCK, "2026-10-25T00:00+02:00", "2026-10-26T00:00+01:00") == 25 * HOUR


def test_a_skipped_hour_counts_not_at_all_and_a_repeated_one_twice() -> None:
    two_to_three = b.calendar({"sun": "02:00-03:00"})
    # 29 March: 02:00 becomes 03:00.  25 October: 02:00-03:00 at +02:00 and again at +01:00.
    assert open_time(two_to_three, "2026-03-28T12:00Z", "2026-03-29T12:00Z") == 0
    assert open_time(two_to_three, "2026-10-24T12:00Z", "2026-10-25T12:00Z") == 2 * HOUR


@pytest.mark.parametrize(
    ("saturday", "hours"),
    [("2026-03-21", 8), ("2026-03-28", 7), ("2026-10-24", 9)],  # 22:00 to 06:00, less the skipped, with the repeated hour
)
def test_a_night_shift_over_a_change_of_the_clocks(saturday: str, hours: int) -> None:
    night = b.calendar({"sat": "22:00-06:00"})
    begin = b.instant(f"{saturday}T12:00Z")
    assert CalendarClock(night).between(begin, begin + DAY) == hours * HOUR


def test_closing_a_day_removes_the_hours_that_start_in_it_and_not_the_night_before() -> None:
    nights = b.calendar({"fri..sat": "22:00-06:00"}, closed=["2026-05-16"])  # a Saturday
    assert is_open(nights, "2026-05-16T03:00+02:00") is True  # still Friday's night
    assert is_open(nights, "2026-05-16T23:00+02:00") is False
    assert is_open(nights, "2026-05-17T03:00+02:00") is False  # would have been Saturday's


def test_hours_that_overlap_merge() -> None:
    twice = b.calendar({"mon": "09:00-13:00, 12:00-17:00"}, zone_name="UTC")
    assert open_time(twice, "2026-05-11T00:00Z", "2026-05-12T00:00Z") == 8 * HOUR  # 09:00 to 17:00, not 4 + 5


def test_own_hours_of_a_date_replace_weekday_holiday_and_closure() -> None:
    calendar = b.calendar(
        {"mon..fri": "09:00-18:00"},
        holidays=["2026-12-25", "2026-12-28"],
        closed=["2026-12-28 .. 2026-12-31"],
        yearly=["12-29"],
        dates={"2026-12-28": "10:00-11:00", "2026-12-29": "09:00-12:00", "2026-12-27": "08:00-09:00"},
    )
    # Thu 24: 9h; Fri 25 holiday; Sun 27 own 1h; Mon 28 own 1h; Tue 29 own 3h; 30 and 31 closed; Fri 1 January: 9h.
    assert open_time(calendar, "2026-12-24T00:00+01:00", "2026-12-25T00:00+01:00") == 9 * HOUR
    assert open_time(calendar, "2026-12-25T00:00+01:00", "2026-12-27T00:00+01:00") == 0
    assert open_time(calendar, "2026-12-27T00:00+01:00", "2027-01-01T00:00+01:00") == (1 + 1 + 3) * HOUR
    assert open_time(calendar, "2027-01-01T00:00+01:00", "2027-01-02T00:00+01:00") == 9 * HOUR


def test_a_yearly_closure_comes_every_year_and_29_february_in_leap_years() -> None:
    calendar = b.calendar({"mon..sun": "09:00-10:00"}, zone_name="UTC", yearly=["02-29", "12-24"])
    assert open_time(calendar, "2028-02-28T00:00Z", "2028-03-02T00:00Z") == 2 * HOUR  # 28 February and 1 March
    assert open_time(calendar, "2027-02-28T00:00Z", "2027-03-02T00:00Z") == 2 * HOUR  # there is no 29th
    assert open_time(calendar, "2026-12-24T00:00Z", "2026-12-25T00:00Z") == 0
    assert open_time(calendar, "2027-12-24T00:00Z", "2027-12-25T00:00Z") == 0


def test_partial_closures_are_cut_last_also_from_a_dates_own_hours() -> None:
    calendar = b.calendar(
        {"mon..fri": "09:00-18:00"},
        zone_name="UTC",
        dates={"2026-05-12": "10:00-14:00"},
        cut=[("2026-05-11", "12:00-14:00"), ("2026-05-12", "13:00-15:00")],
    )
    assert open_time(calendar, "2026-05-11T00:00Z", "2026-05-12T00:00Z") == 7 * HOUR  # 9 − 2
    assert open_time(calendar, "2026-05-12T00:00Z", "2026-05-13T00:00Z") == 3 * HOUR  # 10:00 to 13:00


def test_a_union_is_open_when_any_member_is() -> None:
    tokyo = b.calendar({"mon..fri": "09:00-18:00"}, id="tokyo", zone_name="Asia/Tokyo")
    ir = b.program([], [], [BERLIN, tokyo, b.union("world", "office", "tokyo")])
    # A Monday in May: Tokyo is open 00:00-09:00 UTC, Berlin 07:00-16:00 UTC: together 16 hours, two of them shared.
    world = clock_of(ir, "world")
    assert world.between(b.instant("2026-05-11T00:00Z"), b.instant("2026-05-12T00:00Z")) == 16 * HOUR


def test_the_years_are_local_ones_and_nothing_is_known_outside() -> None:
    # New Year 2024 in Berlin is 23:00 UTC on 31 December; the last year ends likewise.
    clock = CalendarClock(BERLIN)
    first, end = b.instant("2023-12-31T23:00Z"), b.instant("2028-12-31T23:00Z")
    assert clock.is_open(first - 1) is None
    assert clock.is_open(first) is False
    assert clock.is_open(end - 1) is False
    assert clock.is_open(end) is None
    assert clock.between(first, end) is not None
    assert clock.between(first - 1, end) is None
    assert clock.between(first, end + 1) is None


def test_a_unions_years_are_those_that_all_members_cover() -> None:
    short = b.calendar({"mon": "09:00-10:00"}, id="short", zone_name="UTC", years=(2026, 2026))
    ir = b.program([], [], [BERLIN, short, b.union("both", "office", "short")])
    assert clock_of(ir, "both").is_open(b.instant("2025-06-02T12:00Z")) is None
    assert clock_of(ir, "both").is_open(b.instant("2026-06-01T12:00Z")) is True


@pytest.mark.parametrize(
    "day", ["2026-03-28", "2026-03-29", "2026-03-30", "2026-10-24", "2026-10-25", "2026-07-01", "2023-12-31"]
)
@pytest.mark.parametrize("zone_name", ["Europe/Berlin", "America/Sao_Paulo", "Asia/Kathmandu", "Australia/Lord_Howe"])
def test_a_days_minutes_are_those_of_the_definition(day: str, zone_name: str) -> None:
    calendar = b.calendar({"mon..sun": "01:30-02:30, 22:00-23:45", "sat": "23:50-00:40"}, zone_name=zone_name)
    clock, number = CalendarClock(calendar), b.instant(day) // DAY
    by_definition = tuple(clock.minute_is_open(number * DAY_MINUTES + minute) for minute in range(DAY_MINUTES))
    assert clock.minutes(number) == by_definition
    assert [clock.is_open(number * DAY + minute * MINUTE) for minute in range(DAY_MINUTES)] == list(by_definition)
