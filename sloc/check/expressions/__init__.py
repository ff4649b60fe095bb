"""Expressions: AST -> typed IR expressions. Types, operators, literals, and which patterns RE2 takes."""

from sloc.check.expressions.patterns import regex_fault
from sloc.check.expressions.typed import Env, RowType, Typed, literal, no_such_field, no_such_value
from sloc.check.expressions.types import check_condition, check_expr

__all__ = [
    "Env",
    "RowType",
    "Typed",
    "check_condition",
    "check_expr",
    "literal",
    "no_such_field",
    "no_such_value",
    "regex_fault",
]
