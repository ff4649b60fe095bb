"""An SLO with the selectors that its source's binding and its own conditions make."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sloc.backends.base import name_of, span_of
from sloc.backends.prometheus.conditions import Conditions, Unsayable
from sloc.backends.prometheus.counts import Counter, Counts, counts_of
from sloc.backends.prometheus.label_sets import MOST_SELECTORS, TooManySelectors
from sloc.backends.prometheus.refusals import refused
from sloc.backends.prometheus.series import Series
from sloc.backends.promql import Vector
from sloc.backends.promql.selector import BadSelector, is_label, read_selector
from sloc.findings import Finding, Label, finding
from sloc.ir import Duration, Have, PrometheusBinding, Slo, Source
from sloc.ir.units import duration_text

_PARTS = ("_bucket", "_count", "_sum")


@dataclass(frozen=True)
class Bound:
    """What rules are made of."""

    series: Series
    counts: Counts


def bind(slo: Slo, source: Source) -> tuple[Bound | None, list[Finding]]:
    """An SLO that nothing else refuses, bound; None with the reason, or with advice beside it."""
    binding = source.prometheus
    assert binding is not None
    metric, findings = _metric(slo, binding)
    findings += _births(slo, source, binding)
    if isinstance(slo.indicator, Have):
        findings += _bucket(slo, slo.indicator.measure, slo.indicator.within, binding)
    conditions = Conditions(source, dict(binding.labels))
    if metric is None:
        return None, findings
    try:
        counts = counts_of(slo, source, metric, conditions)
    except Unsayable as error:
        return None, [*findings, refused(slo, source, "this condition", str(error))]
    except TooManySelectors:
        label = f"the conditions of {name_of(slo)} take more than {MOST_SELECTORS} selectors"
        return None, [*findings, refused(slo, source, "this condition", label)]
    if not (counts.total if isinstance(counts, Counter) else counts.pairs):
        return None, [
            *findings,
            refused(slo, source, "a population without events", f"no label values fulfil the `where` of {name_of(slo)}"),
        ]
    if any(found.code != "SLO417" for found in findings):
        return None, findings
    return Bound(Series(slo, tuple(conditions.label(field) for field in slo.population.per)), counts), findings


def _metric(slo: Slo, binding: PrometheusBinding) -> tuple[Vector | None, list[Finding]]:
    """The counter or the histogram's base name."""
    if isinstance(slo.indicator, Have):
        word = f"histogram {slo.indicator.measure}"
        text = dict(binding.histograms)[slo.indicator.measure]
    else:
        word, text = "counter", binding.counter or ""
    try:
        metric = read_selector(text)
    except BadSelector as error:
        help = f'write it like `{word} "http_requests{"_total" if word == "counter" else ""}{{job=\\"api\\"}}"`'
        message = f"the selector of `{word}` cannot be read"
        return None, [finding("SLO415", message, span_of(binding.origin), str(error), help=help)]
    part = next((part for part in _PARTS if metric.name.endswith(part)), None)
    if word != "counter" and part is not None:
        base = metric.name.removesuffix(part)
        message = f"`{word}` names a part of a histogram"
        label = f"`{metric.name}` is its {part.removeprefix('_')}"
        return None, [finding("SLO415", message, span_of(binding.origin), label, help=f"write `{base}`, which has all parts")]
    return metric, []


def _births(slo: Slo, source: Source, binding: PrometheusBinding) -> list[Finding]:
    if isinstance(slo.indicator, Have) or binding.births is None or is_label(binding.births):
        return []
    found = refused(slo, source, f"`births by {binding.births}`", "this is no label of Prometheus", binding.origin)
    return [replace(found, labels=())]  # one mistake, however many objectives read the source


def _bucket(slo: Slo, measure: str, within: Duration, binding: PrometheusBinding) -> list[Finding]:
    """A histogram counts exactly at the bounds of its buckets, and anything between them would be a guess."""
    bounds = dict(binding.buckets).get(measure)
    if bounds is None:
        help = f"add `buckets {measure} 100ms, {duration_text(within, 'h')}, 1s` with the bounds that it has"
        message = f"nothing says that {duration_text(within, 'h')} is a bucket's bound of `{measure}`"
        return [
            finding(
                "SLO417", message, span_of(binding.origin), "no `buckets` here: without that bound there is no data", help=help
            )
        ]
    if within in bounds:
        return []
    nearest = min(bounds, key=lambda bound: (abs(bound - within), bound))
    return [
        finding(
            "SLO416",
            f"{duration_text(within, 'h')} is no bucket's bound of `{measure}`",
            span_of(slo.origin),
            f"{name_of(slo)} asks for it, and a histogram counts only at its bounds",
            labels=[Label(span_of(binding.origin), "the bounds are declared here")],
            help=f"write `within {duration_text(nearest, 'h')}`, the nearest one, or add the bucket, also to `buckets`",
        )
    ]
