"""The finding about a spec's raw ``query`` (docs/sql.md, Safety)."""

from __future__ import annotations

from sloc.backends.base import span_of
from sloc.backends.sql.raw import judge
from sloc.findings import Finding, finding
from sloc.ir.source import SqlBinding


def check_raw_query(binding: SqlBinding, owner: str, dialect: str) -> Finding | None:
    """Why a binding's raw query is not written: it is refused, or sqlglot is not there to say. None where all is well.

    `owner` is the source or child, in words.
    """
    if binding.query is None:
        return None
    try:
        refused = judge(binding.query, dialect).refused
    except ImportError:
        return finding(
            "SLO406",
            "raw queries need sqlglot, which is not installed",
            span_of(binding.origin),
            f"{owner} is bound by a `query`",
            help="type `pip install 'sloc[duckdb]'`, or bind a table or view instead",
        )
    if refused is None:
        return None
    return finding(
        "SLO403",
        "a raw query must be one SELECT that everybody reads alike",
        span_of(binding.origin),
        f"the query of {owner}: {refused.why}",
        help=refused.help,
    )
