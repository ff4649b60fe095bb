"""The recorded numbers against the truth: counts, ratios, births, groups, latency, silence, and data that goes missing."""

from __future__ import annotations

from pathlib import Path

from tests.engines.prometheus.harness import Query, ir_of, play, rule_file, spec

QUIET = "alerts none"
LABELS = '{service="api", slo="api.good"}'
GOOD = 'http_requests_total{job="api",instance="a",code="200"}'
BAD = 'http_requests_total{job="api",instance="a",code="503"}'


def slo(requirement: str = "satisfy code < 500", *, of: str = "requests", goal: str = "99%", alerts: str = QUIET) -> str:
    return f"slo good {{\n expect {goal} of {of} to {requirement} over 7d\n {alerts}\n}}"


def counter(per_minute: int, minutes: int, start: int = 0) -> list[float | None]:
    return [start + per_minute * minute for minute in range(minutes + 1)]


def near(at: int, expr: str, value: float, share: float) -> Query:
    """The expression's value lies within a share of what it should be."""
    return Query(at, f"abs(({expr}) / {value!r} - 1) < bool {share}", {LABELS: 1})


def test_counts_and_ratios_over_the_window(tmp_path: Path) -> None:
    """Ten hours of 100 a minute, and half an hour of 20 bad ones among them: 600 bad of 60,600.

    The rules run for 70 minutes before: what the first hour holds is extrapolated to an hour.
    """
    minutes = 850
    bad: list[float | None] = [20 * min(30, max(0, minute - 270)) for minute in range(minutes + 1)]
    good: list[float | None] = [100 * min(600, max(0, minute - 70)) for minute in range(minutes + 1)]
    queries = [
        near(minutes, "slo:events_bad:window", 600, 0.01),
        near(minutes, "slo:events_total:window", 60_600, 0.01),
        near(minutes, "slo:error_ratio:window", 600 / 60_600, 0.01),
        near(minutes, "1 - slo:error_budget_remaining:ratio", 600 / 606, 0.01),
        Query(285, "slo:error_ratio:5m > bool 0.16", {LABELS: 1}),
        Query(120, "slo:error_ratio:5m", {f"slo:error_ratio:5m{LABELS}": 0}),
        Query(50, "slo:objective:ratio", {f"slo:objective:ratio{LABELS}": 0.99}),
    ]
    play(rule_file(ir_of(spec(slo()))), {GOOD: good, BAD: bad}, queries, tmp_path)


def test_a_series_that_never_was_is_no_error_and_a_target_that_is_gone_is_no_success(tmp_path: Path) -> None:
    good = [*counter(10, 30), *[None] * 30]
    queries = [
        Query(30, "slo:events_bad:increase5m", {f"slo:events_bad:increase5m{LABELS}": 0}),
        Query(60, "slo:events_bad:increase5m", {}),
        Query(60, "slo:error_ratio:5m", {}),
        Query(60, "slo:objective:ratio", {f"slo:objective:ratio{LABELS}": 0.99}),
    ]
    play(rule_file(ir_of(spec(slo()))), {GOOD: good}, queries, tmp_path)


def test_a_newborn_series_counts_from_zero_where_births_are_counted(tmp_path: Path) -> None:
    """The first errors come with their series: 40 at once. `increase` alone does not see them."""
    good, bad = counter(100, 60), [None] * 40 + [40.0] * 21
    series = {GOOD: good, BAD: bad}
    (tmp_path / "by").mkdir()
    (tmp_path / "none").mkdir()
    born = rule_file(ir_of(spec(slo(), births="births by instance")))
    play(born, series, [Query(42, "slo:events_bad:increase5m", {f"slo:events_bad:increase5m{LABELS}": 40})], tmp_path / "by")
    plain = rule_file(ir_of(spec(slo())))
    play(plain, series, [Query(42, "slo:events_bad:increase5m", {f"slo:events_bad:increase5m{LABELS}": 0})], tmp_path / "none")


def test_births_are_neither_restarts_of_a_target_nor_series_that_were_idle(tmp_path: Path) -> None:
    """A second instance joins with counts from before; the first one's errors go away for 20 minutes and come back."""
    other = 'http_requests_total{job="api",instance="b",code="503"}'
    bad = [*counter(0, 20, 5000), *[None] * 20, *[5000.0] * 20]
    series = {GOOD: counter(100, 60), BAD: bad, other: [None] * 30 + [10_000.0] * 31}
    queries = [Query(at, "slo:events_bad:increase5m > 0", {}) for at in range(6, 61)]
    play(rule_file(ir_of(spec(slo(), births="births by instance"))), series, queries, tmp_path)


def test_groups_are_kept_apart(tmp_path: Path) -> None:
    text = spec(slo(of="requests per region", alerts="alerts { page when 10% of budget burns in 1h }"))
    minutes = 120
    series = {
        'http_requests_total{job="api",code="200",region="eu"}': counter(100, minutes),
        'http_requests_total{job="api",code="200",region="us"}': counter(100, minutes),
        'http_requests_total{job="api",code="500",region="us"}': [100 * max(0, minute - 60) for minute in range(minutes + 1)],
    }
    firing = 'sum by (region, slo) (ALERTS{alertstate="firing",alertname="SLOBudgetBurn",severity="page"})'
    queries = [
        Query(50, firing, {}),
        Query(110, firing, {'{region="us", slo="api.good"}': 1}),
        Query(110, "slo:error_ratio:5m == 0", {'slo:error_ratio:5m{region="eu", service="api", slo="api.good"}': 0}),
    ]
    play(rule_file(ir_of(text)), series, queries, tmp_path)


def test_latency_counts_what_is_slower_than_the_bound(tmp_path: Path) -> None:
    name = 'http_request_duration_seconds_{part}{{job="api",instance="{instance}"{le}}}'
    total = name.format(part="count", instance="a", le="")
    fast = name.format(part="bucket", instance="a", le=',le="0.3"')
    other = name.format(part="count", instance="b", le="")  # has no such bucket: it must not read as all good
    series = {total: counter(100, 60), fast: counter(97, 60), other: counter(100, 60)}
    queries = [
        Query(30, "slo:events_total:increase5m", {f"slo:events_total:increase5m{LABELS}": 500}),
        Query(30, "slo:events_bad:increase5m", {f"slo:events_bad:increase5m{LABELS}": 15}),
    ]
    play(rule_file(ir_of(spec(slo("have latency within 300ms")))), series, queries, tmp_path)
    (tmp_path / "renamed").mkdir()
    series = {total: counter(100, 60), name.format(part="bucket", instance="a", le=',le="0.30"'): counter(97, 60)}
    play(rule_file(ir_of(spec(slo("have latency within 300ms")))), series, queries, tmp_path / "renamed")


def test_absent_and_odd_labels_are_bad(tmp_path: Path) -> None:
    """`code < 500` is true of whole numbers below 500 only: no label, an empty one and a class are bad (§3.7)."""
    series = {f'http_requests_total{{job="api"{code}}}': counter(10, 20) for code in ("", ',code="5xx"', ',code="0200"')}
    series |= {
        f'http_requests_total{{job="api",code="{code}"}}': counter(100, 20) for code in ("0", "7", "42", "200", "499", "-3")
    }
    series |= {f'http_requests_total{{job="api",code="{code}"}}': counter(1, 20) for code in ("500", "599", "1000")}
    queries = [
        Query(20, "slo:events_total:increase5m", {f"slo:events_total:increase5m{LABELS}": 3165}),
        Query(20, "slo:events_bad:increase5m", {f"slo:events_bad:increase5m{LABELS}": 165}),
    ]
    play(rule_file(ir_of(spec(slo()))), series, queries, tmp_path)


def test_conditions_that_take_several_selectors_count_each_series_once(tmp_path: Path) -> None:
    """Bad is a code of 500 and more or another route: one series is both."""
    text = spec(slo('satisfy code < 500 and route == "/pay"'))
    name = 'http_requests_total{{job="api",code="{code}",route="{route}"}}'
    series = {
        name.format(code=code, route=route): counter(rate, 20)
        for code, route, rate in ((200, "/pay", 1), (500, "/pay", 10), (200, "/", 100), (500, "/", 1000))
    }
    queries = [
        Query(20, "slo:events_bad:increase5m", {f"slo:events_bad:increase5m{LABELS}": 5550}),
        Query(20, "slo:events_total:increase5m", {f"slo:events_total:increase5m{LABELS}": 5555}),
    ]
    play(rule_file(ir_of(text)), series, queries, tmp_path)


def test_missing_data_is_told_of_the_whole_objective_and_of_a_group(tmp_path: Path) -> None:
    policy = "alerts { page when 10% of budget burns in 1h }"
    missing = 'sum by (region, severity) (ALERTS{alertstate="firing",alertname="SLODataMissing"})'
    eu, us = (f'http_requests_total{{job="api",code="200",region="{region}"}}' for region in ("eu", "us"))
    series = {eu: [*counter(10, 60), *[None] * 60], us: [*counter(10, 100), *[None] * 60]}
    queries = [
        Query(60, missing, {}),
        Query(95, missing, {'{region="eu", severity="ticket"}': 1}),
        Query(
            160,
            missing,
            {'{region="eu", severity="ticket"}': 1, '{region="us", severity="ticket"}': 1, '{severity="ticket"}': 1},
        ),
    ]  # fmt: skip
    play(rule_file(ir_of(spec(slo(of="requests per region", alerts=policy)))), series, queries, tmp_path)
    (tmp_path / "one").mkdir()
    queries = [Query(60, missing, {}), Query(100, missing, {'{severity="ticket"}': 1})]
    play(rule_file(ir_of(spec(slo(alerts=policy)))), {eu: series[eu]}, queries, tmp_path / "one")


def test_missing_data_is_told_until_it_is_back(tmp_path: Path) -> None:
    """An objective alone, one that shares its total, one region of two, and latency: each fires, and clears."""
    policy = "alerts { page when 10% of budget burns in 1h }"
    gone_and_back: list[float | None] = [*counter(10, 60), *[None] * 60, *counter(10, 60, 1200)]
    alone = slo(alerts=policy)
    twin = "slo twin { expect 99% of requests to satisfy code != 429 over 7d alerts none }"
    regions = slo(of="requests per region", alerts=policy)
    histogram = slo("have latency within 300ms", alerts=policy)
    eu, us = (f'http_requests_total{{job="api",code="200",region="{region}"}}' for region in ("eu", "us"))
    latency = {
        f'http_request_duration_seconds_{part}="api"{le}}}': gone_and_back
        for part, le in (("count{job", ""), ("bucket{job", ',le="0.3"'))
    }
    whole, steady = {eu: gone_and_back}, counter(10, len(gone_and_back))
    cases: list[tuple[tuple[str, ...], dict[str, list[float | None]], str]] = [
        ((alone,), whole, "{}"),
        ((alone, twin), whole, "{}"),
        ((regions,), {eu: gone_and_back, us: steady}, '{region="eu"}'),
        ((histogram,), latency, "{}"),
    ]
    missing = 'sum by (region) (ALERTS{alertstate="firing",alertname="SLODataMissing",slo="api.good"})'
    for number, (texts, series, labels) in enumerate(cases):
        queries = [Query(at, missing, {labels: 1} if 100 <= at <= 119 else {}) for at in (10, 59, 70, 100, 119, 130, 170)]
        folder = tmp_path / str(number)
        folder.mkdir()
        play(rule_file(ir_of(spec(*texts))), series, queries, folder)


def test_a_silent_group_is_told_of_while_it_exists(tmp_path: Path) -> None:
    policy = "alerts { notify when no data for 1h }"
    silent = 'sum by (region) (ALERTS{alertstate="firing",alertname="SLONoData"})'
    eu, us = (f'http_requests_total{{job="api",code="200",region="{region}"}}' for region in ("eu", "us"))
    series = {eu: counter(10, 300), us: [10 * min(minute, 120) for minute in range(301)]}
    queries = [Query(100, silent, {}), Query(175, silent, {}), Query(200, silent, {'{region="us"}': 1})]
    play(rule_file(ir_of(spec(slo(of="requests per region", alerts=policy)))), series, queries, tmp_path)


def test_an_alert_says_what_it_is_about(tmp_path: Path) -> None:
    """Labels and annotations of a page, word for word; what the spec says does not act in the template."""
    text = spec(
        'slo good "Braces {{ $labels.job }} and \\"quotes\\"" {\n'
        ' description "See {{ .Values }}"\n runbook "https://example.com/{{x}}"\n label team = "{{a}}"\n'
        " expect 99% of requests per region to satisfy code < 500 over 7d\n alerts { page when 10% of budget burns in 1h }\n}"
    )
    series = {f'http_requests_total{{job="api",code="{code}",region="eu"}}': counter(100, 60) for code in (200, 500)}
    expected = {
        "exp_labels": {
            "region": "eu", "rule": "10% of budget burns in 1h", "service": "api", "severity": "critical", "slo": "api.good",
            "team": "{{a}}",
        },
        "exp_annotations": {
            "description": "Objective: 99% of requests per region to satisfy code < 500 over 7d.\nNow: 50% of events are bad.\n"
            "Rule: 10% of budget burns in 1h.\nSee {{ .Values }}",
            "runbook_url": "https://example.com/{{x}}",
            "spec": "api.slo",
            "summary": 'Braces {{ $labels.job }} and "quotes" (region eu): the error budget burns too fast',
        },
    }  # fmt: skip
    alert = {"eval_time": "50m", "alertname": "SLOBudgetBurn", "exp_alerts": [expected]}
    play(
        rule_file(ir_of(text), {"severity": {"page": "critical", "ticket": "ticket", "notify": "notify"}}),
        series,
        [],
        tmp_path,
        [alert],
    )
