"""Reductions -> AST nodes: expressions and values."""

# ruff: noqa: ARG002 (every function is called alike, with the span and with all children)

from __future__ import annotations

from sloc.findings import Finding, finding
from sloc.source.span import Span
from sloc.syntax import ast

DEEPEST = 60
"""How deep an expression may be nested: far beyond what anybody can read, and well within what recursion can walk."""


class ExpressionBuilder:
    """Makes the nodes of expressions, and refuses those that later stages could not walk."""

    def __init__(self, path: str, findings: list[Finding]) -> None:
        self.path = path
        self.findings = findings
        self._heights: dict[int, tuple[object, int]] = {}  # by identity; the node is kept so that its id stays its own

    def or_(self, *operands: ast.Expr, span: Span) -> ast.Expr:
        """``a or b or …``."""
        return self._nest(ast.Logic("or", operands, span=span), *operands)

    def and_(self, *operands: ast.Expr, span: Span) -> ast.Expr:
        """``a and b and …``."""
        return self._nest(ast.Logic("and", operands, span=span), *operands)

    def not_(self, operand: ast.Expr, *, span: Span) -> ast.Expr:
        """``not a``."""
        return self._nest(ast.Not(operand, span=span), operand)

    def compare(self, left: ast.Expr, op: ast.Name, right: ast.Expr, *, span: Span) -> ast.Expr:
        """``a <= b``."""
        return self._nest(ast.Compare(op.text, left, right, span=span), left, right)

    def in_(self, operand: ast.Expr, items: ast.ListValue | ast.Param, *, span: Span) -> ast.Expr:
        """``a in [..]``."""
        return self._nest(ast.In(operand, items, False, span=span), operand, items)

    def not_in(self, operand: ast.Expr, items: ast.ListValue | ast.Param, *, span: Span) -> ast.Expr:
        """``a not in [..]``."""
        return self._nest(ast.In(operand, items, True, span=span), operand, items)

    def matches(self, operand: ast.Expr, pattern: ast.Str | ast.Param, *, span: Span) -> ast.Expr:
        """``a matches "regex"``."""
        return self._nest(ast.Matches(operand, pattern, span=span), operand)

    def is_null(self, operand: ast.Expr, null: ast.Null, *, span: Span) -> ast.Expr:
        """``a is null``."""
        return self._nest(ast.IsNull(operand, False, span=span), operand)

    def is_not_null(self, operand: ast.Expr, null: ast.Null, *, span: Span) -> ast.Expr:
        """``a is not null``."""
        return self._nest(ast.IsNull(operand, True, span=span), operand)

    def add(self, left: ast.Expr, right: ast.Expr, *, span: Span) -> ast.Expr:
        """``a + b``."""
        return self._nest(ast.Arithmetic("+", left, right, span=span), left, right)

    def subtract(self, left: ast.Expr, right: ast.Expr, *, span: Span) -> ast.Expr:
        """``a - b``."""
        return self._nest(ast.Arithmetic("-", left, right, span=span), left, right)

    def multiply(self, left: ast.Expr, right: ast.Expr, *, span: Span) -> ast.Expr:
        """``a * b``."""
        return self._nest(ast.Arithmetic("*", left, right, span=span), left, right)

    def divide(self, left: ast.Expr, right: ast.Expr, *, span: Span) -> ast.Expr:
        """``a / b``."""
        return self._nest(ast.Arithmetic("/", left, right, span=span), left, right)

    def negate(self, operand: ast.Expr, *, span: Span) -> ast.Expr:
        """``-a``; of a number it is the negative number."""
        if isinstance(operand, ast.Number) and not operand.text.startswith("-"):
            return self.negative(operand, span=span)
        return self._nest(ast.Negate(operand, span=span), operand)

    def negative(self, number: ast.Number, *, span: Span) -> ast.Number:
        """``-3`` where a value stands."""
        return ast.Number(-number.value, "-" + number.text, span=span)

    def ref(self, name: ast.Name, *, span: Span) -> ast.Ref:
        """``field``."""
        return ast.Ref(name, span=span)

    def child_ref(self, child: ast.Name, name: ast.Name, *, span: Span) -> ast.Ref:
        """``child.field``."""
        return ast.Ref(name, child, span=span)

    def first(self, child: ast.Name, field: ast.Name, where: ast.Expr | None, *, span: Span) -> ast.Expr:
        """``first(C.F where …)``."""
        return self._aggregate("first", child, field, where, span)

    def last(self, child: ast.Name, field: ast.Name, where: ast.Expr | None, *, span: Span) -> ast.Expr:
        """``last(C.F where …)``."""
        return self._aggregate("last", child, field, where, span)

    def count(self, child: ast.Name, where: ast.Expr | None, *, span: Span) -> ast.Expr:
        """``count(C where …)``."""
        return self._aggregate("count", child, None, where, span)

    def any(self, child: ast.Name, where: ast.Expr | None, *, span: Span) -> ast.Expr:
        """``any(C where …)``."""
        return self._aggregate("any", child, None, where, span)

    def list(self, *items: ast.Value | None, span: Span) -> ast.Expr:
        """``[a, b]``; of an empty one the grammar makes a single None."""
        node = ast.ListValue(tuple(item for item in items if item is not None), span=span)
        return self._nest(node, *node.items) if node.items else node

    def _aggregate(self, kind: str, child: ast.Name, field: ast.Name | None, where: ast.Expr | None, span: Span) -> ast.Expr:
        node = ast.Aggregate(kind, child, field, where, span=span)
        return self._nest(node, where) if where else node

    def _nest(self, node: ast.Expr, *children: ast.Node) -> ast.Expr:
        """The node; or a stand-in for one that is too deep, with a finding where the limit is passed, once."""
        deepest = max(children, key=self._height)
        height = self._height(deepest) + 1
        if height > DEEPEST + 1:
            return deepest  # type: ignore[return-value]
        if height == DEEPEST + 1:
            self.findings.append(
                finding(
                    "SLO107",
                    f"an expression is nested more than {DEEPEST} deep",
                    node.span,
                    "sloc does not read what is nested this deep",
                    help="give a part of it a name, as in `field late: bool = …`",
                )
            )
            node = ast.Null(span=node.span)
        self._heights[id(node)] = (node, height)
        return node

    def _height(self, node: ast.Node) -> int:
        known = self._heights.get(id(node))
        return known[1] if known else 0
