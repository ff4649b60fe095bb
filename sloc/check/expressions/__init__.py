"""Expressions: AST -> typed IR expressions. Types, operators, literals, and which patterns RE2 takes."""

from sloc.check.expressions.patterns import regex_fault
from sloc.check.expressions.typed import Env, Table, Typed, literal
from sloc.check.expressions.types import check_condition, check_expr

__all__ = [
    "Env",
    "Table",
    "Typed",
    "check_condition",
    "check_expr",
    "literal",
    "regex_fault",
]
