"""PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Sequence
from types import MappingProxyType
from typing import ClassVar

from sloc.backends.sql.dialects.base import Dialect
from sloc.backends.sql.nodes import Binary, Call, Cast, Collate, Extract, Integer, Kind, Node, Text, coalesce
from sloc.backends.sql.patterns.posix import Untranslatable, posix_pattern
from sloc.ir.expr import Type
from sloc.ir.units import MICROS


class Postgres(Dialect):
    """PostgreSQL 14 and later (before that ``extract`` gives a double), in a database in UTF8.

    What a session may set changes nothing: not TimeZone, DateStyle, search_path, standard_conforming_strings, nor the
    collation of the database.
    """

    name: ClassVar[str] = "postgres"
    types = MappingProxyType({**Dialect.types, Kind.TEXT: "TEXT", Kind.WIDE: "NUMERIC"})
    longest_name = 63
    clearing = "postgres/before.sql.j2"

    # ── spelling ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def string(self, text: str) -> str:
        """A backslash means itself in ``'…'`` only while a setting says so, and is always doubled in ``E'…'``."""
        plain = super().string(text)
        return "E" + plain.replace("\\", "\\\\") if "\\" in text else plain

    def column_type(self, kind: Kind) -> str:
        """Text sorts by code point, which in UTF8 is what the collation "C" does."""
        return f'{self.type_name(kind)} COLLATE "C"' if kind is Kind.TEXT else self.type_name(kind)

    def create_schema(self, schema: str) -> str:
        """``IF NOT EXISTS`` alone asks for the right to create schemas even where there is nothing to create."""
        create = f"CREATE SCHEMA {self.identifier(schema)}"
        return f"DO $$ BEGIN IF to_regnamespace({self.string(self.identifier(schema))}) IS NULL THEN {create}; END IF; END $$;"

    def replace_table(self, table: str, columns: str) -> str:
        """A table that views stand on cannot be dropped; ``00_before.sql`` has removed those whose columns may differ."""
        return f"CREATE TABLE IF NOT EXISTS {table} (\n{columns}\n);\nDELETE FROM {table};"

    # ── instants ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def micros_of_instant(self, instant: Node) -> Node:
        """The epoch of a TIMESTAMPTZ is that of its instant, of a TIMESTAMP that of the same digits in UTC; both exact."""
        return Cast(Binary("*", Extract("epoch", instant), Integer(MICROS)), Kind.BIGINT)

    def instant_of_micros(self, micros: Node) -> Node:
        """The product goes through a double: exact up to the year 2255, and for whole seconds up to 9999."""
        elapsed = Binary("*", Cast(micros, Kind.BIGINT), Cast(Text("1 microsecond"), Kind.INTERVAL))
        return Binary("+", Cast(Text("1970-01-01"), Kind.TIMESTAMP), elapsed)

    def rfc3339(self, micros: Node) -> Node:
        """`to_char` of a TIMESTAMP looks at no zone."""
        return self.by_code_point(Call("to_char", (self.instant_of_micros(micros), Text('YYYY-MM-DD"T"HH24:MI:SS"Z"'))))

    # ── numbers ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def wide_divide(self, dividend: Node, divisor: Node) -> Node:
        """`/` of NUMERICs has decimals."""
        return Call("div", (dividend, divisor))

    def billionths(self, node: Node) -> Node:
        """By way of text: a double that is cast to NUMERIC keeps 15 digits, but shows as many as it takes to tell it apart."""
        return super().billionths(Cast(node, Kind.TEXT))

    def every_integer(self, first: Node, last: Node) -> Node:
        """A function that gives a set gives a row for each of its items."""
        return Call("generate_series", (first, last))

    # ── logic and text ────────────────────────────────────────────────────────────────────────────────────────────────

    def full_match(self, text: Node, pattern: str) -> Node:
        """By an equal pattern in PostgreSQL's own syntax."""
        return Binary("~", text, Text(posix_pattern(pattern)))

    def pattern_fault(self, pattern: str) -> str | None:
        """What the translation leaves alone, PostgreSQL may understand otherwise."""
        try:
            posix_pattern(pattern)
        except Untranslatable as fault:
            return str(fault)
        return None

    def by_code_point(self, text: Node) -> Node:
        """A literal alone would sort as the database does."""
        return Collate(text, "C")

    def text(self, node: Node) -> Node:
        """Whatever the collation of the column, and of the database."""
        return self.by_code_point(Cast(node, Kind.TEXT))

    def text_of(self, node: Node, base: Type) -> Node:
        """A cast would write dates as the session likes them."""
        return self.by_code_point(Call("to_char", (node, Text("YYYY-MM-DD")))) if base is Type.DATE else self.text(node)

    def json_object(self, pairs: Sequence[tuple[str, Node]]) -> Node:
        """Put together by us, for ``json_build_object`` puts blanks between its parts."""
        text: Node = Text("{" + _key(pairs[0][0]) if pairs else "{}")
        for place, (_, value) in enumerate(pairs):
            text = Binary("||", text, coalesce(Cast(Call("to_json", (value,)), Kind.TEXT), Text("null")))
            text = Binary("||", text, Text("," + _key(pairs[place + 1][0]) if place + 1 < len(pairs) else "}"))
        return self.by_code_point(text)


def _key(name: str) -> str:
    return json.dumps(name, ensure_ascii=False) + ":"
