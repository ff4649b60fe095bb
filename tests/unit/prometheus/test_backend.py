"""Options: what they change, and what the pipeline passes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from sloc import pipeline
from sloc.backends.options import complete
from sloc.backends.prometheus import PrometheusBackend
from sloc.backends.prometheus.backend import file_name
from sloc.findings.model import Severity
from sloc.ir import Ir
from sloc.source.span import SourceFile

SPEC = """service api {
  owner "a@example.com"
  source requests { at ts field code: int from prometheus { counter "x_total" } }
  slo good { expect 99% of requests to satisfy code < 500 over 30d }
  slo month { expect 99% of requests to satisfy code < 500 over calendar month alerts none }
}
"""
ROLLING = SPEC.replace("calendar month", "30d")


def ir_of(text: str) -> Ir:
    checked = pipeline.check_sources([SourceFile("a.slo", text)])
    assert checked.ir is not None, checked.findings
    return checked.ir


def test_what_is_unsupported_is_an_error_that_names_the_way_out() -> None:
    refused = PrometheusBackend().compile(ir_of(SPEC), complete(PrometheusBackend()))
    assert not refused.files
    assert [(found.code, found.severity) for found in refused.findings] == [("SLO401", Severity.ERROR)]
    (found,) = refused.findings
    assert "sql" in found.help[0]
    assert found.span is not None
    assert SPEC[found.span.start : found.span.end] == "month"


@pytest.mark.parametrize(
    ("version", "keeps"), [("2.29", False), ("2.41", False), ("2.42", True), ("2.100", True), ("3.0", True)]
)
def test_pages_keep_firing_where_prometheus_can(version: str, keeps: bool) -> None:
    (file,) = PrometheusBackend().compile(ir_of(ROLLING), complete(PrometheusBackend(), {"version": version})).files
    assert ("keep_firing_for: 5m" in file.text) == keeps


def project(root: Path, config: str) -> pipeline.Loaded:
    (root / "specs").mkdir()
    (root / "specs/a.slo").write_text(ROLLING, encoding="utf-8")
    (root / "sloc.toml").write_text(config, encoding="utf-8")
    return pipeline.load(root)


def test_severity_labels_say_what_the_project_calls_them(tmp_path: Path) -> None:
    loaded = project(tmp_path, '[targets.prometheus]\n[severity]\npage = "critical"\n')
    files, findings = pipeline.compile(ir_of(ROLLING), loaded.project)
    assert (findings, loaded.findings) == ([], ())
    assert {line.strip() for line in files[0].text.splitlines() if "severity:" in line} == {
        'severity: "critical"',
        'severity: "ticket"',
    }


@pytest.mark.parametrize("option", ['format = "operator"', 'version = "2.28"', 'version = "1.8"'])
def test_options_that_it_does_not_have_are_findings(option: str, tmp_path: Path) -> None:
    loaded = project(tmp_path, f"[targets.prometheus]\n{option}\n")
    files, findings = pipeline.compile(ir_of(ROLLING), loaded.project)
    assert not files
    assert [found.code for found in findings] == ["SLO122"]
    assert findings[0].span is not None
    assert findings[0].span.file == "sloc.toml"


def test_file_names_are_plain_whatever_a_service_is_called() -> None:
    assert file_name("checkout_2") == "checkout_2"
    odd = ["../etc", "A", "a", "a b", "", "é", "x" * 200, "-", "a-b"]
    names = [file_name(service) for service in odd]
    assert len({name.lower() for name in names}) == len(odd)
    assert all(name and set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789_-") for name in names)
