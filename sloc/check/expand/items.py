"""The items of an objective, each kind once; its own words go before its template's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from sloc.check.context import Checking
from sloc.check.expand.templates import Expanded
from sloc.check.names import once, said_twice
from sloc.findings import finding
from sloc.records import dataclass
from sloc.syntax import ast

T = TypeVar("T", ast.Tiers, ast.Sla, ast.Alerts, ast.Review, ast.EmptySlices)


@dataclass(frozen=True)
class Items:
    """What an objective says, sorted by kind."""

    expect: ast.Expect
    tiers: ast.Tiers | None
    sla: ast.Sla | None
    alerts: ast.Alerts | None
    review: ast.Review | None
    empty: ast.EmptySlices | None
    exclusions: tuple[ast.ExcludeRange | ast.ExcludeDuring, ...]
    meta: tuple[ast.Meta, ...]


def sort_items(expanded: Expanded) -> Checking[Items | None]:
    """The items by kind, or None where the objective has no sentence."""
    slo = expanded.slo
    template = expanded.templates[0].items if expanded.templates else ()
    expect = yield from once(expanded.items, ast.Expect, "`expect`")
    if expect is None:
        yield finding(
            "SLO205",
            f"slo `{slo.name.text}` expects nothing",
            slo.name.span,
            "no `expect`",
            help="add a line: `expect 99% of … to … over 28d`",
        )
        return None

    def one(kind: type[T], what: str) -> Checking[T | None]:
        own, theirs = (yield from once(slo.items, kind, what)), (yield from once(template, kind, what))
        if own is not None or theirs is None:
            return own
        return next((item for item in expanded.items if isinstance(item, kind)), None)  # with its parameters filled in

    meta = tuple(item for item in expanded.items if isinstance(item, ast.Meta))
    yield from _once_by_name([item for item in slo.items if isinstance(item, ast.Meta)])
    return Items(
        expect,
        (yield from one(ast.Tiers, "`tiers`")),
        (yield from one(ast.Sla, "`sla`")),
        (yield from one(ast.Alerts, "`alerts`")),
        (yield from one(ast.Review, "`review`")),
        (yield from one(ast.EmptySlices, "`empty slices`")),
        tuple(item for item in expanded.items if isinstance(item, (ast.ExcludeRange, ast.ExcludeDuring))),
        meta,
    )


def _once_by_name(meta: Sequence[ast.Meta]) -> Checking[None]:
    said: dict[tuple[str, str], ast.Meta] = {}
    for item in meta:
        key = (item.key, item.name.text if item.name else "")
        first = said.setdefault(key, item)
        if first is not item:
            yield said_twice(f"`{' '.join(part for part in key if part)}`", item.span, first.span)


def meta_words(meta: Sequence[ast.Meta]) -> Checking[tuple[dict[str, str], dict[str, str]]]:
    """A service's words and labels (owner, description, runbook; label by name), each said once."""
    yield from _once_by_name(meta)
    return words_of(meta)


def words_of(meta: Sequence[ast.Meta]) -> tuple[dict[str, str], dict[str, str]]:
    """Words and labels by name; what is said first wins."""
    words: dict[str, str] = {}
    labels: dict[str, str] = {}
    for item in meta:
        if item.name is not None:
            labels.setdefault(item.name.text, item.value.value)
        else:
            words.setdefault(item.key, item.value.value)
    return words, labels
