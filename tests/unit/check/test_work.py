"""The checker's work grows with what there is to say, not with its square. Calls are counted, so no machine is too slow."""

from __future__ import annotations

from cProfile import Profile

from sloc.check.context import Checking, run
from sloc.findings import Finding, finding
from sloc.pipeline import check_sources
from sloc.source.span import SourceFile, Span


def calls(mistakes: int) -> int:
    """The function calls that a spec with so many mistakes costs."""
    slos = (f"slo a{n} {{ expect 99% of events to satisfy cod{n} < 500 over 30d }}\n" for n in range(mistakes))
    text = f'source events {{ at ts field code: int }}\nservice s {{ owner "a@example.com"\n{"".join(slos)}}}\n'
    profile = Profile()
    found = profile.runcall(check_sources, [SourceFile("a.slo", text)]).findings
    assert len(found) == mistakes
    return sum(entry.callcount for entry in profile.getstats())


def test_twice_the_findings_are_twice_the_work() -> None:
    calls(1)  # what is worked out once is no part of it
    assert calls(400) < 2.05 * calls(200)


def test_one_mistake_is_collected_once() -> None:
    first = finding("SLO201", "there is no field `a`", Span("a.slo", 1, 2), "by the first objective")
    again = finding("SLO201", "there is no field `a`", Span("a.slo", 1, 2), "by the second")
    other = finding("SLO201", "there is no field `a`", Span("a.slo", 3, 4))

    def check() -> Checking[int]:
        yield from (first, other, again, first)
        return 7

    expected: tuple[int, list[Finding]] = (7, [first, other])
    assert run(check()) == expected
