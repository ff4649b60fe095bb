"""Which calls led to an exception, in words that can be posted: of a path only what lies in its package is kept."""

from __future__ import annotations

import traceback

import sloc

_PACKAGE = sloc.__file__.replace("\\", "/").removesuffix("__init__.py")
_FRAMES = 6
"""How many of the innermost calls are shown."""


def calls(error: BaseException, most: int = _FRAMES) -> list[str]:
    """``sloc/check/names.py:12 collect`` for each of the innermost calls, the last one last."""
    return [f"{_module(call.filename)}:{call.lineno} {call.name}" for call in traceback.extract_tb(error.__traceback__)[-most:]]


def _module(filename: str) -> str:
    """``sloc/check/names.py`` of a long path: sloc's own from the package on, another package's from where it is installed."""
    path = filename.replace("\\", "/")
    if path.startswith(_PACKAGE):
        return f"sloc/{path.removeprefix(_PACKAGE)}"
    _, installed, module = path.rpartition("/site-packages/")
    return module if installed else path.rpartition("/")[2]
