"""Parsers of option values; a value that does not fit is wrong usage (exit code 2)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import typer


def day(text: str) -> dt.date:
    """``2026-11-23``."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a date such as 2026-11-23.") from None


def instant(text: str) -> int:
    """``2026-11-23T09:00+01:00`` (RFC 3339, with an offset) in microseconds since 1970-01-01T00:00Z."""
    try:
        parsed = dt.datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not an instant such as 2026-11-23T09:00+01:00.") from None
    if parsed.tzinfo is None:
        raise typer.BadParameter(f"{text!r} has no offset; write {text}Z or {text}+01:00.")
    return (parsed - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(microseconds=1)


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
