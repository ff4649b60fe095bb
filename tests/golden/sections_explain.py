"""``-- explain --``: the objectives of the case in words and numbers, without back ends. ``-- explain-short --``: in short."""

from __future__ import annotations

from importlib import import_module

from tests.golden.harness import Case


def explain_section(case: Case) -> str:
    """Every objective in full, in order of id, 120 columns wide."""
    explain = import_module("sloc.explain").explain
    render = import_module("sloc.explain.text").render
    ir = case.checked.ir
    assert ir is not None, case.findings
    return "\n".join(render(explain(slo, ir, {}), color=False, width=120) for slo in ir.slos)


def explain_short_section(case: Case) -> str:
    """All objectives in short, 80 columns wide."""
    explain = import_module("sloc.explain").explain
    render_short = import_module("sloc.explain.text").render_short
    return str(render_short([explain(slo, case.checked.ir, {}) for slo in case.checked.ir.slos], color=False, width=80))


SECTIONS = {"explain": explain_section, "explain-short": explain_short_section}
