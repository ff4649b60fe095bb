"""The published schema is kept, and the positions are those that editors count."""

import json
from pathlib import Path

import jsonschema
import pytest

import sloc.findings
from sloc.findings import Finding, Label, finding, replacing
from sloc.findings.codes import CODES
from sloc.findings.json import render
from sloc.source.span import SourceFile, Span

SCHEMA = json.loads((Path(sloc.findings.__file__).parent / "findings.schema.json").read_text())
SOURCES = {"a.slo": SourceFile("a.slo", "one\ntwo 日本 three\n")}


def rendered(*findings: Finding) -> list[dict[str, object]]:
    text = render(findings, SOURCES, color=True, width=10)
    assert text.endswith("\n")
    found = json.loads(text)
    jsonschema.validate(found, SCHEMA)
    return found


def test_a_finding_in_full() -> None:
    label = Label(Span("a.slo", 0, 3), "first")
    assert rendered(finding("SLO202", "two of them", Span("a.slo", 8, 11), "again", labels=[label], help=["a", "b"])) == [
        {
            "code": "SLO202",
            "severity": "error",
            "message": "two of them",
            "file": "a.slo",
            "line": 2,
            "column": 5,
            "end_line": 2,
            "end_column": 8,
            "label": "again",
            "labels": [{"text": "first", "file": "a.slo", "line": 1, "column": 1, "end_line": 1, "end_column": 4}],
            "help": ["a", "b"],
            "fix": None,
        }
    ]


def test_a_fix_is_given_as_edits() -> None:
    (found,) = rendered(finding("SLO102", "m", Span("a.slo", 4, 7), fix=replacing(Span("a.slo", 4, 7), "due")))
    assert found["fix"] == [{"text": "due", "file": "a.slo", "line": 2, "column": 1, "end_line": 2, "end_column": 4}]


def test_without_a_place_and_in_a_file_that_was_not_read() -> None:
    nowhere, unread = rendered(finding("SLO404", "m", None), finding("SLO113", "m", Span("gone", 0, 1)))
    assert (nowhere["file"], nowhere["line"], nowhere["end_column"]) == (None, None, None)
    assert (unread["file"], unread["line"], unread["end_column"]) == ("gone", None, None)


def test_nothing_found_is_an_empty_array() -> None:
    assert rendered() == []


def test_every_code_fits_the_schema() -> None:
    assert len(rendered(*(finding(code, "m", None) for code in CODES))) == len(CODES)


@pytest.mark.parametrize("broken", [{"code": "SLO999"}, {"code": "X"}, {"severity": "fatal"}, {"line": 0}, {"extra": 1}])
def test_the_schema_refuses_what_is_not_a_finding(broken: dict[str, object]) -> None:
    (found,) = rendered(finding("SLO101", "m", None))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate([{**found, **broken}], SCHEMA)


def test_output_is_ascii_so_that_every_terminal_and_pipe_takes_it() -> None:
    assert render([finding("SLO101", "日本\x1b", None)], {}, color=False, width=80).isascii()
