"""``sloc.lock`` as text: one fact a line, sorted, so that a diff shows which date or offset has changed.

::

    sloc-lock 1

    zone Europe/Berlin 2015..2037 from tzdata 2026.1
      2015-01-01T00:00:00Z +01:00
      2015-03-29T01:00:00Z +02:00

    holidays DE-BE 2015..2036 from holidays 0.109
      2016-01-01 Neujahr

    queries by sqlglot 30.30.0
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from itertools import pairwise

from sloc.calendars.frozen import FrozenHolidays, FrozenZone, Lock, misplaced
from sloc.calendars.zones import year_start
from sloc.findings import Finding, finding
from sloc.ir.calendar import Holiday, Zone
from sloc.source.span import SourceFile, Span
from sloc.units import DAY_SECONDS

_COMMENT = """\
# sloc.lock: time-zone offsets and holidays, frozen so that the same specs give the same bytes on every machine.
# Written by `sloc lock`. Commit it; do not edit it.
"""
_VERSION = "sloc-lock 1"

_HEAD = re.compile(
    r"(?P<kind>zone|holidays) (?P<name>[A-Za-z0-9_+/-]+) (?P<first>\d{4})\.\.(?P<last>\d{4}) from (?P<library>\S.*)"
)
_QUERIES = re.compile(r"queries by (?P<library>[A-Za-z0-9_.+ -]+)")
_OFFSET = re.compile(r"  (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) ([+-])(\d\d):([0-5]\d)(?::([0-5]\d))?")
_HOLIDAY = re.compile(r"  (\d{4}-\d\d-\d\d) (\S.*)")
_EPOCH = dt.datetime(1970, 1, 1)


def write_lock(lock: Lock) -> str:
    """The text of a lock. Equal locks give equal text."""
    blocks = [f"{_COMMENT}{_VERSION}\n"]
    for name, zone in sorted(lock.zones.items()):
        steps = "".join(f"  {instant_line(since)} {offset_line(offset)}\n" for since, offset in zone.zone.offsets)
        blocks.append(f"zone {name} {zone.first_year}..{zone.last_year} from {zone.library}\n{steps}")
    for name, region in sorted(lock.regions.items()):
        days = "".join(f"  {day.date.isoformat()} {day.name}\n" for day in region.days)
        blocks.append(f"holidays {name} {region.first_year}..{region.last_year} from {region.library}\n{days}")
    if lock.parser is not None:
        blocks.append(f"queries by {lock.parser}\n")
    return "\n".join(blocks)


def read_lock(text: str, path: str) -> tuple[Lock, tuple[Finding, ...]]:
    """The entries that can be read, and a finding (SLO123) for each line that cannot; `path` is for the findings.

    An entry with a broken line is left out.
    """
    reader = _LockReader(SourceFile(path, text))
    reader.read()
    return Lock(reader.zones, reader.regions, reader.parser), tuple(reader.findings)


class _LockReader:
    """Reads a lock line by line: a head opens an entry, and the indented lines below belong to it."""

    def __init__(self, file: SourceFile) -> None:
        self.file = file
        self.zones: dict[str, FrozenZone] = {}
        self.regions: dict[str, FrozenHolidays] = {}
        self.parser: str | None = None
        self.findings: list[Finding] = []

    def read(self) -> None:
        lines = list(self._lines())
        if not lines or lines[0][1] != _VERSION:
            number = lines[0][0] if lines else 1
            self._report(number, "this is not a lock that this version of sloc reads", f"`{_VERSION}` should stand here")
            return
        heads = [at for at, (_, line) in enumerate(lines) if at and not line.startswith(" ")]
        for number, line in lines[1 : heads[0] if heads else len(lines)]:
            self._report(number, "a line of sloc.lock belongs to no entry", f"`{line.strip()}` stands before the first entry")
        for at, end in pairwise([*heads, len(lines)]):
            self._entry(lines[at], lines[at + 1 : end])

    def _lines(self) -> Iterator[tuple[int, str]]:
        """The numbered lines that say something."""
        for number, line in enumerate(self.file.text.split("\n"), 1):
            if line.strip() and not line.startswith("#"):
                yield number, line.rstrip()

    def _entry(self, head: tuple[int, str], body: list[tuple[int, str]]) -> None:
        number, line = head
        queries = _QUERIES.fullmatch(line)
        if queries is not None and self.parser is None and not body:
            self.parser = queries["library"]
            return
        match = _HEAD.fullmatch(line)
        if match is None:
            self._report(number, "a line of sloc.lock says nothing that sloc knows", "expected `zone …` or `holidays …`")
            return
        name, first, last = match["name"], int(match["first"]), int(match["last"])
        if not 1 <= first <= last < 9999:
            self._report(number, f"the years of `{name}` in sloc.lock are no years", f"{first} to {last}")
            return
        if name in (self.zones if match["kind"] == "zone" else self.regions):
            self._report(number, f"sloc.lock holds `{name}` twice", "the second entry")
            return
        before = len(self.findings)
        if match["kind"] == "zone":
            steps = self._steps(number, name, first, last, body)
            if len(self.findings) == before:
                zone = Zone(name, steps, year_start(last + 1))
                self.zones[name] = FrozenZone(zone, first, last, match["library"])
        else:
            days = self._days(first, last, body)
            if len(self.findings) == before:
                self.regions[name] = FrozenHolidays(name, days, first, last, match["library"])

    def _steps(self, number: int, name: str, first: int, last: int, body: list[tuple[int, str]]) -> tuple[tuple[int, int], ...]:
        before = len(self.findings)
        steps: list[tuple[int, int]] = []
        for at, line in body:
            step = _step(line)
            if step is None:
                self._report(at, "a line of sloc.lock is no offset", f"expected an offset like `{_year_text(first)} +01:00`")
            elif fault := misplaced(step, steps[-1][0] if steps else None, first, last):
                self._report(at, "an offset in sloc.lock does not belong where it stands", fault)
            else:
                steps.append(step)
        if len(self.findings) == before and (not steps or steps[0][0] != year_start(first)):
            self._report(
                number, f"sloc.lock does not say the offset of `{name}` from the start", f"no offset at {_year_text(first)}"
            )
        return tuple(steps)

    def _days(self, first: int, last: int, body: list[tuple[int, str]]) -> tuple[Holiday, ...]:
        days: list[Holiday] = []
        for at, line in body:
            day = _day(line)
            if day is None:
                self._report(at, "a line of sloc.lock is no holiday", f"expected a holiday like `{first:04d}-01-01 New Year`")
            elif not first <= day.date.year <= last:
                self._report(at, "a holiday in sloc.lock lies outside its entry's years", f"the entry covers {first} to {last}")
            elif days and day.date <= days[-1].date:
                self._report(at, "the holidays in sloc.lock are not in order", "not later than the line above")
            else:
                days.append(day)
        return tuple(days)

    def _report(self, number: int, message: str, label: str) -> None:
        start = self.file.line_starts[number - 1]
        span = Span(self.file.path, start, start + len(self.file.line(number)))
        self.findings.append(finding("SLO123", message, span, label, help="run `sloc lock` to write it anew, and commit it"))


def _step(line: str) -> tuple[int, int] | None:
    """``  2015-03-29T01:00:00Z +02:00`` -> epoch seconds and seconds east of UTC; None if it is no such line."""
    match = _OFFSET.fullmatch(line)
    if match is None:
        return None
    try:
        since = dt.datetime.fromisoformat(match[1][:-1]) - _EPOCH
    except ValueError:
        return None
    offset = int(match[3]) * 3600 + int(match[4]) * 60 + int(match[5] or 0)
    return since.days * DAY_SECONDS + since.seconds, -offset if match[2] == "-" else offset


def _day(line: str) -> Holiday | None:
    """``  2016-01-01 Neujahr`` -> a holiday; None if it is no such line."""
    match = _HOLIDAY.fullmatch(line)
    if match is None:
        return None
    try:
        return Holiday(dt.date.fromisoformat(match[1]), match[2])
    except ValueError:
        return None


def _year_text(year: int) -> str:
    """The start of a UTC year as it stands in a lock."""
    return instant_line(year_start(year))


def instant_line(t: int) -> str:
    """Epoch seconds as a lock writes them."""
    return f"{(_EPOCH + dt.timedelta(seconds=t)).isoformat()}Z"


def offset_line(offset: int) -> str:
    """Seconds east of UTC as a lock writes them."""
    minutes, seconds = divmod(abs(offset), 60)
    text = f"{'-' if offset < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}"
    return f"{text}:{seconds:02d}" if seconds else text
