"""sqlglot's tree of a raw query: made, judged node by node, and written again."""

from __future__ import annotations

import re
from typing import Any

from sqlglot import ErrorLevel, errors, exp
from sqlglot import parse as parse_all

from sloc.backends.sql.files_by_name import may_be_file
from sloc.backends.sql.raw.refused import Refused

_STRUCTURE: tuple[type[Any], ...] = (
    exp.Select, exp.Union, exp.Intersect, exp.Except, exp.Subquery, exp.With, exp.CTE, exp.From, exp.Join, exp.Where, exp.Group,
    exp.Having, exp.Order, exp.Ordered, exp.Limit, exp.Offset, exp.Distinct, exp.Table, exp.TableAlias, exp.Values, exp.Tuple,
    exp.Column, exp.Identifier, exp.Alias, exp.Star, exp.Literal, exp.Boolean, exp.Null, exp.Paren, exp.Var,
    exp.Neg, exp.Not, exp.Add, exp.Sub, exp.Mul, exp.Div, exp.IntDiv, exp.Mod, exp.DPipe,
    exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.NullSafeEQ, exp.NullSafeNEQ, exp.Is, exp.In, exp.Between,
    exp.Like, exp.ILike, exp.Escape, exp.Any, exp.All, exp.AtTimeZone, exp.Interval, exp.IntervalSpan, exp.DataType,
    exp.DataTypeParam, exp.Window, exp.WindowSpec, exp.Filter,
    exp.Func,  # judged by its name, in the text before and after
)  # fmt: skip

_TYPES = frozenset({
    "BOOLEAN", "TINYINT", "SMALLINT", "INT", "BIGINT", "INT128", "UTINYINT", "USMALLINT", "UINT", "UBIGINT", "FLOAT",
    "DOUBLE", "DECIMAL", "CHAR", "NCHAR", "VARCHAR", "NVARCHAR", "TEXT", "DATE", "TIME", "TIMETZ", "TIMESTAMP",
    "TIMESTAMPTZ", "TIMESTAMPNTZ", "TIMESTAMPLTZ", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "DATETIME",
    "INTERVAL", "UUID", "JSON", "JSONB",
})  # fmt: skip
_TABLE = re.compile(r"\w(?:[\w -]*\w)?")
_CATALOGS = re.compile(r"(?:pg|duckdb|sqlite|pragma)_.*|information_schema", re.IGNORECASE)


def parse(text: str, dialect: str) -> exp.Query:
    """The one SELECT of a text. Raises Refused."""
    try:
        statements = [statement for statement in parse_all(text, read=dialect) if statement is not None]
    except errors.SqlglotError as error:
        raise Refused(f"it cannot be read: {str(error).splitlines()[0]}") from None
    if len(statements) != 1:
        raise Refused(f"it holds {len(statements)} statements")
    (statement,) = statements
    if not isinstance(statement, exp.Query):
        raise Refused(f"it is a statement of the kind {statement.key.upper()}")
    return statement


def text(select: exp.Query, dialect: str) -> str:
    """The tree in words of the engine, a clause a line. Raises Refused."""
    try:
        return select.sql(dialect=dialect, pretty=True, comments=False, unsupported_level=ErrorLevel.RAISE)
    except errors.SqlglotError as error:
        raise Refused(f"sqlglot cannot write it: {str(error).splitlines()[0]}") from None


def check(select: exp.Query, dialect: str) -> None:
    """Whether the tree is of the parts that are known to do nothing but select. Raises Refused."""
    for node in select.dfs():
        if not isinstance(node, _STRUCTURE):
            raise Refused(f"it does more than select: {node.key.upper()} is no part of a raw query")
        match node:
            case exp.With() if node.args.get("recursive"):
                raise Refused("WITH RECURSIVE may never end")
            case exp.CTE() if node.args["alias"].columns:
                raise Refused("a WITH names the columns beside its name", "name them in its SELECT: `… AS name`")
            case exp.DataType() if getattr(node.this, "name", "") not in _TYPES:
                raise Refused("it casts to a type that sloc does not know")
            case exp.Table():
                _table(node, dialect)
    for output in select.selects:
        if not isinstance(output, exp.Alias | exp.Column | exp.Star):
            raise Refused(f"`{output.sql(dialect=dialect)[:40]}` has no name", "name it: `… AS name`")


def _table(table: exp.Table, dialect: str) -> None:
    if not isinstance(table.this, exp.Identifier):
        raise Refused("it reads what is no table", 'make a view of it, and bind the view: `table "schema.view"`')
    names = [part.name for part in table.parts]
    shown = ".".join(names)
    if any(not _TABLE.fullmatch(name) for name in names) or (dialect == "duckdb" and may_be_file(names)):
        raise Refused(f"`{shown}` may be the name of a file", 'make a view of it, and bind the view: `table "schema.view"`')
    if any(_CATALOGS.fullmatch(name) for name in names):
        raise Refused(f"`{shown}` tells of the engine itself and not of events")
