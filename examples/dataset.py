"""What a generator hands over: rows by table, and the counts that it planted."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import TypeAlias

Cell: TypeAlias = str | int | float | bool | None
Row: TypeAlias = dict[str, Cell]


@dataclass
class Dataset:
    """Rows by the name of their table, and the outcomes planted: ``(slo, group as compact JSON)`` to a count by outcome."""

    tables: dict[str, list[Row]] = field(default_factory=dict)
    planted: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)

    def add(self, table: str, **row: Cell) -> None:
        """Append a row."""
        self.tables.setdefault(table, []).append(row)

    def plant(self, slo: str, outcome: str, group: str = "{}", times: int = 1) -> None:
        """Note that so many events of the SLO are ``good``, ``bad`` or ``pending`` now."""
        self.planted.setdefault((slo, group), Counter())[outcome] += times


def rfc3339(second: float, zone: dt.tzinfo = dt.UTC) -> str:
    """An instant (epoch seconds) as a help desk exports it: ``2026-11-02T09:15:00+01:00``, in UTC with a ``Z``."""
    text = dt.datetime.fromtimestamp(second, zone).isoformat()
    return text.replace("+00:00", "Z")
