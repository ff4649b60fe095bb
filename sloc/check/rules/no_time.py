"""A limit or a window of no time at all: nothing happens in it."""

from __future__ import annotations

from collections.abc import Iterator

from sloc.check.expand import filled
from sloc.check.model import CheckedProgram, CheckedSlo
from sloc.findings import Finding
from sloc.source.span import Span
from sloc.syntax import ast


def check(program: CheckedProgram) -> Iterator[Finding]:
    """SLO314 at a duration of zero. (A slice of zero length is SLO323; `after 0s` is fine: it judges at once.)

    docs/language.md §3.3, §3.5.
    """
    seen: set[Span] = set()
    for slo in program.slos:
        for written, what, example in _durations(slo):
            if isinstance(written, ast.Duration) and written.micros == 0 and written.span not in seen:
                seen.add(written.span)
                yield slo.finding("SLO314", what, written.span, "no time at all", help=f"write a time, like `{example}`")


def _durations(slo: CheckedSlo) -> Iterator[tuple[object, str, str]]:
    limit = "nothing is done within no time"
    yield slo.within, limit, "15m"
    yield slo.expect.window, "a window of no time holds no events", "28d"
    if slo.sla is not None:
        yield slo.sla.within, limit, "30m"
        yield slo.sla.window, "a window of no time holds no events", "28d"
    for item in slo.policy.items if slo.policy is not None else ():
        match item:
            case ast.AlertRule(condition=ast.Burn(long=long, short=short)):
                yield filled(long), "no budget burns in no time", "1h"
                yield short, "no budget burns in no time", "5m"
            case ast.AlertRule(condition=ast.ExhaustedWithin(within)):
                yield filled(within), "a budget that is exhausted within no time is gone already", "3d"
            case ast.AlertRule(condition=ast.NoData(duration)):
                yield filled(duration), "there is never data in no time", "1d"
            case _:
                pass
