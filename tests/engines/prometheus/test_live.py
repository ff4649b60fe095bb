"""A real Prometheus loads the generated rules and evaluates them over series whose truth is known.

Only the groups' intervals are changed, so that every rule has been evaluated within seconds.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from sloc.emit.header import with_header
from tests.engines.prometheus.harness import ir_of, rule_file, spec

MINUTES = 30
PER_MINUTE = {
    'http_requests_total{job="api",instance="a",code="200",region="eu"}': 900,
    'http_requests_total{job="api",instance="a",code="503",region="eu"}': 100,
    'http_requests_total{job="api",instance="b",code="200",region="us"}': 500,
    'http_request_duration_seconds_count{job="api"}': 1000,
    'http_request_duration_seconds_bucket{job="api",le="0.3"}': 970,
}
SLOS = (
    "slo good { expect 99.9% of requests to satisfy code < 500 over 30d }",
    "slo limits { expect 99% of requests to satisfy code != 429 over 7d }",
    "slo regions { expect 95% of requests per region to satisfy code < 500 over 28d }",
    "slo fast { expect 99% of requests to have latency within 300ms over 90d }",
)


def openmetrics(now: int) -> str:
    """A sample each 15 s for the last half hour, of counters that were reset in the middle of it."""
    lines = []
    for series, rate in PER_MINUTE.items():
        for step in range(MINUTES * 4 + 1):
            value = rate / 4 * (step if step < MINUTES * 2 else step - MINUTES * 2)
            lines.append(f"{series} {value:.2f} {now - (MINUTES * 4 - step) * 15}")
    return "\n".join(lines) + "\n# EOF\n"


def ask(base: str, path: str, **parameters: str) -> Any:
    with urlopen(f"{base}{path}?{urlencode(parameters)}", timeout=10) as answer:
        return json.load(answer)["data"]


def until(ready: Callable[[], bool], seconds: float = 40) -> None:
    """Waits until something holds. Raises TimeoutError."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.3)


@contextmanager
def prometheus(folder: Path) -> Iterator[str]:
    """Its address; it is stopped behind the block."""
    program = shutil.which("prometheus")
    if program is None:
        pytest.fail("prometheus is not installed: run `make engines` (Debian: apt-get install prometheus)", pytrace=False)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        program, "--config.file=prometheus.yml", "--storage.tsdb.path=data", f"--web.listen-address=127.0.0.1:{port}",
        "--storage.tsdb.retention.time=1y",
    ]  # fmt: skip
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(30)


def test_a_real_prometheus_evaluates_the_rules(tmp_path: Path) -> None:
    file = rule_file(ir_of(spec(*SLOS, births="births by instance")))
    text = with_header(file).replace("interval: 1m\n", "interval: 2s\n").replace("interval: 4m\n", "interval: 2s\n")
    (tmp_path / "rules.yml").write_text(text, encoding="utf-8")
    (tmp_path / "prometheus.yml").write_text("rule_files: [rules.yml]\n", encoding="utf-8")
    (tmp_path / "raw").write_text(openmetrics(int(time.time()) // 15 * 15), encoding="utf-8")
    made = ["promtool", "tsdb", "create-blocks-from", "openmetrics", "raw", "data"]
    subprocess.run(made, cwd=tmp_path, check=True, capture_output=True, timeout=60)
    with prometheus(tmp_path) as base:

        def rules() -> list[dict[str, Any]]:
            try:
                return [rule for group in ask(base, "/api/v1/rules")["groups"] for rule in group["rules"]]
            except (URLError, ConnectionError):
                return []

        until(lambda: bool(found := rules()) and all(rule["health"] != "unknown" for rule in found))
        found = rules()
        assert len(found) == text.count("- record: ") + text.count("- alert: ")
        assert [(rule["name"], rule.get("lastError")) for rule in found if rule["health"] != "ok"] == []

        def values(query: str) -> dict[str, float]:
            result = ask(base, "/api/v1/query", query=query)["result"]
            return {
                "/".join([each["metric"]["slo"], *filter(None, [each["metric"].get("region")])]): float(each["value"][1])
                for each in result
            }

        # The window reads the 1 h level at quarters of an hour: it has nothing yet to read.
        until(lambda: len(values("slo:events_bad:increase1h")) == 5)
        assert values("slo:events_total:increase5m") == pytest.approx(
            {"api.good": 7500, "api.limits": 7500, "api.regions/eu": 5000, "api.regions/us": 2500, "api.fast": 5000}, rel=0.02
        )
        expected = {"api.good": 500, "api.limits": 0, "api.regions/eu": 500, "api.regions/us": 0, "api.fast": 150}
        assert values("slo:events_bad:increase5m") == pytest.approx(expected, rel=0.02)
        shares = {"api.good": 1 / 15, "api.limits": 0, "api.regions/eu": 0.1, "api.regions/us": 0, "api.fast": 0.03}
        assert values("slo:error_ratio:5m") == pytest.approx(shares, rel=0.02)
        until(lambda: values('ALERTS{alertname="SLOBudgetBurn",severity="page",alertstate="firing"}') == {"api.good": 1})
        assert values('ALERTS{alertname="SLODataMissing"}') == {}
