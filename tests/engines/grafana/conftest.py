"""These tests need promtool. Without it they fail: a run that skips them proves nothing about the queries."""

from __future__ import annotations

import shutil

import pytest


@pytest.fixture(scope="session", autouse=True)
def promtool() -> str:
    """The program's path."""
    found = shutil.which("promtool")
    if found is None:
        pytest.fail("promtool is not installed: run `make engines` (Debian: apt-get install prometheus)", pytrace=False)
    return found
