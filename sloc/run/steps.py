"""The steps of an evaluation: what is being done, and the finding where a step takes more than it may."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from sloc.findings import Finding, finding
from sloc.run.engine import GIB, Limits
from sloc.source.span import Span


@dataclass(frozen=True)
class Doing:
    """A step that begins: in words, and the place in the specs that asks for it, with a label for a finding there."""

    what: str
    span: Span | None = None
    label: str = ""


Tell: TypeAlias = Callable[[Doing], None]


def limit_reached(
    limit: str, limits: Limits, subject: str, span: Span | None, label: str = "", *, query: bool = False
) -> Finding:
    """The finding that `subject` (a query, a file, the evaluation) needs more ``time`` or ``memory`` than it may take."""
    if limit == "memory":
        allowed = memory_text(limits.memory)
        help = f"allow more, for example `--max-memory {memory_text(2 * limits.memory)}`"
    else:
        allowed = seconds_text(limits.query_seconds if query else limits.seconds)
        help = f"allow more, for example `--max-time {seconds_text(10 * limits.seconds)}`"
        if query:
            help += f"; a raw query may take a sixth of it, here {allowed}"
    return finding("SLO419", f"{subject} needs more than {allowed} of {limit}", span, label, help=help)


def seconds_text(seconds: float) -> str:
    """``10s``, ``2.5s``, ``10m``: a duration as the option takes it."""
    if seconds >= 60 and seconds % 60 == 0:
        return f"{seconds / 60:g}m"
    return f"{seconds:.3g}s"


def memory_text(bytes: int) -> str:
    """``2GB``, ``512MB``: an amount as the option takes it."""
    return f"{bytes / GIB:g}GB" if bytes % GIB == 0 or bytes > 10 * GIB else f"{bytes / (1 << 20):g}MB"
