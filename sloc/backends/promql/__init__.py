"""PromQL as trees: nodes, the printer that writes them, and the reader of the selectors that specs hold."""

from sloc.backends.promql.nodes import (
    Aggregate,
    Binary,
    Call,
    Expr,
    Hole,
    Matcher,
    Matching,
    Number,
    Range,
    Subquery,
    Text,
    Vector,
    ignoring,
    on,
)
from sloc.backends.promql.printer import inline, layout

__all__ = [
    "Aggregate", "Binary", "Call", "Expr", "Hole", "Matcher", "Matching", "Number", "Range", "Subquery", "Text",
    "Vector", "ignoring", "inline", "layout", "on",
]  # fmt: skip
