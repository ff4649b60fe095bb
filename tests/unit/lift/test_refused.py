"""What is refused in an IR, where it is told, and in which words."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sloc.backends.registry import declared
from sloc.findings import Finding
from sloc.ir.codec import to_json
from sloc.lift.given import check_given
from sloc.project import Lint
from sloc.source.span import SourceFile
from tests.counts import examples
from tests.unit.lift.specs import EVERYTHING, program

PROGRAM = to_json(program(EVERYTHING))
SLO = {slo["name"]: index for index, slo in enumerate(PROGRAM["slos"])}
CALENDAR = {calendar["id"]: index for index, calendar in enumerate(PROGRAM["calendars"])}
EVENTS = next(index for index, source in enumerate(PROGRAM["sources"]) if source["id"] == "shop.events")
GONE = object()
Path = tuple[str | int, ...]


def refused(text: str) -> list[Finding]:
    """What is found in a text; it is no IR."""
    ir, findings = check_given(SourceFile("ir.json", text), Lint(), declared)
    assert ir is None
    return [found for found in findings if found.severity.value == "error"]


def changed(path: Path, value: Any) -> str:
    """The program's JSON with one value put in, or taken out."""
    data = copy.deepcopy(PROGRAM)
    inner: Any = data
    for step in path[:-1]:
        inner = inner[step]
    if value is GONE:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return json.dumps(data, indent=1, ensure_ascii=False)


def slo(name: str, *path: str | int) -> Path:
    return ("slos", SLO[name], *path)


def calendar(name: str, *path: str | int) -> Path:
    return ("calendars", CALENDAR[name], *path)


def source(*path: str | int) -> Path:
    return ("sources", EVENTS, *path)


def pointer(path: Path) -> str:
    return "".join(f"/{step}" for step in path)


PLACES = {
    ("SLO218", calendar("world", "members", 0)): (pointer(calendar("world", "id")),),
    ("SLO202", source("fields", 1, "name")): (pointer(source("fields", 9, "name")),),
    ("SLO202", slo("b", "name")): (pointer(slo("c", "name")),),
    ("SLO125", slo("b", "population", "where")): (pointer(slo("b", "population", "where", "operands")),),
    ("SLO208", slo("c", "population", "where")): (pointer(slo("c", "population", "where", "value")),),
    ("SLO125", calendar("office", "first_year")): (pointer(calendar("office", "zone", "offsets", 0)),),
}
"""Where a mistake is told that shows elsewhere."""


@pytest.mark.parametrize(
    ("path", "value", "code", "label"),
    [
        # shape
        (("version",), "0", "SLO126", "this version of sloc reads"),
        (("version",), 1, "SLO125", "this should be"),
        (("project",), "", "SLO125", "this is empty"),
        (("epoch",), 1900, "SLO125", "this should be at least 1981"),
        (("epoch",), 2026.0, "SLO125", "it is written like one, and is none"),
        (("extra",), 1, "SLO125", "not known"),
        (slo("a", "window", "kind"), "sliding", "SLO125", "this should be one of calendar_window, rolling_window"),
        (slo("b", "window", "length"), "28 days", "SLO125", "this is not written as it should be"),
        (slo("a", "review", "last"), "2026-02-30", "SLO125", "it is written like one, and is none"),
        (slo("b", "alerts", "rules", 0, "severity"), "alarm", "SLO125", "this should be one of page, ticket, notify"),
        (slo("d", "population", "slices", "empty"), "worse", "SLO125", "this should be one of ignore, good, bad"),
        (source("fields", 0, "name"), "a`b", "SLO125", "this is not written as it should be"),
        (source("fields", 0, "name"), "a\nb", "SLO125", "this is not written as it should be"),
        (source("fields", 0, "name"), "", "SLO125", "this is not written as it should be"),
        (source("origin", "file"), "a\n- b.slo", "SLO125", "this cannot be shown on one line"),
        (source("origin", "file"), "", "SLO125", "this cannot be shown on one line"),
        # limits
        (slo("b", "population", "where"), {"kind": "and", "operands": []}, "SLO125", "too few"),
        (slo("b", "target"), "1/3", "SLO125", "not a decimal"),
        (slo("b", "target"), f"0.{'9' * 41}", "SLO106", "too long to be meant"),
        (slo("b", "window", "length"), f"{'9' * 41}d", "SLO106", "too long to be meant"),
        (calendar("office", "weekly", 0, "hours", 0, "end"), 2881, "SLO125", "this should be at most 2880"),
        (calendar("office", "weekly", 0, "hours", 0), {"start": 540, "end": 540}, "SLO125", "they start within their day"),
        (calendar("office", "yearly", 0), {"month": 2, "day": 30, "reason": None}, "SLO106", "there is no such day"),
        (calendar("office", "zone", "offsets", 1, 1), 86400, "SLO125", "a day or more away from UTC"),
        (calendar("office", "zone", "offsets", 1, 0), 0, "SLO125", "outside of the years"),
        (calendar("office", "zone", "until"), 0, "SLO125", "they hold from"),
        (calendar("office", "first_year"), 2030, "SLO125", "outside of the years"),
        # names
        (slo("b", "population", "source"), "tickets", "SLO201", "not declared in this service"),
        (slo("b", "population", "during"), "desk", "SLO201", "not declared in this service"),
        (slo("b", "service"), "nobody", "SLO125", "not among the services"),
        (slo("a", "indicator", "measure"), "speed", "SLO201", "not a measure of"),
        (slo("a", "population", "per", 0), "colour", "SLO201", "not a field of"),
        (calendar("world", "members", 0), "world", "SLO218", "open when it is open"),
        (source("measures", 0, "pausing"), "breaks", "SLO201", "not a child of"),
        (source("sql", "columns", 0, "field"), "price", "SLO201", "not a field of this source"),
        (("tests", 0, "given", 0, "table"), "orders", "SLO201", "neither its source nor a child of it"),
        (("tests", 0, "slo"), "shop.z", "SLO201", "not declared"),
        (source("fields", 1, "name"), "id", "SLO202", "declared again here"),
        (slo("b", "name"), "c", "SLO202", "declared again here"),
        # types and patterns
        (slo("c", "population", "where"), {"kind": "number_literal", "value": "1"}, "SLO208", "this is an int"),
        (slo("c", "population", "where", "operands", 0, "operand", "pattern"), "(?=x)", "SLO216", "every back end matches"),
        (slo("c", "population", "where", "operands", 0, "operand", "operand", "name"), "code", "SLO208", "this is an int"),
        # meaning
        (slo("b", "target"), "1.5", "SLO301", ""),
        (slo("b", "window", "length"), "1500ms", "SLO321", ""),
        (slo("d", "population", "slices", "length"), "1500ms", "SLO323", ""),
        (source("sql", "table"), [], "SLO223", "nothing here"),
        (source("prometheus", "buckets", 0, 0), "answer", "SLO201", "not a plain duration measure of this source"),
        # what follows
        (slo("b", "sentence"), "All is well.", "SLO127", "sloc makes another one of it"),
        (slo("b", "id"), "shop.bb", "SLO127", 'sloc makes `"shop.b"` of it'),
        (slo("b", "clock"), None, "SLO127", 'sloc makes `"world"` of it'),
        (slo("a", "review", "due"), "2030-01-01", "SLO127", 'sloc makes `"2026-04-30"` of it'),
        (slo("c", "alerts", "rules", 0, "text"), "budget below 1%", "SLO127", 'sloc makes `"budget below 20.5%"` of it'),
    ],
)
def test_a_mistake_is_told_at_its_pointer(path: Path, value: Any, code: str, label: str) -> None:
    text = changed(path, value)
    findings = refused(text)
    told = [(found.code, found.label, found.help[-1]) for found in findings]
    ((told_code, told_label, where), *_) = [each for each in told if each[0] == code] or told
    assert (told_code, label in told_label) == (code, True), told
    at = where.removeprefix("at `").removesuffix("` in the IR")
    assert at in PLACES.get((code, path), tuple(pointer(path[:length]) for length in (len(path), len(path) - 1))), told
    for found in findings:
        assert found.fix is None, "it would be in the language of specs"


DEEP = {
    "kind": "not",
    "operand": {"kind": "is_null", "operand": {"kind": "field_ref", "name": "code", "child": None, "type": "int"}},
}


def nested(depth: int) -> Any:
    """A condition that is nested so deep."""
    here: Any = DEEP
    for _ in range(depth - 1):
        here = {"kind": "not", "operand": here}
    return here


@pytest.mark.parametrize(
    ("depth", "code", "label"),
    [
        (61, "SLO107", "sloc does not read what is nested this deep"),
        (200, "SLO107", "sloc does not read what is nested this deep"),
        (300, "SLO124", "this is level 261"),
        (5000, "SLO124", "this is level 261"),
    ],
)
def test_deep_nesting_is_told(depth: int, code: str, label: str) -> None:
    text = changed(slo("b", "population", "where"), "HERE")
    inner = '{"kind":"not","operand":' * depth + json.dumps(DEEP) + "}" * depth
    found = refused(text.replace('"HERE"', inner))[0]
    assert (found.code, found.label) == (code, label)


def test_nesting_as_deep_as_a_spec_has_it_is_read() -> None:
    text = changed(slo("b", "population", "where"), nested(59))
    assert {found.code for found in refused(text)} == {"SLO127"}  # its sentence says something else


@pytest.mark.parametrize(
    ("text", "label", "underlined"),
    [
        ("", "expecting value", ""),
        ("{", "expecting property name enclosed in double quotes", ""),
        ('{"a": }', "expecting value", "}"),
        ('{"a": 1} x', "extra data", "x"),
        ('{"a": "b\nc"}', "invalid control character at", "\n"),
        ('{"a": "\\x"}', "invalid \\escape", "\\"),
        ("{'a': 1}", "expecting property name enclosed in double quotes", "'"),
        ('{"a": 1, "b": {"a": 1, "a": 2}}', "again here", '"a"'),
        ('{"ab": 1, "a\\u0062": 2}', "again here", '"a\\u0062"'),
        ('{"a": NaN}', "not a number", "NaN"),
        ('{"a": [1, -Infinity]}', "not a number", "-Infinity"),
        (f'{{"a": {"9" * 41}}}', "too long to be meant", "9" * 41),
        (f'{{"a": {"9" * 5000}}}', "too long to be meant", "9" * 5000),
        (f'{{"a": 0.{"1" * 41}}}', "too long to be meant", f"0.{'1' * 41}"),
        ('{"a": "x\\ud800y"}', "half of a surrogate pair is not a character", '"x\\ud800y"'),
        ('{"\\udfff": 1}', "half of a surrogate pair is not a character", '"\\udfff"'),
    ],
)
def test_what_is_not_json_is_told_where_it_stands(text: str, label: str, underlined: str) -> None:
    (found,) = refused(text)
    assert (found.code, found.label) == ("SLO124", label)
    assert found.span is not None
    assert text[found.span.start : found.span.end] == underlined


def test_a_whole_surrogate_pair_is_a_character() -> None:
    text = changed(slo("a", "title"), "HERE").replace("HERE", "\\ud83d\\ude00")
    ir, findings = check_given(SourceFile("ir.json", text), Lint(), declared)
    assert ir is not None, findings
    assert ir.slos[SLO["a"]].title == "😀"


def test_of_very_many_mistakes_the_first_are_told() -> None:
    text = json.dumps({**PROGRAM, "slos": [0] * 5000})
    assert len(refused(text)) == 100


@pytest.mark.parametrize("text", ["null", "[]", '"x"', "1", "{}", '{"version": "1"}', '{"version": ["1"]}'])
def test_other_json_is_no_ir(text: str) -> None:
    assert {found.code for found in refused(text)} <= {"SLO125", "SLO126"}


@given(st.text(st.sampled_from('{}[]",:0123456789.eE+-\\u tfnaN\n d8'), max_size=60))
@examples(300)
def test_no_text_raises(text: str) -> None:
    for found in refused(text):
        assert found.span is not None
        assert 0 <= found.span.start <= found.span.end <= len(text)
