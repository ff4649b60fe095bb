"""What the terminal can do."""

from __future__ import annotations

import io
import os
import shutil
import sys
from typing import Literal, TextIO

ColorChoice = Literal["auto", "always", "never"]

_FALLBACK = 120
"""Columns where the output is no terminal and COLUMNS does not say."""


def wants_color(choice: ColorChoice, stream: TextIO) -> bool:
    """Whether to color what goes to `stream`: with `auto` if it is a terminal that can and NO_COLOR is not set.

    NO_COLOR is described at https://no-color.org; `always` stands above it.
    """
    if choice != "auto":
        return choice == "always"
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def columns() -> int:
    """How many columns the terminal has."""
    return shutil.get_terminal_size((_FALLBACK, 0)).columns


def accept_any_text() -> None:
    """Let what the terminal's encoding does not have be written as ``\\u65e5`` instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
