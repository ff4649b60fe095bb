"""promtool takes every rule file and has nothing to say about it, whatever a spec calls its things."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sloc import pipeline
from sloc.backends.options import complete
from sloc.backends.prometheus import PrometheusBackend
from sloc.backends.targets import sayable
from sloc.ir import (
    AlertRule,
    BelowTarget,
    BudgetBelow,
    Burn,
    Condition,
    ExhaustedWithin,
    Have,
    Ir,
    NoData,
    PrometheusBinding,
    RollingWindow,
    Slo,
    Source,
)
from sloc.ir.expr import And, Compare, Expr, FieldRef, In, Matches, Not, NumberLiteral, Or, StringLiteral, Type
from sloc.ir.units import DAY, HOUR, MINUTE
from tests.counts import examples
from tests.engines.prometheus.harness import ir_of, lint, rule_file, spec
from tests.golden.harness import GOLDEN, read
from tests.reference import build as b

ROOT = Path(__file__).resolve().parents[3]
CASES = sorted((GOLDEN / "prometheus").glob("*.case"))

TEXT = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=12),
    st.sampled_from(
        ("{{ $value }}", "{{", "}}{{{", "{{/* x", '"', "\\", "a: b # c\n- d", "\x00\x85\u2028\ufeff\ufffe", "%s", "`")
    ),
)
CODE, ROUTE = FieldRef("code", None, Type.INT), FieldRef("route", None, Type.STRING)


def _code_is(op: str, number: int) -> Expr:
    return Compare(op, CODE, NumberLiteral(b.Fraction(number)))


CONDITIONS: st.SearchStrategy[Expr] = st.recursive(
    st.one_of(
        st.builds(_code_is, st.sampled_from(("<", "==", ">=")), st.integers(-9, 999)),
        st.builds(lambda op, text: Compare(op, ROUTE, StringLiteral(text)), st.sampled_from(("==", "!=")), TEXT),
        st.builds(lambda texts: In(ROUTE, tuple(map(StringLiteral, texts))), st.lists(TEXT, min_size=1, max_size=6)),
        st.builds(Matches, st.just(ROUTE), st.sampled_from(("/pay/.*", "(?i)a|b", r"\d{2,}\.\w+", '"{{', "x{1,3}"))),
    ),
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=2).map(lambda each: And(tuple(each))),
        st.lists(inner, min_size=2, max_size=2).map(lambda each: Or(tuple(each))),
    ),
    max_leaves=3,
)  # fmt: skip
SHARES = st.integers(1, 99).map(lambda percent: b.percent(f"{percent}%"))
MINUTES = st.integers(5, 3000).map(lambda count: count * MINUTE)
RULES: st.SearchStrategy[Condition] = st.one_of(
    st.builds(Burn, SHARES, MINUTES, MINUTES),
    st.builds(BudgetBelow, SHARES),
    st.builds(ExhaustedWithin, MINUTES),
    st.just(BelowTarget()),
    st.builds(NoData, MINUTES),
)
SEVERITIES = st.sampled_from(("page", "ticket", "notify"))


def source(births: str | None) -> Source:
    binding = PrometheusBinding(
        'http_requests_total{job="api"}', births, (("took", "took_seconds"),), (), (), (), (("route", "handler"),), (), b.HERE
    )
    made = b.source(
        {"id": "string", "at": "time", "code": "int", "route": "string", "took": "duration"}, measures=[b.plain("took")]
    )
    return replace(made, id=f"requests_{births}", prometheus=binding)


SOURCES = {births: source(births) for births in (None, "instance")}


@st.composite
def slos(draw: st.DrawFn, number: int) -> Slo:
    births = draw(st.sampled_from((None, "instance")))
    indicator = draw(st.one_of(CONDITIONS.map(b.satisfy), MINUTES.map(lambda length: Have("took", length // 600, None))))
    rules = draw(st.lists(st.tuples(SEVERITIES, RULES), max_size=4, unique=True))
    policy = b.policy(*rules, only_after=draw(st.integers(0, 9)))
    named = tuple(
        AlertRule(r.severity, r.condition, f"{r.text} {draw(TEXT)}", draw(st.none() | TEXT), None) for r in policy.rules
    )
    made = b.slo(
        indicator,
        name=f"s{number}",
        of=SOURCES[births].id,
        where=draw(st.none() | CONDITIONS),
        per=draw(st.sampled_from(((), ("route",), ("code", "route")))),
        target=f"{draw(st.integers(1, 9999))}/100",
        window=RollingWindow(draw(st.integers(1, 90)) * DAY + draw(st.integers(0, 23)) * HOUR),
        alerts=replace(policy, rules=named),
    )
    words = {
        "title": draw(TEXT),
        "sentence": draw(TEXT),
        "description": draw(st.none() | TEXT),
        "runbook": draw(st.none() | TEXT),
    }
    labels = tuple((name, draw(TEXT)) for name in draw(st.sets(st.sampled_from(("team", "no", "on", "tier_1")))))
    service = draw(st.sampled_from(("api", "../x", "a b", '"{{')))
    return replace(made, id=f"{draw(TEXT)}{number}", service=service, labels=labels, owner=draw(st.none() | TEXT), **words)


@given(st.tuples(*(slos(number) for number in range(12))))
@examples(25)
def test_generated_programs(tmp_path: Path, made: tuple[Slo, ...]) -> None:
    ir: Ir = b.program(made, list(SOURCES.values()))
    rest, left_out = sayable(PrometheusBackend(), ir, complete(PrometheusBackend()))
    compiled = PrometheusBackend().compile(rest, complete(PrometheusBackend()))
    assert {found.code for found in (*left_out, *compiled.findings)} <= {"SLO401", "SLO417"}, compiled.findings
    assert compiled == PrometheusBackend().compile(rest, complete(PrometheusBackend()))
    for file in compiled.files:
        assert ".." not in file.path.parts
        lint(file, tmp_path)


@pytest.mark.parametrize(
    "path", [path for path in CASES if "-- prometheus.yml --" in path.read_text("utf-8")], ids=lambda path: path.stem
)
def test_golden_cases(path: Path, tmp_path: Path) -> None:
    lint(rule_file(read(path).checked.ir), tmp_path)


def test_our_own_specs(tmp_path: Path) -> None:
    ir = pipeline.check(pipeline.load(ROOT)).ir
    assert ir is not None
    options = complete(PrometheusBackend())
    rest, _ = sayable(PrometheusBackend(), ir, options)
    files = PrometheusBackend().compile(rest, options).files
    assert [file.path.as_posix() for file in files] == ["prometheus/checkout.yml"]
    for file in files:
        lint(file, tmp_path)


@pytest.mark.parametrize("severity", ["page", "ticket"])
def test_severities_that_a_project_calls_the_same_are_no_duplicates(severity: str, tmp_path: Path) -> None:
    policy = (
        "alerts { page when 10% of budget burns in 1h  ticket when 10% of budget burns in 1h  notify when budget below 9% }"
    )
    ir = ir_of(spec(f"slo s {{\n expect 99% of requests to satisfy code < 500 over 7d\n {policy}\n}}"))
    lint(rule_file(ir, {"severity": {"page": severity, "ticket": severity, "notify": severity}}), tmp_path)
