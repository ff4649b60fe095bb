"""Values: exact numbers, times and strings, and a template's parameters."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TypeAlias

from sloc.records import dataclass, field
from sloc.syntax.ast.node import Name, Node


@dataclass(frozen=True)
class Str(Node):
    """A JSON string, or a triple-quoted block; `value` is decoded."""

    value: str


@dataclass(frozen=True)
class Number(Node):
    """A number without a unit, exact; `text` is as written."""

    value: Fraction
    text: str = field(compare=False)


@dataclass(frozen=True)
class Percent(Node):
    """``99.95%``; `value` is 1999/2000."""

    value: Fraction
    text: str = field(compare=False)


@dataclass(frozen=True)
class Percentile(Node):
    """``p90``; `value` is 9/10."""

    value: Fraction
    text: str = field(compare=False)


@dataclass(frozen=True)
class Duration(Node):
    """``1h30m``; whole microseconds."""

    micros: int
    text: str = field(compare=False)


@dataclass(frozen=True)
class Instant(Node):
    """RFC 3339 with an offset; microseconds since the epoch, UTC."""

    micros: int
    text: str = field(compare=False)


@dataclass(frozen=True)
class Date(Node):
    """A calendar date."""

    value: dt.date


@dataclass(frozen=True)
class Bool(Node):
    """``true`` or ``false``."""

    value: bool


@dataclass(frozen=True)
class Null(Node):
    """``null``."""


@dataclass(frozen=True)
class Param(Node):
    """``$name``: stands for an argument inside a template."""

    name: str


@dataclass(frozen=True)
class ListValue(Node):
    """``[a, b]``."""

    items: tuple[Value, ...]


@dataclass(frozen=True)
class CalendarWindow(Node):
    """``calendar month in Europe/Berlin``; `period` is week, month, quarter or year."""

    period: Name
    zone: Name | None


Scalar: TypeAlias = Str | Number | Percent | Percentile | Duration | Instant | Date | Bool | Null | Param
# A name or a window stands only as a template's argument.
Value: TypeAlias = Scalar | ListValue | Name | CalendarWindow
