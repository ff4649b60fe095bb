"""What all tests share: the option that rewrites golden cases."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tests.engines.sql.engine import Engine

# The same examples in every run: a failure in CI is one on the desk. `HYPOTHESIS_PROFILE=explore` looks for new ones.
settings.register_profile("repeatable", derandomize=True, database=None)
settings.register_profile("explore", database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the expected sections of golden cases")


@pytest.fixture(scope="session", params=["duckdb", "postgres"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Each SQL engine; one server for all tests of a process."""
    from tests.engines.sql.engine import open_engine

    opened = open_engine(request.param)
    yield opened
    opened.close()
