"""DuckDB, the embedded default."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import ClassVar

from sloc.backends.sql.dialects.base import Dialect
from sloc.backends.sql.nodes import Binary, Call, Cast, Integer, Kind, Node, Text


class DuckDb(Dialect):
    """DuckDB 1.4 and later.

    Timestamps are plain TIMESTAMPs that hold UTC: a TIMESTAMPTZ shows, casts and even fetches by the session's zone.
    """

    name: ClassVar[str] = "duckdb"
    types = MappingProxyType({**Dialect.types, Kind.WIDE: "HUGEINT", Kind.DOUBLE: "DOUBLE"})

    def micros_of_instant(self, instant: Node) -> Node:
        """`epoch_us` reads TIMESTAMP as UTC and TIMESTAMPTZ as the instant that it is; neither looks at the session."""
        return Call("epoch_us", (instant,))

    def instant_of_micros(self, micros: Node) -> Node:
        """https://duckdb.org/docs/stable/sql/functions/timestamp.html."""
        return Call("make_timestamp", (Cast(micros, Kind.BIGINT),))

    def rfc3339(self, micros: Node) -> Node:
        """`strftime` of a TIMESTAMP looks at no zone."""
        return Call("strftime", (self.instant_of_micros(micros), Text("%Y-%m-%dT%H:%M:%SZ")))

    def every_integer(self, first: Node, last: Node) -> Node:
        """`unnest` of a list gives a row for each of its items."""
        return Call("unnest", (Call("range", (first, Binary("+", last, Integer(1)))),))

    def integer_divide(self, dividend: Node, divisor: Node) -> Node:
        """`/` divides as doubles."""
        return Binary("//", dividend, divisor)

    def full_match(self, text: Node, pattern: str) -> Node:
        """DuckDB's regular expressions are RE2."""
        return Call("regexp_full_match", (text, Text(pattern)))

    def json_object(self, pairs: Sequence[tuple[str, Node]]) -> Node:
        """Text, for JSON is a type of its own here and compares as such."""
        arguments = [part for key, value in pairs for part in (Text(key), value)]
        return Cast(Call("json_object", tuple(arguments)), Kind.TEXT)
