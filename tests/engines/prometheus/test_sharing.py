"""SLOs that count the same events read the raw series once, and everything else is as if they were alone."""

from __future__ import annotations

from pathlib import Path

from sloc.backends.options import complete
from sloc.backends.prometheus import PrometheusBackend
from tests.engines.prometheus.harness import Query, ir_of, lint, play, rule_file, spec

GOOD = 'http_requests_total{job="api",instance="a",code="200",region="eu"}'
BAD = 'http_requests_total{job="api",instance="a",code="503",region="eu"}'


def slo(name: str, condition: str = "code < 500", of: str = "requests", alerts: str = "alerts none") -> str:
    return f"slo {name} {{\n expect 99% of {of} to satisfy {condition} over 7d\n {alerts}\n}}"


def rules(*slos: str, births: str = "births none") -> str:
    return rule_file(ir_of(spec(*slos, births=births))).text


def reads_of_raw(text: str) -> int:
    return text.count("http_requests_total{")


def test_what_is_counted_alike_is_read_once() -> None:
    assert reads_of_raw(rules(slo("a"))) == 2  # all events, and bad ones
    assert reads_of_raw(rules(slo("a"), slo("b", "code != 429"))) == 3
    together = rules(slo("a"), slo("b", "code != 429"), slo("c", of='requests where route == "/"'))
    assert together.count("- record: slo:source_total:increase5m") == 1
    assert "# source api.requests\n      # read by api.a, api.b\n" in together
    apart = rules(slo("a"), slo("b", of="requests per region"), slo("c", of='requests where route == "/"'))
    assert "slo:source_total" not in apart


def test_what_groups_by_a_label_of_that_name_is_not_shared() -> None:
    text = spec(slo("a", of="requests per source"), slo("b", "code != 429", of="requests per source"))
    text = text.replace("field region:", "field source: string\n field region:")
    assert "slo:source_total" not in rule_file(ir_of(text)).text


def test_one_objective_more_renames_no_record() -> None:
    alone, together = rules(slo("a")).splitlines(), rules(slo("a"), slo("b", "code != 429")).splitlines()
    assert not [line for line in alone if line not in together]  # no record is named otherwise
    third = rules(slo("a"), slo("b", "code != 429"), slo("c", "code == 200"))
    assert [line for line in together if line not in third.splitlines()] == ["      # read by api.a, api.b"]


def test_the_numbers_are_those_of_objectives_that_are_alone(tmp_path: Path) -> None:
    """Errors come late, so that "no error yet" turns into a count of errors; then the target goes away."""
    good: list[float | None] = [*(100.0 * minute for minute in range(121)), *[None] * 60]
    bad: list[float | None] = [*[None] * 60, *(10.0 * minute for minute in range(61)), *[None] * 60]
    for births in ("births none", "births by instance"):
        alone, together = slo("a"), (slo("a"), slo("b", "code == 200"), slo("c", "code != 404"))
        for number, texts in enumerate(((alone,), together)):
            name = 'slo="api.a",service="api"'
            expected = {
                "slo:events_total:increase5m": {50: 500.0, 110: 550.0},
                "slo:events_bad:increase5m": {50: 0.0, 110: 50.0},
            }
            queries = [
                Query(at, f'{record}{{slo="api.a"}}', {f"{record}{{{name}}}": value})
                for record, values in expected.items()
                for at, value in values.items()
            ]
            queries += [
                Query(120, 'count by (slo) (slo:error_ratio:window{slo="api.a"})', {'{slo="api.a"}': 1}),
                Query(120, 'count (slo:events_bad:window{slo="api.a"} > 0)', {"{}": 1}),
                Query(175, 'slo:events_total:increase5m{slo="api.a"}', {}),
                Query(175, 'slo:events_bad:increase5m{slo="api.a"}', {}),
            ]
            folder = tmp_path / f"{births[-4:]}{number}"
            folder.mkdir()
            play(rule_file(ir_of(spec(*texts, births=births))), {GOOD: good, BAD: bad}, queries, folder)


def test_groups_and_histograms_are_shared_too(tmp_path: Path) -> None:
    texts = [
        slo("a", of="requests per region"), slo("b", "code != 429", of="requests per region"),
        "slo fast { expect 99% of requests to have latency within 300ms over 7d alerts none }",
        "slo faster { expect 99.9% of requests to have latency within 300ms over 30d alerts none }",
    ]  # fmt: skip
    file = rule_file(ir_of(spec(*texts)))
    assert file.text.count("- record: slo:source_total:increase5m") == 2
    lint(file, tmp_path)
    up: list[float | None] = [100.0 * minute for minute in range(31)]
    count, bucket = (f"http_request_duration_seconds_{part}}}" for part in ('count{job="api"', 'bucket{job="api",le="0.3"'))
    series = {GOOD: up, GOOD.replace("eu", "us"): up, count: up, bucket: [90.0 * minute for minute in range(31)]}
    total = "slo:events_total:increase5m"
    queries = [
        Query(30, total + f'{{slo="api.{name}"}}', {
            f'{total}{{slo="api.{name}",service="api",region="{region}"}}': 500.0 for region in ("eu", "us")
        })
        for name in ("a", "b")
    ] + [
        Query(30, f'slo:events_bad:increase5m{{slo="api.{name}"}}', {
            f'slo:events_bad:increase5m{{slo="api.{name}",service="api"}}': 50.0
        })
        for name in ("fast", "faster")
    ]  # fmt: skip
    play(file, series, queries, tmp_path)


def test_a_source_of_several_services_is_read_in_each(tmp_path: Path) -> None:
    top = 'source all { at ts field code: int from prometheus { counter "http_requests_total" } }\n'
    services = "".join(
        f'service {name} {{ owner "a@example.com"\n'
        + "".join(f"slo s{n} {{ expect 9{n}% of all to satisfy code < 500 over 7d alerts none }}\n" for n in (1, 2))
        + "}\n"
        for name in ("x", "y")
    )
    files = PrometheusBackend().compile(ir_of(top + services), complete(PrometheusBackend())).files
    assert len(files) == 2
    for file in files:
        name = file.path.stem
        assert f'slo:source_total:increase5m{{service="{name}",source="all"}}' in file.text
        lint(file, tmp_path)
