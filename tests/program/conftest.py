"""A started project for the tests of the program."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.program.shop import sloc


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("started")
    sloc(folder, "init", "shop")
    return folder / "shop"


@pytest.fixture
def shop(started: Path, tmp_path: Path) -> Path:
    """A project of one's own, as `sloc init` makes it."""
    return Path(shutil.copytree(started, tmp_path / "shop"))
