"""What SQL cannot say, and which SLOs are not bound to it: known without making any SQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sloc.backends.base import span_of
from sloc.backends.skipped import skipped
from sloc.backends.sql.differences import dialect_refusals
from sloc.backends.sql.files_by_name import may_be_file
from sloc.backends.sql.raw_queries import check_raw_query
from sloc.backends.sql.walk import children_of, nested_aggregates
from sloc.findings import Finding, finding
from sloc.ir.program import Ir
from sloc.ir.slo import Have, Satisfy, Slo
from sloc.ir.source import IntervalMeasure, Source


def bound_slos(ir: Ir) -> tuple[Slo, ...]:
    """The SLOs whose source has a table or a query."""
    return tuple(slo for slo in ir.slos if _is_bound(ir.source(slo.population.source)))


def refusals(ir: Ir, dialects: Iterable[str]) -> list[Finding]:
    """What is skipped (SLO402, once for all), and each SLO that one of the dialects cannot say; each once."""
    found = [*_unbound(ir)]
    found += [each for dialect in dialects for slo in bound_slos(ir) for each in _refused(slo, ir, dialect)]
    return list(dict.fromkeys(found))


def _is_bound(source: Source) -> bool:
    return source.sql is not None and source.at is not None


def _unbound(ir: Ir) -> tuple[Finding, ...]:
    slos = [slo for slo in ir.slos if not _is_bound(ir.source(slo.population.source))]
    if not slos:
        return ()
    label = f"its source {slos[0].population.source} has no `from sql`"
    help = 'add `from sql { table "schema.table" }` to the source'
    return skipped(slos, "is skipped for SQL", "are skipped for SQL", label, help)


def _refused(slo: Slo, ir: Ir, dialect: str) -> Iterator[Finding]:
    """Why SQL cannot say an SLO that is bound to it."""
    source = ir.source(slo.population.source)
    bindings = [(source.sql, f"source {source.id}")]
    bindings += [(child.sql, f"child {child.name}") for child in source.children]
    for binding, owner in bindings:
        if binding is not None and (refused := check_raw_query(binding, owner, dialect)) is not None:
            yield refused
        if binding is not None and binding.table is not None and dialect == "duckdb" and may_be_file(binding.table):
            yield finding(
                "SLO401",
                f"DuckDB would read the table of {owner} from a file",
                span_of(binding.origin),
                f"`{'.'.join(binding.table)}` is the name of a file to DuckDB",
                help="give the table another name, or make a view with another name and bind that",
            )
    for name in sorted(_children_read(slo, source)):
        child = source.child(name)
        if child.sql is None:
            yield finding(
                "SLO401",
                f"{slo.id} reads a child that SQL cannot reach",
                span_of(child.origin),
                f"child {name} has no `from sql`",
                help='add `from sql { table "schema.table" }` to the child',
            )
    expressions = [slo.population.where, *(field.derived for field in source.fields)]
    if isinstance(slo.indicator, Satisfy):
        expressions.append(slo.indicator.expr)
    yield from dialect_refusals(slo, source, expressions, dialect)
    if any(map(nested_aggregates, expressions)):
        yield finding(
            "SLO401",
            "SQL cannot look at a child from within another child's condition",
            span_of(slo.origin),
            "an aggregate stands within an aggregate",
            help="give the inner one a name: `field NAME: TYPE = …`, and use that",
        )


def _children_read(slo: Slo, source: Source) -> set[str]:
    found = children_of(slo.population.where)
    if isinstance(slo.indicator, Satisfy):
        found |= children_of(slo.indicator.expr)
    for field in source.fields:
        found |= children_of(field.derived)
    if isinstance(slo.indicator, Have):
        measure = source.measure(slo.indicator.measure)
        if isinstance(measure, IntervalMeasure) and measure.pausing is not None:
            found.add(measure.pausing)
    return found
