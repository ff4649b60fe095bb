"""What all tests share: the option that rewrites golden cases."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tests.engines.sql.engine import Engine
    from tests.engines.sql.on_duckdb import DuckDbEngine
    from tests.engines.sql.on_postgres import PostgresEngine

# The same examples in every run: a failure in CI is one on the desk. `HYPOTHESIS_PROFILE=explore` looks for new ones.
settings.register_profile("repeatable", derandomize=True, database=None)
settings.register_profile("explore", database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

# A verdict that is remembered would hide what a test is about; the tests of the cache turn it on for themselves.
os.environ["SLOC_NO_CACHE"] = "1"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the expected sections of golden cases")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresEngine]:
    """A PostgreSQL server for all tests of a process."""
    from tests.engines.sql.on_postgres import PostgresEngine

    opened = PostgresEngine()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def embedded_duckdb() -> Iterator[DuckDbEngine]:
    """DuckDB in memory, for all tests of a process."""
    from tests.engines.sql.on_duckdb import DuckDbEngine

    opened = DuckDbEngine()
    yield opened
    opened.close()


@pytest.fixture(scope="session", params=["embedded_duckdb", "postgres"], ids=["duckdb", "postgres"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each SQL engine."""
    opened: Engine = request.getfixturevalue(request.param)
    return opened
