"""What sloc says about a bug of its own."""

from __future__ import annotations

import platform
import sys
import traceback

from sloc import __version__
from sloc.findings.cells import visible

_FRAMES = 6
"""How many of the innermost calls are shown."""


def report(error: BaseException, command: str) -> str:
    """A short text that says that this is not the user's mistake, and what to send to whom.

    Paths in it are cut to what lies in the package, and of the arguments there is only the command, so that it can be
    posted as it is.
    """
    calls = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    lines = [
        f"sloc: a bug in sloc, not in your specs: {type(error).__name__}: {error}",
        "Please open an issue in sloc's repository with these lines and, if you can, the spec:",
        f"  sloc {__version__}, Python {platform.python_version()}, {sys.platform}, command {command}",
        *(f"  {_module(call.filename)}:{call.lineno} {call.name}" for call in calls),
    ]
    return "".join(f"{visible(line)}\n" for line in lines)


def _module(filename: str) -> str:
    """``sloc/check/names.py`` of a long path."""
    parts = filename.replace("\\", "/").split("/")
    for folder in ("sloc", "site-packages"):
        if folder in parts:
            return "/".join(parts[len(parts) - 1 - parts[::-1].index(folder) :])
    return parts[-1]
