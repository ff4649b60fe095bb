"""Numbers, dates and times that are nearly right: ``15min``, ``1h30``, ``2026-1-2``, ``9:00am``, ``10k``, ``1_000``."""

from __future__ import annotations

import re
from fractions import Fraction

from sloc.source.span import SourceFile
from sloc.syntax.literals import LONGEST
from sloc.syntax.piece import NearMiss, Piece
from sloc.units import UNITS

INSTANT = re.compile(r"(\d{4}-\d{1,2}-\d{1,2}[Tt])([\d:.,]*)([Zz]|[+-][\d:]*)?", re.ASCII)
INSTANT_PARTS = (
    (r"\d{4}-\d\d-\d\dT", "it starts with a date and a capital T, as in `2026-11-07T`"),
    (r"\d\d:\d\d(:\d\d(\.\d{1,6})?)?", "its time is not of the form `22:00` or `22:00:15.25`"),
    (r".+", "it has no offset from UTC"),
    (r"Z|[+-]\d\d:\d\d", "its offset is not of the form `+01:00` or `Z`"),
)
DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(\w*)", re.ASCII)
CLOCK = re.compile(r"(\d{1,2})(?::(?!\d+(?:\.\d+)?%)(\d{1,2})(:\d{1,2}(?:\.\d+)?)?)?([AaPp][Mm])?([\w%]*)", re.ASCII)
AMOUNT = re.compile(r"[\w.]+", re.ASCII)
PARTS = re.compile(r"(\d+(?:\.\d+)?)([A-Za-z_]*)", re.ASCII)
REST = re.compile(r"[\w:%.]*", re.ASCII)
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
    found = _instant(token)
    if not found and kind == "NUMBER":
        found = _date(token)
    if not found and kind in ("NUMBER", "CLOCK"):
        found = _clock(token)
    if found or not (source.text[end].isalnum() or source.text[end] == "_"):
        return found
    if kind in ("NUMBER", "DURATION"):
        piece = _without_dots(Piece.matching(AMOUNT, source, start))
        return _grouped(piece) or _scaled(piece) or _duration(piece)
    piece = _without_dots(token._replace(end=Piece.matching(REST, source, end).end))
    return _literal(piece, kind, token.text, f"it would be right up to `{token.text}`")


def _instant(token: Piece) -> NearMiss | None:
    """``2026-03-31T00:00``, which lacks its offset, and the like."""
    found = INSTANT.match(token.source.text, token.start)
    if not found or found.end() <= token.end:
        return None
    parts = (found[1], found[2], found[3] or "", found[3] or "")
    label = next((why for part, (form, why) in zip(parts, INSTANT_PARTS, strict=True) if not re.fullmatch(form, part)), "")
    help = "write it as `2026-11-07T22:00+01:00` or `2026-11-07T21:00:00Z`"
    return _literal(token._replace(end=found.end()), "INSTANT", "2000-01-01T00:00Z", label, help)


def _date(token: Piece) -> NearMiss | None:
    """``2026-1-2``."""
    found = DATE.match(token.source.text, token.start)
    if not found:
        return None
    year, month, day, more = found.groups()
    piece = token._replace(end=found.end())
    if more:
        return _literal(piece, "DATE", "2000-01-01", f"`{more}` is too much", "dates are year-month-day, as in `2026-12-24`")
    return _literal(piece, "DATE", f"{year}-{month:0>2}-{day:0>2}", "month and day have two digits", sure=True)


def _clock(token: Piece) -> NearMiss | None:
    """``9:00``, ``09:00:00``, ``9:00pm`` and ``9pm``. Seconds are not dropped unasked, and 13:00pm is anybody's guess."""
    found = CLOCK.match(token.source.text, token.start)
    if not found or found.end() <= token.end:
        return None
    hour, minute, seconds, half, more = found.groups()
    if more and not minute:
        return None
    on_twelve = half is not None and 1 <= int(hour) <= 12
    if on_twelve:
        hour = str(int(hour) % 12 + (12 if half.lower() == "pm" else 0))
    sure = not seconds and not more and (on_twelve or not half)
    label = "hours and minutes have two digits each, and that is all"
    return _literal(token._replace(end=found.end()), "CLOCK", f"{hour:0>2}:{minute or '':0>2}", label, sure=sure)


def _grouped(piece: Piece) -> NearMiss | None:
    """``1_000``."""
    joined = piece.text.replace("_", "")
    if not joined.replace(".", "", 1).isdigit():
        return None
    return _literal(piece, "NUMBER", joined, "digits are not grouped", sure=True)


def _scaled(piece: Piece) -> NearMiss | None:
    """``10k``, ``1.5k``."""
    (amount, unit), *more = PARTS.findall(piece.text)
    if more or unit not in SCALES or len(amount) > LONGEST:
        return None
    value = Fraction(amount) * SCALES[unit]
    if value.denominator > 1:
        return None
    return _literal(piece, "NUMBER", str(value), f"`{unit}` is no unit", sure=True)


def _duration(piece: Piece) -> NearMiss:
    """``15min``, ``1h30``, ``2H``. A capital is understood but not certain: M may be a month."""
    parts = PARTS.findall(piece.text)
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
