"""The arithmetic that judges the alerts here agrees with the reference evaluator."""

from __future__ import annotations

import random

from sloc.ir import NoData
from sloc.ir.units import MINUTE
from tests.engines.prometheus.harness import ir_of, spec
from tests.engines.prometheus.truth import Traffic, Truth
from tests.reference import evaluate

POLICY = """alerts {
  page when 3% of budget burns in 1h  ticket when 10% of budget burns in 6h and 40m
  notify when budget below 60%  notify when budget exhausted within 1d  notify when achievement below target
  notify when no data for 30m
  only after 7 bad events
}"""


def test_truth_is_what_the_reference_says() -> None:
    dice = random.Random(7)
    pieces = [(dice.randint(1, 60), dice.choice((0, 0, 1, 3)), dice.choice((0, 0, 0, 1))) for _ in range(30)]
    good = tuple(good for minutes, good, _ in pieces for _ in range(minutes))
    bad = tuple(bad for minutes, _, bad in pieces for _ in range(minutes))
    ir = ir_of(spec(f"slo s {{\n expect 90% of requests to satisfy code < 500 over 7d\n {POLICY}\n}}"))
    (slo,) = ir.slos
    truth = Truth(slo, Traffic(good, bad))
    rows = [
        {"ts": (minute + 1) * MINUTE, "code": code}
        for minute, counts in enumerate(zip(good, bad, strict=True))
        for code, count in zip((200, 503), counts, strict=True)
        for _ in range(count)
    ]
    seen = set()
    for now in range(60, len(good), 37):
        alerts = evaluate(ir, {"api.requests": rows}, now * MINUTE).alerts
        assert len(alerts) == len(slo.alerts.rules)
        for rule, alert in zip(slo.alerts.rules, alerts, strict=True):
            assert truth.fires(rule.condition, now) == alert.firing, (rule.text, now)
            seen.add((rule.text, alert.firing))
    assert len({text for text, fired in seen if fired}) >= 4
    assert any(isinstance(rule.condition, NoData) for rule in slo.alerts.rules)
