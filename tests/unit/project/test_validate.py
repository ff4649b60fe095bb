"""Our own check of a configuration against what the jsonschema library says of it."""

from __future__ import annotations

import json
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sloc.project.load import schema_text
from sloc.project.validate import problems
from tests.counts import examples

SCHEMA = json.loads(schema_text())
LIBRARY = jsonschema.Draft202012Validator(SCHEMA)
KNOWN_KEYWORDS = {
    "$schema", "$defs", "$ref", "title", "description", "examples", "type", "properties", "propertyNames",
    "additionalProperties", "items",
    "enum", "pattern", "minLength", "maxLength", "minItems", "uniqueItems", "minimum", "maximum",
}  # fmt: skip

VALUES = st.recursive(
    st.one_of(
        st.sampled_from(
            ["", "specs", "2.42", "2", "rules", "slo", "S", "30%..50%", "30", "SLO507", "warn", "duckdb", "x" * 64]
        ),
        st.integers(1970, 2200),
        st.booleans(),
        st.floats(allow_nan=True),
    ),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)


def tables(schema: dict[str, Any], depth: int = 0) -> st.SearchStrategy[Any]:
    """Tables with keys that the schema knows and others, and values that mostly have the right shape."""
    if "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    if schema.get("type") != "object" or depth > 3:
        fitting = [st.sampled_from(schema[key]) for key in ("enum", "examples") if schema.get(key)]
        return st.one_of(VALUES, *fitting, *fitting, *fitting)
    keys = {key: tables(each, depth + 1) for key, each in schema.get("properties", {}).items()}
    others = schema.get("additionalProperties")
    more = {name: tables(others, depth + 1) for name in ("eu", "../eu")} if isinstance(others, dict) else {"nonsense": VALUES}
    return st.one_of(st.fixed_dictionaries({}, optional={**keys, **more}), st.fixed_dictionaries({}, optional=keys), VALUES)


def test_the_published_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@given(tables(SCHEMA).filter(lambda data: isinstance(data, dict)))
@examples(200)
def test_both_agree_on_what_fits(data: dict[str, Any]) -> None:
    assert (not list(problems(data, SCHEMA))) == LIBRARY.is_valid(data)


def test_the_examples_of_the_schema_fit() -> None:
    def examples(schema: Any) -> None:
        if isinstance(schema, dict):
            for example in schema.get("examples", ()):
                assert list(problems(example, schema, root=SCHEMA)) == []
            for each in schema.values():
                examples(each)

    examples(SCHEMA)


def keywords(schema: Any) -> set[str]:
    """The keywords that a schema uses, at any depth."""
    found = set(schema)
    for key, value in schema.items():
        if key in ("properties", "$defs"):
            for each in value.values():
                found |= keywords(each)
        elif key in ("items", "propertyNames", "additionalProperties") and not isinstance(value, bool):
            found |= keywords(value)
    return found


def test_no_schema_uses_a_keyword_that_we_do_not_check() -> None:
    assert keywords(SCHEMA) <= KNOWN_KEYWORDS


BACKENDS = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"][
    "sloc.backends"
]


@pytest.mark.parametrize("entry", BACKENDS.values(), ids=BACKENDS)
def test_nor_does_a_back_end(entry: str) -> None:
    module, _, name = entry.partition(":")
    assert keywords(getattr(import_module(module), name).options_schema) <= KNOWN_KEYWORDS
