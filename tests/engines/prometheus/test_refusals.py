"""What a Prometheus binding cannot mean is found before a rule is written."""

from __future__ import annotations

import pytest

from sloc.backends.options import complete
from sloc.backends.prometheus import PrometheusBackend
from sloc.findings.model import Severity
from sloc.pipeline import check_sources
from sloc.source.span import SourceFile

SPEC = """
service api {{
  owner "api@example.com"
  source requests {{
    at ts
    field code: int
    measure latency: duration
    from prometheus {{
      counter "{counter}"
      histogram latency "http_duration_seconds"
      {buckets}
    }}
  }}
  slo quick {{ expect 99% of requests to {requirement} over 30d }}
}}
"""


@pytest.mark.parametrize(
    ("code", "severity", "counter", "buckets", "requirement"),
    [
        ("SLO415", Severity.ERROR, "http_requests_total{job=", "", "satisfy code < 500"),
        ("SLO416", Severity.ERROR, "http_requests_total", "buckets latency 100ms, 300ms", "have latency within 250ms"),
        ("SLO417", Severity.ADVICE, "http_requests_total", "", "have latency within 250ms"),
        ("SLO401", Severity.ERROR, "http_requests_total", "", "satisfy 99% of code < 500"),
    ],
)
def test_a_finding_at_its_place(code: str, severity: Severity, counter: str, buckets: str, requirement: str) -> None:
    text = SPEC.format(counter=counter, buckets=buckets, requirement=requirement)
    if code == "SLO401":
        text = text.replace("of requests to", "of 5m slices of requests to")
    source = SourceFile("specs/api.slo", text)
    checked = check_sources([source])
    assert checked.ir is not None, checked.findings
    (found,) = PrometheusBackend().refusals(checked.ir, complete(PrometheusBackend()))
    assert (found.code, found.severity) == (code, severity)
    assert found.span is not None
    assert found.help
    files = PrometheusBackend().compile(checked.ir, complete(PrometheusBackend())).files
    assert bool(files) is (severity is not Severity.ERROR)
