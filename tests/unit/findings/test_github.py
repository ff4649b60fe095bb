"""Annotations as GitHub reads them: one command a line, and nothing in a spec can end one or begin another."""

from __future__ import annotations

from sloc.findings import Finding, Label, finding
from sloc.findings.github import render
from sloc.findings.render import renderer
from sloc.source.span import SourceFile, Span

SOURCES = {"a.slo": SourceFile("a.slo", "one\ntwo three\nfour\n"), "b,c:d%.slo": SourceFile("b,c:d%.slo", "x\n")}


def rendered(*findings: Finding) -> str:
    return render(findings, SOURCES, color=True, width=10)


def test_an_error_has_its_place_and_its_code() -> None:
    found = finding("SLO306", "this alert can never fire", Span("a.slo", 8, 13), "needs 14.1x", help=["write `a`", "or `b`"])
    assert rendered(found) == (
        "::error file=a.slo,line=2,endLine=2,col=5,endColumn=10,title=SLO306 alert-cannot-fire"
        "::this alert can never fire: needs 14.1x%0Ahelp: write `a`%0Ahelp: or `b`\n"
    )


def test_a_warning_and_advice_which_is_a_notice() -> None:
    text = rendered(finding("SLO509", "m", Span("a.slo", 0, 3)), finding("SLO402", "m", Span("a.slo", 0, 3)))
    assert [line.split(" ")[0] for line in text.splitlines()] == ["::warning", "::notice"]


def test_over_several_lines_there_are_no_columns() -> None:
    assert rendered(finding("SLO101", "m", Span("a.slo", 4, 16))).startswith("::error file=a.slo,line=2,endLine=3,title=")


def test_what_github_reads_as_its_own_is_escaped() -> None:
    found = finding("SLO101", "100% a:b,c\r\n::error::fake\x1b[2J", Span("b,c:d%.slo", 0, 1))
    (line,) = rendered(found).splitlines()
    properties, _, message = line.removeprefix("::error ").partition("::")
    assert properties.startswith("file=b%2Cc%3Ad%25.slo,line=1,")
    assert message == "100%25 a:b,c\\x0d%0A::error::fake\\x1b[2J"


def test_further_places_are_named_with_their_lines() -> None:
    found = finding(
        "SLO202", "m", Span("a.slo", 0, 3), labels=[Label(Span("a.slo", 4, 7), "first"), Label(Span("gone", 0, 1), "x")]
    )
    assert rendered(found).endswith("::m%0Aa.slo:2: first%0Agone: x\n")


def test_without_a_place_and_in_a_file_that_was_not_read() -> None:
    assert rendered(finding("SLO404", "m", None)) == "::error title=SLO404 cannot-write::m\n"
    assert rendered(finding("SLO113", "m", Span("gone", 0, 1))) == "::error file=gone,title=SLO113 unreadable::m\n"


def test_nothing_found_prints_nothing_and_the_format_is_registered() -> None:
    assert rendered() == ""
    assert renderer("github") is render
