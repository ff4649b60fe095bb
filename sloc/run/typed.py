"""A data file whose columns the specs declare: every value is seen to fit before a row is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sloc.backends.base import span_of
from sloc.findings import Finding, finding
from sloc.findings.model import Severity
from sloc.findings.suggest import suggest
from sloc.run.files import ROW, literal, qualified, quoted, read_as_text
from sloc.run.tables import BoundColumn, BoundTable
from sloc.run.values import reading

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_RAW = "sloc raw text"


def load_typed(connection: DuckDBPyConnection, table: BoundTable, path: Path) -> list[Finding]:
    """Read text, see that every value fits, and cast. Raises UnreadableFile."""
    present = {name.lower(): name for name in read_as_text(connection, path, _RAW)}
    missing = [column for column in table.columns.values() if column.name.lower() not in present]
    if missing:
        return [_missing_column(column, table, path, list(present.values())) for column in missing]
    findings = _misfits(connection, list(table.columns.values()), path)
    if not any(found.severity is Severity.ERROR for found in findings):
        values = ", ".join(f"{_cast(column)} AS {quoted(column.name)}" for column in table.columns.values())
        connection.execute(f"CREATE TABLE {qualified(table.name)} AS SELECT {values} FROM {quoted(_RAW)}")
    connection.execute(f"DROP TABLE {quoted(_RAW)}")
    return findings


def _cast(column: BoundColumn) -> str:
    return reading(column).of(quoted(column.name))


def _misfits(connection: DuckDBPyConnection, columns: list[BoundColumn], path: Path) -> list[Finding]:
    """One finding for each column and kind of misfit, with the first value that does not fit. One scan counts them all."""
    checks: list[tuple[BoundColumn, Callable[[BoundColumn, Path, int, str, int], Finding], str]] = []
    for column in columns:
        name = quoted(column.name)
        checks.append((column, _mistyped, f"{name} IS NOT NULL AND {_cast(column)} IS NULL"))
        if column.type.values:
            values = ", ".join(literal(value) for value in column.type.values)
            checks.append((column, _undeclared, f"{name} IS NOT NULL AND {name} NOT IN ({values})"))
        if not column.type.nullable and not column.identifies:
            checks.append((column, _null, f"{name} IS NULL"))
    counts = ", ".join(f"count(*) FILTER ({test}), min({quoted(ROW)}) FILTER ({test})" for _, _, test in checks)
    row = connection.execute(f"SELECT {counts} FROM {quoted(_RAW)}").fetchone()
    assert row is not None
    findings = []
    for (column, make, _), count, first in zip(checks, row[::2], row[1::2], strict=True):
        if count:
            cell = f"SELECT {quoted(column.name)} FROM {quoted(_RAW)} WHERE {quoted(ROW)} = {int(first)}"
            value = connection.execute(cell).fetchone()
            assert value is not None
            findings.append(make(column, path, int(first), str(value[0]), int(count)))
    return findings


def _rows(path: Path, row: int, count: int) -> str:
    more = f" and {count - 1:,} more" if count > 1 else ""
    return f"{path}, data row {row}{more}"


def _mistyped(column: BoundColumn, path: Path, row: int, value: str, count: int) -> Finding:
    how = reading(column)
    return finding(
        "SLO412",
        f"{_rows(path, row, count)}: `{column.name}` holds {_word(value)}, which is not {how.expected}",
        span_of(column.origin),
        f"`{column.field}` is read as {column.type.base.value}",
        help=how.help,
    )


def _undeclared(column: BoundColumn, path: Path, row: int, value: str, count: int) -> Finding:
    near = suggest(value, column.type.values)
    add = f"add {_word(value)} to the field's values"
    return finding(
        "SLO412",
        f"{_rows(path, row, count)}: `{column.name}` holds {_word(value)}, which `{column.field}` does not have",
        span_of(column.origin),
        "the values it has",
        help=f"{add}, or correct the data if {_word(near[0])} was meant" if near else add,
        severity=Severity.WARNING,
    )


def _word(value: str) -> str:
    """A value as a spec writes it, cut where it is long."""
    return json.dumps(value if len(value) <= 60 else value[:59] + "…", ensure_ascii=False)


def _null(column: BoundColumn, path: Path, row: int, _value: str, count: int) -> Finding:
    return finding(
        "SLO412",
        f"{_rows(path, row, count)}: `{column.name}` holds no value, but `{column.field}` is declared to have one",
        span_of(column.origin),
        "not nullable here",
        help=f"write `{column.type.base.value}?`, and the checker helps with the rows without one",
        severity=Severity.WARNING,
    )


def _missing_column(column: BoundColumn, table: BoundTable, path: Path, present: list[str]) -> Finding:
    near = suggest(column.name, present)
    meant = f'did you mean `{near[0]}`? then write `column {column.field} = "{near[0]}"` in the binding' if near else ""
    return finding(
        "SLO411",
        f"{path} has no column `{column.name}`, which `{'.'.join(table.name)}` needs",
        span_of(column.origin),
        "read from that column",
        help=(meant, f"the file has {', '.join(f'`{name}`' for name in present)}"),
    )
