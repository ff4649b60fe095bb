"""An evaluation in a process of its own, which may be ended.

DuckDB interrupts a statement between two pieces of work and counts most of the memory that it takes. A function that does
not look up, or memory that is not counted, must not hold up who called `sloc status`: the process here may have no more
address space than it needs, and is killed when its time is over. It says what it does, so that the finding has a place.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from sloc.findings import Finding, finding
from sloc.ir import Instant, Ir
from sloc.run.engine import GIB, Limits
from sloc.run.report import StatusReport
from sloc.run.status import nothing, status
from sloc.run.steps import Doing, limit_reached, memory_text

if TYPE_CHECKING:
    from sloc.project import Project

_GRACE = 3.0
"""Seconds for what is not the engine's: to start, and to hand over a report after the last statement was interrupted."""

_PROGRAM = "import sys; sys.path.append(sys.argv.pop()); from sloc.run.fenced import serve; serve()"
"""``-P`` and this order of folders: nothing in the current folder, which may be a stranger's, takes a module's place."""


def fenced_status(
    project: Project,
    ir: Ir,
    binds: Mapping[str, Path],
    now: Instant,
    folder: Mapping[str, Path],
    limits: Limits,
) -> tuple[StatusReport, list[Finding]]:
    """:func:`sloc.run.status.status` in a process of its own.

    A bug there is raised here, as RuntimeError with the other process's traceback.
    """
    request = pickle.dumps((project, ir, dict(binds), now, dict(folder), limits))
    program = [sys.executable, "-P", "-c", _PROGRAM, str(Path(__file__).resolve().parents[2])]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            said, _ = process.communicate(request, timeout=limits.seconds + _GRACE)
            ended = process.returncode
        except subprocess.TimeoutExpired:
            process.kill()
            said, _ = process.communicate()
            ended = None
    doing = Doing("starting")
    for kind, value in _messages(said):
        if kind == "done":
            result: tuple[StatusReport, list[Finding]] = value
            return result
        if kind == "bug":
            raise RuntimeError(value)
        doing = value
    if ended is None:
        found = limit_reached("time", limits, "the evaluation", doing.span, doing.label)
        return nothing(project, ir, now, "the evaluation takes more time than it may"), [found]
    reason = "the evaluation ended before it was done"
    return nothing(project, ir, now, reason), [_died(ended, doing, limits)]


def serve() -> NoReturn:
    """Answer one request: read from standard input, write to standard output what is done, and the result."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C reaches both processes, and the other one speaks
    project, ir, binds, now, folder, limits = pickle.load(sys.stdin.buffer)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # the engine prints its progress, and must not print it into an answer

    def send(kind: str, value: object) -> None:
        answers.write(pickle.dumps((kind, value)))
        answers.flush()

    try:
        _bound_memory(limits)
        send("done", status(project, ir, binds, now, folder, limits, lambda doing: send("doing", doing)))
    except MemoryError:
        os._exit(1)
    except Exception:
        send("bug", traceback.format_exc())
    os._exit(0)  # not one statement more, though a thread of the engine should still be busy


def _messages(said: bytes) -> Iterator[tuple[str, Any]]:
    """What came whole."""
    stream = BytesIO(said)
    with suppress(EOFError, pickle.UnpicklingError):
        while True:
            yield pickle.load(stream)


def _bound_memory(limits: Limits) -> None:
    """Where the system can: no more address space than what is there now, the engine's memory, and room for threads."""
    try:
        import resource

        import duckdb  # noqa: F401 - its libraries count to what is there now

        with Path("/proc/self/statm").open(encoding="ascii") as file:
            pages = int(file.read().split()[0])
    except (ImportError, OSError):
        return
    threads = os.cpu_count() or 1
    most = pages * resource.getpagesize() + limits.memory + GIB + threads * (GIB // 8)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _died(ended: int, doing: Doing, limits: Limits) -> Finding:
    """The process is gone without a result: killed by the system, or by a failed allocation that nothing could catch."""
    how = f"signal {-ended}" if ended < 0 else f"exit code {ended}"
    return finding(
        "SLO419",
        f"DuckDB ended ({how}) while {doing.what}; most likely it needed more than {memory_text(limits.memory)} of memory",
        doing.span,
        doing.label,
        help=f"allow more, for example `--max-memory {memory_text(2 * limits.memory)}`",
    )
