"""What every step of the checker shares: the sources, the frozen facts, and the list of findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from sloc.calendars.frozen import Lock
from sloc.findings import Finding, Fix, Label, finding
from sloc.ir import Origin
from sloc.source.span import SourceFile, Span


@dataclass
class Context:
    """Carries findings along. `epoch` is the project's year, `years` those that windows are worked out for (both included)."""

    files: Mapping[str, SourceFile]
    lock: Lock
    epoch: int
    years: tuple[int, int]
    findings: list[Finding] = field(default_factory=list)
    _used_at: list[tuple[Span, Label]] = field(default_factory=list)

    def report(
        self,
        code: str,
        message: str,
        span: Span,
        label: str = "",
        *,
        labels: Iterable[Label] = (),
        help: str | Iterable[str] = (),
        fix: Fix | None = None,
    ) -> None:
        """Record a finding; one mistake is recorded once, however many expansions run into it."""
        found = finding(code, message, span, label, labels=labels, help=help, fix=fix)
        for template, use in self._used_at:
            inside = template.file == span.file and template.start <= span.start < template.end
            place = use if inside else Label(template, "the template that it is given to")
            found = replace(found, labels=(*found.labels, place))
        if not any((f.code, f.span, f.message) == (code, span, message) for f in self.findings):
            self.findings.append(found)

    @contextmanager
    def expanding(self, template: Span, use: Span, text: str) -> Iterator[None]:
        """Within it every finding shows both places: the template's and where it is used."""
        self._used_at.append((template, Label(use, text)))
        try:
            yield
        finally:
            self._used_at.pop()

    def words(self, span: Span, most: int = 40) -> str | None:
        """What is written there, to be said again in a help; None where it goes over lines or is longer than `most`."""
        text = self.files[span.file].text[span.start : span.end]
        return text if len(text) <= most and "\n" not in text else None

    def origin(self, span: Span) -> Origin:
        """A span with its line, for the IR."""
        line, _ = self.files[span.file].position(span.start)
        return Origin(span.file, line, span.start, span.end)
