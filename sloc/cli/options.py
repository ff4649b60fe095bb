"""Parsers of option values; a value that does not fit is wrong usage (exit code 2)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from enum import Enum
from pathlib import Path

import typer

from sloc.units import MICROS, UNITS

_EPOCH = dt.datetime(1970, 1, 1)
_FIRST, _LAST = ((end - _EPOCH) // dt.timedelta(microseconds=1) for end in (dt.datetime.min, dt.datetime.max))


class FailOn(Enum):
    """What ends `sloc status` with exit code 1."""

    PAGE = "page"
    TICKET = "ticket"
    MISSED = "missed"
    NO_DATA = "no-data"


def day(text: str) -> dt.date:
    """``2026-11-23``."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a date such as 2026-11-23.") from None


def moment(text: str) -> int | dt.date:
    """A date, or an instant (RFC 3339, its seconds optional) in microseconds since 1970-01-01T00:00Z."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return day(text)
    shape = re.fullmatch(r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)(Z|[+-]\d\d:\d\d)?", text)
    if shape is None:
        raise typer.BadParameter(_no_moment(text))
    if shape[2] is None:
        raise typer.BadParameter(f"{text!r} has no offset; write {text}Z or {text}+01:00.")
    try:
        parsed = dt.datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(_no_moment(text)) from None
    micros = (parsed.replace(tzinfo=None) - _EPOCH - (parsed.utcoffset() or dt.timedelta())) // dt.timedelta(microseconds=1)
    if not _FIRST <= micros <= _LAST:
        raise typer.BadParameter(f"{text!r} lies outside the years 0001 to 9999 in UTC.")
    return micros


def _no_moment(text: str) -> str:
    return f"{text!r} is neither a date such as 2026-11-23 nor an instant such as 2026-11-23T09:00+01:00."


_SECONDS = {unit: UNITS[unit] / MICROS for unit in ("ms", "s", "m", "h")}
_BYTES = {"MB": 1 << 20, "GB": 1 << 30}


def seconds(text: str) -> float:
    """``90s``, ``2.5m``."""
    return _amount(text, _SECONDS, "a duration such as 90s or 5m")


def memory(text: str) -> int:
    """``512MB``, ``4GB`` in bytes (of 1,024)."""
    return int(_amount(text, _BYTES, "an amount such as 512MB or 4GB"))


def _amount(text: str, units: Mapping[str, float], expected: str) -> float:
    match = re.fullmatch(r"(\d{1,6}(?:\.\d{1,3})?)([A-Za-z]+)", text)
    if match is None or match[2] not in units or float(match[1]) == 0:
        raise typer.BadParameter(f"{text!r} is not {expected}.")
    return float(match[1]) * units[match[2]]


def table_file(text: str) -> tuple[str, Path]:
    """``support.tickets=tickets.csv``."""
    table, sign, file = text.partition("=")
    if not (table and sign and file):
        raise typer.BadParameter(f"{text!r} is not of the form TABLE=FILE.", param_hint="'--bind'")
    return table, Path(file)


def data_files(folder: Path) -> list[tuple[str, Path]]:
    """The data files of a folder in order, each with the table that it is named for: ``tickets.csv.gz`` holds `tickets`."""
    from sloc.run.files import FORMATS

    found = []
    for file in sorted(folder.iterdir()):
        name = file.name.removesuffix(".gz").removesuffix(".zst")
        table, dot, suffix = name.rpartition(".")
        if table and f"{dot}{suffix}".lower() in FORMATS:
            found.append((table, file))
    return found
