"""What all tests share: the option that rewrites golden cases."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# The same examples in every run: a failure in CI is one on the desk. `HYPOTHESIS_PROFILE=explore` looks for new ones.
settings.register_profile("repeatable", derandomize=True, database=None)
settings.register_profile("explore", database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the expected sections of golden cases")
