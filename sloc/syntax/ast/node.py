"""What every part of a spec has, and names."""

from __future__ import annotations

from sloc.records import dataclass, field
from sloc.source.span import Span


@dataclass(frozen=True, kw_only=True)
class Node:
    """Anything that stands somewhere in a spec."""

    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True)
class Name(Node):
    """An identifier; `text` is without back quotes."""

    text: str
