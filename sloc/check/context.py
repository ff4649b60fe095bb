"""What every stage of the checker shares: how a check reports, the texts, and the frozen facts.

A check is a generator: it yields findings, and returns what it makes of its part of the AST (often None after a finding).
Whoever calls it writes ``value = yield from check_…(…)``, so that findings pass up to the one place that collects them.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping
from typing import Generic, TypeAlias, TypeVar

from sloc.calendars.frozen import Lock
from sloc.findings import Finding, Severity
from sloc.ir import Origin
from sloc.ir.binding import BindingKeys
from sloc.records import dataclass, field
from sloc.source.span import SourceFile, Span

T = TypeVar("T")

Checking: TypeAlias = Generator[Finding, None, T]
"""A check that yields findings and returns a T."""


@dataclass(frozen=True)
class Context:
    """The texts, what sloc.lock holds, the project's year, and the years that windows are worked out for (both included).

    `bindings` has the keys of other packages' back ends by name, sorted; None for one that is broken, which was told.
    """

    files: Mapping[str, SourceFile] = field(repr=False)
    lock: Lock = field(repr=False)
    epoch: int
    years: tuple[int, int]
    bindings: Mapping[str, BindingKeys | None] = field(default_factory=dict)

    def words(self, span: Span, most: int = 40) -> str | None:
        """What is written there, to be said again in a help; None where it goes over lines or is longer than `most`."""
        text = self.files[span.file].text[span.start : span.end]
        return text if len(text) <= most and "\n" not in text else None

    def origin(self, span: Span) -> Origin:
        """A span with its line, for the IR."""
        line, _ = self.files[span.file].position(span.start)
        return Origin(span.file, line, span.start, span.end)


class Watched(Generic[T]):
    """A check taken finding by finding; its value is there when all of them have been taken."""

    def __init__(self, check: Checking[T]) -> None:
        self._check = check
        self.value: T

    def __iter__(self) -> Iterator[Finding]:
        self.value = yield from self._check


def run(check: Checking[T]) -> tuple[T, list[Finding]]:
    """A check's value, and its findings: each mistake once, however many expansions run into it."""
    watched = Watched(check)
    found: dict[tuple[str, Span | None, str], Finding] = {}
    for each in watched:
        found.setdefault((each.code, each.span, each.message), each)
    return watched.value, list(found.values())


def in_turn(checks: Iterable[Checking[T]]) -> Checking[list[T]]:
    """The values of several checks, made one after the other."""
    values = []
    for check in checks:
        values.append((yield from check))
    return values


def unless_broken(check: Checking[T]) -> Checking[T | None]:
    """A check's value, or None if an error is among its findings."""
    watched = Watched(check)
    broken = False
    for each in watched:
        broken = broken or each.severity is Severity.ERROR
        yield each
    return None if broken else watched.value
