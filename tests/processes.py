"""Processes that tests start: with the signals of a child of a terminal, and with an end to what hangs.

Tests may run under ``nohup``, behind a ``&`` or below a program that ignores Ctrl-C, and children inherit what is ignored. The
processes here get the usual actions back, unless a test asks for others.
"""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

PATIENCE = 900
"""Seconds after which something hangs. It ends a run that would never end; no test passes or fails by its speed."""

Command = Sequence[str | Path]
Process = subprocess.Popen[Any]


def run(command: Command, *, ignoring: Sequence[signal.Signals] = (), **options: Any) -> subprocess.CompletedProcess[Any]:
    """`subprocess.run`, its output captured unless said otherwise."""
    if not {"stdout", "stderr"} & options.keys():
        options["capture_output"] = True
    return subprocess.run(command, timeout=PATIENCE, preexec_fn=_signals(ignoring), **options)


def start(command: Command, *, ignoring: Sequence[signal.Signals] = (), **options: Any) -> Process:
    """`subprocess.Popen`."""
    return subprocess.Popen(command, preexec_fn=_signals(ignoring), **options)


def _signals(ignoring: Sequence[signal.Signals]) -> Callable[[], None]:
    def set_actions() -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN if number in ignoring else signal.SIG_DFL)

    return set_actions


class Terminal:
    """A process on a terminal of its own."""

    def __init__(self, folder: Path, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.shown = b""
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            _signals(())()
            os.chdir(folder)
            os.execve(command[0], command, environment)

    def read_until(self, text: bytes) -> None:
        """Wait until it has shown that. Raises EOFError if it ends before."""
        while text not in self.shown:
            if not self._read():
                raise EOFError(self.shown)

    def end(self) -> int:
        """Wait until it ends; its exit code. All that it has shown is in `shown` then."""
        while self._read():
            pass
        _, status = os.waitpid(self.pid, 0)
        os.close(self._terminal)
        return os.waitstatus_to_exitcode(status)

    def _read(self) -> bytes:
        ready, _, _ = select.select([self._terminal], [], [], PATIENCE)
        if not ready:
            os.kill(self.pid, signal.SIGKILL)
            raise TimeoutError(self.shown)
        try:
            part = os.read(self._terminal, 65536)
        except OSError:  # its other end is closed
            part = b""
        self.shown += part
        return part
