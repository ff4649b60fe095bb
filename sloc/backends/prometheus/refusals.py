"""What Prometheus rules cannot say of an SLO, each with the place in the spec and what can be done about it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sloc.backends.base import name_of, span_of
from sloc.backends.prometheus.series import BASE, RESERVED, SHORTEST_WINDOW
from sloc.backends.promql.selector import is_label
from sloc.backends.skipped import skipped
from sloc.findings import Finding, Label, finding
from sloc.ir import (
    AlertRule,
    Burn,
    CalendarWindow,
    Duration,
    ExhaustedWithin,
    Fresh,
    Have,
    IntervalMeasure,
    Ir,
    NoData,
    Origin,
    PrometheusBinding,
    Satisfy,
    Slo,
    Source,
)
from sloc.ir.text import window_text
from sloc.ir.units import HOUR, MINUTE, duration_text

_CANNOT_SAY = "Prometheus rules cannot say "


def is_bound(slo: Slo, source: Source) -> bool:
    """Whether the source's binding says where Prometheus has what the SLO counts."""
    binding = source.prometheus
    if binding is None:
        return False
    if isinstance(slo.indicator, Have):
        measures = {name for pairs in (binding.histograms, binding.good) for name, _ in pairs}
        return slo.indicator.measure in measures
    return binding.counter is not None or bool(binding.gauges)


def unbound(slos: Sequence[Slo], ir: Ir) -> tuple[Finding, ...]:
    """The SLOs are skipped: no binding says where Prometheus has what they count."""
    if not slos:
        return ()
    slo, source = slos[0], ir.source(slos[0].population.source)
    what = slo.indicator.measure if isinstance(slo.indicator, Have) else None
    if source.prometheus is None:
        label, help = (
            f"its source {source.id} has no `from prometheus`",
            'add `from prometheus { counter "…_total" }` to the source',
        )
    elif what is not None:
        label, help = f"`from prometheus` does not say where `{what}` is", f'add `histogram {what} "…_seconds"` to the binding'
    else:
        label, help = "`from prometheus` names no counter", 'add `counter "…_total"` to the binding'
    return skipped(slos, "is skipped for Prometheus", "are skipped for Prometheus", label, help)


def refusals(slo: Slo, source: Source) -> list[Finding]:
    """All reasons why a bound SLO cannot be said; conditions on labels are judged where they are read."""
    assert source.prometheus is not None
    return [*_shape(slo, source, source.prometheus), *_times(slo, source), *_labels(slo, source, source.prometheus)]


def refused(slo: Slo, source: Source, why: str, label: str, origin: Origin | None = None) -> Finding:
    """SLO401 at the SLO, or at the part of it that `origin` is."""
    at = origin or slo.origin
    also = [] if at == slo.origin else [Label(span_of(slo.origin), "for this objective")]
    bind = "" if source.sql else ": bind the source with `from sql { … }`"
    help = f"`[targets.sql]` can say it{bind}"
    return finding("SLO401", f"{_CANNOT_SAY}{why}", span_of(at), label, labels=also, help=help)


def together(slos: Sequence[Slo], findings: Sequence[Finding]) -> list[Finding]:
    """The findings of an SLO's tiers, with its refusals as one: the SLO is left out once, for all its reasons.

    What is wrong with the source stays apart, for it is one mistake however many SLOs read it.
    """
    places = {span_of(slo.origin) for slo in slos}
    by_words: dict[tuple[str, str], Finding] = {}
    rest: list[Finding] = []
    for found in dict.fromkeys(findings):
        if found.code == "SLO401" and places.intersection((found.span, *(label.span for label in found.labels))):
            by_words.setdefault((found.message, found.label), found)
        else:
            rest.append(found)
    if len(by_words) < 2:
        return [*by_words.values(), *rest]
    first, *others = by_words.values()
    whys = [found.message.removeprefix(_CANNOT_SAY) for found in (first, *others)]
    here = [found.label for found in others if found.span == first.span]
    subject = re.compile(f"^{re.escape(name_of(slos[0]))} ")
    label = "; ".join([first.label, *(subject.sub("it ", each) for each in here)])
    elsewhere = [Label(found.span, found.label) for found in others if found.span not in (None, first.span)]
    message = f"{_CANNOT_SAY}{', '.join(whys[:-1])} and {whys[-1]}"
    return [replace(first, message=message, label=label, labels=(*first.labels, *elsewhere)), *rest]


def _shape(slo: Slo, source: Source, binding: PrometheusBinding) -> Iterator[Finding]:
    name = name_of(slo)
    if slo.population.slices is not None or isinstance(slo.indicator, Fresh):
        yield refused(slo, source, "slices of time", f"{name} counts slices, and rules count events")
    elif isinstance(slo.indicator, Satisfy) and binding.counter is None:
        yield refused(slo, source, "events of a gauge", f"{name} counts events, and `from prometheus` names no counter")
    if isinstance(slo.indicator, Have):
        measure = source.measure(slo.indicator.measure)
        if isinstance(measure, IntervalMeasure) or measure.name not in dict(binding.histograms):
            yield refused(slo, source, "counts that were made elsewhere", f"`{measure.name}` of {name} has no histogram")
    if isinstance(slo.indicator, Satisfy) and slo.indicator.after:
        yield refused(
            slo, source, "what is judged later", f"{name} is judged {duration_text(slo.indicator.after)} after the event"
        )
    if slo.clock is not None or slo.population.during is not None:
        yield refused(slo, source, "opening hours", f"{name} counts by the calendar {slo.clock or slo.population.during}")
    if isinstance(slo.window, CalendarWindow):
        yield refused(slo, source, "calendar periods", f"{name} starts anew each {slo.window.period}")
    if slo.percentile is not None:
        yield refused(slo, source, "percentiles", f"{name} charts one: write it as a percentage")
    if slo.exclusions:
        yield refused(slo, source, "exclusions", f"{name} excludes some time")
    if slo.sla is not None:
        yield refused(slo, source, "a second promise", "an SLA is tracked beside the SLO", slo.sla.origin)


def _times(slo: Slo, source: Source) -> Iterator[Finding]:
    if not isinstance(slo.window, CalendarWindow) and (slo.window.length < SHORTEST_WINDOW or slo.window.length % HOUR):
        label = f"{name_of(slo)} looks at {window_text(slo.window)}: rules need whole hours, and a day at least"
        yield refused(slo, source, "this window", label)
    for rule in slo.alerts.rules:
        for length in _lengths(rule):
            if length < BASE or length % MINUTE:
                label = f"{duration_text(length)} is looked at: rules need whole minutes, and five at least"
                yield refused(slo, source, "this alert", label, rule.origin)


def _lengths(rule: AlertRule) -> tuple[Duration, ...]:
    match rule.condition:
        case Burn(_, long, short):
            return (long, short)
        case NoData(length) | ExhaustedWithin(length):
            return (length,)
        case _:
            return ()


def _labels(slo: Slo, source: Source, binding: PrometheusBinding) -> Iterator[Finding]:
    grouping = {dict(binding.labels).get(field, field): field for field in slo.population.per}
    taken = RESERVED | ({"le"} if isinstance(slo.indicator, Have) else set())
    for label, field in grouping.items():
        if source.field(field).derived is not None:
            yield refused(
                slo, source, "a budget for each value that is worked out", f"`{field}` is no label", source.field(field).origin
            )
        elif label in taken:
            yield _taken(
                slo, f"the label `{label}` cannot keep a budget for each value", "sloc and Prometheus set it themselves"
            )
        elif not is_label(label):
            yield _no_label(slo, source, label)
    for label, _ in slo.labels:
        if label in RESERVED or label in grouping:
            yield _taken(slo, f"the label `{label}` is set already", f"alerts of {name_of(slo)} have a label of this name")
        elif not is_label(label):
            yield _no_label(slo, source, label)


def _taken(slo: Slo, message: str, label: str) -> Finding:
    reserved = ", ".join(f"`{name}`" for name in sorted(RESERVED))
    return finding("SLO407", message, span_of(slo.origin), label, help=f"name it otherwise; taken are {reserved}")


def _no_label(slo: Slo, source: Source, label: str) -> Finding:
    why = "letters, digits and underscores, and no two underscores in front"
    return refused(slo, source, f"the label `{label}`", f"a label of Prometheus has {why}")
