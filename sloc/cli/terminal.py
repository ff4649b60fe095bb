"""What the terminal can do."""

from __future__ import annotations

import io
import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import Literal, TextIO

ColorChoice = Literal["auto", "always", "never"]

_FALLBACK = 120
"""Columns where the output is no terminal and COLUMNS does not say."""


def wants_color(choice: ColorChoice, stream: TextIO) -> bool:
    """Whether to color what goes to `stream`: with `auto` if it is a terminal that can.

    NO_COLOR (https://no-color.org) forbids it, FORCE_COLOR (https://force-color.org) asks for it without a terminal, too;
    `always` and `never` stand above both.
    """
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (stream.isatty() and os.environ.get("TERM") != "dumb")


def columns() -> int:
    """How many columns the terminal has."""
    return shutil.get_terminal_size((_FALLBACK, 0)).columns


def prepare_streams() -> None:
    """Make standard output and error ready for whatever is printed.

    What the terminal's encoding does not have is written as ``\\u65e5`` instead of failing, and a stream that was closed
    before we started leads nowhere; else the next file that is opened would take its place.
    """
    for number in (0, 1, 2):
        with suppress(OSError):
            os.fstat(number)
            continue
        os.open(os.devnull, os.O_RDONLY if number == 0 else os.O_WRONLY)  # takes the lowest free number: this one
    nowhere = Path(os.devnull)
    sys.stdout = sys.stdout or nowhere.open("w", encoding="utf-8")
    sys.stderr = sys.stderr or nowhere.open("w", encoding="utf-8")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
