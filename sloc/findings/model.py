"""The model of a finding."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from sloc.findings.codes import CODES
from sloc.source.span import Span


class Severity(Enum):
    """How much a finding weighs; only an error fails a build."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Label:
    """A place and what it has to do with the finding."""

    span: Span
    text: str


class Edit(NamedTuple):
    """What takes the place of a span; an empty span is where something is put in, an empty text takes something out."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A mistake put right: all of the edits or none. They do not overlap, and lie in one file.

    Only what is certain is a fix. Where there is a choice, the help names it and the user makes it.
    """

    edits: tuple[Edit, ...]


def replacing(span: Span, text: str) -> Fix:
    """The fix of one edit."""
    return Fix((Edit(span, text),))


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake, or one piece of advice.

    `message` states the fact, the primary `label` says why *here*, `labels` show what else has to do with it, and `help`
    says what to type. `span` is None only where no file can be shown (a missing folder, a full disk). `fix` does it, where
    there is no doubt what was meant.
    """

    code: str
    severity: Severity
    message: str
    span: Span | None
    label: str = ""
    labels: tuple[Label, ...] = ()
    help: tuple[str, ...] = ()
    fix: Fix | None = None


def finding(
    code: str,
    message: str,
    span: Span | None,
    label: str = "",
    *,
    labels: Iterable[Label] = (),
    help: str | Iterable[str] = (),
    severity: Severity | None = None,
    fix: Fix | None = None,
) -> Finding:
    """A finding with its code's own severity. Raises KeyError for a code that the registry does not know."""
    helps = (help,) if isinstance(help, str) else tuple(help)
    return Finding(
        code,
        severity or Severity(CODES[code].severity),
        message,
        span,
        label,
        tuple(labels),
        tuple(h for h in helps if h),
        fix,
    )


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any of the findings fails a build."""
    return any(found.severity is Severity.ERROR for found in findings)
