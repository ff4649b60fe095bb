"""Ctrl-C and termination end the program at once, with their exit code and without a word.

Nothing has to be undone then: what is being written holds these signals back until it is whole or as it was
(:mod:`sloc.emit.transaction`). An exception instead could come up anywhere, also where the interpreter can only print it.
"""

from __future__ import annotations

import os
import signal
from types import FrameType

INTERRUPTED, TERMINATED = 130, 143
"""The exit codes (128 + the signal's number), as a shell would give them."""

restore_terminal = b""
"""What is written to the terminal before the end, while something is drawn there."""

_CODES = {signal.SIGINT: INTERRUPTED, signal.SIGTERM: TERMINATED}


def install() -> None:
    """Take the signals from now on; one that the caller has told us to ignore (``nohup``, ``&`` in a script) stays ignored."""
    for number in _CODES:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _end)


def _end(number: int, _frame: FrameType | None) -> None:
    if restore_terminal:
        os.write(2, restore_terminal)
    os._exit(_CODES[signal.Signals(number)])
