"""Back ends of other packages: what they declare holds, and what they do wrong is theirs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sloc.backends import registry
from sloc.cli.app import app
from tests.unit.backends.fakes import REPORT, entries

SPEC = """\
service shop {
  owner "shop@example.com"
  source requests {
    at ts
    field code: int
    field route: string
    measure latency: duration
    from sql { table "requests" }
    from datadog { LINES }
  }
  slo good { expect 99% of requests to satisfy code < 500 over 30d }
}
"""
LINES = 'query "sum:requests{*}" tag route "http.route" tag code = "status" fast latency "sum:fast{*}" note "a" note "b"'
WRONG = [
    "NoCompile", "NoSchema", "SchemaIsNone", "ReservedOption", "WrongDefault", "WrongBindings", "WrongWord", "RaisesAtOnce",
    "RaisesInRefusals", "RaisesInCheck", "CheckGivesNonsense", "GivesWords", "GivesUnknownCode",
]  # fmt: skip
WRONG_IN_COMPILE = [
    "RaisesInCompile", "Exits", "GivesNothing", "WritesElsewhere", "WritesAbove", "WritesAbsolute", "WritesNowhere",
    "WritesNoLine", "WritesHalfACharacter", "WritesOddName",
]  # fmt: skip


class Project:
    """A project in the current folder, and the package that is installed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        Path("specs").mkdir()
        self.install("Datadog")
        self.say()

    def install(self, value: str, **more: object) -> None:
        self._monkeypatch.setattr("importlib.metadata.entry_points", entries(value, **more))  # type: ignore[arg-type]

    def say(self, lines: str = LINES, config: str = "[targets.datadog]\n") -> None:
        Path("specs/shop.slo").write_text(SPEC.replace("LINES", lines), encoding="utf-8")
        Path("sloc.toml").write_text(config, encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    return Project(monkeypatch)


def run(*args: str, code: int = 0) -> Result:
    result = CliRunner(env={"COLUMNS": "160"}).invoke(app, list(args))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result


def found(command: str = "check") -> list[tuple[str, str, str, list[str]]]:
    """Code, message, label and help of each finding; there is an error among them."""
    said = run(command, "--format", "json", code=1)
    return [(each["code"], each["message"], each["label"], each["help"]) for each in json.loads(said.stdout or said.stderr)]


# ── one that is right ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_it_checks_builds_and_agrees(project: Project) -> None:
    project.say(config='[targets.datadog]\ntags = ["a"]\n[targets.datadog.eu]\nsite = "eu"\n[severity]\npage = "P1"\n')
    run("check")
    run("build")
    run("build", "--check")
    made = json.loads(Path("generated/datadog/all.json").read_text())
    severity = {"page": "P1", "ticket": "ticket", "notify": "notify"}
    assert made["options"] == {"site": "com", "tags": ["a"], "severity": severity}
    assert made["bindings"] == [["shop.requests", "sum:requests{*}", {"route": "http.route", "code": "status"}]]
    assert json.loads(Path("generated/datadog.eu/all.json").read_text())["options"] == {"site": "eu", "severity": severity}


def test_its_options_are_checked_like_our_own(project: Project) -> None:
    project.say(config="[targets.datadog]\nsitte = 'eu'\n")
    ((code, message, label, help),) = found()
    assert (code, message, label, help) == ("SLO121", "`targets.datadog` has no key `sitte`", "not known", ["write `site`"])
    project.say(config="[targets.datadog]\nsite = 'us'\ntags = ['a', 1]\n")
    assert [(code, label) for code, _, label, _ in found()] == [
        ("SLO122", "this should be one of com, eu"),
        ("SLO122", "this should be a string"),
    ]
    assert "site = 'us'" in run("check", code=1).stdout


@pytest.mark.parametrize(
    ("lines", "code", "message", "help"),
    [
        ('tag route "x"', "SLO205", "`from datadog` does not say its `query`", 'add a line like `query "sum:requests{*}"`'),
        ('query "avg:x"', "SLO223", "`query` has a value that does not fit", 'write it like `query "sum:requests{*}"`'),
        ('query "sum:x" query "sum:y"', "SLO206", "`query` is said twice", "delete one of them"),
        ('query "sum:x" tag code "a" tag code "b"', "SLO206", "`tag code` is said twice", "delete one of them"),
        ('query "sum:x" tag colour "a"', "SLO201", "there is no field `colour`", "there is `code`"),
        ('query "sum:x" fast route "a"', "SLO201", "there is no measure `route`", "there is `latency`"),
        ('qurey "sum:x"', "SLO221", "`from datadog` does not know `qurey`", "did you mean `query`?"),
        ('query route "sum:x"', "SLO221", "this does not say what `from datadog` needs", "write it like `query"),
        ('query "sum:x" tag "a"', "SLO221", "this does not say what `from datadog` needs", "write it like `tag"),
        ('query "sum:x" births none', "SLO221", "this does not say what `from datadog` needs", "write it like `query"),
        ('query "sum:x" tag code = "a" in ms', "SLO221", "this does not say what `from datadog` needs", "write it like `tag"),
        ('query "sum:x" times epoch s', "SLO221", "this does not say what `from datadog` needs", "write it like `query"),
        ('query "sum:x" buckets latency 1s', "SLO221", "this does not say what `from datadog` needs", "write it like `query"),
    ],
)
def test_its_bindings_are_checked_by_what_it_declares(project: Project, lines: str, code: str, message: str, help: str) -> None:
    project.say(lines)
    told = [each for each in found() if each[0] == code]
    assert [each[1] for each in told] == [message]
    assert told[0][3][0].startswith(help)


def test_its_own_words_say_why_a_value_does_not_fit(project: Project) -> None:
    project.say('query "avg:x"')
    assert found()[0][2] == "a query starts with `sum:`"


def test_bindings_are_checked_of_a_back_end_that_is_no_target(project: Project) -> None:
    project.say('query "avg:x"', config="[targets.sql]\n")
    assert [code for code, *_ in found()] == ["SLO223"]
    project.say(config="[targets.sql]\n")
    run("build")


def test_a_binding_that_no_package_brings_keeps_its_way_out(project: Project) -> None:
    project.install("Datadog", name="newrelic")
    project.say(config="[targets.sql]\n")
    ((code, message, label, help),) = found()
    assert (code, message, label) == ("SLO224", "nothing here can be read from `datadog`", "not a kind of binding")
    assert help[-1] == "or install the package that brings a back end `datadog`"


def test_what_a_package_has_a_say_in_is_not_remembered(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.delenv("SLOC_NO_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    project.say(config="[targets.sql]\n")
    run("check")
    project.install("Datadog", name="newrelic")
    assert [code for code, *_ in found()] == ["SLO224"]


def test_what_it_cannot_say_can_be_left_out(project: Project) -> None:
    sla = Path("specs/shop.slo").read_text().replace("slo good {", "slo good { sla 90%")
    Path("specs/shop.slo").write_text(sla)
    assert "SLO401" in {code for code, *_ in found()}
    Path("sloc.toml").write_text("[targets.datadog]\nunsupported = 'warn'\n")
    assert "warning[SLO401]" in run("build").stderr


def test_its_bindings_come_back_from_the_ir(project: Project) -> None:
    run("build")
    Path("shop.json").write_bytes(run("ir", "-q").stdout_bytes)
    assert "generated is what the IR says" in run("build", "--check", "--ir", "shop.json").stderr
    Path("shop.json").write_bytes(Path("shop.json").read_bytes().replace(b'"sum:requests{*}"', b'"avg:x"'))
    said = run("build", "--ir", "shop.json", code=1).stderr
    assert "error[SLO223]: `query` has a value that does not fit" in said
    assert "at `/sources/0/bindings/0/lines/0/value` in the IR" in said
    project.install("Datadog", name="newrelic")
    assert "error[SLO224]" in run("build", "--ir", "shop.json", code=1).stderr


def test_one_without_bindings_is_one_all_the_same(project: Project) -> None:
    project.install("Bare")
    assert [code for code, *_ in found()] == ["SLO224"]
    Path("specs/shop.slo").write_text(SPEC.replace("from datadog { LINES }", ""))
    run("build")


# ── others ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("value", "command"),
    [
        *((value, command) for value in WRONG for command in ("check", "build")),
        *((value, "build") for value in WRONG_IN_COMPILE),
    ],
)
def test_what_it_does_wrong_is_told_under_its_packages_name(project: Project, value: str, command: str) -> None:
    project.install(value)
    told = [each for each in found(command) if each[0] == "SLO409"]
    assert len(told) == 1, told
    ((_, message, _, help),) = told
    assert message.startswith("the back end `datadog` of sloc-datadog 1.2 fails: ")
    assert "\n" not in message
    assert help[0] == f"your specs are not to blame: report it at {REPORT} with these lines"
    assert help[-1] == "until it is mended, take `datadog` out of sloc.toml and of the specs"
    assert not Path("generated").exists()


def test_the_lines_of_an_exception_are_told_without_private_paths(project: Project) -> None:
    project.install("RaisesInCompile")
    ((_, message, _, help),) = found("build")
    assert message == "the back end `datadog` of sloc-datadog 1.2 fails: KeyError: 'query'"
    assert any(line.partition(":")[0].endswith("fakes.py") and line.endswith(" compile") for line in help)
    assert not [line for line in help if str(Path(__file__).parents[3]) in line]


def test_a_schema_that_refers_to_nothing_is_its_own_mistake(project: Project) -> None:
    project.install("LooseReference")
    project.say(config="[targets.datadog]\nsite = 'eu'\n")
    ((code, message, _, _),) = found()
    assert code == "SLO409"
    assert "PointerToNowhere" in message or "Unresolvable" in message or "Wrapped" in message


@pytest.mark.parametrize(
    ("urls", "where"),
    [
        ({"Homepage": "https://example.com/a", "Bug Tracker": "https://example.com/b"}, "at https://example.com/b"),
        ({"Homepage": "https://example.com/a"}, "at https://example.com/a"),
        ({"Documentation": "https://example.com/a"}, "to its authors"),
        ({}, "to its authors"),
    ],
)
def test_where_to_report_it_is_what_the_package_says(project: Project, urls: dict[str, str], where: str) -> None:
    project.install("RaisesInRefusals", urls=urls)
    assert f"report it {where} with these lines" in found()[0][3][0]


@pytest.mark.parametrize("value", ["Nothing", "OtherName"])
def test_what_is_not_there_or_named_otherwise_is_told(project: Project, value: str) -> None:
    project.install(value)
    (code, message, _, help), *_ = found()
    assert code == ("SLO406" if value == "Nothing" else "SLO409")
    assert "sloc-datadog 1.2" in message
    assert "out of sloc.toml and of the specs" in help[-1]


def test_two_packages_with_one_name_are_told(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = entries("Datadog"), entries("Bare")
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: [*one(group), *other(group)])
    (code, message, _, _), *_ = found()
    assert (code, message) == ("SLO406", "several packages bring a back end `datadog`: sloc-datadog, sloc-datadog")


def test_our_own_names_cannot_be_taken(project: Project) -> None:
    project.install("Datadog", name="sql")
    assert type(registry.load("sql").backend).__module__ == "sloc.backends.sql.backend"
    assert registry.names() == ("grafana", "prometheus", "sql")
