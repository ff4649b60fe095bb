"""What a string or an integer of the IR may be, beside its type: the schema says it, and a reader of the JSON holds it to that.

Type checkers see the plain type. The checker makes nothing else; another tool might.
"""

from __future__ import annotations

from typing import Annotated, TypeAlias

from sloc.records import dataclass
from sloc.units import DAY_MINUTES


@dataclass(frozen=True)
class OneOf:
    """One of these words."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class Between:
    """A number from `low` to `high`, both included."""

    low: int
    high: int


@dataclass(frozen=True)
class Matching:
    """A string that this pattern matches whole; `words` says what it is."""

    pattern: str
    words: str


Limit: TypeAlias = OneOf | Between | Matching

Name: TypeAlias = Annotated[str, Matching("[^`\\n\\r\\u0000]+", "a name as a spec has it, perhaps in back quotes")]
"""What a spec declares under a name."""

SeverityWord: TypeAlias = Annotated[str, OneOf(("page", "ticket", "notify"))]
Period: TypeAlias = Annotated[str, OneOf(("week", "month", "quarter", "year"))]
Outcome: TypeAlias = Annotated[str, OneOf(("ignore", "good", "bad"))]
TimeUnit: TypeAlias = Annotated[str, OneOf(("ms", "s", "m", "h"))]
Epoch: TypeAlias = Annotated[str, OneOf(("s", "ms"))]
Comparison: TypeAlias = Annotated[str, OneOf(("==", "!=", "<", "<=", ">", ">="))]
Operator: TypeAlias = Annotated[str, OneOf(("+", "-", "*", "/"))]

Weekday: TypeAlias = Annotated[int, Between(0, 6)]
Minute: TypeAlias = Annotated[int, Between(0, 2 * DAY_MINUTES)]
Month: TypeAlias = Annotated[int, Between(1, 12)]
DayOfMonth: TypeAlias = Annotated[int, Between(1, 31)]
Year: TypeAlias = Annotated[int, Between(1, 9998)]
Line: TypeAlias = Annotated[int, Between(1, 2**31)]
Offset: TypeAlias = Annotated[int, Between(0, 2**31)]
