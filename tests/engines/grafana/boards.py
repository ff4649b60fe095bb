"""Programs whose boards the tests look at, and what those boards hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sloc.backends.grafana import GrafanaBackend
from sloc.backends.options import complete
from sloc.ir import Ir
from tests.engines.prometheus.harness import ir_of, spec

GROUPED = """slo good "Requests succeed" {
  expect 99.9% of requests where route != "/healthz" per region to satisfy code < 500 over 30d
}"""
LATENCY = """slo fast "Requests are fast" {
  expect 99% of requests to have latency within 300ms over 30d
}"""
QUIET = """slo quiet "Nobody is told" {
  expect 95% of requests to satisfy code < 500 over 7d
  alerts none
}"""
EVERY_RULE = """slo ruled "Every rule" {
  expect 99% of requests to satisfy code < 500 over 7d
  alerts {
    page   when 10% of budget burns in 2h
    page   when 30% of budget burns in 12h
    ticket when 20% of budget burns in 2h
    notify when budget below 20%
    notify when budget exhausted within 2d
    notify when achievement below target
    ticket when no data for 3h
    only after 5 bad events
  }
}"""
TIERED = """slo tiered "Routes of two kinds" {
  tiers by route { "/pay": 99.9% else: 99% }
  expect of requests per region to satisfy code < 500 over 30d
}"""

PROGRAMS = {"grouped": GROUPED, "latency": LATENCY, "quiet": QUIET, "every rule": EVERY_RULE, "tiers": TIERED}
ALL, TWO_LABELS = "all at once", "two labels"


def program(name: str) -> Ir:
    """The program of that name; all of them where it is `ALL`."""
    if name == TWO_LABELS:
        return two_labels()
    return ir_of(spec(*(PROGRAMS.values() if name == ALL else [PROGRAMS[name]])))


def two_labels() -> Ir:
    """One budget for each region and route: the IR can say it, and the language will."""
    ir = ir_of(spec(GROUPED))
    (slo,) = ir.slos
    return replace(ir, slos=(replace(slo, population=replace(slo.population, per=("region", "route"))),))


def boards(ir: Ir, options: Mapping[str, Any] | None = None) -> dict[str, dict[str, Any]]:
    """The boards that a program gives, by path."""
    compiled = GrafanaBackend().compile(ir, complete(GrafanaBackend(), options or {}))
    return {str(file.path): json.loads(file.text) for file in compiled.files if file.path.suffix == ".json"}


@dataclass(frozen=True)
class Asked:
    """An expression on a board, and where it stands."""

    board: str
    panel: str
    ref: str
    expr: str


def asked(board: Mapping[str, Any]) -> Iterator[Asked]:
    """Every expression of a board: of its panels, its annotations and its variables."""
    for panel in board["panels"]:
        for target in panel.get("targets", ()):
            yield Asked(board["title"], panel["title"], target["refId"], target["expr"])
    for annotation in board["annotations"]["list"]:
        if "expr" in annotation:
            yield Asked(board["title"], annotation["name"], "annotation", annotation["expr"])
    for variable in board["templating"]["list"]:
        if variable["type"] == "query":
            match = re.fullmatch(r"label_values\((.*), \w+\)|query_result\((.*)\)", variable["definition"])
            assert match, variable["definition"]
            yield Asked(board["title"], variable["name"], "variable", match[1] or match[2])


def filled(expr: str, variables: Mapping[str, str]) -> str:
    """The expression with Grafana's variables filled in; nothing that looks like one may remain."""
    text = re.sub(r"\$\{(\w+)\}", lambda match: variables[match[1]], expr)
    assert "$" not in text, text
    assert "[[" not in text, text
    return text
