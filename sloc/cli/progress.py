"""What is being done, on standard error, for whoever waits longer than a second at a terminal."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sloc.cli import interrupt
from sloc.cli.session import Session
from sloc.cli.terminal import wants_color

if TYPE_CHECKING:
    from rich.progress import Progress

    from sloc.pipeline import Loaded

Tell = Callable[[str], None]
"""Takes the step that begins now, such as ``building sql``."""

_PATIENCE = 1.0
"""Seconds before anything shows."""

_CLEAR = b"\r\x1b[2K\x1b[?25h"
"""Empties the line and brings the cursor back."""


@contextmanager
def progress(here: Session) -> Iterator[Tell]:
    """Show the steps that are told within, if it takes long. Nothing may be printed meanwhile; at the end nothing is left."""
    if here.quiet or here.format != "text" or not _watched():
        yield lambda _step: None
        return
    line = _ProgressLine(color=wants_color(here.color, sys.stderr))
    try:
        yield line.tell
    finally:
        line.end()


def load_and_tell(here: Session, tell: Tell) -> Loaded:
    """Load the project, and say that it is being checked after that."""
    from sloc import pipeline

    tell("reading specs")
    loaded = pipeline.load(here.start)
    count = len(loaded.sources)
    tell(f"checking {count} {'file' if count == 1 else 'files'}")
    return loaded


def _watched() -> bool:
    """Whether a person sees standard error: a terminal that can move its cursor, and no CI that pretends to have one."""
    return sys.stderr.isatty() and not os.environ.get("CI") and os.environ.get("TERM") != "dumb"


class _ProgressLine:
    """A line that a timer draws when the time has come."""

    def __init__(self, *, color: bool) -> None:
        self._color = color
        self._step = ""
        self._drawn: Progress | None = None
        self._lock = threading.Lock()
        self._ended = False
        self._timer = threading.Timer(_PATIENCE, self._draw)
        self._timer.daemon = True
        self._timer.start()

    def tell(self, step: str) -> None:
        with self._lock:
            self._step = step
            if self._drawn is not None:
                self._drawn.update(self._drawn.task_ids[0], description=step)

    def end(self) -> None:
        self._timer.cancel()
        with self._lock:
            self._ended = True
            if self._drawn is not None:
                self._drawn.stop()
        interrupt.restore_terminal = b""

    def _draw(self) -> None:
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
        from rich.table import Column

        step = TextColumn("{task.description}", markup=False, table_column=Column(no_wrap=True, overflow="ellipsis"))
        console = Console(file=sys.stderr, no_color=not self._color, highlight=False)
        # Signs that every terminal has; the line goes when all is done.
        drawn = Progress(SpinnerColumn("line"), step, TimeElapsedColumn(), console=console, transient=True)
        with self._lock:
            if self._ended:
                return
            drawn.add_task(self._step, total=None)
            interrupt.restore_terminal = _CLEAR
            drawn.start()
            self._drawn = drawn
