"""The record that shows our findings beside those of other tools shows what sloc prints. ``pytest --update`` prints it anew."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sloc.findings.text import render
from sloc.pipeline import check_sources
from sloc.source.span import SourceFile

ROOT = Path(__file__).resolve().parents[2]
RECORD = ROOT / "docs/decisions/0003-findings-beside-rustc-ruff-terraform.md"
LOCK = (ROOT / "sloc.lock").read_text(encoding="utf-8")
CASE = re.compile(
    r"^## \d+\. (?P<title>.*)\n\n```slo\n(?P<spec>(?:.*\n)*?)```\n\n```sloc\n(?P<said>(?:.*\n)*?)```$", re.MULTILINE
)


def printed(spec: str) -> str:
    source = SourceFile("shop.slo", spec)
    return render(check_sources([source], LOCK).findings, {source.path: source}, color=False, width=120)


def test_the_record_shows_what_sloc_prints(request: pytest.FixtureRequest) -> None:
    text = RECORD.read_text(encoding="utf-8")
    if request.config.getoption("--update"):
        text = CASE.sub(lambda case: case[0].replace(f"```sloc\n{case['said']}", f"```sloc\n{printed(case['spec'])}"), text)
        RECORD.write_text(text, encoding="utf-8")
    cases = list(CASE.finditer(text))
    assert len(cases) == len(re.findall(r"^## \d", text, re.MULTILINE)) == 10
    for case in cases:
        assert case["said"] == printed(case["spec"]), case["title"]
