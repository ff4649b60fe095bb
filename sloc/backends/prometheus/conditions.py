"""Conditions on one event as sets of series: where they are true, where false, and elsewhere unknown (docs/language.md §3.4).

A label that is absent, empty, or no value of its field's type is null.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import reduce

from sloc.backends.prometheus.integers import ALL, Intervals, complement, union
from sloc.backends.prometheus.label_sets import (
    EVERYTHING,
    NOTHING,
    Integers,
    Region,
    Texts,
    Values,
    both,
    either,
    having,
    others,
)
from sloc.ir import Source
from sloc.ir import expr as x
from sloc.ir.expr import Type
from sloc.ir.text import expr_text

_FLIPPED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_NEGATED = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_NULL = Texts(frozenset({""}))
_BOOLS = Texts(frozenset({"true", "false"}))


class Unsayable(ValueError):
    """A condition that no label matcher says; the message says which part, and why."""


class Conditions:
    """Reads conditions over the fields of a source; `labels` names the label of a field where it is not the field's name."""

    def __init__(self, source: Source, labels: Mapping[str, str]) -> None:
        self._source = source
        self._labels = labels

    def label(self, field: str) -> str:
        """The label that carries a field."""
        return self._labels.get(field, field)

    def where_true(self, expr: x.Expr) -> Region:
        """The series of which the condition is true. Raises Unsayable."""
        return self._where(expr, True)

    def where_false(self, expr: x.Expr) -> Region:
        """The series of which the condition is false. Raises Unsayable."""
        return self._where(expr, False)

    def where_not_true(self, expr: x.Expr) -> Region:
        """The series of which the condition is false or unknown: what is bad (docs/language.md §3.7). Raises Unsayable."""
        return others(self.where_true(expr))

    def _where(self, expr: x.Expr, truth: bool) -> Region:
        match expr:
            case x.BoolLiteral(value):
                return EVERYTHING if value is truth else NOTHING
            case x.Not(operand):
                return self._where(operand, not truth)
            case x.And(operands) | x.Or(operands):
                regions = [self._where(operand, truth) for operand in operands]
                return reduce(both, regions) if isinstance(expr, x.And) is truth else either(*regions)
            case x.FieldRef(_, None, Type.BOOL):
                return self._text(expr, ("true" if truth else "false",), True, _BOOLS)
            case x.Compare(op, x.FieldRef() as field, right):
                return self._compare(op if truth else _NEGATED[op], field, right, expr)
            case x.Compare(op, left, x.FieldRef() as field):
                flipped = _FLIPPED[op]
                return self._compare(flipped if truth else _NEGATED[flipped], field, left, expr)
            case x.In(x.FieldRef() as field, items):
                return self._in(field, items, truth, expr)
            case x.Matches(x.FieldRef() as field, pattern):
                return self._matches(field, pattern, truth)
            case x.IsNull(x.FieldRef() as field):
                nulls = self._nulls(field)
                return having(self._of(field), nulls if truth else nulls.complement())
        raise Unsayable(f"`{expr_text(expr)}` is no condition on one label")

    def _of(self, field: x.FieldRef) -> str:
        """The label of a field that a label can carry."""
        if field.child is not None or self._source.field(field.name).derived is not None:
            raise Unsayable(f"`{field.name}` is worked out from other rows, and no label carries it")
        if field.type not in (Type.STRING, Type.INT, Type.BOOL):
            raise Unsayable(f"`{field.name}` is a {field.type.value}, and labels carry strings, whole numbers and booleans")
        return self.label(field.name)

    def _nulls(self, field: x.FieldRef) -> Values:
        if field.type is Type.INT:
            return Integers((), others=True)
        return _BOOLS.complement() if field.type is Type.BOOL else _NULL

    def _compare(self, op: str, field: x.FieldRef, literal: x.Expr, whole: x.Expr) -> Region:
        match literal:
            case x.NullLiteral():
                self._of(field)
                return NOTHING
            case x.NumberLiteral(value) if field.type is Type.INT:
                return having(self._of(field), Integers(_numbers(op, value)))
            case x.StringLiteral(text) if field.type is Type.STRING and op in ("==", "!="):
                return self._text(field, (text,), op == "==", _NULL.complement())
            case x.BoolLiteral(value) if op in ("==", "!="):
                return self._text(field, ("true" if value else "false",), op == "==", _BOOLS)
        self._of(field)
        raise Unsayable(f"`{expr_text(whole)}`: a label is compared with a value, and by `<` only where it is a whole number")

    def _in(self, field: x.FieldRef, items: tuple[x.Literal, ...], truth: bool, whole: x.Expr) -> Region:
        if not truth and any(isinstance(item, x.NullLiteral) for item in items):
            return NOTHING  # unknown at best
        regions = [self._compare("==" if truth else "!=", field, item, whole) for item in items]
        return either(*regions) if truth else reduce(both, regions, having(self._of(field), self._nulls(field).complement()))

    def _text(self, field: x.FieldRef, texts: tuple[str, ...], equal: bool, known: Texts) -> Region:
        """Where the label is (or is not) one of the texts, among those of its `known` values."""
        values = Texts(frozenset(texts), negated=not equal)
        label = self._of(field)
        return both(having(label, known), having(label, values))

    def _matches(self, field: x.FieldRef, pattern: str, truth: bool) -> Region:
        label = self._of(field)
        if field.type is not Type.STRING:
            raise Unsayable(f"`{field.name}` is no string")
        matching = Texts(frozenset(), frozenset({pattern}), negated=not truth)
        if truth and re.fullmatch(pattern, "", re.ASCII) is None:
            return having(label, matching)
        return both(having(label, _NULL.complement()), having(label, matching))


def _numbers(op: str, value: Fraction) -> Intervals:
    """The whole numbers n with ``n op value``."""
    below, above = math.ceil(value) - 1, math.floor(value) + 1
    equal: Intervals = ((int(value), int(value)),) if value.denominator == 1 else ()
    by_op: dict[str, Callable[[], Intervals]] = {
        "==": lambda: equal,
        "!=": lambda: complement(equal) if equal else ALL,
        "<": lambda: ((None, below),),
        "<=": lambda: union((None, below), *equal),
        ">": lambda: ((above, None),),
        ">=": lambda: union((above, None), *equal),
    }
    return by_op[op]()
