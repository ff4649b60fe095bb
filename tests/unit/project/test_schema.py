"""The published schema of sloc.toml."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from sloc.project.faults import schema_text
from sloc.schemas import problems

SCHEMA = json.loads(schema_text())


def with_examples(schema: Any) -> list[tuple[Any, Any]]:
    """Each example of a schema, at any depth, with the part that it is an example of."""
    if not isinstance(schema, dict):
        return []
    own = [(example, schema) for example in schema.get("examples", ())]
    return own + [pair for inner in schema.values() for pair in with_examples(inner)]


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(("example", "schema"), with_examples(SCHEMA))
def test_its_examples_fit(example: Any, schema: Any) -> None:
    assert list(problems(example, schema)) == []
