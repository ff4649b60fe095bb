"""What the installed libraries know: the offsets of time zones (`tzdata`) and public holidays (`holidays`).

Only :mod:`sloc.calendars.lock` freezes their answers into ``sloc.lock``; nothing else may depend on what is installed. Both are
imported inside the functions, since compiling needs neither and they are slow to load.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from itertools import pairwise

from sloc.findings.suggest import suggest
from sloc.ir.calendar import Holiday

_SAMPLE_SECONDS = 6 * 3600
"""No zone changes its offset twice within six hours."""


def release(library: str) -> str:
    """The installed release: ``tzdata 2026.1``, ``holidays 0.109``."""
    from importlib.metadata import version

    return f"{library} {version(library)}"


def installed(library: str) -> str | None:
    """The same of a library that may be missing."""
    from importlib.metadata import PackageNotFoundError

    try:
        return release(library)
    except PackageNotFoundError:
        return None


def zone_names() -> list[str]:
    """Every zone of the `tzdata` package, links included."""
    from importlib.resources import files

    return (files("tzdata") / "zones").read_text("ascii").split()


def zone_offsets(name: str, start: int, until: int) -> tuple[tuple[int, int], ...]:
    """``(since, seconds east of UTC)`` over the epoch seconds ``[start, until)``; the first `since` is `start`.

    Read from the `tzdata` package, never from the machine's own database. `name` is one of :func:`zone_names`.
    """
    from importlib.resources import files
    from zoneinfo import ZoneInfo

    with files("tzdata.zoneinfo").joinpath(*name.split("/")).open("rb") as data:
        zone = ZoneInfo.from_file(data, key=name)

    def offset(t: int) -> int:
        east = dt.datetime.fromtimestamp(t, zone).utcoffset()
        assert east is not None  # a ZoneInfo always knows
        return round(east.total_seconds())

    steps = [(start, offset(start))]
    for before, after in pairwise([*range(start, until, _SAMPLE_SECONDS), until - 1]):
        now = offset(after)
        if now != steps[-1][1]:
            steps.append((_first_second(offset, now, before, after), now))
    return tuple(steps)


def _first_second(offset: Callable[[int], int], wanted: int, before: int, after: int) -> int:
    """The first second of the `wanted` offset, which rules at `after` and not yet at `before`."""
    while after - before > 1:
        middle = (before + after) // 2
        if offset(middle) == wanted:
            after = middle
        else:
            before = middle
    return after


def unknown_zone(name: str) -> str | None:
    """What to type instead of a zone that the database does not have; None if it has it."""
    names = zone_names()
    if name in names:
        return None
    cities = {zone.rpartition("/")[2]: zone for zone in names}
    near = suggest(name, names) or [cities[city] for city in suggest(name.rpartition("/")[2], cities)]
    if near:
        return f"write `{near[0]}`"
    return "write a name of the IANA time-zone database, such as `Europe/Berlin`, or `UTC`"


def unknown_region(region: str) -> str | None:
    """What to type instead of a holiday region that the library does not have; None if it has it."""
    import holidays

    countries = holidays.list_supported_countries(include_aliases=False)
    country, dash, part = region.partition("-")
    parts = countries.get(country)
    if parts is not None:
        if not dash or part in parts:
            return None
        if not parts:
            return f"write `{country}`, which has no regions here"
        near = suggest(part, parts)
        if near:
            return f"write `{country}-{near[0]}`, or `{country}` for the whole country"
        return f"write `{country}` for the whole country, or one of {_shown(f'{country}-{each}' for each in parts)}"
    if region.upper() != region and unknown_region(region.upper()) is None:
        return f"write `{region.upper()}`"
    near = suggest(country, countries)
    if near:
        return f"write a country's two letters and perhaps its region, such as `{near[0]}` or `DE-BE`"
    return "write a country's two letters and perhaps its region: `DE`, `DE-BE`, `US-CA`"


def _shown(names: Iterable[str], most: int = 8) -> str:
    quoted = [f"`{name}`" for name in names]
    return ", ".join(quoted[:most]) + (", …" if len(quoted) > most else "")


def public_holidays(region: str, first_year: int, last_year: int) -> tuple[Holiday, ...]:
    """The public holidays of a known region, named in its own language, with the days on which they are observed.

    The language is asked for by name: left to itself the library takes it from the machine's locale.
    """
    import holidays

    country, _, part = region.partition("-")
    language = holidays.country_holidays(country).default_language
    years = range(first_year, last_year + 1)
    found = holidays.country_holidays(country, subdiv=part or None, years=years, language=language)
    return tuple(Holiday(date, _one_line(found[date])) for date in sorted(found) if first_year <= date.year <= last_year)


def _one_line(name: str) -> str:
    """A name as printable text on one line."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())
