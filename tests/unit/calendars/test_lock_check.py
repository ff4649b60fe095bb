"""A lock that was edited is found out, and a new one says what it has."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sloc.calendars.lock import LockRequest, freeze, read_lock, write_lock
from sloc.calendars.lock_check import changes, disagreements, unverified
from sloc.findings.model import Severity
from sloc.source.span import SourceFile

LOCK, _ = freeze(LockRequest((("Europe/Berlin", None),), (("DE-BE", None), ("US", None)), 2025, 2026), None, False)
TEXT = write_lock(LOCK)
FACTS = [number for number, line in enumerate(TEXT.split("\n")) if line.startswith("  ")]


def found(text: str) -> list[tuple[str, str]]:
    lock, broken = read_lock(text, "sloc.lock")
    assert broken == ()
    file = SourceFile("sloc.lock", text)
    result = disagreements(lock, file)
    assert all(each.span is not None for each in result)
    return [(each.code, each.message) for each in result]


def test_what_the_libraries_say_is_fine() -> None:
    assert found(TEXT) == []


def test_an_invented_holiday_is_named() -> None:
    text = re.sub(r"(  2026-03-08 )", r"  2026-03-03 Invented Day\n\1", TEXT, count=1)
    ((code, message),) = found(text)
    assert code == "SLO128"
    assert "`2026-03-03 Invented Day` in `holidays DE-BE`" in message
    assert "does not know of it" in message
    lock, _ = read_lock(text, "sloc.lock")
    (finding,) = disagreements(lock, SourceFile("sloc.lock", text))
    assert finding.span is not None
    assert text[finding.span.start : finding.span.end] == "  2026-03-03 Invented Day"


@given(at=st.sampled_from(FACTS), data=st.data())
def test_every_edit_of_a_fact_is_found(at: int, data: st.DataObject) -> None:
    """A line that is gone, another name, another date, another offset: whatever still reads as a lock."""
    lines = TEXT.split("\n")
    fact = lines[at].strip()
    edits = ["gone"]
    if fact[10] == " ":
        edits += ["name"]
    elif "+" in fact:
        edits += ["offset"]
    match data.draw(st.sampled_from(edits)):
        case "gone":
            del lines[at]
        case "name":
            lines[at] += " (moved)"
        case _:
            lines[at] = lines[at].replace(":00Z +0", ":00Z -0")
    text = "\n".join(lines)
    if read_lock(text, "sloc.lock")[1]:
        return  # the first offset of a zone cannot go
    ((code, message),) = found(text)
    assert code == "SLO128"
    assert fact[:10] in message


@pytest.mark.parametrize("strict", [False, True])
def test_another_release_cannot_be_verified(strict: bool) -> None:
    text = re.sub(r"from holidays \S+", "from holidays 0.1", TEXT).replace("Neujahr", "Invented Day")
    assert found(text) == []
    lock, _ = read_lock(text, "sloc.lock")
    result = unverified(lock, SourceFile("sloc.lock", text), strict)
    assert [each.code for each in result] == ["SLO129", "SLO129"]
    assert {each.severity for each in result} == {Severity.ERROR if strict else Severity.WARNING}
    assert "`holidays DE-BE` cannot be verified: it comes from holidays 0.1" in result[0].message


def test_a_name_that_the_library_does_not_have() -> None:
    text = TEXT.replace("zone Europe/Berlin", "zone Europe/Atlantis")
    ((code, message),) = found(text)
    assert (code, "Europe/Atlantis" in message) == ("SLO128", True)


def test_what_changed_is_told() -> None:
    assert [line.partition(":")[0] for line in changes(None, LOCK)] == ["new", "new", "new"]
    assert changes(None, LOCK)[0].startswith("new: the offsets of Europe/Berlin for 2024 to 2027, from tzdata ")
    assert re.fullmatch(r"new: \d+ holidays of DE-BE for 2024 to 2026, from holidays \S+", changes(None, LOCK)[1])
    assert {line.partition(":")[0] for line in changes(LOCK, LOCK)} == {"kept"}
    old, _ = read_lock(re.sub(r"\n  2026-03-08 .*", "\n  2026-03-09 Later", TEXT, count=1), "sloc.lock")
    (line,) = (line for line in changes(old, LOCK) if line.startswith("changed"))
    assert "+ 2026-03-08 " in line
    assert "- 2026-03-09 Later" in line
    less, _ = freeze(LockRequest((), (("US", None),), 2025, 2026), LOCK, False)
    gone = "gone, as no spec needs it: "
    assert changes(LOCK, less)[1:] == [f"{gone}zone Europe/Berlin", f"{gone}holidays DE-BE"]
    wider, _ = freeze(LockRequest((), (("US", None),), 2020, dt.date(2026, 1, 1).year), LOCK, False)
    assert changes(less, wider)[0].endswith("; nothing else in 2024 to 2026")
