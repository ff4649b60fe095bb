"""Each alert fires and clears when the language says so, and is quiet else.

The rules see events late: the base counts five minutes, the 1 h level an hour. So at each minute where the truth has not
changed for that long, the rules must say what the truth says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from sloc.backends.prometheus.alerts import AlertStyle, fast_alerts, slow_alerts
from sloc.backends.prometheus.rules import AlertingRule
from sloc.backends.prometheus.series import Series
from sloc.ir import AlertRule, Burn, Slo
from sloc.ir.units import HOUR
from tests.engines.prometheus.harness import Query, ir_of, play, rule_file, spec
from tests.engines.prometheus.truth import Traffic, Truth

SLO = 'slo good "Requests succeed" {{\n expect {goal} of requests{per} to {requirement} over {window}\n {alerts}\n}}'
STYLE = AlertStyle({"page": "page", "ticket": "ticket", "notify": "notify"}, True)

EARLY, LATE, LATE_SLOW = 2, 12, 80
"""Minutes: how long before the truth a rule may change, and how long after it, with five minutes of `keep_firing_for`."""


@dataclass(frozen=True)
class Scenario:
    """Requests of one service: pieces of (minutes, good per minute, bad per minute).

    `group` is a region to which they belong, beside another that is never bad. `others` are more SLOs on the source.
    """

    slo: str
    pieces: Sequence[tuple[int, int, int]]
    fires: str
    every: int = 5
    births: str = "births none"
    group: str = ""
    others: tuple[str, ...] = ()

    @property
    def traffic(self) -> Traffic:
        good = [good for minutes, good, _ in self.pieces for _ in range(minutes)]
        bad = [bad for minutes, _, bad in self.pieces for _ in range(minutes)]
        return Traffic(tuple(good), tuple(bad))

    def series(self) -> dict[str, Sequence[float | None]]:
        """The traffic as counters by status, the bad one born with its first event, and as a histogram."""
        traffic = self.traffic
        good, bad = traffic.counter(traffic.good), traffic.counter(traffic.bad)
        total: list[float | None] = [(one or 0) + (other or 0) for one, other in zip(good, bad, strict=True)]
        born: list[float | None] = [value or None for value in bad] if "instance" in self.births else bad
        own = f',region="{self.group}"' if self.group else ""
        series: dict[str, Sequence[float | None]] = {
            f'http_requests_total{{job="api",instance="a",code="200"{own}}}': good,
            f'http_requests_total{{job="api",instance="a",code="503"{own}}}': born,
            f'http_request_duration_seconds_count{{job="api"{own}}}': total,
            f'http_request_duration_seconds_bucket{{job="api",le="0.3"{own}}}': good,
        }
        if self.group:
            steady: list[float | None] = [1000 * minute for minute in range(traffic.minutes + 1)]
            series['http_requests_total{job="api",instance="a",code="200",region="other"}'] = steady
        return series


def slo(
    goal: str = "99.9%", window: str = "30d", alerts: str = "", requirement: str = "satisfy code < 500", per: str = ""
) -> str:
    return SLO.format(goal=goal, window=window, alerts=alerts, requirement=requirement, per=per)


def neighbor(name: str, condition: str, goal: str = "99%") -> str:
    return f"slo {name} {{ expect {goal} of requests to satisfy {condition} over 7d }}"


QUIET = (360, 1000, 0)
FEW_BAD = [(120, 1, 0), *(((1, 0, 1), (4, 1, 0)) * 4), (180, 1, 0)]

SCENARIOS = {
    "a total outage pages in minutes": Scenario(
        slo(), [(120, 1000, 0), (20, 0, 1000), (120, 1000, 0)], "2% of budget burns in 1h"
    ),
    "a slow burn pages by its longer window": Scenario(
        slo(), [(420, 1000, 0), (330, 990, 10), (120, 1000, 0)], "5% of budget burns in 6h"
    ),
    "one percent of errors opens a ticket": Scenario(
        slo(), [QUIET, (400, 990, 10), (240, 1000, 0)], "10% of budget burns in 1d", 10
    ),
    "what the budget bears fires nothing": Scenario(slo(), [(600, 9995, 5)], "", 20),
    "a policy of one's own": Scenario(
        slo("99%", "7d", "alerts { page when 10% of budget burns in 4h  notify when 20% of budget burns in 2h }"),
        [QUIET, (150, 750, 250), (300, 1000, 0)],
        "20% of budget burns in 2h",
    ),
    "a page on a long window stands in the slow group": Scenario(
        slo("99%", "7d", "alerts { page when 30% of budget burns in 12h }"),
        [QUIET, (240, 750, 250), (400, 1000, 0)],
        "30% of budget burns in 12h",
        20,
    ),
    "a target too loose for the workbook's factors": Scenario(
        slo("90%"), [(120, 100, 0), (90, 0, 100), (180, 100, 0)], "of budget burns in 1h"
    ),
    "few bad events are not enough": Scenario(
        slo("99.9%", "30d", "alerts { page when 2% of budget burns in 1h  only after 5 bad events }"), FEW_BAD, ""
    ),
    "without a guard they are": Scenario(
        slo("99.9%", "30d", "alerts { page when 2% of budget burns in 1h }"), FEW_BAD, "2% of budget burns in 1h", 1
    ),
    "enough bad events are enough": Scenario(
        slo("99.9%", "30d", "alerts { page when 2% of budget burns in 1h  only after 5 bad events }"),
        [(120, 3, 0), (30, 2, 1), (180, 3, 0)],
        "2% of budget burns in 1h",
    ),
    "the guard in the slow group": Scenario(
        slo("99%", "7d", "alerts { ticket when 30% of budget burns in 12h  only after 400 bad events }"),
        [(240, 10, 0), (180, 0, 3), (500, 10, 0)],
        "30% of budget burns in 12h",
        20,
    ),
    "the guard in the slow group holds": Scenario(
        slo("99%", "7d", "alerts { ticket when 30% of budget burns in 12h  only after 600 bad events }"),
        [(240, 10, 0), (180, 0, 3), (500, 10, 0)],
        "",
        20,
    ),
    "the budget gets low": Scenario(
        slo("99%", "7d", "alerts { notify when budget below 20% }"),
        [QUIET, (60, 600, 400), (480, 8000, 0)],
        "budget below 20%",
        20,
    ),
    "two rules of one kind": Scenario(
        slo("99%", "7d", "alerts { notify when budget below 50%  ticket when budget below 20% }"),
        [QUIET, (20, 650, 350), (480, 1000, 0)],
        "budget below 50%",
        20,
    ),
    "the target is missed, and met again": Scenario(
        slo("99%", "7d", "alerts { ticket when achievement below target }"),
        [QUIET, (30, 500, 500), (480, 8000, 0)],
        "achievement below target",
        20,
    ),
    "a missed target with few bad events": Scenario(
        slo("99%", "7d", "alerts { ticket when achievement below target  only after 100 bad events }"),
        [(400, 10, 1), (300, 10, 0)],
        "achievement below target",
        20,
    ),
    "the budget runs out": Scenario(
        slo("99%", "7d", "alerts { ticket when budget exhausted within 2d }"),
        [(360, 1000, 0), (420, 980, 20), (120, 980, 20)],
        "budget exhausted within 2d",
        20,
    ),
    "half of all may fail": Scenario(slo("50%"), [(120, 100, 0), (150, 0, 100), (300, 100, 0)], "of budget burns in"),
    "seven days": Scenario(
        slo("99%", "7d"), [(120, 1000, 0), (30, 0, 1000), (240, 1000, 0)], "2% of budget burns in 30m"
    ),
    "28 days": Scenario(slo("99%", "28d"), [(120, 1000, 0), (60, 0, 1000), (240, 1000, 0)], "2% of budget burns in 1h"),
    "ninety days": Scenario(
        slo("99%", "90d"), [(300, 1000, 0), (90, 0, 1000), (240, 1000, 0)], "2% of budget burns in 3h"
    ),
    "slow requests": Scenario(
        slo(requirement="have latency within 300ms"), [(120, 1000, 0), (20, 100, 900), (120, 1000, 0)],
        "2% of budget burns in 1h",
    ),
    "one region of two": Scenario(
        slo(per=" per region"), [(120, 1000, 0), (20, 0, 1000), (120, 1000, 0)], "2% of budget burns in 1h", group="eu"
    ),
    "errors whose series is born with them": Scenario(
        slo(), [(120, 1000, 0), (20, 0, 1000), (120, 1000, 0)], "2% of budget burns in 1h", births="births by instance"
    ),
    "a total that other objectives read, too": Scenario(
        slo(), [(120, 1000, 0), (20, 0, 1000), (120, 1000, 0)], "2% of budget burns in 1h",
        others=(neighbor("any", "code != 0"), neighbor("strict", "code == 200", "99.99%")),
    ),
    "nothing is counted": Scenario(
        slo("99%", "7d", "alerts { notify when no data for 3h }"), [(240, 5, 0), (300, 0, 0), (120, 5, 0)], "no data for 3h", 5
    ),
}  # fmt: skip


def alerts_of(slo: Slo) -> list[AlertingRule]:
    series = Series(slo, ())
    return [*fast_alerts(series, STYLE), *slow_alerts(series, STYLE)]


def rules_of(alert: AlertingRule, slo: Slo) -> list[AlertRule]:
    """The rules of the policy that an alert stands for."""
    labels = dict(alert.labels)
    return [
        rule for rule in slo.alerts.rules if rule.text in labels["rule"].split(" or ") and rule.severity == labels["severity"]
    ]


def firing(alert: AlertingRule, at: int, group: str, *, is_firing: bool) -> Query:
    own = (("region", group),) if group else ()
    labels = ",".join(f'{name}="{value}"' for name, value in (("alertname", alert.name), *own, *alert.labels))
    return Query(at, f'count(ALERTS{{alertstate="firing",{labels}}})', {"{}": 1} if is_firing else {})


def lateness(rules: Sequence[AlertRule]) -> int:
    fast = all(isinstance(rule.condition, Burn) and rule.condition.long <= 6 * HOUR for rule in rules)
    return LATE if fast or all(rule.text.startswith("no data") for rule in rules) else LATE_SLOW


@pytest.mark.parametrize("name", SCENARIOS)
def test_rules_say_what_the_truth_says(name: str, tmp_path: Path) -> None:
    scenario = SCENARIOS[name]
    ir = ir_of(spec(scenario.slo, *scenario.others, births=scenario.births))
    (slo,) = (each for each in ir.slos if each.name == "good")
    traffic = scenario.traffic
    truth = Truth(slo, traffic)
    queries: list[Query] = []
    fired: set[str] = set()
    for alert in alerts_of(slo):
        rules = rules_of(alert, slo)
        if not rules:
            queries += [
                firing(alert, at, scenario.group, is_firing=False) for at in range(0, traffic.minutes, 30)
            ]  # data is never missing here
            continue
        states = [any(truth.fires(rule.condition, now) for rule in rules) for now in range(traffic.minutes + 1)]
        late = lateness(rules)
        for at in range(late, traffic.minutes - EARLY, scenario.every):
            around = states[at - late : at + EARLY + 1]
            if all(around) or not any(around):
                queries.append(firing(alert, at, scenario.group, is_firing=around[0]))
                fired |= {rule.text for rule in rules if truth.fires(rule.condition, at) and around[0]}
    assert any(scenario.fires in text for text in fired) if scenario.fires else not fired, fired
    assert any(query.gives for query in queries) == bool(scenario.fires)
    assert any(not query.gives for query in queries)
    if scenario.group:
        elsewhere = 'count(ALERTS{alertstate="firing",region="other"})'
        queries += [Query(at, elsewhere, {}) for at in range(0, traffic.minutes, 30)]
    play(rule_file(ir), scenario.series(), queries, tmp_path)
