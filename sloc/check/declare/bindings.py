"""Bindings: where a back end finds a source's data."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sloc.check.context import Checking, Context
from sloc.check.declare.calendars import frozen_zone
from sloc.check.names import said_twice
from sloc.findings import Label, finding
from sloc.findings.suggest import did_you_mean
from sloc.ir import Column, Duration, FieldType, PrometheusBinding, SqlBinding, ValueMeasure
from sloc.ir.expr import Type
from sloc.ir.source import Measure
from sloc.syntax import ast

_SQL_WORDS = ("table", "query", "column", "times")
_EPOCHS = ("s", "ms")
_PROMETHEUS_WORDS = ("counter", "histogram", "gauge", "good", "total", "label", "buckets")


def one_of_each(
    items: Iterable[ast.Node], known: Collection[str], *, installable: bool = False
) -> Checking[Mapping[str, ast.Binding]]:
    """The bindings of a table by back end; `known` are those that it may have, beside what a package to install may bring."""
    found: dict[str, ast.Binding] = {}
    for item in items:
        if not isinstance(item, ast.Binding):
            continue
        name = item.backend.text
        if name not in known:
            yield finding(
                "SLO224",
                f"nothing here can be read from `{name}`",
                item.backend.span,
                "not a kind of binding",
                help=(
                    did_you_mean(name, known),
                    f"or install the package that brings a back end `{name}`" if installable else "",
                ),
            )
        elif name in found:
            yield said_twice(f"`from {name}`", item.backend.span, found[name].backend.span, help="put both into one block")
        else:
            found[name] = item
    return found


class Said:
    """What a binding has said already, so that a repetition is found."""

    def __init__(self) -> None:
        self.spans: dict[tuple[str, str], ast.BindingItem] = {}

    def again(self, key: str, subject: str, item: ast.BindingItem) -> Checking[bool]:
        """Whether the same was said before, after a finding."""
        first = self.spans.setdefault((key, subject), item)
        if first is item:
            return False
        yield said_twice(f"`{key} {subject}`" if subject else f"`{key}`", item.span, first.span)
        return True


def check_sql(
    binding: ast.Binding, names: Collection[str], durations: Collection[str], ctx: Context
) -> Checking[SqlBinding | None]:
    """``from sql { … }`` of a table with columns `names`; `durations` are those that count something."""
    said = Said()
    table: tuple[str, ...] | None = None
    query: str | None = None
    target: ast.BindCall | None = None
    columns: dict[str, Column] = {}
    zone = None
    epoch: str | None = None
    unknown = False
    for item in binding.items:
        match item:
            case ast.BindCall(key=ast.Name("table" | "query" as word), subject=None, value=value):
                if target is not None:
                    yield finding(
                        "SLO206",
                        "a binding names one table or one query",
                        item.span,
                        "a second one here",
                        labels=[Label(target.span, "the first one")],
                        help="delete one of them",
                    )
                    continue
                target = item
                if not value.value.strip():
                    yield finding("SLO223", f"the {word} is empty", value.span, "nothing here")
                elif word == "query":
                    query = value.value
                elif all(value.value.split(".")):
                    table = tuple(value.value.split("."))
                else:
                    yield finding("SLO223", "a table's name has an empty part", value.span, 'write it like `"schema.table"`')
            case ast.BindAssign(key=ast.Name("column"), subject=subject, value=value, unit=unit):
                if (yield from said.again("column", subject.text, item)) or not (yield from known(subject, names, "field")):
                    continue
                if unit is not None and subject.text not in durations:
                    yield finding(
                        "SLO207",
                        f"`{subject.text}` counts nothing, so it has no unit",
                        unit.span,
                        "only a duration has one",
                        help="delete the unit",
                    )
                    continue
                columns[subject.text] = Column(subject.text, value.value, unit.text if unit else None)
            case ast.BindTimes(zone=name, epoch=word):
                if (yield from said.again("times", "", item)):
                    continue
                epoch = yield from _epoch(word)
                if name is not None:
                    zone = yield from frozen_zone(name, *ctx.years, ctx)
            case _:
                unknown = True
                yield from unknown_item(item, "sql", _SQL_WORDS, 'table "schema.table"')
    if target is None and not unknown:
        yield finding(
            "SLO205",
            "this binding does not say where the rows are",
            binding.backend.span,
            "no `table` and no `query`",
            help='add `table "schema.table"`, or `query """SELECT …"""`',
        )
    if table is None and query is None:
        return None
    origin = ctx.origin(binding.span)
    return SqlBinding(table, query, tuple(columns[name] for name in sorted(columns)), zone, epoch, origin)


def _epoch(unit: ast.Name | None) -> Checking[str | None]:
    """The unit that numbers count time in since 1970, if they do."""
    if unit is not None and unit.text not in _EPOCHS:
        yield finding(
            "SLO207",
            f"no time is counted in `{unit.text}` since 1970",
            unit.span,
            "seconds and milliseconds are read",
            help="write `times epoch s` or `times epoch ms`",
        )
        return None
    return unit.text if unit else None


def check_prometheus(
    binding: ast.Binding, fields: Mapping[str, FieldType], measures: Mapping[str, Measure], ctx: Context
) -> Checking[PrometheusBinding]:
    """``from prometheus { … }``."""
    said = Said()
    counter: str | None = None
    births: str | None = None
    selectors: dict[str, dict[str, str]] = {"histogram": {}, "gauge": {}, "good": {}, "total": {}}
    labels: dict[str, str] = {}
    buckets: dict[str, tuple[Duration, ...]] = {}
    bools = {name for name, type in fields.items() if type.base is Type.BOOL}
    values = {name for name, measure in measures.items() if isinstance(measure, ValueMeasure)}
    subjects: dict[str, tuple[Collection[str], str]] = {
        "histogram": (values, "plain duration measure"),
        "gauge": (bools, "bool field"),
        "good": (measures, "measure"),
        "total": (measures, "measure"),
    }
    for item in binding.items:
        match item:
            case ast.BindCall(key=ast.Name("counter"), subject=None, value=value):
                if not (yield from said.again("counter", "", item)):
                    counter = value.value
                    births = item.births.text if item.births and not item.births_none else None
            case ast.BindCall(
                key=ast.Name("histogram" | "gauge" | "good" | "total" as word), subject=ast.Name() as subject, value=value
            ):
                names, kind = subjects[word]
                if not (yield from said.again(word, subject.text, item)) and (yield from known(subject, names, kind)):
                    selectors[word][subject.text] = value.value
            case ast.BindAssign(key=ast.Name("label"), subject=subject, value=value, unit=None):
                if not (yield from said.again("label", subject.text, item)) and (yield from known(subject, fields, "field")):
                    labels[subject.text] = value.value
            case ast.BindBuckets(subject=subject, bounds=bounds):
                if (yield from said.again("buckets", subject.text, item)) or not (
                    yield from known(subject, values, "plain duration measure")
                ):
                    continue
                buckets[subject.text] = tuple(sorted({Duration(bound.micros) for bound in bounds}))
            case _:
                yield from unknown_item(item, "prometheus", _PROMETHEUS_WORDS, 'counter "http_requests_total"')
    yield from _pairs(selectors["good"], selectors["total"], binding)
    return PrometheusBinding(
        counter,
        births,
        tuple(sorted(selectors["histogram"].items())),
        tuple(sorted(selectors["gauge"].items())),
        tuple(sorted(selectors["good"].items())),
        tuple(sorted(selectors["total"].items())),
        tuple(sorted(labels.items())),
        tuple(sorted(buckets.items())),
        ctx.origin(binding.span),
    )


def _pairs(good: Mapping[str, str], total: Mapping[str, str], binding: ast.Binding) -> Checking[None]:
    for measure in sorted({*good} ^ {*total}):
        has, lacks = ("good", "total") if measure in good else ("total", "good")
        yield finding(
            "SLO205",
            f"`{has} {measure}` stands without `{lacks} {measure}`",
            binding.backend.span,
            "a ratio needs both counters",
            help=f'add `{lacks} {measure} "…"`',
        )


def known(subject: ast.Name, names: Collection[str], kind: str) -> Checking[bool]:
    """Whether a line is about something that the source has, after a finding where not."""
    if subject.text in names:
        return True
    yield finding(
        "SLO201",
        f"there is no {kind} `{subject.text}`",
        subject.span,
        f"not a {kind} of this source",
        help=did_you_mean(subject.text, names),
    )
    return False


def unknown_item(item: ast.BindingItem, backend: str, words: Collection[str], example: str) -> Checking[None]:
    """A finding about a line that is none of its back end's: its word is unknown, or it has a part too few or too many."""
    word: ast.Name | None = getattr(item, "key", None)
    if word is not None and word.text not in words:
        yield finding(
            "SLO221",
            f"`from {backend}` does not know `{word.text}`",
            word.span,
            "not a part of this binding",
            help=did_you_mean(word.text, words),
        )
        return
    yield finding(
        "SLO221",
        f"this does not say what `from {backend}` needs",
        item.span,
        "a part is missing, or one too many",
        help=f"write it like `{example}`" if example else "",
    )
