"""A spec's raw ``query`` -> the SELECT that is written, or why it is refused (docs/sql.md, Safety).

An author's text never reaches an engine or a client. :mod:`tokens` refuses what can be read in two ways, sqlglot makes a tree
of the rest, :mod:`tree` judges the tree, and the tree's own text is written, after :mod:`tokens` and :mod:`functions` have read
that, too. So the last word is not sqlglot's.
"""

from __future__ import annotations

from functools import lru_cache

from sloc.backends.sql.raw.functions import unknown_function
from sloc.backends.sql.raw.refused import Refused
from sloc.backends.sql.raw.tokens import QueryToken, tokens
from sloc.records import dataclass

__all__ = ["Judged", "Refused", "judge"]


@dataclass(frozen=True)
class Judged:
    """`text` is the SELECT on several lines, without comments or a semicolon; None where it is `refused`."""

    text: str | None
    refused: Refused | None = None


@lru_cache(maxsize=256)
def judge(query: str, dialect: str) -> Judged:
    """Reads a query as one SELECT of an engine. Raises ImportError without sqlglot."""
    try:
        return Judged(_rewritten(query, dialect))
    except Refused as refused:
        return Judged(None, refused)
    except RecursionError:
        return Judged(None, Refused("it is nested too deep"))


def _rewritten(query: str, dialect: str) -> str:
    import sqlglot  # noqa: F401 - missing, it is missing here; and only this function needs it

    from sloc.backends.sql.raw import tree

    read = tokens(query)
    _functions(read, dialect)
    select = tree.parse(" ".join(token.text for token in read), dialect)
    tree.check(select, dialect)
    text = tree.text(select, dialect)
    _functions(tokens(text), dialect)
    if tree.text(tree.parse(text, dialect), dialect) != text:
        raise Refused("sqlglot reads what it writes in another way")
    return text


def _functions(read: list[QueryToken], dialect: str) -> None:
    name = unknown_function(read, dialect)
    if name is not None:
        raise Refused(
            f"it calls `{name}`, which is not among the functions that a raw query may call",
            'make a view that calls it, and bind the view: `table "schema.view"`',
        )
