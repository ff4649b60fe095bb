"""What one engine cannot say though SQL can: patterns that it reads otherwise, and names that it cuts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sloc.backends.base import span_of
from sloc.backends.sql.walk import walk
from sloc.findings import Finding, finding
from sloc.ir.expr import Expr, Matches
from sloc.ir.slo import Slo
from sloc.ir.source import Child, Source, ValueMeasure

_SHORT = 15
"""Characters of a name that no engine cuts: at most 60 bytes."""


def dialect_refusals(slo: Slo, source: Source, expressions: Iterable[Expr | None], dialect: str) -> Iterator[Finding]:
    """A finding (SLO401) for each pattern in the `expressions` of an SLO, and each table, that an engine cannot say."""
    patterns = {part.pattern for expr in expressions for part in walk(expr) if isinstance(part, Matches)}
    names = {owner: _column_names(table) for table, owner in _tables(source)}
    if not patterns and not any(len(name) > _SHORT for listed in names.values() for name in listed):
        return  # nothing that an engine may read otherwise: `sloc check` need not know the dialects
    from sloc.backends.sql.dialects import DIALECTS

    engine = DIALECTS[dialect]
    for pattern in sorted(patterns):
        fault = engine.pattern_fault(pattern)
        if fault is not None:
            able = " and ".join(f"`{name}`" for name, other in DIALECTS.items() if other.pattern_fault(pattern) is None)
            yield finding(
                "SLO401",
                f"{dialect} cannot match `{pattern}`",
                span_of(slo.origin),
                fault,
                help=f"write it otherwise, or choose among the dialects that can: {able}",
            )
    for owner, listed in names.items():
        for one, other in _cut_alike(listed, engine.longest_name):
            yield finding(
                "SLO401",
                f"{dialect} cannot tell `{one}` and `{other}` apart",
                span_of(source.origin),
                f"both are columns of {owner}, and {dialect} cuts names after {engine.longest_name} bytes",
                help='give one of them another name in the table, and bind the field to it: `column FIELD = "NAME"`',
            )


def _tables(source: Source) -> Iterator[tuple[Source | Child, str]]:
    yield source, f"source {source.id}"
    yield from ((child, f"child {child.name}") for child in source.children)


def _column_names(table: Source | Child) -> list[str]:
    """The names of the columns that a table's fields are read from."""
    bound = {column.field: column.column for column in table.sql.columns} if table.sql is not None else {}
    fields = [field.name for field in table.fields if field.derived is None]
    if isinstance(table, Source):
        fields += [measure.name for measure in table.measures if isinstance(measure, ValueMeasure)]
    return list(dict.fromkeys(bound.get(field, field) for field in fields))


def _cut_alike(names: Sequence[str], longest: int | None) -> Iterator[tuple[str, str]]:
    """Each name with an earlier one that is the same up to where both are cut."""
    seen: dict[bytes, str] = {}
    for name in names:
        # An engine does not cut within a character; two names are alike after that if they are alike before.
        cut = name.encode()[:longest].decode(errors="ignore").encode()
        if cut in seen:
            yield seen[cut], name
        seen.setdefault(cut, name)
