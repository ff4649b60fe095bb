"""The instant that a date means."""

from __future__ import annotations

import datetime as dt

import pytest

from sloc.ir import Ir
from sloc.ir.text import instant_text
from sloc.run.moment import at
from sloc.source.span import SourceFile
from tests.engines.status.project import instant, program

NOW = instant("2026-12-01T09:30:00Z")
BERLIN = "over calendar month in Europe/Berlin"
TOKYO = "over calendar month in Asia/Tokyo"
DESK = "calendar desk { timezone Europe/Berlin open mon..fri 09:00-17:00 }"


def counting(*windows: str, calendar: str = "") -> Ir:
    slos = [f"slo o{number} {{ expect 90% of a to satisfy ok {window} alerts none }}" for number, window in enumerate(windows)]
    source = 'source a { at ts field ok: bool from sql { table "a" } }'
    return program(SourceFile("a.slo", f'{calendar} service s {{ owner "x" {source} {" ".join(slos)} }}'))


@pytest.mark.parametrize(
    ("ir", "day", "text"),
    [
        (counting("over 30d"), "2026-11-27", "2026-11-27T23:59:59.999999Z"),
        (counting(BERLIN), "2026-11-30", "2026-11-30T22:59:59.999999Z"),
        (counting(BERLIN), "2026-10-25", "2026-10-25T22:59:59.999999Z"),  # a day of 25 hours
        (counting(BERLIN, "over 30d"), "2026-11-30", "2026-11-30T22:59:59.999999Z"),
        (counting(BERLIN, TOKYO), "2026-11-30", "2026-11-30T23:59:59.999999Z"),
        (counting(BERLIN, "over calendar month"), "2026-11-30", "2026-11-30T23:59:59.999999Z"),
        (counting(BERLIN), "1800-01-01", "1800-01-01T23:59:59.999999Z"),
        (counting("over 30d"), "9999-12-31", "9999-12-31T23:59:59.999999Z"),
        (counting("over 30d"), "2026-12-01", "2026-12-01T09:30:00Z"),  # today is not over
        (counting("over 30d"), "2026-12-02", "2026-12-02T23:59:59.999999Z"),
    ],
)
def test_a_date_is_the_end_of_that_day(ir: Ir, day: str, text: str) -> None:
    assert instant_text(at(dt.date.fromisoformat(day), ir, NOW)) == text


def test_a_calendar_has_a_zone_too() -> None:
    ir = counting("over 30d", calendar=DESK)
    assert instant_text(at(dt.date(2026, 11, 30), ir, NOW)) == "2026-11-30T23:59:59.999999Z"
    source = 'source a { at ts field done: time? measure m: from ts to done from sql { table "a" } }'
    slo = "slo o { expect 90% of a to have m within 1h during desk over 30d alerts none }"
    ir = program(SourceFile("a.slo", f'{DESK} service s {{ owner "x" {source} {slo} }}'))
    assert instant_text(at(dt.date(2026, 11, 30), ir, NOW)) == "2026-11-30T22:59:59.999999Z"


def test_an_instant_is_itself_and_nothing_is_now() -> None:
    assert at(17, counting("over 30d"), NOW) == 17
    assert at(None, counting("over 30d"), NOW) == NOW
