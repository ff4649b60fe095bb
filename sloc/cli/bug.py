"""What sloc says about a bug of its own."""

from __future__ import annotations

import platform
import sys

from sloc import __version__
from sloc.findings.calls import calls
from sloc.findings.cells import visible


def report(error: BaseException, command: str) -> str:
    """A short text that says that this is not the user's mistake, and what to send to whom.

    Paths in it are cut to what lies in the package, and of the arguments there is only the command, so that it can be
    posted as it is.
    """
    lines = [
        f"sloc: a bug in sloc, not in your specs: {type(error).__name__}: {error}",
        "Please open an issue in sloc's repository with these lines and, if you can, the spec:",
        f"  sloc {__version__}, Python {platform.python_version()}, {sys.platform}, command {command}",
        *(f"  {call}" for call in calls(error)),
    ]
    return "".join(f"{visible(line)}\n" for line in lines)
