"""What jsonschema refuses, in our own words."""

from __future__ import annotations

import math
import socket
from typing import Any

import pytest

from sloc.schemas import Path, Problem, problems

NAME = {"type": "string", "pattern": "^[a-z]+$", "maxLength": 5, "examples": ["ab"]}


def labels(value: Any, schema: dict[str, Any]) -> list[tuple[Path, str]]:
    return [(problem.path, problem.label) for problem in problems(value, schema)]


@pytest.mark.parametrize(
    ("value", "schema", "label"),
    [
        (1, {"type": "string"}, "this should be a string"),
        (1, {"type": ["string", "null"]}, "this should be a string or null"),
        ("x", {"type": "object"}, "this should be a table"),
        ("x", {"type": "array"}, "this should be a list"),
        (True, {"type": "integer"}, "this should be a whole number"),
        (1.5, {"type": "integer"}, "this should be a whole number"),
        ("1", {"type": "number"}, "this should be a number"),
        (math.nan, {"type": "number"}, "this should be a number"),
        (math.inf, {"type": "number"}, "this should be a number"),
        (0, {"type": "boolean"}, "this should be true or false"),
        ("c", {"enum": ["a", "b"]}, "this should be one of a, b"),
        (True, {"enum": [1]}, "this should be one of 1"),
        ("2", {"const": "1"}, "this should be 1"),
        ("A", NAME, "this is not written as it should be"),
        ("ab\n", NAME, "this is not written as it should be"),
        ("abcdef", NAME, "this is longer than 5 characters"),
        ("", {"minLength": 1}, "this is empty"),
        ("a", {"minLength": 2}, "this is too short"),
        ([], {"minItems": 1}, "the list is too short"),
        ([1, 2], {"maxItems": 1}, "the list is too long"),
        ([1, 1], {"uniqueItems": True}, "the list names something twice"),
        (1, {"minimum": 2}, "this should be at least 2"),
        (3, {"maximum": 2}, "this should be at most 2"),
        (3, {"multipleOf": 2}, "3 is not a multiple of 2"),
    ],
)
def test_each_keyword_has_its_words(value: Any, schema: dict[str, Any], label: str) -> None:
    assert labels(value, schema) == [((), label)]


def test_a_problem_leads_to_its_value() -> None:
    schema = {"properties": {"a": {"items": {"$ref": "#/$defs/name"}}}, "$defs": {"name": NAME}}
    assert labels({"a": ["b", "C", 3]}, schema) == [
        (("a", 1), "this is not written as it should be"),
        (("a", 2), "this should be a string"),
    ]


def test_one_value_has_one_problem() -> None:
    assert labels("ABCDEF", NAME) == [((), "this is not written as it should be")]


def test_an_unknown_key_is_told_itself_with_what_was_meant() -> None:
    schema = {"properties": {"version": {}, "format": {}}, "patternProperties": {"^x-": {}}, "additionalProperties": False}
    assert list(problems({"versoin": 1, "x-mine": 2, "colour": 3}, schema)) == [
        Problem(("versoin",), "not known", "write `version`", "additionalProperties"),
        Problem(("colour",), "not known", "delete it, or write one of `version`, `format`", "additionalProperties"),
    ]
    assert [problem.help for problem in problems({"a": 1}, {"additionalProperties": False})] == ["delete it"]


def test_a_missing_key_is_told_with_an_example_of_it() -> None:
    schema = {"required": ["name", "site"], "properties": {"name": NAME, "site": {"enum": ["eu", "us"]}}}
    assert list(problems({}, schema)) == [
        Problem(("name",), "missing here", 'write for example `"ab"`', "required"),
        Problem(("site",), "missing here", 'write `"eu"` or `"us"`', "required"),
    ]


def test_a_key_that_is_no_name_is_told_itself() -> None:
    assert list(problems({"a": {"A": 1}}, {"additionalProperties": {"propertyNames": NAME}})) == [
        Problem(("a", "A"), "this is not written as it should be", 'write for example `"ab"`', "propertyNames")
    ]


def test_of_something_or_null_the_something_is_meant() -> None:
    schema = {"anyOf": [{"type": "object", "properties": {"a": {"type": "integer"}}}, {"type": "null"}]}
    assert labels(None, schema) == []
    assert labels({"a": "x"}, schema) == [(("a",), "this should be a whole number")]
    assert labels("x", schema) == [((), "this should be a table")]


def test_other_alternatives_are_told_in_the_librarys_words() -> None:
    ((path, label),) = labels("x", {"anyOf": [{"type": "integer"}, {"type": "boolean"}]})
    assert path == ()
    assert "'x'" in label


def test_no_schema_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "create_connection", nothing)
    monkeypatch.setattr(socket.socket, "connect", nothing)
    with pytest.raises(Exception, match=r"(?i)unresolvable"):
        labels(1, {"$ref": "https://example.com/schema.json"})
