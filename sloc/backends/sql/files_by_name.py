"""DuckDB reads a file where a table's name looks like one: ``FROM "data"."csv"`` is ``data.csv`` where no such table exists."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FILE = re.compile(
    r".*\.(?:csv|tsv|txt|json|jsonl|ndjson|geojson|parquet|db|duckdb|ddb|sqlite|sqlite3|xlsx?|gz|zst|bz2|zip"
    r"|avro|arrow|feather|orc|vortex|lance|vcf|bam|shp|gpkg|fgb)(?:\?.*)?",
    re.IGNORECASE | re.DOTALL,
)
"""By its extension: that of DuckDB's own readers, and of its extensions'."""


def may_be_file(table: Sequence[str]) -> bool:
    """Whether a table's name, split at its dots, could be the name of a file, here or in a network."""
    return _FILE.fullmatch(".".join(table)) is not None
