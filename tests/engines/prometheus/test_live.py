"""A real Prometheus loads the generated rules and evaluates them over series whose truth is known.

It finds half an hour of them on its disk, and scrapes what has come since: however slow the machine, the last five minutes
hold what they should. Only the groups' intervals are changed, so that every rule has been evaluated within seconds.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from sloc.emit.header import with_header
from tests.engines.prometheus.harness import ir_of, rule_file, spec
from tests.processes import PATIENCE, run, start

MINUTES = 30
PER_MINUTE = {
    'http_requests_total{job="api",instance="a",code="200",region="eu"}': 900,
    'http_requests_total{job="api",instance="a",code="503",region="eu"}': 100,
    'http_requests_total{job="api",instance="b",code="200",region="us"}': 500,
    'http_request_duration_seconds_count{job="api",instance="a"}': 1000,
    'http_request_duration_seconds_bucket{job="api",instance="a",le="0.3"}': 970,
}
SLOS = (
    "slo good { expect 99.9% of requests to satisfy code < 500 over 30d }",
    "slo limits { expect 99% of requests to satisfy code != 429 over 7d }",
    "slo regions { expect 95% of requests per region to satisfy code < 500 over 28d }",
    "slo fast { expect 99% of requests to have latency within 300ms over 90d }",
)


def past(now: int) -> str:
    """A sample each 15 s for the last half hour, of counters that were reset in the middle of it."""
    lines = []
    for series, rate in PER_MINUTE.items():
        for step in range(MINUTES * 4 + 1):
            value = rate / 4 * (step if step < MINUTES * 2 else step - MINUTES * 2)
            lines.append(f"{series} {value:.2f} {now - (MINUTES * 4 - step) * 15}")
    return "\n".join(lines) + "\n# EOF\n"


def present(now: int) -> str:
    """The counters' values at this moment, with its time: they go on from where :func:`past` leaves them at `now`."""
    moment = time.time()
    minutes = MINUTES / 2 + (moment - now) / 60
    return "".join(f"{series} {rate * minutes:.4f} {moment * 1000:.0f}\n" for series, rate in PER_MINUTE.items())


@contextmanager
def exporter(now: int) -> Iterator[int]:
    """The port of a server that Prometheus scrapes."""

    class Metrics(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.end_headers()
            self.wfile.write(present(now).encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Metrics) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


CONFIG = """\
rule_files: [rules.yml]
scrape_configs:
  - job_name: api
    scrape_interval: 2s
    scrape_timeout: 2s
    honor_labels: true
    static_configs: [{{targets: ["127.0.0.1:{}"]}}]
"""


def ask(base: str, path: str, **parameters: str) -> Any:
    with urlopen(f"{base}{path}?{urlencode(parameters)}", timeout=PATIENCE) as answer:
        return json.load(answer)["data"]


def until(ready: Callable[[], bool]) -> None:
    """Waits until something holds. Raises TimeoutError where it seems never to."""
    end = time.monotonic() + PATIENCE
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
        process = start(command, cwd=folder, stdout=log, stderr=log)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(PATIENCE)


def test_a_real_prometheus_evaluates_the_rules(tmp_path: Path) -> None:
    file = rule_file(ir_of(spec(*SLOS, births="births by instance")))
    text = with_header(file).replace("interval: 1m\n", "interval: 2s\n").replace("interval: 4m\n", "interval: 2s\n")
    (tmp_path / "rules.yml").write_text(text, encoding="utf-8")
    now = int(time.time()) // 15 * 15
    (tmp_path / "raw").write_text(past(now), encoding="utf-8")
    run(["promtool", "tsdb", "create-blocks-from", "openmetrics", "raw", "data"], cwd=tmp_path, check=True)
    with exporter(now) as port:
        (tmp_path / "prometheus.yml").write_text(CONFIG.format(port), encoding="utf-8")
        with prometheus(tmp_path) as base:
            compare(base, text)


def compare(base: str, text: str) -> None:
    """What the server at `base` makes of the rules in `text`, and what it should."""

    def rules() -> list[dict[str, Any]]:
        try:
            return [rule for group in ask(base, "/api/v1/rules")["groups"] for rule in group["rules"]]
        except (URLError, ConnectionError):
            return []

    def scraped() -> bool:
        result = ask(base, "/api/v1/query", query="min(timestamp(http_requests_total))")["result"]
        return bool(result) and float(result[0]["value"][1]) > begun

    def evaluated() -> bool:
        found = [dt.datetime.fromisoformat(rule["lastEvaluation"]).timestamp() for rule in rules()]
        return bool(found) and min(found) > begun

    begun = time.time()
    until(lambda: bool(rules()) and scraped())
    for _ in range(3):  # rules read each other across groups
        begun = time.time()
        until(evaluated)
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
