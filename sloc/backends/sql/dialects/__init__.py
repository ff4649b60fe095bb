"""One file per engine; each says only where it differs from generic SQL."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sloc.backends.sql.dialects.base import Dialect
from sloc.backends.sql.dialects.duckdb import DuckDb
from sloc.backends.sql.dialects.postgres import Postgres

DIALECTS: Mapping[str, Dialect] = MappingProxyType({dialect.name: dialect for dialect in (DuckDb(), Postgres())})
"""Every dialect by its name in ``[targets.sql] dialects``."""

__all__ = ["DIALECTS", "Dialect"]
