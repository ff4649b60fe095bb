"""Which calls led to an exception, in words that can be posted: of a path only what lies in its package is kept."""

from __future__ import annotations

import traceback

_FRAMES = 6
"""How many of the innermost calls are shown."""


def calls(error: BaseException, most: int = _FRAMES) -> list[str]:
    """``sloc/check/names.py:12 collect`` for each of the innermost calls, the last one last."""
    return [f"{_module(call.filename)}:{call.lineno} {call.name}" for call in traceback.extract_tb(error.__traceback__)[-most:]]


def _module(filename: str) -> str:
    """``sloc/check/names.py`` of a long path."""
    parts = filename.replace("\\", "/").split("/")
    for folder in ("sloc", "site-packages"):
        if folder in parts:
            return "/".join(parts[len(parts) - 1 - parts[::-1].index(folder) :]).removeprefix("site-packages/")
    return parts[-1]
