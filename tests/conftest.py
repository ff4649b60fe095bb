"""What all tests share: how much they try, what a fast one may not do, the SQL engines, and the option ``--update``."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

import pytest

from tests import counts, fast

if TYPE_CHECKING:
    from tests.engines.sql.engine import Engine
    from tests.engines.sql.on_duckdb import DuckDbEngine
    from tests.engines.sql.on_postgres import PostgresEngine

# A verdict that is remembered would hide what a test is about; the tests of the cache turn it on for themselves.
os.environ["SLOC_NO_CACHE"] = "1"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the expected sections of golden cases")
    parser.addoption("--counts", choices=("share", "full"), default="share", help="how many examples properties try")


def pytest_configure(config: pytest.Config) -> None:
    counts.choose(config)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    with fast.watched(collector.path, collector.nodeid):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    with fast.watched(item.path, item.nodeid):
        return (yield)


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
