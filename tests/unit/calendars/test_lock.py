"""sloc.lock: what is frozen, when it is kept, how it is written and what a broken one says."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sloc.calendars.lock import FrozenHolidays, FrozenZone, Lock, LockRequest, freeze, read_lock, write_lock
from sloc.calendars.zones import UTC, year_start
from sloc.ir import Holiday, Zone
from sloc.source.span import SourceFile, Span

HERE = Span("a.slo", 3, 9)
REQUEST = LockRequest(
    (("Europe/Berlin", HERE), ("UTC", HERE), ("Africa/Monrovia", HERE)), (("DE-BE", HERE), ("US", HERE)), 2025, 2026
)
LOCK, FINDINGS = freeze(REQUEST, None, False)


def zone(lock: Lock, name: str, first: int, last: int) -> Zone:
    found = lock.zone(name, first, last)
    assert found is not None
    return found


def names(lock: Lock, region: str, first: int, last: int) -> dict[str, str]:
    days = lock.holidays(region, first, last)
    assert days is not None
    return {day.date.isoformat(): day.name for day in days}


def test_offsets_are_frozen_to_the_second_with_a_year_on_both_sides() -> None:
    assert FINDINGS == ()
    found = zone(LOCK, "Europe/Berlin", 2026, 2026)
    changes = [(dt.datetime.fromtimestamp(since, dt.UTC).isoformat(), offset) for since, offset in found.offsets]
    assert changes[:4] == [
        ("2025-01-01T00:00:00+00:00", 3600),
        ("2025-03-30T01:00:00+00:00", 7200),
        ("2025-10-26T01:00:00+00:00", 3600),
        ("2026-03-29T01:00:00+00:00", 7200),
    ]
    assert found.until == year_start(2028)


def test_utc_needs_no_freezing() -> None:
    assert "UTC" not in LOCK.zones
    assert Lock().zone("UTC", 1, 9998) == UTC


def test_what_is_not_frozen_wide_enough_is_not_there() -> None:
    assert LOCK.zone("Europe/Berlin", 2025, 2027) is None
    assert LOCK.zone("Europe/Berlin", 2024, 2026) is None
    assert LOCK.zone("Asia/Tokyo", 2026, 2026) is None
    assert LOCK.holidays("DE-BE", 2025, 2027) is None
    assert LOCK.holidays("DE-BE", 2024, 2026) is None
    assert LOCK.holidays("DE", 2026, 2026) is None


def test_an_answer_does_not_depend_on_what_else_is_frozen() -> None:
    wider, _ = freeze(replace(REQUEST, first_year=2000, last_year=2050), None, False)
    assert wider.zone("Europe/Berlin", 2025, 2026) == LOCK.zone("Europe/Berlin", 2025, 2026)
    assert wider.holidays("US", 2025, 2026) == LOCK.holidays("US", 2025, 2026)


def test_holidays_are_named_in_the_language_of_their_region_and_include_observed_days() -> None:
    assert names(LOCK, "DE-BE", 2026, 2026)["2026-03-08"] == "Frauentag"
    assert names(LOCK, "US", 2026, 2026)["2026-07-03"] == "Independence Day (observed)"  # the 4th is a Saturday


def test_the_eve_of_the_first_year_is_there_for_its_night() -> None:
    lock, _ = freeze(LockRequest((), (("US", None),), 2022, 2022), None, False)
    assert min(names(lock, "US", 2022, 2022)) == "2021-12-31"  # New Year's Day of 2022 is a Saturday
    assert max(names(lock, "US", 2022, 2022)) <= "2022-12-31"


def test_an_entry_that_suffices_is_kept_and_an_upgrade_asks_anew() -> None:
    old_zone = Zone("Europe/Berlin", ((year_start(2020), 1234),), year_start(2031))
    old = Lock(
        {"Europe/Berlin": FrozenZone(old_zone, 2020, 2030, "tzdata 1"), "Asia/Tokyo": LOCK.zones["Africa/Monrovia"]},
        {"US": FrozenHolidays("US", (), 2026, 2026, "holidays 1")},  # not wide enough
    )
    kept, _ = freeze(REQUEST, old, False)
    assert kept.zones["Europe/Berlin"] == old.zones["Europe/Berlin"]
    assert kept.regions == LOCK.regions
    assert "Asia/Tokyo" not in kept.zones  # nothing asks for it any more
    assert freeze(REQUEST, old, True)[0] == LOCK


@pytest.mark.parametrize(
    ("name", "help"),
    [
        ("Europe/Berln", "`Europe/Berlin`"),
        ("europe/berlin", "`Europe/Berlin`"),
        ("Berlin", "`Europe/Berlin`"),
        ("Germany/Berlin", "`Europe/Berlin`"),
        ("Qqqq", "IANA"),
        ("../../etc/passwd", "IANA"),
    ],
)
def test_an_unknown_zone_is_a_finding_with_a_suggestion(name: str, help: str) -> None:
    lock, (found,) = freeze(LockRequest(((name, HERE), ("Asia/Tokyo", None)), (), 2026, 2026), None, False)
    assert (found.code, found.span) == ("SLO214", HERE)
    assert help in found.help[0]
    assert list(lock.zones) == ["Asia/Tokyo"]


@pytest.mark.parametrize(
    ("region", "help"),
    [
        ("DE-XX", "`DE-BE`"),
        ("DE-be", "`DE-BE`"),
        ("de-be", "`DE-BE`"),
        ("Germany", "`DE-BE`"),
        ("QQ", "`DE-BE`"),
        ("HolidayBase", "`DE-BE`"),
        ("SG-01", "`SG`"),
    ],
)
def test_an_unknown_region_is_a_finding_with_a_suggestion(region: str, help: str) -> None:
    lock, (found,) = freeze(LockRequest((), ((region, HERE),), 2026, 2026), None, False)
    assert (found.code, found.span) == ("SLO215", HERE)
    assert help in found.help[0]
    assert lock == Lock()


def test_every_place_of_an_unknown_name_is_told() -> None:
    elsewhere = Span("b.slo", 0, 1)
    _, found = freeze(LockRequest((("Qqqq", HERE), ("Qqqq", elsewhere)), (), 2026, 2026), None, False)
    assert [each.span for each in found] == [HERE, elsewhere]


def test_years_beyond_reason_do_not_hurt() -> None:
    lock, found = freeze(LockRequest((("Europe/Berlin", HERE),), (("DE", HERE),), -5, 123456), None, False)
    assert found == ()
    assert read_lock(write_lock(lock), "sloc.lock") == (lock, ())


# ── text ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

TEXT = """\
# sloc.lock: time-zone offsets and holidays, frozen so that the same specs give the same bytes on every machine.
# Written by `sloc lock`. Commit it; do not edit it.
sloc-lock 1

zone Made/Up 2026..2027 from tzdata 2026.1
  2026-01-01T00:00:00Z -00:44:30
  2026-03-29T01:00:01Z +05:30

holidays DE-BE 2026..2026 from holidays 0.109
  2026-01-01 Neujahr
  2026-03-08 Frauentag
"""
MODEL = Lock(
    {
        "Made/Up": FrozenZone(
            Zone("Made/Up", ((1767225600, -2670), (1774746001, 19800)), 1830297600), 2026, 2027, "tzdata 2026.1"
        )
    },
    {
        "DE-BE": FrozenHolidays(
            "DE-BE",
            (Holiday(dt.date(2026, 1, 1), "Neujahr"), Holiday(dt.date(2026, 3, 8), "Frauentag")),
            2026,
            2026,
            "holidays 0.109",
        )
    },
)


def test_a_lock_is_one_fact_a_line() -> None:
    assert write_lock(MODEL) == TEXT
    assert read_lock(TEXT, "sloc.lock") == (MODEL, ())
    assert read_lock(write_lock(Lock()), "sloc.lock") == (Lock(), ())


def test_a_frozen_lock_reads_back() -> None:
    assert read_lock(write_lock(LOCK), "sloc.lock") == (LOCK, ())


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("sloc-lock 1", "sloc-lock 2", 3),
        ("zone Made/Up 2026..2027", "zone Made/Up 2027..2026", 5),
        ("zone Made/Up", "<<<<<<< HEAD\nzone Made/Up", 5),
        ("  2026-01-01T00:00:00Z -00:44:30\n", "", 5),
        ("  2026-01-01T00:00:00Z -00:44:30\n", "  2026-01-01T00:00:00Z -24:00\n", 6),
        ("+05:30", "+05:60", 7),
        ("2026-03-29T01", "2026-02-29T01", 7),
        ("2026-03-29T01:00:01Z", "2026-01-01T00:00:00Z", 7),
        ("2026-03-29T01:00:01Z", "2028-03-29T01:00:01Z", 7),
        ("2026-03-08 Frauentag", "2026-03-08", 11),
        ("2026-03-08 Frauentag", "2026-13-08 Frauentag", 11),
        ("2026-03-08 Frauentag", "2026-01-01 Frauentag", 11),
        ("2026-03-08 Frauentag", "2025-03-08 Frauentag", 11),
        ("\n  2026-03-08", "\nholidays DE-BE 2026..2026 from x\n  2026-03-08", 11),
        ("sloc-lock 1\n", "sloc-lock 1\n  2026-01-01 Neujahr\n", 4),
    ],
)
def test_a_broken_line_is_told_with_its_place(old: str, new: str, line: int) -> None:
    assert TEXT.count(old) == 1
    text = TEXT.replace(old, new)
    lock, found = read_lock(text, "sloc.lock")
    assert [each.code for each in found] == ["SLO123"]
    assert found[0].span is not None
    assert SourceFile("sloc.lock", text).position(found[0].span.start)[0] == line
    assert "sloc lock" in found[0].help[0]
    assert set(lock.zones) <= {"Made/Up"}
    assert set(lock.regions) <= {"DE-BE"}


def test_an_entry_with_a_broken_line_is_left_out_and_the_others_stay() -> None:
    lock, found = read_lock(TEXT.replace("+05:30", "five"), "sloc.lock")
    assert len(found) == 1
    assert lock == replace(MODEL, zones={})


@given(st.text(st.sampled_from("zone holidays1 2026-..Z+:\n#fr")), st.integers(0, len(TEXT)), st.integers(0, 40))
def test_no_text_makes_the_reader_raise(junk: str, at: int, length: int) -> None:
    text = TEXT[:at] + junk + TEXT[at + length :]
    lock, found = read_lock(text, "sloc.lock")
    assert found or read_lock(write_lock(lock), "sloc.lock") == (lock, ())
    assert all(each.span is not None and 0 <= each.span.start <= each.span.end <= len(text) for each in found)
