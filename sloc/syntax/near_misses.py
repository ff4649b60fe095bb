"""What is nearly a token: reported once, here, and taken for the token that was meant, so that the parser need not stumble.

Signs of other languages (``&&``, ``'text'``, ``//``), literals that run on (``15min``, ``9:00``), and what is never closed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from sloc.findings import Finding, finding, replacing
from sloc.source.span import SourceFile, Span
from sloc.syntax.strings import encode
from sloc.syntax.tokens import FOREIGN, Token


class NearMiss(NamedTuple):
    """What was meant: the kind of token (None: nothing), its text, how far it reaches, and what is wrong with it."""

    kind: str | None
    text: str
    end: int
    finding: Finding


# Signs that people type for ours: what is meant, and as which kind of token.
SIGNS = {
    "&&": ("AND", "and"),
    "&": ("AND", "and"),
    "||": ("OR", "or"),
    "!": ("NOT", "not"),
    "≤": ("COMPARISON", "<="),
    "≥": ("COMPARISON", ">="),
    "≠": ("COMPARISON", "!="),
    "–": ("MINUS", "-"),
    "—": ("MINUS", "-"),
    "−": ("MINUS", "-"),
    "×": ("STAR", "*"),
    "÷": ("SLASH", "/"),
    "…": ("RANGE", ".."),
    "=>": ("COMPARISON", ">="),
    "=<": ("COMPARISON", "<="),
    "<>": ("COMPARISON", "!="),
    "===": ("COMPARISON", "=="),
    "=~": ("MATCHES", "matches"),
}
UNSURE = frozenset("–—−…")
"""A dash may stand for a minus, for a range of days or for a range of hours; dots may be an ellipsis."""

SINGLE_QUOTED = re.compile(r"'([^'\n]*)'")
CURLY_QUOTED = re.compile("[“”„«]([^“”«»\n]*)[“”»]")
UNFINISHED_STRING = re.compile(r'"(?:\\.|[^"\\\n])*\\?')
UNFINISHED_NAME = re.compile(r"`[^\s`]*")
STRANGE = re.compile(r"[^\s\w\"'`#{}()\[\]<>=!,.:|?+*/&;$%-]+|[^\W_a-zA-Z0-9]+|[\s\S]")

RUN_ON = re.compile(r"[A-Za-z0-9_:.%]+(?:-\d[\d:.TZ]*)*(?:[+-]\d\d:?\d*)?")
DAY_AND_TIME = re.compile(r"\d{4}-\d{1,2}-\d{1,2}[Tt][\d:.,]*(?:[Zz]|[+-]\d[\d:]*)?")
DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
TIME = re.compile(r"(\d{1,2}):(\d{1,2})(?::\d{1,2}(?:\.\d+)?)?(?:[ap]m)?(?![\w%])")
AMOUNT = re.compile(r"(\d+(?:\.\d+)?)([A-Za-z_]*)")
UNITS = {
    "milliseconds": "ms", "millis": "ms", "msec": "ms", "msecs": "ms",
    "s": "s", "sec": "s", "secs": "s", "second": "s", "seconds": "s",
    "m": "m", "min": "m", "mins": "m", "minute": "m", "minutes": "m",
    "h": "h", "hr": "h", "hrs": "h", "hour": "h", "hours": "h",
    "d": "d", "day": "d", "days": "d",
    "w": "w", "wk": "w", "week": "w", "weeks": "w", "ms": "ms",
}  # fmt: skip
SCALES = {"k": 1_000, "K": 1_000}


def near_miss(source: SourceFile, kind: str, start: int, end: int, before: Sequence[Token]) -> NearMiss | None:
    """What the piece at `start` was meant to be; None if it is in order after all."""
    if kind == "BAD":
        return _bad_character(source, start, before)
    text = source.text
    if text.startswith(("//", "/*"), start):
        return _foreign_comment(source, start)
    if text.startswith('"""', start) and end == start + 2:
        return _unclosed_block(source, start)
    if kind == "STRING":
        return None
    if text.startswith(FOREIGN, start):
        return _foreign_sign(source, start)
    return _run_on(source, kind, start, end)


# ── characters ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _bad_character(source: SourceFile, start: int, before: Sequence[Token]) -> NearMiss:
    text = source.text
    if text[start] == '"':
        end = _end(UNFINISHED_STRING, text, start)
        said = _say(
            source,
            "SLO104",
            "this string is never closed",
            start,
            end,
            "it ends with the line",
            'write `"` where the text ends; one over several lines stands in `"""`',
        )
        return NearMiss("STRING", '""', end, said)
    if text[start] == "`":
        end = _end(UNFINISHED_NAME, text, start)
        said = _say(
            source,
            "SLO104",
            "this back quote is never closed",
            start,
            end,
            "a name in back quotes ends with one",
            "write `` ` `` where the name ends",
        )
        return NearMiss("NAME", "_", end, said)
    quoted = SINGLE_QUOTED.match(text, start) or CURLY_QUOTED.match(text, start)
    if quoted:
        right = encode(quoted[1])
        said = _say(
            source,
            "SLO105",
            "strings stand in straight double quotes",
            start,
            quoted.end(),
            "these quotes mean nothing",
            f"write `{right}`",
            right,
        )
        return NearMiss("STRING", right, quoted.end(), said)
    if text.startswith(tuple(SIGNS), start):
        return _foreign_sign(source, start)
    if text[start] == ";":
        said = _say(
            source,
            "SLO105",
            "`;` is no sign of the language",
            start,
            start + 1,
            "nothing needs to be ended here",
            "leave it out",
            "",
        )
        return NearMiss(None, "", start + 1, said)
    if text[start] == "%" and before and before[-1].kind == "NUMBER":
        said = _say(
            source,
            "SLO105",
            "the `%` stands apart from its number",
            start,
            start + 1,
            "it belongs to the number before it",
            f"write `{before[-1].text}%`",
        )
        gap = Span(source.path, before[-1].end, start)
        said = said if text[gap.start : gap.end].strip() else replace(said, fix=replacing(gap, ""))
        return NearMiss("PERCENT", before[-1].text + "%", start + 1, said)
    if text[start] == "$":
        said = _say(
            source,
            "SLO105",
            "`$` stands before the name of a parameter",
            start,
            start + 1,
            "no name follows",
            "write it as `$goal`",
        )
        return NearMiss(None, "", start + 1, said)
    end = _end(STRANGE, text, start)
    piece = text[start:end]
    shown = f"`{piece[:20]}`" if piece.isprintable() else f"U+{ord(piece[0]):04X}"
    said = _say(
        source,
        "SLO105",
        f"{shown} is no sign of the language",
        start,
        end,
        "sloc does not know this",
        "leave it out; names are made of a-z, 0-9 and `_`, and anything may stand in a string",
    )
    return NearMiss(None, "", end, said)


def _foreign_sign(source: SourceFile, start: int) -> NearMiss:
    sign = next(sign for sign in SIGNS if source.text.startswith(sign, start))
    kind, meant = SIGNS[sign]
    end = start + len(sign)
    said = _say(
        source,
        "SLO105",
        f"`{sign}` is no sign of the language",
        start,
        end,
        f"did you mean `{meant}`?",
        f"write `{meant}`",
        None if sign in UNSURE else _apart(source.text, start, end, meant),
    )
    return NearMiss(kind, meant, end, said)


def _foreign_comment(source: SourceFile, start: int) -> NearMiss:
    text = source.text
    block_end = text.find("*/", start) if text.startswith("/*", start) else -1
    line_end = text.find("\n", start)
    end = block_end + 2 if block_end >= 0 else line_end if line_end >= 0 else len(text)
    slashes = text.startswith("//", start)
    said = _say(
        source,
        "SLO105",
        "a comment starts with `#`",
        start,
        start + 2,
        "this does not start one",
        "write `#` for it" if slashes else "write `#` before each of its lines",
        "#" if slashes else None,
    )
    if block_end >= 0 and not text[end : line_end if line_end >= 0 else len(text)].strip() and "\n" not in text[start:end]:
        said = replace(said, fix=replacing(Span(source.path, start, end), f"# {text[start + 2 : block_end].strip()}".rstrip()))
    return NearMiss(None, "", end, said)


def _unclosed_block(source: SourceFile, start: int) -> NearMiss:
    said = _say(
        source,
        "SLO104",
        'this `"""` is never closed',
        start,
        start + 3,
        "the rest of the file would be its text",
        'write `"""` where the text ends',
    )
    return NearMiss("STRING", '""', len(source.text), said)


# ── literals ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _run_on(source: SourceFile, kind: str, start: int, end: int) -> NearMiss | None:
    """A number, date or time that goes on where it should end."""
    text = source.text
    moment = DAY_AND_TIME.match(text, start)
    if moment and moment.end() > end:
        help = "write it as `2026-11-07T22:00+01:00` or `2026-11-07T21:00:00Z`"
        offset = re.search(r"[Zz]$|[+-]\d\d:?\d*$", moment[0][10:])
        label = "its time is not of the form `22:00` or `22:00:15.25`" if offset else "it has no offset from UTC"
        return _literal(
            source, "INSTANT", "2000-01-01T00:00Z", start, moment.end(), f"`{moment[0]}` is no instant", label, help
        )
    day = DAY.match(text, start)
    if day and day.end() > end:
        right = f"{day[1]}-{day[2]:0>2}-{day[3]:0>2}"
        return _literal(
            source,
            "DATE",
            right,
            start,
            day.end(),
            f"`{day[0]}` is no date",
            "month and day have two digits",
            f"write `{right}`",
            right,
        )
    if kind in ("NUMBER", "CLOCK"):
        time = TIME.match(text, start)
        if time and time.end() > end:
            right, sure = _clock(time)
            return _literal(
                source, "CLOCK", right, start, time.end(), f"`{time[0]}` is no clock time",
                "hours and minutes have two digits each, and that is all", f"write `{right}`", right if sure else None,
            )  # fmt: skip
    if not (text[end].isalnum() or text[end] == "_"):
        return None
    stop = (
        _end(RUN_ON, text, start)
        if kind in ("DATE", "CLOCK", "INSTANT", "PERCENT")
        else _end(re.compile(r"[\w.]+"), text, start)
    )
    piece = text[start:stop].rstrip(".")
    stop = start + len(piece)
    if kind in ("NUMBER", "DURATION"):
        return _amount(source, piece, start, stop)
    return _literal(
        source,
        kind,
        text[start:end],
        start,
        stop,
        f"`{piece}` is neither a number nor a time",
        f"it would be right up to `{text[start:end]}`",
        f"write `{text[start:end]}`",
    )


def _clock(time: re.Match[str]) -> tuple[str, bool]:
    """The clock time that was meant, from 00:00 to 23:59, and whether that is certain: seconds are not left out unasked."""
    hour, half = int(time[1]), time[0][-2:]
    if half in ("am", "pm") and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif half in ("am", "pm"):
        return f"{hour:02}:{time[2]:0>2}", False
    return f"{hour:02}:{time[2]:0>2}", time[0].count(":") == 1


def _amount(source: SourceFile, piece: str, start: int, stop: int) -> NearMiss:
    """``15min``, ``1h30``, ``2H``, ``10k``, ``1_000``."""
    joined = piece.replace("_", "")
    if joined.replace(".", "", 1).isdigit() and joined[-1] != ".":
        return _literal(
            source,
            "NUMBER",
            joined,
            start,
            stop,
            f"`{piece}` is no number",
            "digits are not grouped",
            f"write `{joined}`",
            joined,
        )
    parts = AMOUNT.findall(piece)
    if len(parts) == 1 and parts[0][1] in SCALES and parts[0][0].isdigit():
        right = str(int(parts[0][0]) * SCALES[parts[0][1]])
        return _literal(
            source, "NUMBER", right, start, stop, f"`{piece}` is no number", f"`{parts[0][1]}` is no unit",
            f"write `{right}`", right,
        )  # fmt: skip
    units = [UNITS.get(unit.lower()) for _, unit in parts]
    right = "".join(amount + (unit or "") for (amount, _), unit in zip(parts, units, strict=True))
    wrong = next((unit for _, unit in parts if unit not in UNITS.values()), "")
    label = f"`{wrong}` is no unit: they are ms, s, m, h, d and w" if wrong else "its last number has no unit"
    if all(units) and "".join(amount + unit for amount, unit in parts) == piece:
        sure = right if all(unit in UNITS for _, unit in parts) else None  # a capital M may be a month
        return _literal(source, "DURATION", right, start, stop, f"`{piece}` is no duration", label, f"write `{right}`", sure)
    return _literal(
        source, "DURATION", "1m", start, stop, f"`{piece}` is no duration", label, "write it as `15m`, `1h30m` or `250ms`"
    )


def _literal(
    source: SourceFile,
    kind: str,
    text: str,
    start: int,
    end: int,
    message: str,
    label: str,
    help: str,
    sure: str | None = None,
) -> NearMiss:
    return NearMiss(kind, text, end, _say(source, "SLO106", message, start, end, label, help, sure))


def _say(
    source: SourceFile, code: str, message: str, start: int, end: int, label: str, help: str, sure: str | None = None
) -> Finding:
    """The finding; `sure` is what takes the span's place where there is no doubt."""
    span = Span(source.path, start, end)
    return finding(code, message, span, label, help=help, fix=None if sure is None else replacing(span, sure))


def _apart(text: str, start: int, end: int, word: str) -> str:
    """A word in the place of a sign, which may have stood close to its neighbours."""
    if not word.isalpha():
        return word
    before = "" if text[max(start - 1, 0) : start].isspace() or not start else " "
    after = "" if text[end : end + 1].isspace() else " "
    return before + word + after


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.match(text, start)
    assert found is not None, "the caller has seen the first character"
    return found.end()
