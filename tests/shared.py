"""Real data and published schemas that lie beside a checkout, in ``../shared``, and are no part of the project.

A test that needs them is skipped where they are not, and the summary of the run says so. Nothing else is ever skipped.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

_BESIDE = Path(__file__).resolve().parents[2] / "shared"


def shared(path: str) -> Path:
    """A file or folder in ``../shared``, whether or not it is there."""
    return _BESIDE / path


def needs_shared(path: str) -> pytest.MarkDecorator:
    """Marks tests that read it."""
    return pytest.mark.skipif(not shared(path).exists(), reason=_reason(path))


def shared_json(path: str) -> Any:
    """What a JSON file there holds; without it the module that asks is skipped."""
    if not shared(path).is_file():
        pytest.skip(_reason(path), allow_module_level=True)
    return json.loads(shared(path).read_text("utf-8"))


def _reason(path: str) -> str:
    return f"../shared/{path} is not beside this checkout"
