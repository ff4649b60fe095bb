"""What a schema is to sloc beside a check: JSON Schema itself, and the defaults that it states."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

Schema: TypeAlias = Mapping[str, Any]


def check_schema(schema: Schema) -> None:
    """Raises jsonschema.SchemaError for what is no schema."""
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(schema)


def defaults(schema: Schema) -> dict[str, Any]:
    """The ``default`` of each property that has one."""
    return {key: each["default"] for key, each in schema.get("properties", {}).items() if "default" in each}
