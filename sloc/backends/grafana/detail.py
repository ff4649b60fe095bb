"""The detail board: one for each SLO, with a row for each of its tiers, and for each group that has a budget of its own."""

from __future__ import annotations

from collections.abc import Sequence

from sloc.backends.grafana import roles
from sloc.backends.grafana.model import AnnotationQuery, Dashboard, Link, Panel, RowHeading, Variable
from sloc.backends.grafana.names import detail_uid, digest_tag, overview_uid, tier_text
from sloc.backends.grafana.panels import PanelSection
from sloc.backends.grafana.queries import Queries, ShownSeries, any_of
from sloc.backends.grafana.text import link, query, title
from sloc.backends.prometheus.bound import Bound
from sloc.backends.prometheus.series import TOTAL, windowed
from sloc.backends.promql import Aggregate, Expr
from sloc.backends.promql.selector import is_label
from sloc.ir import Ir, Slo, Source
from sloc.ir.expr import Type

DATASOURCE_VARIABLE = "datasource"
DEPLOY_TAG = "deploy"
"""Grafana's own annotations with this tag are deploys."""


def detail_board(ir: Ir, tiers: Sequence[Bound]) -> Dashboard:
    """The board of an SLO; `tiers` are all that Prometheus has rules for, one where it has no tiers."""
    slo = tiers[0].series.slo
    grouping = tiers[0].series.grouping
    variables = tuple(_variable(tiers, label) for label in grouping[:1])
    panels: list[Panel | RowHeading] = []
    y = 0
    for at, bound in enumerate(tiers):
        section, heading = _section(ir, bound, at * roles.SECTION, y, variables, alone=len(tiers) == 1)
        made = section.panels()
        panels += made if heading is None else [heading, *made]
        y = max(panel.place.y + panel.place.h for panel in made)
    service = next((each.title for each in ir.services if each.name == slo.service), None) or slo.service
    return Dashboard(
        detail_uid(slo.service, slo.name),
        title(f"{service}: {slo.title}"),
        title(slo.sentence if len(tiers) == 1 else f"{len(tiers)} tiers of {slo.service}.{slo.name}"),
        ("slo", digest_tag(ir, (bound.series.slo for bound in tiers))),
        "24h",
        tuple(panels),
        variables,
        _annotations(tiers),
        _links(ir, slo),
    )


def blame_labels(bound: Bound, source: Source) -> tuple[str, ...]:
    """The labels that the spec's fields name, in its order: what bad events can be told apart by.

    A binding may call a label what no label is called; an objective that reads it is refused, and others do without.
    """
    assert source.prometheus is not None
    renamed = dict(source.prometheus.labels)
    times = {measure.name for measure in source.measures} | {source.key, source.at}
    fields = [
        field.name
        for field in source.fields
        if field.derived is None and field.name not in times and field.type.base not in (Type.TIME, Type.DURATION, Type.DATE)
    ]
    named = (renamed.get(name, name) for name in fields)
    labels = dict.fromkeys((*bound.series.grouping, *filter(is_label, named)))
    return tuple(labels) or ("instance",)


def _section(
    ir: Ir, bound: Bound, ids: int, y: int, variables: tuple[Variable, ...], *, alone: bool
) -> tuple[PanelSection, RowHeading | None]:
    slo, grouping = bound.series.slo, bound.series.grouping
    chosen = tuple((label, variable.name) for label, variable in zip(grouping, variables, strict=False))
    queries = Queries(ShownSeries(slo, grouping, chosen), bound.counts)
    labels = blame_labels(bound, ir.source(slo.population.source))
    named = grouping[len(chosen) :]
    if alone and not variables:
        return PanelSection(queries, labels, ids, y, named), None
    words = [title(tier_text(slo))] if slo.tier is not None else []
    words += [f"{label} ${{{variable}}}" for label, variable in chosen]
    heading = RowHeading(ids + roles.HEADING.id, ", ".join(words), y, chosen[0][1] if chosen else None)
    return PanelSection(queries, labels, ids, y + 1, named), heading


def _variable(tiers: Sequence[Bound], label: str) -> Variable:
    """The values of a label that the windows hold."""
    name = f"{label}_" if label == DATASOURCE_VARIABLE else label
    totals: list[Expr] = [bound.series.read(windowed(TOTAL)) for bound in tiers]
    if len(totals) == 1:
        return Variable(name, label, f"label_values({query(totals[0])}, {label})")
    together = Aggregate("group", (label,), any_of(totals))
    return Variable(name, label, f"query_result({query(together)})", f'/{label}="([^"]*)"/')


def _annotations(tiers: Sequence[Bound]) -> tuple[AnnotationQuery, ...]:
    deploys = AnnotationQuery("Deploys", "blue", tag=DEPLOY_TAG)
    told = [Queries(ShownSeries(each.series.slo, each.series.grouping), each.counts) for each in tiers]
    firing = [queries.firing() for queries in told if queries.series.slo.alerts.rules]
    if not firing:
        return (deploys,)
    alerts = any_of(firing)
    return (AnnotationQuery("Alerts", "red", query(alerts), title="{{alertname}}", text="{{severity}}: {{rule}}"), deploys)


def _links(ir: Ir, slo: Slo) -> tuple[Link, ...]:
    links = [Link("All objectives", f"/d/{overview_uid(ir.project)}", "dashboard", keep_time=True)]
    runbook = link(slo.runbook)
    return (*links, Link("Runbook", runbook, "doc")) if runbook else tuple(links)
