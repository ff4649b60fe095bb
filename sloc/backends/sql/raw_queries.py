"""Proves that a spec's raw ``query`` is one SELECT before it is wrapped as a subquery (docs/sql.md, Safety)."""

from __future__ import annotations

from sloc.backends.base import span_of
from sloc.findings import Finding, finding
from sloc.ir.source import SqlBinding


def check_raw_query(binding: SqlBinding, owner: str, dialect: str) -> Finding | None:
    """The finding about a binding's raw query: not one SELECT, or sqlglot is not there to say. None where all is well.

    `owner` is the source or child, in words.
    """
    if binding.query is None:
        return None
    try:
        import sqlglot
        from sqlglot import errors, exp
    except ImportError:
        return finding(
            "SLO406",
            "raw queries need sqlglot, which is not installed",
            span_of(binding.origin),
            f"{owner} is bound by a `query`",
            help="type `pip install 'sloc[duckdb]'`, or bind a table or view instead",
        )
    try:
        statements = [statement for statement in sqlglot.parse(binding.query, read=dialect) if statement is not None]
    except (errors.SqlglotError, RecursionError) as error:
        reason = str(error).splitlines()[0] if isinstance(error, errors.SqlglotError) else "it is nested too deep"
        return _refusal(binding, owner, f"it cannot be read: {reason}")
    if len(statements) != 1:
        return _refusal(binding, owner, f"it holds {len(statements)} statements")
    if not isinstance(statements[0], exp.Query):
        return _refusal(binding, owner, f"it is a statement of the kind {statements[0].key.upper()}")
    if any(statements[0].find_all(exp.Command, exp.DML, exp.DDL, exp.Into)):
        return _refusal(binding, owner, "it does more than select")
    return None


def _refusal(binding: SqlBinding, owner: str, why: str) -> Finding:
    return finding(
        "SLO403",
        "a raw query must be one SELECT",
        span_of(binding.origin),
        f"the query of {owner}: {why}",
        help="write a single SELECT (WITH … SELECT is one, too), without a semicolon",
    )
