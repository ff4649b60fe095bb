"""Names that stay: a rebuilt board takes the place of the old one."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import PurePosixPath

import pytest

from sloc.backends.grafana import GrafanaBackend
from sloc.backends.grafana.names import detail_path, digest_tag, nines, uid
from sloc.backends.grafana.roles import ROLES, SECTION
from sloc.backends.options import complete
from sloc.findings import Severity
from sloc.ir import Ir
from tests.engines.prometheus.harness import ir_of, spec

AN_SLO = "slo s {{\n  expect {target} of requests to satisfy code < 500 over 7d\n}}"


def _ir(target: str = "99%", *more: str, before: str = "") -> Ir:
    return ir_of(before + spec(AN_SLO.format(target=target), *more))


def test_a_uid_is_readable_unique_and_short() -> None:
    assert uid("checkout.availability") == "slo-checkout-availability-519efd8f"
    long = uid("a_very_long_service_name.with_an_objective_of_a_long_name")
    assert len(long) <= 40
    assert uid("…") == "slo-df316e17"
    assert uid("a.b_c") != uid("a_b.c")


@pytest.mark.parametrize(
    ("target", "decimals"), [("0.999", 3), ("0.9995", 3), ("0.99", 2), ("0.95", 1), ("0.9", 1), ("0.5", 1), ("0.875", 1)]
)
def test_decimals_are_the_nines(target: str, decimals: int) -> None:
    assert nines(Fraction(target)) == decimals


def test_an_unrelated_change_leaves_the_digest_alone() -> None:
    def tag(ir: Ir) -> str:
        return digest_tag(ir, [slo for slo in ir.slos if slo.name == "s"])

    same = tag(_ir())
    assert same == tag(_ir(before="# a comment moves every line\n\n"))
    assert same == tag(_ir("99%", "slo t {\n  expect 90% of requests to satisfy code < 400 over 7d\n}"))
    assert same != tag(_ir("98%"))


def test_paths_stay_below_the_folder() -> None:
    assert detail_path("api", "good") == PurePosixPath("grafana/api/good.json")
    assert ".." not in detail_path("../x", "..").parts


def test_roles_only_grow() -> None:
    assert [role.id for role in ROLES] == list(range(1, len(ROLES) + 1))
    assert len(ROLES) < SECTION
    # Links to single panels hold these numbers: append, and change none.
    assert [(role.id, role.title) for role in ROLES][:20] == [
        (1, ""), (2, "Objective"), (3, "State"), (4, "Achievement"), (5, "Budget left"), (6, "Bad events left"),
        (7, "Burn rate, 1h"), (8, "Time to exhaustion"), (9, "Window coverage"), (10, "Events"),
        (11, "Achievement against the objective"), (12, "Budget burn-down"), (13, "Burn rate by alert window"),
        (14, "Good and bad events per second"), (15, "Top contributors to the bad events"), (16, "Objectives"),
        (17, "Exhausted"), (18, "Burning"), (19, "No data"), (20, "Objectives, worst budget first"),
    ]  # fmt: skip


def test_what_prometheus_does_not_count_gets_no_board() -> None:
    ir = _ir()
    (slo,) = ir.slos
    unbound = replace(ir.sources[0], id="elsewhere", prometheus=None)
    other = replace(slo, id="api.other", name="other", population=replace(slo.population, source="elsewhere"))
    both = replace(ir, slos=(other, slo), sources=(unbound, *ir.sources))
    compiled = GrafanaBackend().compile(both, complete(GrafanaBackend()))
    (found,) = compiled.findings
    assert (found.code, found.severity) == ("SLO402", Severity.ADVICE)
    assert found.message == "api.other gets no Grafana board"
    assert GrafanaBackend().refusals(both, complete(GrafanaBackend())) == compiled.findings
    paths = {str(file.path) for file in compiled.files}
    assert paths == {
        "grafana/.lint", "grafana/api/.lint", "grafana/api/s.json",
        "grafana/overview.json", "grafana/provisioning/dashboards.yml",
    }  # fmt: skip
    # With nothing to show there is nothing to provision.
    assert GrafanaBackend().compile(replace(both, slos=(other,)), complete(GrafanaBackend())).files == ()


def test_many_without_a_board_are_one_finding() -> None:
    ir = _ir()
    (slo,) = ir.slos
    unbound = replace(ir.sources[0], prometheus=None)
    many = replace(ir, sources=(unbound,), slos=tuple(replace(slo, id=f"api.s{n}", name=f"s{n}") for n in range(12)))
    (found,) = GrafanaBackend().refusals(many, complete(GrafanaBackend()))
    assert found.message == "12 objectives get no Grafana board"
    assert found.help[0] == "the others are api.s1, api.s2, api.s3, api.s4, api.s5, api.s6, api.s7, api.s8 and 3 more"


def test_the_folder_is_an_option() -> None:
    files = {
        file.path.name: file.text
        for file in GrafanaBackend().compile(_ir(), complete(GrafanaBackend(), {"folder": '/srv/"x"'})).files
    }
    assert '      path: "/srv/\\"x\\""\n' in files["dashboards.yml"]
    assert "allowUiUpdates: false" in files["dashboards.yml"]
    assert "foldersFromFilesStructure: true" in files["dashboards.yml"]
