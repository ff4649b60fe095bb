"""Which sqlglot writes raw queries: what it writes is generated code, which must not change by itself."""

from __future__ import annotations

from sloc.backends.base import span_of
from sloc.calendars.libraries import installed
from sloc.findings import Finding, finding
from sloc.ir.program import Ir


def parser_findings(ir: Ir, locked: str | None) -> tuple[Finding, ...]:
    """Whether the installed sqlglot is the one that sloc.lock names (`locked`), in a program with raw queries."""
    bindings = [binding for source in ir.sources for binding in (source.sql, *(child.sql for child in source.children))]
    queries = [binding for binding in bindings if binding is not None and binding.query is not None]
    here = installed("sqlglot") if queries else None
    if here is None or here == locked:  # without any, a back end that needs it says so
        return ()
    span = span_of(queries[0].origin)
    if locked is None:
        message, label = "sloc.lock does not name the parser of raw queries", f"this `query` is written by {here}"
        return (finding("SLO418", message, span, label, help="run `sloc lock`, and commit sloc.lock"),)
    pinned = locked.replace(" ", "==")
    return (
        finding(
            "SLO418",
            f"sloc.lock names {locked}, and {here} is installed",
            span,
            "another release may write this `query` in other words",
            help=f"type `pip install '{pinned}'`, or run `sloc lock` and look at what changes in the generated files",
        ),
    )
