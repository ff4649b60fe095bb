"""DuckDB, the embedded default."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import ClassVar

from sloc.backends.sql.dialects.base import Dialect
from sloc.backends.sql.nodes import Binary, Call, Cast, Kind, Node, Text


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
