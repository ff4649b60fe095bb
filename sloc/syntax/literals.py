"""Tokens that carry a value -> AST leaves, exactly: fractions for numbers, whole microseconds for times.

A literal of the right form that means nothing (``2026-02-30``, ``30m1h``) is a finding, and a stand-in takes its place so that
the rest of the file is read.
"""

# ruff: noqa: ARG002 (every function is called alike, with the text and the span)

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from fractions import Fraction

from sloc.findings import Finding, finding, replacing
from sloc.source.span import Span
from sloc.syntax import ast
from sloc.syntax.strings import BadEscape, decode
from sloc.units import DAY_MINUTES, UNIT, UNITS

ORDER = tuple(UNITS)
PART = re.compile(rf"(\d+(?:\.\d+)?)({UNIT})")
INSTANT = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(?:Z|([+-])(\d\d):(\d\d))", re.ASCII)
EPOCH = dt.datetime(1970, 1, 1)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONGEST = 40
"""No number has more digits than this: a spec's numbers are small, and converting huge ones takes quadratic time."""


class Literals:
    """Makes leaves of the tokens of one file and collects what is wrong with them."""

    def __init__(self, path: str, findings: list[Finding]) -> None:
        self.path = path
        self.findings = findings

    def name(self, text: str, span: Span) -> ast.Name:
        """An identifier, or any word that stands for itself (a weekday, a unit, a time zone)."""
        return ast.Name(text[1:-1] if text[0] == "`" else text, span=span)

    def param(self, text: str, span: Span) -> ast.Param:
        """``$goal``."""
        return ast.Param(text[1:], span=span)

    def string(self, text: str, span: Span) -> ast.Str:
        """``"…"`` or a block."""
        try:
            value = decode(text)
        except BadEscape as bad:
            where = Span(self.path, span.start + bad.start, span.start + bad.end)
            escape = text[bad.start : bad.end]
            self._wrong(
                "this string has an escape that sloc does not take",
                where,
                bad.why or f"`{escape}` means nothing",
                bad.help
                or 'write `\\\\` for a backslash; the others are `\\"`, `\\n`, `\\t`, `\\r`, `\\b`, `\\f`, `\\/` and `\\u00e9`',
            )
            value = text.strip('"')
        return ast.Str(value, span=span)

    def number(self, text: str, span: Span) -> ast.Number:
        """``1.2``."""
        return ast.Number(self._fraction(text, span), text, span=span)

    def percent(self, text: str, span: Span) -> ast.Percent:
        """``99.95%``."""
        return ast.Percent(self._fraction(text[:-1], span) / 100, text, span=span)

    def percentile(self, text: str, span: Span) -> ast.Percentile:
        """``p95``."""
        return ast.Percentile(self._fraction(text[1:], span) / 100, text, span=span)

    def duration(self, text: str, span: Span) -> ast.Duration:
        """``1h30m``: from the largest unit to the smallest, each once, in whole microseconds."""
        parts = PART.findall(text)
        units = [unit for _, unit in parts]
        tidy = "".join(amount + unit for amount, unit in sorted(parts, key=lambda part: ORDER.index(part[1])))
        if len(set(units)) < len(units):
            twice = next(unit for unit in units if units.count(unit) > 1)
            self._wrong("a duration names a unit twice", span, f"`{twice}` stands here twice", "add them up, as in `1h30m`")
        elif tidy != text:
            self._wrong("a duration goes from the largest unit to the smallest", span, "out of order", f"write `{tidy}`", tidy)
        micros = sum((self._fraction(amount, span) * UNITS[unit] for amount, unit in parts), Fraction(0))
        if micros.denominator != 1:
            self._wrong(
                "a duration is finer than a microsecond",
                span,
                "this is not a whole number of microseconds",
                "round it to 0.001ms",
            )
        return ast.Duration(int(micros), text, span=span)

    def date(self, text: str, span: Span) -> ast.Date:
        """``2026-12-24``."""
        try:
            value = dt.date(int(text[:4]), int(text[5:7]), int(text[8:10]))
        except ValueError:
            value = dt.date(2000, 1, 1)
            self._wrong(f"there is no date {text}", span, _why_no_date(text), "dates are year-month-day, as in `2026-12-24`")
        return ast.Date(value, span=span)

    def instant(self, text: str, span: Span) -> ast.Instant:
        """RFC 3339, to the microsecond."""
        found = INSTANT.fullmatch(text)
        assert found is not None, "the scanner's INSTANT has this form"
        year, month, day, hour, minute, second, micro, sign, off_hours, off_minutes = found.groups()
        micros = 0
        try:
            local = dt.datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0))
            offset = dt.timedelta(0)
            if sign:
                if int(off_hours) > 23 or int(off_minutes) > 59:
                    raise ValueError("the offset is no time")
                offset = dt.timedelta(hours=int(off_hours), minutes=int(off_minutes)) * (-1 if sign == "-" else 1)
            micros = (local - EPOCH - offset) // dt.timedelta(microseconds=1) + int((micro or "").ljust(6, "0"))
        except ValueError:
            self._wrong(
                f"there is no instant {text}",
                span,
                "one of its parts is out of range",
                "write it as `2026-11-07T22:00+01:00` or `2026-11-07T21:00:00Z`",
            )
        return ast.Instant(micros, text, span=span)

    def clock(self, text: str, span: Span) -> ast.Number:
        """``09:30`` as minutes after midnight, up to 24:00."""
        hours, minutes = int(text[:2]), int(text[3:5])
        value = hours * 60 + minutes
        if minutes > 59 or value > DAY_MINUTES:
            self._wrong(f"there is no clock time {text}", span, "clock times go from 00:00 to 24:00", "write it as `09:30`")
            value = 0
        return ast.Number(Fraction(value), text, span=span)

    def boolean(self, text: str, span: Span) -> ast.Bool:
        """``true`` or ``false``."""
        return ast.Bool(text == "true", span=span)

    def null(self, text: str, span: Span) -> ast.Null:
        """``null``."""
        return ast.Null(span=span)

    def _fraction(self, text: str, span: Span) -> Fraction:
        if len(text) > LONGEST:
            self._wrong(f"a number has more than {LONGEST} digits", span, "too long to be meant", "write fewer digits")
            return Fraction(1)
        return Fraction(text)

    def _wrong(self, message: str, span: Span, label: str, help: str, right: str | None = None) -> None:
        """Record a finding; `right` is what takes the span's place where there is no doubt."""
        fix = None if right is None else replacing(span, right)
        self.findings.append(finding("SLO106", message, span, label, help=help, fix=fix))


def _why_no_date(text: str) -> str:
    month = int(text[5:7])
    if not 1 <= month <= 12:
        return f"there is no month {text[5:7]}"
    if text[:4] == "0000":
        return "years start at 0001"
    return f"{text[:7]} has no day {text[8:10]}"


LEAVES: dict[str, Callable[[Literals, str, Span], object]] = {
    **dict.fromkeys(
        ("NAME", "PLACE", "DAY", "PERIOD", "UNIT", "TIME_UNIT", "SEVERITY", "OUTCOME", "FIRING", "NONE", "ELSE"), Literals.name
    ),
    **dict.fromkeys(("COMPARISON", "OPTIONAL"), Literals.name),
    "PARAM": Literals.param,
    "STRING": Literals.string,
    "NUMBER": Literals.number,
    "PERCENT": Literals.percent,
    "PERCENTILE": Literals.percentile,
    "DURATION": Literals.duration,
    "DATE": Literals.date,
    "INSTANT": Literals.instant,
    "CLOCK": Literals.clock,
    "BOOL": Literals.boolean,
    "NULL": Literals.null,
}
"""What makes the leaf of a token of each kind that carries a value; keywords and signs carry none."""
