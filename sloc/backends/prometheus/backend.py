"""The Prometheus back end: IR -> one rule file for each service."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

from sloc.backends.base import NO_BINDINGS, BindingKeys, Compiled, OutputFile, name_of
from sloc.backends.prometheus.alerts import AlertStyle
from sloc.backends.prometheus.bound import Bound, bind
from sloc.backends.prometheus.document import render
from sloc.backends.prometheus.groups import groups_of
from sloc.backends.prometheus.refusals import is_bound, refusals, together, unbound
from sloc.findings import Finding
from sloc.findings.model import has_errors
from sloc.ir import Ir, Slo

_KEEPS_FIRING = (2, 42)
"""``keep_firing_for`` came with Prometheus 2.42."""


class PrometheusBackend:
    """``[targets.prometheus]``: recording and alerting rules."""

    name: str = "prometheus"
    bindings: BindingKeys = NO_BINDINGS
    options_schema: Mapping[str, Any] = MappingProxyType(
        {
            "type": "object",
            "properties": {
                "format": {"enum": ["rules"], "default": "rules", "description": "The kind of file that carries the rules."},
                "version": {
                    "type": "string",
                    # present_over_time came with 2.29
                    "pattern": "^(2\\.(29|[3-9][0-9]|[1-9][0-9]{2,})|([3-9]|[1-9][0-9]+)\\.[0-9]+)$",
                    "description": "The oldest version that has to read the rules, 2.29 or later.",
                    "default": "2.42",
                },
            },
            "additionalProperties": False,
        }
    )

    def compile(self, ir: Ir, options: Mapping[str, Any]) -> Compiled:
        """Pure: equal IR and options give equal bytes."""
        major, minor = map(int, options["version"].split("."))
        style = AlertStyle(options["severity"], (major, minor) >= _KEEPS_FIRING)
        choices = [_choose(slo, ir) for slo in ir.slos]
        findings = _said(choices, ir)
        bound = [choice.bound for choice in choices if choice.bound is not None]
        return Compiled(() if has_errors(findings) else tuple(_files(bound, style)), findings)

    def refusals(self, ir: Ir, options: Mapping[str, Any]) -> tuple[Finding, ...]:  # noqa: ARG002  # no option matters
        """What :meth:`compile` would find."""
        return _said([_choose(slo, ir) for slo in ir.slos], ir)


@dataclass(frozen=True)
class _Choice:
    """An SLO with its selectors, or None where it is left out for the reasons found, or without one: nothing binds it."""

    slo: Slo
    bound: Bound | None
    findings: tuple[Finding, ...]

    @property
    def skipped(self) -> bool:
        return self.bound is None and not self.findings


def _said(choices: Sequence[_Choice], ir: Ir) -> tuple[Finding, ...]:
    """The findings of all choices, each once; tiers of an SLO speak together, and so do SLOs that are skipped."""
    by_name: dict[str, list[_Choice]] = {}
    for choice in choices:
        by_name.setdefault(name_of(choice.slo), []).append(choice)
    found = [
        found
        for tiers in by_name.values()
        for found in together([tier.slo for tier in tiers], [found for tier in tiers for found in tier.findings])
    ]
    return tuple(dict.fromkeys([*unbound([choice.slo for choice in choices if choice.skipped], ir), *found]))


def _choose(slo: Slo, ir: Ir) -> _Choice:
    source = ir.source(slo.population.source)
    if not is_bound(slo, source):
        return _Choice(slo, None, ())
    if found := refusals(slo, source):
        return _Choice(slo, None, tuple(found))
    bound, findings = bind(slo, source)
    return _Choice(slo, bound, tuple(findings))


def bound_slos(ir: Ir) -> tuple[Bound, ...]:
    """The SLOs that rules are made of, in order: boards read their records, and no others."""
    return tuple(choice.bound for choice in (_choose(slo, ir) for slo in ir.slos) if choice.bound is not None)


def _files(bound: Iterable[Bound], style: AlertStyle) -> Iterator[OutputFile]:
    """One file for each service."""
    by_service = groupby(sorted(bound, key=lambda each: (each.series.slo.service, each.series.slo.id)), _service)
    for service, members in by_service:
        slos = list(members)
        text = render(service, groups_of(service, slos, style))
        made_of = tuple(each.series.slo for each in slos)
        yield OutputFile(PurePosixPath("prometheus", f"{file_name(service)}.yml"), text, made_of)


def _service(bound: Bound) -> str:
    return bound.series.slo.service


def file_name(service: str) -> str:
    """The service's name, or what can be read of it with its digest: a name in back quotes may hold anything."""
    if re.fullmatch(r"[a-z_][a-z0-9_]{0,99}", service):
        return service
    readable = re.sub(r"[^a-z0-9]+", "_", service.lower())[:40].strip("_") or "x"
    return f"{readable}-{sha256(service.encode()).hexdigest()[:8]}"
