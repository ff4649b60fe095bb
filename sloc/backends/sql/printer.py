"""Writes SQL trees as text: precedence, layout, and quoting by the dialect's rules."""

from __future__ import annotations

from typing import Protocol

from sloc.backends.sql.nodes import (
    Binary,
    Boolean,
    Call,
    Case,
    Cast,
    Collate,
    Column,
    Every,
    Extract,
    Foreign,
    ForeignTable,
    Integer,
    IsNull,
    Join,
    Kind,
    Node,
    Null,
    Order,
    Output,
    Over,
    Query,
    RawQuery,
    Relation,
    Scalar,
    Star,
    Table,
    Text,
    Unary,
    UnionAll,
)

PRECEDENCE = {
    "OR": 1,
    "AND": 2,
    "NOT": 3,
    "IS": 4,
    "IS NOT DISTINCT FROM": 4,
    "=": 4,
    "<>": 4,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "||": 5,
    "~": 5,
    "+": 6,
    "-": 6,
    "*": 7,
    "/": 7,
    "//": 7,
    "%": 7,
    "negate": 8,
}
"""How tightly each operator binds. Engines disagree between comparisons, so two of them never stand side by side."""

_PRIMARY = 9
_ASSOCIATIVE = frozenset({"AND", "OR", "+", "*", "||"})
_WIDTH = 118


class Spelling(Protocol):
    """The part of a dialect that the printer needs."""

    def identifier(self, name: str) -> str:
        """A quoted identifier."""
        ...

    def string(self, text: str) -> str:
        """A string literal."""
        ...

    def type_name(self, kind: Kind) -> str:
        """The engine's word for a type."""
        ...


_BREAK = "\0"
"""A line break that a spec wrote into a string, an identifier or a raw query: layout must not indent what follows it.

No spec holds a NUL itself (SLO111).
"""


def expression(node: Node, dialect: Spelling) -> str:
    """The text of an expression, on one line unless it holds a query or a long CASE."""
    return _Printer(dialect).expression(node).replace(_BREAK, "\n")


def query(node: Query, dialect: Spelling, margin: int = 0) -> str:
    """The text of a query, one clause and one column a line, without a final newline or semicolon.

    `margin` is the number of spaces before each line.
    """
    return indent(_Printer(dialect).query(node), " " * margin).replace(_BREAK, "\n")


def indent(text: str, margin: str) -> str:
    """The text with a margin before each of its lines."""
    return margin + text.replace("\n", "\n" + margin)


def _kept(text: str) -> str:
    return text.replace("\n", _BREAK)


class _Printer:
    def __init__(self, dialect: Spelling) -> None:
        self.dialect = dialect

    # ── expressions ───────────────────────────────────────────────────────────────────────────────────────────────────

    def expression(self, node: Node) -> str:
        match node:
            case Column(name, table):
                return f"{table}.{name}" if table else name
            case Foreign(name, table):
                quoted = _kept(self.dialect.identifier(name))
                return f"{table}.{quoted}" if table else quoted
            case Integer(value):
                return str(value)
            case Text(value):
                return _kept(self.dialect.string(value))
            case Boolean(value):
                return "TRUE" if value else "FALSE"
            case Null():
                return "NULL"
            case Star():
                return "*"
            case Call(function, arguments, where):
                text = f"{function}({', '.join(self.expression(argument) for argument in arguments)})"
                return text if where is None else f"{text} FILTER (WHERE {self.expression(where)})"
            case Over():
                return self._over(node)
            case Binary(operator, left, right):
                level = PRECEDENCE[operator]
                # A comparison is never an operand of another: NOT NULL chains read differently between engines.
                left_level = level if level != PRECEDENCE["="] else level + 1
                right_level = level if operator in _ASSOCIATIVE else level + 1
                return f"{self._at(left, left_level)} {operator} {self._at(right, right_level)}"
            case Unary("NOT", operand):
                return f"NOT {self._at(operand, PRECEDENCE['NOT'])}"
            case Unary("-", operand):
                return f"-{self._at(operand, _PRIMARY)}"
            case Case():
                return self._case(node)
            case Cast(operand, kind):
                return f"CAST({self.expression(operand)} AS {self.dialect.type_name(kind)})"
            case Extract(field, operand):
                return f"extract({field} FROM {self.expression(operand)})"
            case Collate(operand, collation):
                return f"{self._at(operand, _PRIMARY)} COLLATE {self.dialect.identifier(collation)}"
            case IsNull(operand, negated):
                return f"{self._at(operand, PRECEDENCE['IS'] + 1)} IS {'NOT ' if negated else ''}NULL"
            case Scalar(inner):
                return f"({_block(self.query(inner))})"
            case _:
                raise AssertionError(f"not an expression: {node!r}")

    def _at(self, node: Node, level: int) -> str:
        text = self.expression(node)
        return text if _level(node) >= level else f"({text})"

    def _case(self, node: Case) -> str:
        whens = [f"WHEN {self.expression(test)} THEN {self.expression(value)}" for test, value in node.whens]
        if node.otherwise is not None:
            whens.append(f"ELSE {self.expression(node.otherwise)}")
        line = f"CASE {' '.join(whens)} END"
        if len(line) <= _WIDTH and "\n" not in line:
            return line
        return "CASE\n" + indent("\n".join(whens), "    ") + "\nEND"

    def _over(self, node: Over) -> str:
        parts = []
        if node.partition_by:
            parts.append("PARTITION BY " + ", ".join(self.expression(key) for key in node.partition_by))
        if node.order_by:
            parts.append(self._order(node.order_by))
        if node.frame:
            parts.append(node.frame)
        line = f"{self.expression(node.call)} OVER ({' '.join(parts)})"
        return line if len(line) <= _WIDTH else f"{self.expression(node.call)} OVER (" + _block("\n".join(parts)) + ")"

    def _order(self, keys: tuple[Order, ...]) -> str:
        return "ORDER BY " + ", ".join(self._order_key(key) for key in keys)

    def _order_key(self, key: Order) -> str:
        nulls = {None: "", True: " NULLS LAST", False: " NULLS FIRST"}[key.nulls_last]
        return f"{self.expression(key.expression)}{' DESC' if key.descending else ''}{nulls}"

    # ── queries ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def query(self, node: Query) -> str:
        if isinstance(node, UnionAll):
            return "\nUNION ALL\n".join(self.query(select) for select in node.selects)
        lines = ["SELECT DISTINCT" if node.distinct else "SELECT"]
        lines.append(indent(",\n".join(self._output(output) for output in node.columns) or "*", "    "))
        if node.source is not None:
            lines.append(f"FROM {self._relation(node.source)}")
        lines.extend(self._join(join) for join in node.joins)
        if node.where is not None:
            lines.append("WHERE " + indent(self._conditions(node.where), "    ").lstrip())
        if node.group_by:
            lines.append("GROUP BY " + ", ".join(self.expression(key) for key in node.group_by))
        if node.having is not None:
            lines.append("HAVING " + self.expression(node.having))
        if node.order_by:
            lines.append(self._order(node.order_by))
        if node.limit is not None:
            lines.append(f"LIMIT {node.limit}")
        return "\n".join(lines)

    def _output(self, output: Output | Every) -> str:
        if isinstance(output, Every):
            return f"{output.table}.*"
        text = self.expression(output.expression)
        if isinstance(output.expression, Column) and output.expression.name == output.name:
            return text
        return f"{text} AS {output.name}"

    def _conditions(self, node: Node) -> str:
        """The parts of a conjunction, one a line where they are many."""
        if isinstance(node, Binary) and node.operator == "AND":
            return f"{self._conjunct(node.left)}\nAND {self._at(node.right, PRECEDENCE['AND'])}"
        return self.expression(node)

    def _conjunct(self, node: Node) -> str:
        is_chain = isinstance(node, Binary) and node.operator == "AND"
        return self._conditions(node) if is_chain else self._at(node, PRECEDENCE["AND"])

    def _relation(self, relation: Relation) -> str:
        match relation:
            case Table(name, alias):
                text = ".".join(name)
                return f"{text} AS {alias}" if alias else text
            case ForeignTable(name, alias):
                return ".".join(_kept(self.dialect.identifier(part)) for part in name) + f" AS {alias}"
            case RawQuery(text, alias):
                # On lines of its own, so that a comment at its end cannot swallow the bracket.
                return f"(\n{_kept(text)}\n) AS {alias}"
            case _:
                return f"({_block(self.query(relation.query))}) AS {relation.alias}"

    def _join(self, join: Join) -> str:
        text = f"{join.kind} {self._relation(join.relation)}"
        if join.on is None:
            return text
        line = f"{text} ON {self.expression(join.on)}"
        return line if len(line) <= _WIDTH else f"{text} ON " + indent(self._conditions(join.on), "    ").lstrip()


def _level(node: Node) -> int:
    match node:
        case Binary(operator):
            return PRECEDENCE[operator]
        case Unary("NOT"):
            return PRECEDENCE["NOT"]
        case Unary():
            return PRECEDENCE["negate"]
        case IsNull():
            return PRECEDENCE["IS"]
        case Integer(value) if value < 0:
            return PRECEDENCE["negate"]
        case _:
            return _PRIMARY


def _block(text: str) -> str:
    return "\n" + indent(text, "    ") + "\n"
