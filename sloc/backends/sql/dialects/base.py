"""Generic SQL: what the views need of an engine, in the spelling that most of them share.

All arithmetic inside the views is on whole microseconds in BIGINT, and on WIDE for products; a dialect says how its
instants become microseconds and back. Methods take and return nodes, so a dialect never pastes text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar

from sloc.backends.sql.nodes import Binary, Call, Cast, Integer, Kind, Node, Star, Table, Text
from sloc.ir.expr import Type


class Dialect:
    """Generic SQL. A subclass overrides what its engine spells otherwise, and nothing else."""

    name: ClassVar[str] = "generic"

    types: ClassVar[Mapping[Kind, str]] = MappingProxyType(
        {
            Kind.BIGINT: "BIGINT",
            Kind.WIDE: "NUMERIC(38, 0)",
            Kind.DECIMAL: "DECIMAL(38, 9)",
            Kind.DOUBLE: "DOUBLE PRECISION",
            Kind.TEXT: "VARCHAR",
            Kind.BOOLEAN: "BOOLEAN",
            Kind.TIMESTAMP: "TIMESTAMP",
            Kind.DATE: "DATE",
            Kind.INTERVAL: "INTERVAL",
        }
    )

    longest_name: ClassVar[int | None] = None
    """The bytes after which the engine cuts a name, if it does: longer ones in a spec must differ before that."""

    clearing: ClassVar[str | None] = None
    """The template of a file that makes room for a new install where `CREATE OR REPLACE` alone does not."""

    # ── spelling ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def identifier(self, name: str) -> str:
        """A quoted identifier; any character but NUL, which no spec can hold (SLO111)."""
        return '"' + name.replace('"', '""') + '"'

    def string(self, text: str) -> str:
        """A string literal. Standard SQL escapes nothing but the quote; line breaks stand as they are."""
        return "'" + text.replace("'", "''") + "'"

    def type_name(self, kind: Kind) -> str:
        """The engine's word for a type."""
        return self.types[kind]

    def column_type(self, kind: Kind) -> str:
        """The type of a column of a table of ours."""
        return self.type_name(kind)

    def table(self, schema: str, name: str, alias: str = "") -> Table:
        """One of our own tables or views; the schema's name comes from the configuration and is quoted."""
        return Table((self.identifier(schema), self.identifier(name)), alias)

    def replace_view(self, schema: str, name: str) -> str:
        """The words before a view's query; running them twice is running them once."""
        return f"CREATE OR REPLACE VIEW {self.identifier(schema)}.{self.identifier(name)} AS"

    def create_schema(self, schema: str) -> str:
        """A statement after which the schema is there."""
        return f"CREATE SCHEMA IF NOT EXISTS {self.identifier(schema)};"

    def replace_table(self, table: str, columns: str) -> str:
        """Statements after which there is an empty table; `table` is a quoted name, `columns` their declarations."""
        return f"DROP TABLE IF EXISTS {table};\nCREATE TABLE {table} (\n{columns}\n);"

    # ── instants ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def now(self) -> Node:
        """The start of the statement or transaction, microseconds."""
        return self.micros_of_instant(Call("now", ()))

    def micros_of_instant(self, instant: Node) -> Node:
        """A timestamp, without a zone in UTC or with one, as microseconds since 1970 (BIGINT)."""
        raise NotImplementedError

    def instant_of_micros(self, micros: Node) -> Node:
        """Microseconds since 1970 as the engine's timestamp that holds UTC."""
        raise NotImplementedError

    def rfc3339(self, micros: Node) -> Node:
        """An instant of whole seconds as text in UTC, such as ``2026-03-27T17:55:00Z``."""
        raise NotImplementedError

    # ── numbers ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def integer_divide(self, dividend: Node, divisor: Node) -> Node:
        """The quotient of BIGINTs; towards zero or down, the callers do not mind (they give what is not negative)."""
        return Binary("/", dividend, divisor)

    def wide_divide(self, dividend: Node, divisor: Node) -> Node:
        """The same where one of them may be WIDE."""
        return self.integer_divide(dividend, divisor)

    def floor_divide(self, dividend: Node, divisor: int) -> Node:
        """The quotient rounded down, for a positive divisor and any dividend: engines round negatives differently."""
        by = Integer(divisor)
        remainder = Binary("%", Binary("+", Binary("%", dividend, by), by), by)
        return self.integer_divide(Binary("-", dividend, remainder), by)

    def smaller(self, left: Node, right: Node) -> Node:
        """The smaller of two that are not null; what comes out where one is differs between engines."""
        return Call("least", (left, right))

    def larger(self, left: Node, right: Node) -> Node:
        """The larger of two that are not null; what comes out where one is differs between engines."""
        return Call("greatest", (left, right))

    def wide(self, node: Node) -> Node:
        """An integer of at least 127 bits, so that a product is exact."""
        return Cast(node, Kind.WIDE)

    def billionths(self, node: Node) -> Node:
        """A number read to nine places, half rounded away from zero, in billionths (WIDE)."""
        return Cast(Binary("*", Cast(node, Kind.DECIMAL), Integer(10**9)), Kind.WIDE)

    def ratio(self, numerator: Node, denominator: Node) -> Node:
        """A double, computed once."""
        return Binary("/", Cast(numerator, Kind.DOUBLE), denominator)

    def infinity(self) -> Node:
        """The double above all others: the elapsed time of what never ended."""
        return Cast(Text("Infinity"), Kind.DOUBLE)

    def every_integer(self, first: Node, last: Node) -> Node:
        """As an output of a query: one row for each integer from `first` to `last`; none where `last` is smaller."""
        raise NotImplementedError

    # ── logic and text ────────────────────────────────────────────────────────────────────────────────────────────────

    def same(self, left: Node, right: Node) -> Node:
        """Equality under which null is null; never unknown."""
        return Binary("IS NOT DISTINCT FROM", left, right)

    def count_where(self, condition: Node) -> Node:
        """The number of rows where the condition is true."""
        return Call("count", (Star(),), condition)

    def full_match(self, text: Node, pattern: str) -> Node:
        """Whether the whole of `text` matches an RE2 pattern."""
        raise NotImplementedError

    def pattern_fault(self, pattern: str) -> str | None:  # noqa: ARG002
        """Why :meth:`full_match` cannot say an RE2 pattern, as the end of a sentence; None where it can."""
        return None

    def by_code_point(self, text: Node) -> Node:
        """A text of ours that is shown: where it is sorted, by code point."""
        return text

    def text(self, node: Node) -> Node:
        """A value as text, sorted by code point."""
        return Cast(node, Kind.TEXT)

    def text_of(self, node: Node, base: Type) -> Node:  # noqa: ARG002
        """A value of one of a spec's types as text; a date as ``2026-03-27``."""
        return self.text(node)

    def json_object(self, pairs: Sequence[tuple[str, Node]]) -> Node:
        """A compact JSON object with the keys in the given order; null values are JSON's null."""
        raise NotImplementedError
