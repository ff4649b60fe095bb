"""Numbers, dates and times that are nearly right: ``15min``, ``1h30``, ``2026-1-2``, ``9:00am``, ``10k``, ``1_000``."""

from __future__ import annotations

import re

from sloc.source.span import SourceFile
from sloc.syntax.piece import NearMiss, Piece
from sloc.units import UNITS

RUN_ON = re.compile(r"[A-Za-z0-9_:.%]+(?:-\d[\d:.TZ]*)*(?:[+-]\d\d:?\d*)?")
RUN_ON_AMOUNT = re.compile(r"[\w.]+")
DAY_AND_TIME = re.compile(r"\d{4}-\d{1,2}-\d{1,2}[Tt][\d:.,]*(?:[Zz]|[+-]\d[\d:]*)?")
OFFSET = re.compile(r"[Zz]$|[+-]\d\d:?\d*$")
DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
TIME = re.compile(r"(\d{1,2}):(\d{1,2})(:\d{1,2}(?:\.\d+)?)?([ap]m)?(?![\w%])")
AMOUNT = re.compile(r"(\d+(?:\.\d+)?)([A-Za-z_]*)")
SPELLINGS = {
    "milliseconds": "ms", "millis": "ms", "msec": "ms", "msecs": "ms",
    "s": "s", "sec": "s", "secs": "s", "second": "s", "seconds": "s",
    "m": "m", "min": "m", "mins": "m", "minute": "m", "minutes": "m",
    "h": "h", "hr": "h", "hrs": "h", "hour": "h", "hours": "h",
    "d": "d", "day": "d", "days": "d",
    "w": "w", "wk": "w", "week": "w", "weeks": "w", "ms": "ms",
}  # fmt: skip
SCALES = {"k": 1_000, "K": 1_000}
KINDS = {
    "NUMBER": "number",
    "DURATION": "duration",
    "DATE": "date",
    "CLOCK": "clock time",
    "INSTANT": "instant",
    "PERCENT": "percentage",
}


def run_on(source: SourceFile, kind: str, start: int, end: int) -> NearMiss | None:
    """What a number, date or time was meant to be that goes on where it should end; None if it does not."""
    token = Piece(source, start, end)
    found = _instant(token) or _date(token) or (_clock(token) if kind in ("NUMBER", "CLOCK") else None)
    if found or not (source.text[end].isalnum() or source.text[end] == "_"):
        return found
    if kind in ("NUMBER", "DURATION"):
        piece = _without_dots(Piece.matching(RUN_ON_AMOUNT, source, start))
        return _grouped(piece) or _scaled(piece) or _amount(piece)
    piece = _without_dots(Piece.matching(RUN_ON, source, start))
    return _literal(piece, kind, token.text, f"it would be right up to `{token.text}`")


def _instant(token: Piece) -> NearMiss | None:
    """``2026-03-31T00:00``, which lacks its offset, and the like."""
    found = DAY_AND_TIME.match(token.source.text, token.start)
    if not found or found.end() <= token.end:
        return None
    has_offset = OFFSET.search(found[0], len("2026-03-31"))
    label = "its time is not of the form `22:00` or `22:00:15.25`" if has_offset else "it has no offset from UTC"
    help = "write it as `2026-11-07T22:00+01:00` or `2026-11-07T21:00:00Z`"
    return _literal(token._replace(end=found.end()), "INSTANT", "2000-01-01T00:00Z", label, help)


def _date(token: Piece) -> NearMiss | None:
    """``2026-1-2``."""
    found = DATE.match(token.source.text, token.start)
    if not found or found.end() <= token.end:
        return None
    right = f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}"
    return _literal(token._replace(end=found.end()), "DATE", right, "month and day have two digits", sure=True)


def _clock(token: Piece) -> NearMiss | None:
    """``9:00``, ``09:00:00`` and ``9:00pm``. Seconds are not left out unasked, and 13:00pm is anybody's guess."""
    found = TIME.match(token.source.text, token.start)
    if not found or found.end() <= token.end:
        return None
    hour, half = int(found[1]), found[4]
    sure = not found[3]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif half:
        sure = False
    label = "hours and minutes have two digits each, and that is all"
    return _literal(token._replace(end=found.end()), "CLOCK", f"{hour:02}:{found[2]:0>2}", label, sure=sure)


def _grouped(piece: Piece) -> NearMiss | None:
    """``1_000``."""
    joined = piece.text.replace("_", "")
    if not joined.replace(".", "", 1).isdigit():
        return None
    return _literal(piece, "NUMBER", joined, "digits are not grouped", sure=True)


def _scaled(piece: Piece) -> NearMiss | None:
    """``10k``."""
    (amount, unit), *more = AMOUNT.findall(piece.text)
    if more or unit not in SCALES or not amount.isdigit():
        return None
    return _literal(piece, "NUMBER", str(int(amount) * SCALES[unit]), f"`{unit}` is no unit", sure=True)


def _amount(piece: Piece) -> NearMiss:
    """``15min``, ``1h30``, ``2H``. A capital is understood but not certain: M may be a month."""
    parts = AMOUNT.findall(piece.text)
    wrong = next((unit for _, unit in parts if unit not in UNITS), "")
    label = f"`{wrong}` is no unit: they are ms, s, m, h, d and w" if wrong else "its last number has no unit"
    whole = "".join(amount + unit for amount, unit in parts) == piece.text
    if not whole or not all(unit.lower() in SPELLINGS for _, unit in parts):
        return _literal(piece, "DURATION", "1m", label, "write it as `15m`, `1h30m` or `250ms`")
    right = "".join(amount + SPELLINGS[unit.lower()] for amount, unit in parts)
    return _literal(piece, "DURATION", right, label, sure=all(unit in SPELLINGS for _, unit in parts))


def _literal(piece: Piece, kind: str, right: str, label: str, help: str = "", *, sure: bool = False) -> NearMiss:
    """A literal of a kind that should be written as `right`; with a `help` of its own, `right` only stands in for it."""
    message = f"`{piece.text}` is not a valid {KINDS[kind]}"
    said = piece.wrong("SLO106", message, label, help or f"write `{right}`", right if sure else None)
    return NearMiss(kind, right, piece.end, said)


def _without_dots(piece: Piece) -> Piece:
    """The piece without dots at its end, which belong to a range or to nothing."""
    return piece._replace(end=piece.start + len(piece.text.rstrip(".")))
