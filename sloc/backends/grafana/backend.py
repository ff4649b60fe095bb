"""The Grafana back end: IR -> a board for each SLO that Prometheus has rules for, and the overview."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

from sloc.backends.base import NO_BINDINGS, BindingKeys, Compiled, OutputFile
from sloc.backends.prometheus.backend import bound_slos
from sloc.backends.prometheus.bound import Bound
from sloc.backends.skipped import skipped
from sloc.findings import Finding
from sloc.ir import Ir


class GrafanaBackend:
    """``[targets.grafana]``: boards that read the records of ``[targets.prometheus]``."""

    name: str = "grafana"
    bindings: BindingKeys = NO_BINDINGS
    options_schema: Mapping[str, Any] = MappingProxyType(
        {
            "type": "object",
            "properties": {
                "folder": {
                    "type": "string",
                    "pattern": "^[^\\x00-\\x1f]+$",
                    "description": "Where the Grafana server finds the boards; the provider file says it.",
                    "default": "/var/lib/grafana/dashboards/slo",
                }
            },
            "additionalProperties": False,
        }
    )

    def refusals(self, ir: Ir, options: Mapping[str, Any]) -> tuple[Finding, ...]:  # noqa: ARG002
        """What :meth:`compile` would find."""
        return _without_board(ir, bound_slos(ir))

    def compile(self, ir: Ir, options: Mapping[str, Any]) -> Compiled:
        """Pure: equal IR and options give equal bytes."""
        bound = sorted(bound_slos(ir), key=_place)
        files = tuple(_files(ir, bound, options["folder"])) if bound else ()
        return Compiled(files, _without_board(ir, bound))


def _board(bound: Bound) -> tuple[str, str]:
    """Tiers stand on one board."""
    return bound.series.slo.service, bound.series.slo.name


def _place(bound: Bound) -> tuple[str, str, int]:
    """Boards by name, the tiers of one as they are listed."""
    slo = bound.series.slo
    return slo.service, slo.name, 0 if slo.tier is None else slo.tier.place


def _files(ir: Ir, bound: Sequence[Bound], folder: str) -> Iterator[OutputFile]:
    from sloc.backends.grafana.detail import detail_board  # `sloc check` asks for refusals only
    from sloc.backends.grafana.documents import render
    from sloc.backends.grafana.encode import dumps
    from sloc.backends.grafana.names import detail_path
    from sloc.backends.grafana.overview import overview_board

    folders = {PurePosixPath("grafana")}
    for (service, name), tiers in groupby(bound, _board):
        board = list(tiers)
        path = detail_path(service, name)
        folders.add(path.parent)
        yield OutputFile(path, dumps(detail_board(ir, board)), tuple(each.series.slo for each in board))
    slos = tuple(each.series.slo for each in bound)
    yield OutputFile(PurePosixPath("grafana", "overview.json"), dumps(overview_board(ir, bound)), slos)
    provider = render("provider.yml.j2", name=f"sloc {ir.project}", path=folder)
    yield OutputFile(PurePosixPath("grafana", "provisioning", "dashboards.yml"), provider)
    for each in sorted(folders):
        yield OutputFile(each / ".lint", render("lint.j2"))


def _without_board(ir: Ir, bound: Sequence[Bound]) -> tuple[Finding, ...]:
    """Why Prometheus has no rules for an SLO, its own back end says."""
    there = {each.series.slo.id for each in bound}
    return skipped(
        [slo for slo in ir.slos if slo.id not in there],
        "gets no Grafana board",
        "get no Grafana board",
        "Prometheus has no rules for it, and boards read what rules record",
        "nothing need be done where another back end counts them; why Prometheus does not, `[targets.prometheus]` says",
    )
