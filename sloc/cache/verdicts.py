"""A verdict: a program has no errors, and these are the warnings and the advice about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sloc.cache.folder import cache_folder
from sloc.cache.key import key
from sloc.cache.store import Store
from sloc.findings.model import Edit, Finding, Fix, Label, Severity, has_errors
from sloc.source.span import Span


class Verdicts:
    """The verdicts about programs of a project in `root`. Where no cache can be trusted none is known and none is kept."""

    def __init__(self, root: Path) -> None:
        folder = cache_folder(root)
        self._store = None if folder is None else Store(folder)

    def known(self, *read: str) -> tuple[Finding, ...] | None:
        """What was found when exactly these texts were read; None if that is not known."""
        found = None if self._store is None else self._store.get(key(*read))
        return None if found is None else tuple(map(_finding, found))

    def keep(self, findings: Iterable[Finding], *read: str) -> None:
        """Remember what was found. Errors are not remembered: whoever mends them checks again anyway."""
        found = tuple(findings)
        if self._store is not None and not has_errors(found):
            self._store.put(key(*read), [_plain(each) for each in found])


def _plain(found: Finding) -> list[Any]:
    """A finding as lists and texts; a span is ``[file, start, end]``."""
    fix = None if found.fix is None else [[_span(edit.span), edit.text] for edit in found.fix.edits]
    labels = [[_span(label.span), label.text] for label in found.labels]
    span = None if found.span is None else _span(found.span)
    return [found.code, found.severity.value, found.message, span, found.label, labels, list(found.help), fix]


def _span(span: Span) -> list[Any]:
    return [span.file, span.start, span.end]


def _finding(plain: Sequence[Any]) -> Finding:
    code, severity, message, span, label, labels, help, fix = plain
    return Finding(
        code,
        Severity(severity),
        message,
        None if span is None else Span(*span),
        label,
        tuple(Label(Span(*place), text) for place, text in labels),
        tuple(help),
        None if fix is None else Fix(tuple(Edit(Span(*place), text) for place, text in fix)),
    )
