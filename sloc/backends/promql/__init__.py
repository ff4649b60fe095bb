"""PromQL as trees: nodes, the printer that writes them, and the reader of the selectors that specs hold."""

from sloc.backends.promql.nodes import (
    Aggregate,
    Binary,
    Call,
    Expr,
    Matcher,
    Matching,
    Number,
    Range,
    Subquery,
    Vector,
    ignoring,
    on,
)
from sloc.backends.promql.printer import inline, layout

__all__ = [
    "Aggregate", "Binary", "Call", "Expr", "Matcher", "Matching", "Number", "Range", "Subquery", "Vector",
    "ignoring", "inline", "layout", "on",
]  # fmt: skip
