"""Compiles specs to rule files, and has promtool lint them and play them against synthetic series.

Time is in whole minutes: a series has one sample a minute, and rules are evaluated each minute (promtool's tests ignore the
groups' own intervals).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sloc.backends.base import OutputFile
from sloc.backends.options import complete
from sloc.backends.prometheus import PrometheusBackend
from sloc.emit.header import with_header
from sloc.ir import Ir
from sloc.pipeline import check_sources
from sloc.source.span import SourceFile
from tests.processes import run

SOURCE = """
  source requests {
    at ts
    field code:   int
    field route:  string
    field region: string
    measure latency: duration
    from prometheus {
      counter           "http_requests_total{job=\\"api\\"}" COUNTER
      histogram latency "http_request_duration_seconds{job=\\"api\\"}"
      buckets   latency 100ms, 300ms, 1s
    }
  }
"""


def spec(*slos: str, births: str = "births none") -> str:
    """A service `api` with a source of requests and these SLOs' texts."""
    return 'service api "API" {\n  owner "a@example.com"\n' + SOURCE.replace("COUNTER", births) + "\n".join(slos) + "\n}\n"


def ir_of(text: str) -> Ir:
    """The program of one spec without mistakes."""
    checked = check_sources([SourceFile("api.slo", text)])
    assert checked.ir is not None, [(found.code, found.message) for found in checked.findings]
    return checked.ir


def rule_file(ir: Ir, options: Mapping[str, Any] | None = None) -> OutputFile:
    """The only rule file that a program gives."""
    own = dict(options or {})
    severity = own.pop("severity", {"page": "page", "ticket": "ticket", "notify": "notify"})
    compiled = PrometheusBackend().compile(ir, complete(PrometheusBackend(), own, severity))
    (file,) = compiled.files
    return file


def lint(file: OutputFile, folder: Path) -> None:
    """promtool has nothing to say about a file."""
    path = folder / file.path.name
    path.write_text(with_header(file), encoding="utf-8")
    done = run(["promtool", "check", "rules", "--lint=all", "--lint-fatal", path], text=True)
    assert done.returncode == 0, done.stdout + done.stderr + path.read_text(encoding="utf-8")


@dataclass(frozen=True)
class Query:
    """What an expression gives at a minute: each sample's labels with its value; nothing is an empty mapping."""

    at: int
    expr: str
    gives: Mapping[str, float]


def play(
    file: OutputFile, series: Mapping[str, Sequence[float | None]], queries: Iterable[Query], folder: Path,
    alerts: Sequence[Mapping[str, Any]] = (),
) -> None:  # fmt: skip
    """Has promtool evaluate the rules over the series, and compares what the queries give. None is a missing sample."""
    rules = folder / file.path.name
    rules.write_text(with_header(file), encoding="utf-8")
    document = {
        "rule_files": [rules.name],
        "evaluation_interval": "1m",
        "group_eval_order": group_names(file),
        "tests": [
            {
                "interval": "1m",
                "input_series": [{"series": name, "values": notation(values)} for name, values in series.items()],
                "promql_expr_test": [_query(query) for query in queries],
                "alert_rule_test": list(alerts),
            }
        ],
    }
    path = folder / "test.yml"
    path.write_text(json.dumps(document), encoding="utf-8")
    done = run(["promtool", "test", "rules", path], text=True)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-6000:]


def notation(values: Sequence[float | None]) -> str:
    """Samples as promtool reads them: ``_`` where there is none."""
    return " ".join("_" if value is None else f"{value:g}" if value < 1e6 else f"{value:.0f}" for value in values)


def group_names(file: OutputFile) -> list[str]:
    """The groups of a file, in order."""
    prefix = '  - name: "'
    return [line.removeprefix(prefix).rstrip('"') for line in file.text.splitlines() if line.startswith(prefix)]


def _query(query: Query) -> dict[str, Any]:
    samples = [{"labels": labels, "value": value} for labels, value in query.gives.items()]
    return {"expr": query.expr, "eval_time": f"{query.at}m", "exp_samples": samples}
