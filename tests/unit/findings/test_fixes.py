"""What is certain is put right, by the finding's own edits; where there is a choice, nothing is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from sloc.findings import Edit, Finding, Fix, finding, replacing
from sloc.findings.fixes import apply_fixes
from sloc.pipeline import check_sources
from sloc.source.span import SourceFile, Span
from tests.golden.harness import GOLDEN, Case, read

SOURCES = {"a.slo": SourceFile("a.slo", "0123456789")}


def at(start: int, end: int, text: str) -> Finding:
    return finding("SLO101", "m", Span("a.slo", start, end), fix=replacing(Span("a.slo", start, end), text))


def test_edits_apply_wherever_they_stand_in_the_order_of_the_findings() -> None:
    assert apply_fixes([at(7, 8, "x"), at(0, 2, ""), at(4, 4, "++")], SOURCES) == ({"a.slo": "23++456x89"}, 3)


def test_of_two_that_overlap_or_touch_the_later_one_waits() -> None:
    assert apply_fixes([at(2, 5, "a"), at(4, 6, "b"), at(5, 7, "c")], SOURCES) == ({"a.slo": "01a56789"}, 1)


def test_a_fix_is_made_as_a_whole_or_not_at_all() -> None:
    both = finding("SLO314", "m", None, fix=Fix((Edit(Span("a.slo", 0, 1), "x"), Edit(Span("a.slo", 4, 5), "y"))))
    assert apply_fixes([at(4, 5, "z"), both], SOURCES) == ({"a.slo": "0123z56789"}, 1)


def test_what_has_no_fix_or_no_text_is_left_alone() -> None:
    elsewhere = finding("SLO101", "m", None, fix=replacing(Span("b.slo", 0, 1), "x"))
    assert apply_fixes([finding("SLO101", "m", None), elsewhere], SOURCES) == ({}, 0)


SPEC = """\
calendar desk {{ timezone UTC open mon..fri 09:00-17:00 {closed} }}
service shop {{
  owner {owner}
  source requests {{
    at ts
    field code: {type}
    field `count`: int
    field route: string?
  }}
  slo answering {{
    expect {target} of requests during desk where {where} to satisfy code < 500 over {window}
    {item}
  }}
}}
"""
RIGHT = {
    "closed": "closed 2026-12-28 .. 2026-12-31",
    "owner": '"shop@example.com"',
    "type": "int",
    "target": "99%",
    "where": "code > 0",
    "window": "30d",
    "item": "alerts none",
}


def program(part: str, text: str) -> str:
    made = SPEC.format(**{**RIGHT, part: text})
    return made.replace(" during desk where ", " where ").replace(" to satisfy", " during desk to satisfy")


CERTAIN = [
    ("item", "alrts none", "alerts none"),
    ("type", "integer", "int"),
    ("type", "float", "number"),
    ("where", "count > 3", "`count` > 3"),
    ("where", "route == null", "route is null"),
    ("where", "route != null and code > 0", "route is not null and code > 0"),
    ("where", "(route) == (null)", None),
    ("where", "null == route", "route is null"),
    ("where", "null != route and code > 0", "route is not null and code > 0"),
    ("where", "route = null", "route is null"),
    ("where", 'code == "404"', "code == 404"),
    ("where", "code == '404'", "code == 404"),
    ("where", 'code == "4o4"', None),
    ("where", 'code == "007"', None),
    ("where", "route == 7", 'route == "7"'),
    ("where", "route == 7.5", None),
    ("where", "code > 0&&code < 9", "code > 0 and code < 9"),
    ("where", "code ≥ 0", "code >= 0"),
    ("where", "route == '/pay'", 'route == "/pay"'),
    ("where", "code in [1, 2,]", "code in [1, 2]"),
    ("where", "code = 3", "code == 3"),
    ("where", "cod > 0", None),
    ("target", "99 %", "99%"),
    ("window", "30days", "30d"),
    ("window", "3M", None),
    ("closed", "closed 2026-12-31 .. 2026-12-28", "closed 2026-12-28 .. 2026-12-31"),
    ("closed", "closed 2026-1-5 .. 2026-01-06", "closed 2026-01-05 .. 2026-01-06"),
    ("closed", "closed 2026-12-28 9:00-12:00", "closed 2026-12-28 09:00-12:00"),
    ("closed", "closed 2026-12-28 9:00am-12:00pm", "closed 2026-12-28 09:00-12:00"),
    ("closed", "closed 2026-12-28 12:15am-5:00pm", "closed 2026-12-28 00:15-17:00"),
    ("closed", "closed 2026-12-28 13:00pm-14:00", None),
    ("closed", "closed 2026-12-28 9:00:30-11:00", None),
    ("closed", "// at night\n", "# at night\n"),
    ("closed", "/* at night */\n", "# at night\n"),
    ("closed", "/* at\n night */\n", None),
    ("closed", "/* at night */ closed 2026-12-28", None),
    ("where", "code > 10k", "code > 10000"),
    ("where", "code > 1_000", "code > 1000"),
    ("window", "30d over 30d", None),
    ("window", "12h2d", "2d12h"),
    ("target", "99% of", "99%"),
    (
        "item",
        'alerts none exclude 2026-11-08T02:00Z .. 2026-11-07T22:00+01:00 "x"',
        'alerts none exclude 2026-11-07T22:00+01:00 .. 2026-11-08T02:00Z "x"',
    ),
    ("item", "alerts none alerts none", None),
    ("item", "alerts none;", "alerts none"),
]


@pytest.mark.parametrize(("part", "wrong", "right"), CERTAIN, ids=[f"{part}: {wrong}" for part, wrong, _ in CERTAIN])
def test_fixes_of_findings(part: str, wrong: str, right: str | None) -> None:
    source = SourceFile("a.slo", program(part, wrong))
    findings = check_sources([source]).findings
    assert findings, "the mistake is found"
    texts, count = apply_fixes(findings, {"a.slo": source})
    if right is None:
        assert (texts, count) == ({}, 0)
        return
    while texts:  # a mistake may show only when another is mended
        text = texts["a.slo"]
        assert text != source.text
        source = SourceFile("a.slo", text)
        texts, _ = apply_fixes(check_sources([source]).findings, {"a.slo": source})
    assert text == program(part, right)
    assert check_sources([source]).findings == ()


def test_the_right_program_has_nothing_to_say() -> None:
    assert check_sources([SourceFile("a.slo", program("item", "alerts none"))]).findings == ()


def test_a_word_that_is_missing_is_put_behind_the_one_before() -> None:
    right = program("item", "alerts none")
    for word, text in [(" of", "99% of requests"), (" to", "desk to satisfy"), (":", "code: int")]:
        wrong = right.replace(text, text.replace(word, ""))
        assert wrong != right
        source = SourceFile("a.slo", wrong)
        assert apply_fixes(check_sources([source]).findings, {"a.slo": source}) == ({"a.slo": right}, 1)


def test_arguments_of_a_template_lose_the_quotes_that_are_too_many() -> None:
    def called(argument: str) -> str:
        return (
            "template good(goal: percent) { expect $goal of requests to satisfy code < 500 over 30d alerts none }\n"
            + program("item", "alerts none")[:-2]
            + f"  slo other from good({argument})\n}}\n"
        )

    source = SourceFile("a.slo", called('"99.5%"'))
    assert apply_fixes(check_sources([source]).findings, {"a.slo": source}) == ({"a.slo": called("99.5%")}, 1)
    source = SourceFile("a.slo", called('"most"'))
    assert apply_fixes(check_sources([source]).findings, {"a.slo": source}) == ({}, 0)


CASES = [case for case in map(read, sorted(GOLDEN.rglob("*.case"))) if "prometheus" not in case.path.parts]
FIXABLE = [(case, found) for case in CASES for found in case.findings if found.fix is not None]


@pytest.mark.parametrize(
    ("case", "found"), FIXABLE, ids=[f"{case.path.stem}: {found.code} {n}" for n, (case, found) in enumerate(FIXABLE)]
)
def test_each_fix_of_the_golden_cases_mends_its_finding_and_breaks_nothing(case: Case, found: Finding) -> None:
    """Made alone: the finding is gone, and nothing of its code is new."""
    texts, _ = apply_fixes([found], {source.path: source for source in case.sources})
    sections = [replace(each, text=texts.get(each.name, each.text)) for each in case.sections]
    before, after = (
        Counter((each.code, each.message) for each in findings)
        for findings in (case.findings, replace(case, sections=tuple(sections)).findings)
    )
    assert after[found.code, found.message] == before[found.code, found.message] - 1
    assert not [key for key in after - before if key[0].startswith("SLO1")]


def test_there_are_fixes_in_the_golden_cases() -> None:
    assert len(FIXABLE) > 50
    assert {"SLO101", "SLO102", "SLO103", "SLO105", "SLO106", "SLO108", "SLO208", "SLO222", "SLO314"} <= {
        found.code for _, found in FIXABLE
    }


@pytest.mark.parametrize("case", CASES, ids=[case.path.stem for case in CASES])
def test_fixes_made_together_come_to_an_end(case: Case) -> None:
    """What overlaps waits for its turn, and no two fixes undo each other."""
    seen = set()
    while True:
        texts, made = apply_fixes(case.findings, {source.path: source for source in case.sources})
        if not made:
            return
        case = replace(case, sections=tuple(replace(each, text=texts.get(each.name, each.text)) for each in case.sections))
        state = tuple(source.text for source in case.sources)
        assert state not in seen
        seen.add(state)
