"""Two versions of a file -> a unified diff."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff
from io import StringIO


def unified(old: bytes | None, new: bytes | None, old_name: str, new_name: str) -> Iterator[str]:
    """The lines of the diff between different contents, each with its end; None stands for no file."""
    old_lines, new_lines = _lines(old), _lines(new)
    if old_lines == new_lines:  # an empty file, or bytes that are no text: there is no line to show
        yield f"--- {old_name}\n+++ {new_name}\n"
    for line in unified_diff(old_lines, new_lines, old_name, new_name):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(content: bytes | None) -> list[str]:
    """The lines with their ends; only ``\\n`` ends a line, as in git."""
    return [] if content is None else StringIO(content.decode(errors="replace"), newline="\n").readlines()
