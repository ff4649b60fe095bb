"""Checks a table of ``sloc.toml`` against a JSON Schema, and says what is wrong in words that help.

It knows the keywords that the published schema and the back ends' ``options_schema`` use, and no others: ``type``,
``properties``, ``propertyNames``, ``additionalProperties``, ``items``, ``enum``, ``pattern``, ``minLength``, ``maxLength``,
``minItems``, ``uniqueItems``, ``minimum``, ``maximum`` and ``$ref`` to ``#/$defs``. A test holds it to what the `jsonschema`
library says; loading that takes longer than all the rest of ``sloc check``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, TypeAlias

from sloc.records import dataclass

Path: TypeAlias = tuple[str, ...]
Schema: TypeAlias = Mapping[str, Any]

_TYPES = {
    "object": "a table",
    "array": "a list",
    "string": "a string",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
}


@dataclass(frozen=True)
class Problem:
    """`path` leads to the key; `unknown_key` says that it should not be there at all. `help` says what to type."""

    path: Path
    message: str
    label: str
    help: str
    unknown_key: bool = False


def problems(value: Any, schema: Schema, path: Path = (), root: Schema | None = None) -> Iterator[Problem]:
    """What is wrong with a value that stands at `path`; ``$ref`` is looked up in `root` (by default in `schema`)."""
    root = schema if root is None else root
    schema = _resolved(schema, root)
    wrong = _wrong(value, schema)
    if wrong:
        yield Problem(path, f"`{'.'.join(path)}` has a value that does not fit", wrong, _example(schema))
    elif isinstance(value, dict):
        yield from _table_problems(value, schema, path, root)
    elif isinstance(value, list):
        for item in value:
            yield from problems(item, schema.get("items", {}), path, root)


def _resolved(schema: Schema, root: Schema) -> Schema:
    while "$ref" in schema:
        schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    return schema


def _table_problems(table: Mapping[str, Any], schema: Schema, path: Path, root: Schema) -> Iterator[Problem]:
    known: Schema = schema.get("properties", {})
    others: bool | Schema = schema.get("additionalProperties", True)
    names: Schema = _resolved(schema.get("propertyNames", {}), root)
    for key, value in table.items():
        if _wrong(key, names):
            yield Problem(
                (*path, key), f"`{key}` is no name for a part of `{'.'.join(path)}`", _wrong(key, names), _example(names)
            )
        elif key in known:
            yield from problems(value, known[key], (*path, key), root)
        elif others is False or (isinstance(others, Mapping) and not isinstance(value, dict)):
            yield _unknown_key((*path, key), known)
        elif isinstance(others, Mapping):
            yield from problems(value, others, (*path, key), root)


def _unknown_key(path: Path, known: Schema) -> Problem:
    near = get_close_matches(path[-1], known, n=1)
    choice = ", ".join(f"`{key}`" for key in known)
    help = f"write `{near[0]}`" if near else f"delete it, or write one of {choice}" if choice else "delete it"
    where = f"`{'.'.join(path[:-1])}` has no key `{path[-1]}`" if path[:-1] else f"sloc.toml has no key `{path[-1]}`"
    return Problem(path, where, "not known", help, unknown_key=True)


def _wrong(value: Any, schema: Schema) -> str:
    """Why the value itself does not fit, as a label; empty where it does."""
    if "type" in schema and not _is(value, schema["type"]):
        return f"this should be {_TYPES[schema['type']]}"
    if "enum" in schema and value not in schema["enum"]:
        return f"this should be one of {', '.join(str(each) for each in schema['enum'])}"
    if isinstance(value, str):
        return _wrong_string(value, schema)
    if isinstance(value, list):
        if len(value) < schema.get("minItems", 0):
            return "the list is too short"
        if schema.get("uniqueItems") and any(item in value[:at] for at, item in enumerate(value)):
            return "the list names something twice"
    if _is(value, "number"):
        if value < schema.get("minimum", value):
            return f"this should be at least {schema['minimum']}"
        if value > schema.get("maximum", value):
            return f"this should be at most {schema['maximum']}"
    return ""


def _wrong_string(value: str, schema: Schema) -> str:
    if len(value) < schema.get("minLength", 0):
        return "this is empty" if not value else "this is too short"
    if len(value) > schema.get("maxLength", len(value)):
        return f"this is longer than {schema['maxLength']} characters"
    if "pattern" in schema and not re.search(re.sub(r"\$$", r"\\Z", schema["pattern"]), value):  # a schema's $ is the end
        return "this is not written as it should be"
    return ""


def _is(value: Any, type: str) -> bool:
    if isinstance(value, bool):  # which Python takes for a number
        return type == "boolean"
    match type:
        case "object":
            return isinstance(value, dict)
        case "array":
            return isinstance(value, list)
        case "string":
            return isinstance(value, str)
        case "integer":
            return isinstance(value, int) or (isinstance(value, float) and value.is_integer())
        case "number":
            return isinstance(value, int | float)
        case _:
            return False


def _example(schema: Schema) -> str:
    if schema.get("examples"):
        return f"write for example `{_toml(schema['examples'][0])}`"
    if schema.get("enum"):
        return "write " + " or ".join(f"`{_toml(each)}`" for each in schema["enum"])
    return str(schema.get("description", ""))


def _toml(value: Any) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)  # TOML and JSON agree on strings, numbers, lists and booleans
