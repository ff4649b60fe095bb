"""Text -> typed values, in DuckDB: what each type takes, what it becomes, and what to type where it does not fit.

The types are those that the SQL back end reads: TIMESTAMP in UTC (or as the wall clock shows it, where the binding names a
zone), DECIMAL(38, 9) for numbers, durations and times since 1970.
"""

from __future__ import annotations

from dataclasses import dataclass

from sloc.ir.expr import Type
from sloc.run.files import literal
from sloc.run.tables import BoundColumn

_DATE = r"\d{4}-\d{2}-\d{2}"
_WALL = _DATE + r"[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?"
_OFFSET = r" ?(Z|z|[+-]\d{2}(:?\d{2})?)"
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


def reading(column: BoundColumn) -> Reading:
    """How a column's text is read."""
    match column.type.base:
        case Type.TIME:
            return _TIMES[column.times]
        case base:
            return _READINGS[base]


def _matching(pattern: str, cast: str) -> str:
    return f"CASE WHEN regexp_full_match($, {literal(pattern)}) THEN {cast} END"


_TIMES = {
    "utc": Reading(
        "TIMESTAMP",
        _matching(f"{_WALL}({_OFFSET})?", "TRY_CAST($ AS TIMESTAMPTZ) AT TIME ZONE 'UTC'"),
        "a time such as 2026-11-02T09:15:00Z",
        "if the column counts seconds or milliseconds since 1970, write `times epoch s` or `times epoch ms` in the binding",
    ),
    "local": Reading(
        "TIMESTAMP",
        _matching(_WALL, "TRY_CAST($ AS TIMESTAMP)"),
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
