"""Leaves of the IR -> leaves of the AST, made by what makes them of a spec's tokens: the limits are the language's."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from sloc.findings import Finding, finding
from sloc.ir.text import decimal_text, instant_text, percent_text
from sloc.ir.units import duration_text
from sloc.lift.places import JsonPlace
from sloc.syntax import ast
from sloc.syntax.build import Builder
from sloc.syntax.literals import Literals
from sloc.syntax.strings import encode


class Leaves:
    """Makes leaves with the places of a JSON file's values, and collects what no spec could say."""

    def __init__(self, path: str) -> None:
        self.findings: list[Finding] = []
        self.build = Builder(path, self.findings)
        self._literals = Literals(path, self.findings)

    def name(self, text: str, at: JsonPlace) -> ast.Name:
        """A name, or a word that stands for itself."""
        return ast.Name(text, span=at.span)

    def string(self, text: str, at: JsonPlace) -> ast.Str:
        """A string."""
        return self._literals.string(encode(text), at.span)

    def optional(self, text: str | None, at: JsonPlace) -> ast.Str | None:
        """A string that may be missing."""
        return None if text is None else self.string(text, at)

    def number(self, value: Fraction | int, at: JsonPlace) -> ast.Number:
        """A number, perhaps a negative one."""
        number = self._literals.number(self._decimal(abs(Fraction(value)), at), at.span)
        return self.build.negative(number, span=at.span) if value < 0 else number

    def percent(self, share: Fraction, at: JsonPlace) -> ast.Percent:
        """A share."""
        self._decimal(share, at)
        return self._literals.percent(percent_text(share), at.span)

    def percentile(self, share: Fraction, at: JsonPlace) -> ast.Percentile:
        """A share that was written as a percentile."""
        self._decimal(share, at)
        return self._literals.percentile(f"p{decimal_text(share * 100)}", at.span)

    def duration(self, micros: int, at: JsonPlace) -> ast.Duration:
        """A duration."""
        return self._literals.duration(duration_text(micros), at.span)

    def date(self, value: dt.date, at: JsonPlace) -> ast.Date:
        """A date."""
        return self._literals.date(value.isoformat(), at.span)

    def instant(self, micros: int, at: JsonPlace) -> ast.Instant:
        """An instant."""
        return self._literals.instant(instant_text(micros), at.span)

    def wrong(self, message: str, at: JsonPlace, label: str, help: str) -> None:
        """Note what no spec could say."""
        self.findings.append(finding("SLO125", message, at.span, label, help=help))

    def _decimal(self, value: Fraction, at: JsonPlace) -> str:
        """The decimal that a number is; a whole part of it where there is none, after a finding."""
        text = decimal_text(value)
        if "/" in text:
            self.wrong(f"no decimal says {text} exactly", at, "not a decimal", "write a number with so many decimals as it has")
            return str(int(value))
        return text
