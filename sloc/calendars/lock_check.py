"""Whether ``sloc.lock`` says what the installed libraries say, and what a new one has that the old one has not.

Whoever edits the lock decides which tickets are late. An entry that names the installed release must hold just what that
release gives; one of another release cannot be judged here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sloc.calendars.frozen import FrozenHolidays, FrozenZone, Lock
from sloc.calendars.libraries import public_holidays, release, unknown_region, unknown_zone, zone_offsets
from sloc.calendars.lock_text import instant_line, offset_line
from sloc.calendars.zones import year_start
from sloc.findings import Finding, finding
from sloc.findings.model import Severity
from sloc.source.span import SourceFile, Span

_Facts = Mapping[str, str]
"""A date or an instant as the lock writes it, and what it says of it."""


def disagreements(lock: Lock, file: SourceFile) -> list[Finding]:
    """An error (SLO128) for each entry that does not say what the release that it names says; at its first such line."""
    found = []
    for head, frozen in _entries(lock):
        stated = _stated(frozen)
        actual = None if _unknown(frozen) else _actual(frozen)
        if actual is not None and stated != actual:
            found.append(_disagrees(head, frozen, stated, actual, file))
    return found


def unverified(lock: Lock, file: SourceFile, strict: bool) -> list[Finding]:
    """A warning (SLO129, an error if `strict`) for each entry of a release that is not the installed one."""
    return [
        finding(
            "SLO129",
            f"`{head}` cannot be verified: it comes from {frozen.library}, and {release(_library(frozen))} is installed",
            _line(file, head, None),
            "of that release",
            help=f"install {frozen.library} to verify it, or run `sloc lock --upgrade` and review what changes",
            severity=Severity.ERROR if strict else Severity.WARNING,
        )
        for head, frozen in _entries(lock)
        if _unknown(frozen)
    ]


def changes(old: Lock | None, new: Lock) -> list[str]:
    """What a new lock has in words, a line for each entry: new, kept, changed or gone."""
    before = {} if old is None else dict(_entries(old))
    after = dict(_entries(new))
    lines = []
    for head, frozen in after.items():
        if head not in before:
            lines.append(f"new: {_summary(frozen)}")
        elif before[head] == frozen:
            lines.append(f"kept: {_summary(frozen)}")
        else:
            lines.append(f"changed: {_summary(frozen)}; {_difference(before[head], frozen)}")
    return lines + [f"gone, as no spec needs it: {head}" for head in before if head not in after]


def _entries(lock: Lock) -> Iterator[tuple[str, FrozenZone | FrozenHolidays]]:
    """Each entry with the words that its head begins with."""
    for name, zone in sorted(lock.zones.items()):
        yield f"zone {name}", zone
    for name, region in sorted(lock.regions.items()):
        yield f"holidays {name}", region


def _library(frozen: FrozenZone | FrozenHolidays) -> str:
    return "tzdata" if isinstance(frozen, FrozenZone) else "holidays"


def _unknown(frozen: FrozenZone | FrozenHolidays) -> bool:
    return frozen.library != release(_library(frozen))


def _stated(frozen: FrozenZone | FrozenHolidays) -> _Facts:
    if isinstance(frozen, FrozenZone):
        return {instant_line(since): offset_line(offset) for since, offset in frozen.zone.offsets}
    return {day.date.isoformat(): day.name for day in frozen.days}


def _actual(frozen: FrozenZone | FrozenHolidays) -> _Facts:
    """What the installed library says; nothing of a name that it does not have."""
    if isinstance(frozen, FrozenZone):
        if unknown_zone(frozen.zone.name) is not None:
            return {}
        steps = zone_offsets(frozen.zone.name, year_start(frozen.first_year), year_start(frozen.last_year + 1))
        return {instant_line(since): offset_line(offset) for since, offset in steps}
    if unknown_region(frozen.region) is not None:
        return {}
    return {day.date.isoformat(): day.name for day in public_holidays(frozen.region, frozen.first_year, frozen.last_year)}


def _disagrees(head: str, frozen: FrozenZone | FrozenHolidays, stated: _Facts, actual: _Facts, file: SourceFile) -> Finding:
    wrong = sorted(at for at in {*stated, *actual} if stated.get(at) != actual.get(at))
    first, more = wrong[0], f" (and {len(wrong) - 1:,} more)" if len(wrong) > 1 else ""
    says = f"says `{first} {stated[first]}`" if first in stated else f"says nothing of {first}"
    knows = f"says `{first} {actual[first]}`" if first in actual else "does not know of it"
    return finding(
        "SLO128",
        f"sloc.lock {says} in `{head}`, and {frozen.library} {knows}{more}",
        _line(file, head, first if first in stated else None),
        "not what the library says",
        help="run `sloc lock --upgrade` to take it from the library, and ask who edited the lock",
    )


def _line(file: SourceFile, head: str, fact: str | None) -> Span:
    """The line of an entry's fact, or its head."""
    lines = file.text.split("\n")
    number = next(at for at, line in enumerate(lines) if line.startswith(f"{head} "))
    if fact is not None:
        number = next(at for at, line in enumerate(lines) if at > number and line.startswith(f"  {fact} "))
    start = file.line_starts[number]
    return Span(file.path, start, start + len(lines[number].rstrip()))


def _summary(frozen: FrozenZone | FrozenHolidays) -> str:
    years = f"{frozen.first_year} to {frozen.last_year}, from {frozen.library}"
    if isinstance(frozen, FrozenZone):
        return f"the offsets of {frozen.zone.name} for {years}"
    return f"{len(frozen.days):,} holidays of {frozen.region} for {years}"


def _difference(before: FrozenZone | FrozenHolidays, after: FrozenZone | FrozenHolidays) -> str:
    """What changed in the years that both have."""
    first, last = max(before.first_year, after.first_year), min(before.last_year, after.last_year)
    old, new = ({at: what for at, what in _stated(each).items() if first <= int(at[:4]) <= last} for each in (before, after))
    wrong = sorted(at for at in {*old, *new} if old.get(at) != new.get(at))
    if not wrong:
        return f"nothing else in {first} to {last}"
    signs = [f"- {at} {old[at]}" if side is old else f"+ {at} {new[at]}" for at in wrong for side in (old, new) if at in side]
    return ", ".join([*signs[:6], *([f"and {len(signs) - 6:,} more"] if len(signs) > 6 else [])])
