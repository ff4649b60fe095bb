"""SARIF as its standard has it (the published schema), and as GitHub's code scanning takes it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote, unquote_to_bytes

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from sloc.cli.app import app
from sloc.findings import Edit, Finding, Fix, Label, Severity, finding, replacing
from sloc.findings.codes import CODES
from sloc.findings.sarif import render
from sloc.pipeline import check_sources
from sloc.source.span import SourceFile, Span
from tests.counts import examples
from tests.schemas import published

URL = "https://json.schemastore.org/sarif-2.1.0.json"
SCHEMA = jsonschema.Draft7Validator(published(URL), format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER)
SOURCES = {"a.slo": SourceFile("a.slo", "one\ntwo 日本 three\n😀 four\n"), "b.slo": SourceFile("b.slo", "x\n")}


def run_of(*findings: Finding, sources: dict[str, SourceFile] = SOURCES) -> dict[str, Any]:
    text = render(findings, sources, color=True, width=10)
    assert text.isascii()
    assert text.endswith("\n")
    log = json.loads(text)
    SCHEMA.validate(log)
    (run,) = log["runs"]
    assert len(run["results"]) == len(findings)
    for result in run["results"]:
        what_code_scanning_needs(result, run["tool"]["driver"]["rules"])
    return dict(run)


def what_code_scanning_needs(result: dict[str, Any], rules: list[dict[str, Any]]) -> None:
    """GitHub, "SARIF support for code scanning": the properties that it requires, or lays out an alert with."""
    rule = rules[result["ruleIndex"]]
    assert rule["id"] == result["ruleId"]
    for text in (rule["shortDescription"], rule["fullDescription"], rule["help"], result["message"]):
        assert text["text"].strip()
    assert len(rule["fullDescription"]["text"]) <= 1024
    assert rule["help"]["markdown"].startswith(f"# {rule['id']}")
    assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
    assert rule["properties"]["problem.severity"] in ("error", "warning", "recommendation")
    assert result["partialFingerprints"]
    assert len(result["locations"]) == 1
    for location in [*result["locations"], *result.get("relatedLocations", ())]:
        uri = location["physicalLocation"]["artifactLocation"]["uri"]
        assert uri
        assert not uri.startswith("/")
        assert ":" not in uri
        region = location["physicalLocation"].get("region")
        if region is not None:
            assert (region["startLine"], region["startColumn"]) <= (region["endLine"], region["endColumn"])


def test_the_schema_is_the_one_that_oasis_publishes() -> None:
    schema = published(URL)
    assert schema["$id"].endswith("/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json")
    assert not SCHEMA.is_valid({"version": "2.1.0"})
    assert not SCHEMA.is_valid({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x", "rules": [{}]}}}]})
    with pytest.raises(KeyError):
        published("https://json.schemastore.org/no-such-schema.json")


def test_nothing_found_is_a_run_without_results() -> None:
    run = run_of()
    assert run["results"] == []
    assert run["tool"]["driver"]["rules"] == []


def test_every_code_with_all_that_a_finding_can_have() -> None:
    first, second = Span("a.slo", 0, 3), Span("a.slo", 4, 7)
    everything = [
        finding(
            code,
            "the fact",
            first,
            "why here",
            labels=[Label(second, "there"), Label(Span("gone.slo", 0, 1), "not read")],
            help=["write this", "or that"],
            fix=Fix((Edit(first, "1"), Edit(second, ""))),
        )
        for code in CODES
    ]
    run = run_of(*everything)
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == sorted(CODES)
    assert [result["level"] for result in run["results"]] == [
        {"error": "error", "warning": "warning", "advice": "note"}[CODES[code].severity] for code in CODES
    ]


def test_a_finding_in_full() -> None:
    found = finding(
        "SLO102",
        "`two` is no word",
        Span("a.slo", 4, 7),
        "did you mean `due`?",
        labels=[Label(Span("b.slo", 0, 1), "as here")],
        help="write `due`",
        fix=replacing(Span("a.slo", 4, 7), "due"),
    )
    (result,) = run_of(found)["results"]
    fingerprint = result.pop("partialFingerprints")
    assert set(fingerprint) == {"slocFinding/v1"}
    region = {"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 4}
    a, b = ({"uri": file, "uriBaseId": "%SRCROOT%"} for file in ("a.slo", "b.slo"))
    assert result == {
        "ruleId": "SLO102",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "`two` is no word: did you mean `due`?\nhelp: write `due`"},
        "locations": [{"physicalLocation": {"artifactLocation": a, "region": region}}],
        "relatedLocations": [
            {
                "id": 1,
                "physicalLocation": {
                    "artifactLocation": b,
                    "region": {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 2},
                },
                "message": {"text": "as here"},
            }
        ],
        "fixes": [
            {
                "description": {"text": "write `due`"},
                "artifactChanges": [
                    {"artifactLocation": a, "replacements": [{"deletedRegion": region, "insertedContent": {"text": "due"}}]}
                ],
            }
        ],
    }


def test_columns_are_utf16_code_units() -> None:
    run = run_of(finding("SLO101", "m", Span("a.slo", 17, 21)), finding("SLO101", "m", Span("a.slo", 11, 16)))
    assert run["columnKind"] == "utf16CodeUnits"
    # 😀 is two units; 日 and 本 are one each.
    (emoji, end), (three, stop) = (
        (region["startColumn"], region["endColumn"])
        for region in (result["locations"][0]["physicalLocation"]["region"] for result in run["results"])
    )
    assert (emoji, end, three, stop) == (1, 6, 8, 13)


def test_a_finding_without_a_place_stands_at_the_configuration_and_one_in_an_unread_file_at_the_file() -> None:
    nowhere, unread = run_of(finding("SLO404", "m", None), finding("SLO113", "m", Span("gone", 0, 1)))["results"]
    assert nowhere["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "sloc.toml", "uriBaseId": "%SRCROOT%"}}}]
    assert unread["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "gone", "uriBaseId": "%SRCROOT%"}}}]


@pytest.mark.parametrize("name", ["a b.slo", "50%.slo", "c:d.slo", "é/日.slo", "a?b#c.slo", "[x].slo"])
def test_a_path_is_percent_encoded(name: str) -> None:
    (result,) = run_of(finding("SLO101", "m", Span(name, 0, 0)), sources={name: SourceFile(name, "")})["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.isascii()
    assert not set(uri) & set(" :?#[]")
    assert unquote(uri) == name


def test_a_path_that_is_not_utf8_keeps_its_bytes() -> None:
    name = b"a\xff.slo".decode("utf-8", "surrogateescape")
    (result,) = run_of(finding("SLO110", "m", Span(name, 0, 0)), sources={})["results"]
    assert unquote_to_bytes(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]) == b"a\xff.slo"


def test_braces_are_doubled_for_they_begin_a_placeholder() -> None:
    (result,) = run_of(finding("SLO104", "this `{` is never closed {0}", Span("a.slo", 0, 1)))["results"]
    assert result["message"]["text"] == "this `{{` is never closed {{0}}"


def test_what_would_reorder_or_recolor_is_written_out() -> None:
    (result,) = run_of(finding("SLO101", "a\u202eb\x1b[2J", Span("a.slo", 0, 1), help="one\ntwo"))["results"]
    assert result["message"]["text"] == "a\\u202eb\\x1b[2J\nhelp: one\ntwo"


def test_a_fingerprint_survives_new_lines_above_and_tells_equal_lines_apart() -> None:
    def prints(text: str, *words: str) -> list[str]:
        starts = [at for word in words for at in range(len(text)) if text.startswith(word, at)]
        found = [finding("SLO101", "m", Span("a.slo", at, at + 3)) for at in starts]
        results = run_of(*found, sources={"a.slo": SourceFile("a.slo", text)})["results"]
        return [result["partialFingerprints"]["slocFinding/v1"] for result in results]

    before = prints("bad a\nbad a\nbad b\n", "bad")
    assert len(set(before)) == 3
    assert prints("# new\n\n  bad   a\nbad a\n\nbad b\n", "bad") == before


def test_the_same_findings_are_the_same_bytes() -> None:
    found = check_sources([SourceFile("a.slo", "servce s {}\nslo x {")]).findings
    sources = {"a.slo": SourceFile("a.slo", "servce s {}\nslo x {")}
    assert found
    assert render(found, sources, color=False, width=80) == render(found, sources, color=True, width=20)


def test_the_command_prints_a_log_of_specs_and_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "a b.slo").write_text("servce s {}\n", encoding="utf-8")
    (tmp_path / "sloc.toml").write_text("[project]\nspec = 1\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    places = []
    for made_right in (False, True):
        if made_right:
            (tmp_path / "sloc.toml").write_text("[project]\n", encoding="utf-8")
        said = CliRunner().invoke(app, ["check", "--format", "sarif"])
        assert said.exit_code == 1
        log = json.loads(said.stdout)
        SCHEMA.validate(log)
        places += [
            (
                result["ruleId"],
                each["physicalLocation"]["artifactLocation"]["uri"],
                each["physicalLocation"]["region"]["startLine"],
            )
            for result in log["runs"][0]["results"]
            for each in result["locations"]
        ]
    assert ("SLO121", "sloc.toml", 2) in places
    assert ("SLO102", "specs/a%20b.slo", 1) in places


TEXTS = st.text(st.sampled_from("ab {}[]()\n\t%日👩🏽\u200d\ud800\x1b\x00\u202e"), max_size=40)


@st.composite
def logs(draw: st.DrawFn) -> tuple[list[Finding], dict[str, SourceFile]]:
    names = ["a.slo", "d e/ü.slo", "\udcff.slo"]
    sources = {name: SourceFile(name, draw(TEXTS)) for name in names}

    def span(known: bool) -> Span:
        file = draw(st.sampled_from(names if known else [*names, "gone.slo"]))
        ends = sorted(draw(st.integers(0, len(sources[file].text) if file in sources else 9)) for _ in "se")
        return Span(file, *ends)

    def one() -> Finding:
        where = draw(st.none() | st.builds(lambda: span(False)))
        return finding(
            draw(st.sampled_from(sorted(CODES))),
            draw(TEXTS) + "m",
            where,
            draw(TEXTS),
            labels=[Label(span(False), draw(TEXTS)) for _ in range(draw(st.integers(0, 2)))],
            help=draw(st.lists(TEXTS, max_size=2)),
            severity=draw(st.sampled_from(Severity)),
            fix=draw(st.none() | st.builds(lambda: replacing(span(True), draw(TEXTS)))),
        )

    return [one() for _ in range(draw(st.integers(0, 3)))], sources


@given(logs())
@examples(60)
def test_whatever_is_found_the_log_is_valid(made: tuple[list[Finding], dict[str, SourceFile]]) -> None:
    found, sources = made
    run_of(*found, sources=sources)
