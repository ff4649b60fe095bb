"""Where a part of the IR comes from."""

from __future__ import annotations

from sloc.ir.limits import Line, Offset
from sloc.records import dataclass


@dataclass(frozen=True)
class Origin:
    """A place in a spec: path relative to the project, 1-based line, character offsets ``[start, end)``."""

    file: str
    line: Line
    start: Offset
    end: Offset

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"
