"""What the templates of the shared views ask of a dialect: text in, text out, for SQL that is our own.

Strings of a spec never come this way; they are literals in the rows of :mod:`sloc.backends.sql.shared.constants`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sloc.backends.sql import nodes, printer
from sloc.backends.sql.dialects import Dialect
from sloc.backends.sql.nodes import Binary, Case, Cast, Column, Integer, IsNull, Kind, Node
from sloc.ir.units import DAY

_COLUMN = re.compile(r"(?:(\w+)\.)?(\w+)")


@dataclass(frozen=True)
class DialectWords:
    """The dialect as templates see it. `stretches` is how many open stretches ``calendar_day`` has room for."""

    dialect: Dialect
    schema: str
    stretches: int

    def name(self, name: str) -> str:
        """A quoted identifier, for a column that is a keyword somewhere."""
        return self.dialect.identifier(name)

    def table(self, name: str) -> str:
        """One of our own tables or views."""
        return ".".join(self.dialect.table(self.schema, name).name)

    def view(self, name: str) -> str:
        """The words before a view's query."""
        return self.dialect.replace_view(self.schema, name)

    def null(self, kind: str) -> str:
        """A null of a type, where no row says of which type it is."""
        kind_ = Kind(kind)
        return self._text(self.dialect.text(nodes.NULL) if kind_ is Kind.TEXT else Cast(nodes.NULL, kind_))

    def wide(self, term: str) -> str:
        """An integer wide enough for exact products."""
        return self._text(self.dialect.wide(_node(term)))

    def integer(self, term: str) -> str:
        """A BIGINT, where an engine makes a sum wider or a decimal."""
        return self._text(Cast(_node(term), Kind.BIGINT))

    def divide(self, dividend: str, divisor: str | int) -> str:
        """The integer quotient of what is not negative, wide or not."""
        return self._bracketed(self.dialect.wide_divide(_node(dividend), _node(str(divisor))))

    def floor_divide(self, dividend: str, divisor: int) -> str:
        """The quotient rounded down, of any dividend."""
        return self._bracketed(self.dialect.floor_divide(_node(dividend), divisor))

    def ratio(self, numerator: str, denominator: str | int) -> str:
        """A double, divided once; null where the denominator is."""
        return self._text(self.dialect.ratio(_node(numerator), _node(str(denominator))))

    def infinity(self) -> str:
        """The double above all others."""
        return self._text(self.dialect.infinity())

    def micros(self, instant: str) -> str:
        """A timestamp as microseconds."""
        return self._text(self.dialect.micros_of_instant(_node(instant)))

    def instant(self, micros: str) -> str:
        """Microseconds as the engine's timestamp in UTC."""
        return self._text(self.dialect.instant_of_micros(_node(micros)))

    def date(self, micros: str) -> str:
        """The UTC date of microseconds."""
        return self._text(Cast(self.dialect.instant_of_micros(_node(micros)), Kind.DATE))

    def on_day(self, instant: str, clock: str, day: str) -> str:
        """The condition that joins ``calendar_day AS day``: the row of the instant's UTC day, if the calendar knows it."""
        t = _node(instant)
        return self._text(
            nodes.conjunction(
                nodes.equal(Column("calendar", day), _node(clock)),
                nodes.equal(Column("d", day), self.dialect.floor_divide(t, DAY)),
                Binary(">=", t, Column("known_from", day)),
                Binary("<=", t, Column("known_to", day)),
            )
        )

    def opened(self, instant: str, clock: str, day: str) -> str:
        """B(t), microseconds, after :meth:`on_day`: plain time without a clock, null where the calendar does not know t."""
        t = _node(instant)
        parts: list[Node] = [Column("cum", day)]
        for index in range(self.stretches):
            start, end = Column(f"s{index}", day), Column(f"e{index}", day)
            before, within = Binary("<=", t, start), Binary("<", t, end)
            parts.append(Case(((before, Integer(0)), (within, Binary("-", t, start))), Binary("-", end, start)))
        return self._bracketed(Case(((IsNull(_node(clock)), t),), nodes.total(*parts)))

    def at_place(self, place: str, columns: str, places: Sequence[int]) -> str:
        """Of the columns ``<columns>_0``, ``<columns>_1`` … the one of a row's own place."""
        whens = tuple((nodes.equal(_node(place), Integer(n)), _node(f"{columns}_{n}")) for n in places)
        return self._text(Case(whens))

    def _text(self, node: Node) -> str:
        return printer.expression(node, self.dialect)

    def _bracketed(self, node: Node) -> str:
        """Ready to be an operand of whatever stands around it in a template."""
        text = self._text(node)
        return text if isinstance(node, Case) else f"({text})"


def _node(term: str) -> Node:
    """SQL of a template as a node: a column, a number, or else a term in brackets, which the printer leaves alone."""
    if term.isdecimal():
        return Integer(int(term))
    plain = _COLUMN.fullmatch(term)
    return Column(plain[2], plain[1]) if plain else Column(f"({term})")
