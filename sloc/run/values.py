"""Text -> typed values, in DuckDB: what each type takes, what it becomes, and what to type where it does not fit.

The types are those that the SQL back end reads: TIMESTAMP in UTC (or as the wall clock shows it, where the binding names a
zone), DECIMAL(38, 9) for numbers, durations and times since 1970.
"""

from __future__ import annotations

from dataclasses import dataclass

from sloc.ir.expr import Type
from sloc.run.files import literal, quoted
from sloc.run.tables import BoundColumn

_DATE = r"\d{4}-\d{2}-\d{2}"
_MINUTES = r"[0-5]\d"
_HOURS = r"([01]\d|2[0-3])"
_WALL = f"{_DATE}[T ]{_HOURS}:{_MINUTES}(:{_MINUTES}" + r"(\.\d+)?)?"
_UTC = "(Z|z|UTC)"
_OFFSET = f" ?({_UTC}|[+-]{_HOURS}(:?{_MINUTES})?)"
_FIRST, _LAST = "0001-01-01", "9999-12-31 23:59:59.999999"
"""The instants that RFC 3339 can write, in UTC."""
_DECIMAL = "DECIMAL(38, 9)"


@dataclass(frozen=True)
class Reading:
    """`value` makes a value of the text ``$``, or null where it is none; `type` is DuckDB's type of it.

    `expected` completes "is not"; `help` says what to type.
    """

    type: str
    value: str
    expected: str
    help: str

    def of(self, text: str) -> str:
        """The typed value of an SQL expression that gives text."""
        return f"CAST({self.value.replace('$', text)} AS {self.type})"


def cell(column: BoundColumn) -> str:
    """The text of a column's cells, as an SQL expression.

    Blanks around a value are no part of it, and nothing but blanks is null; only a free text is taken as it stands.
    """
    name = quoted(column.name)
    if column.type.base is Type.STRING and not (column.identifies or column.type.values):
        return name
    trimmed = f"trim({name}, ' ' || chr(9))"
    return trimmed if "" in column.type.values else f"nullif({trimmed}, '')"


def reading(column: BoundColumn) -> Reading:
    """How a column's text is read."""
    match column.type.base:
        case Type.TIME:
            return _TIMES[column.times]
        case base:
            return _READINGS[base]


def _matching(pattern: str, cast: str) -> str:
    return f"CASE WHEN regexp_full_match($, {literal(pattern)}) THEN {cast} END"


def _within_years(instant: str) -> str:
    """The instant, or null where an offset has moved it out of the years that can be written."""
    return f"CASE WHEN {instant} BETWEEN TIMESTAMP '{_FIRST}' AND TIMESTAMP '{_LAST}' THEN {instant} END"


_TIMES = {
    "utc": Reading(
        "TIMESTAMP",
        _matching(
            f"{_WALL}({_OFFSET})?",
            _within_years(f"(TRY_CAST(regexp_replace($, ' ?{_UTC}\\z', 'Z') AS TIMESTAMPTZ) AT TIME ZONE 'UTC')"),
        ),
        "a time such as 2026-11-02T09:15:00Z",
        "if the column counts seconds or milliseconds since 1970, write `times epoch s` or `times epoch ms` in the binding",
    ),
    "local": Reading(
        "TIMESTAMP",
        _matching(_WALL, _within_years("TRY_CAST($ AS TIMESTAMP)")),
        "a time without an offset such as 2026-11-02T09:15:00",
        "the binding says `times in` a zone; delete that line if the times carry their own offset",
    ),
    "epoch": Reading(
        _DECIMAL,
        f"TRY_CAST($ AS {_DECIMAL})",
        "a number since 1970",
        "the binding says `times epoch`; delete that line if the column holds RFC 3339 times",
    ),
}

_TRUTH = "CASE WHEN lower($) IN ('true', 't', '1') THEN TRUE WHEN lower($) IN ('false', 'f', '0') THEN FALSE END"
_READINGS = {
    Type.BOOL: Reading(
        "BOOLEAN",
        _TRUTH,
        "true or false",
        "write true or false, t or f, 1 or 0",
    ),
    Type.INT: Reading(
        "BIGINT",
        _matching(r"[+-]?\d+(\.0*)?", "TRY_CAST($ AS BIGINT)"),
        "a whole number",
        "declare the field as `number` if it has decimals",
    ),
    Type.NUMBER: Reading(_DECIMAL, f"TRY_CAST($ AS {_DECIMAL})", "a number", "write it with a decimal point and no unit"),
    Type.DURATION: Reading(
        _DECIMAL,
        f"TRY_CAST($ AS {_DECIMAL})",
        "a duration as a number",
        'write the number alone; the binding says its unit: `column … = "…" in ms`',
    ),
    Type.STRING: Reading("VARCHAR", "$", "text", ""),
    Type.DATE: Reading(
        "DATE",
        _matching(_DATE, "TRY_CAST($ AS DATE)"),
        "a date such as 2026-11-02",
        "declare the field as `time` if it has a time of day",
    ),
}
