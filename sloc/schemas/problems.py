"""What jsonschema refuses, in sloc's own words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from sloc.findings.suggest import suggest
from sloc.records import dataclass
from sloc.schemas.schema import Schema
from sloc.schemas.validator import errors

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

Path: TypeAlias = tuple[str | int, ...]
"""The keys and indices that lead to a value."""

_WORDS = {
    "object": "a table",
    "array": "a list",
    "string": "a string",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
}


@dataclass(frozen=True)
class Problem:
    """`path` leads to the value; `label` says in a few words what is wrong with it, and `help` what to write.

    `keyword` is the schema's: with ``additionalProperties`` the key itself is the mistake, with ``required`` it is missing,
    and with ``propertyNames`` it is spelt as no key is.
    """

    path: Path
    label: str
    help: str
    keyword: str


def problems(value: Any, schema: Schema, table: str = "a table") -> Iterator[Problem]:
    """What is wrong with a value, one problem for each place. `table` is what an object is called."""
    said: set[Path] = set()
    for error in errors(value, schema):
        for problem in _problems(error, {**_WORDS, "object": table}):
            if problem.path not in said:
                said.add(problem.path)
                yield problem


def _problems(error: ValidationError, words: dict[str, str]) -> Iterator[Problem]:
    keyword, path = str(error.validator), tuple(error.absolute_path)
    limit: Any = error.validator_value
    value: Any = error.instance
    schema: Any = error.schema
    if "propertyNames" in error.absolute_schema_path:
        yield Problem((*path, value), _label(keyword, limit, value, words) or error.message, _example(schema), "propertyNames")
        return
    match keyword:
        case "additionalProperties":
            known = schema.get("properties", {})
            for key in _unknown(value, schema):
                yield Problem((*path, key), "not known", _instead(key, known), keyword)
        case "required":
            for key in limit:
                if key not in value:
                    yield Problem((*path, key), "missing here", _example(schema.get("properties", {}).get(key, {})), keyword)
        case _:
            yield Problem(path, _label(keyword, limit, value, words) or error.message, _example(schema), keyword)


def _unknown(table: dict[str, Any], schema: Schema) -> Iterator[str]:
    patterns = schema.get("patternProperties", ())
    for key in table:
        if key not in schema.get("properties", {}) and not any(re.search(pattern, key) for pattern in patterns):
            yield key


def _instead(key: str, known: Iterable[str]) -> str:
    near = suggest(key, known)
    choice = ", ".join(f"`{each}`" for each in known)
    return f"write `{near[0]}`" if near else f"delete it, or write one of {choice}" if choice else "delete it"


def _label(keyword: str, limit: Any, value: Any, words: dict[str, str]) -> str:
    """Why a value does not fit; empty for a keyword that the library knows best how to explain."""
    match keyword:
        case "type":
            types: Sequence[str] = [limit] if isinstance(limit, str) else limit
            return f"this should be {' or '.join(words.get(each, each) for each in types)}"
        case "enum":
            return f"this should be one of {', '.join(str(each) for each in limit)}"
        case "const":
            return f"this should be {limit}"
        case "pattern":
            return "this is not written as it should be"
        case "minLength":
            return "this is too short" if value else "this is empty"
        case "maxLength":
            return f"this is longer than {limit} characters"
        case "minItems":
            return "the list is too short"
        case "maxItems":
            return "the list is too long"
        case "uniqueItems":
            return "the list names something twice"
        case "minimum":
            return f"this should be at least {limit}"
        case "maximum":
            return f"this should be at most {limit}"
        case _:
            return ""


def _example(schema: Any) -> str:
    if not isinstance(schema, dict):
        return ""
    if schema.get("enum"):
        return "write " + " or ".join(f"`{_written(each)}`" for each in schema["enum"])
    examples = [schema["default"]] if "default" in schema else schema.get("examples")
    return f"write for example `{_written(examples[0])}`" if examples else str(schema.get("description", ""))


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)  # TOML and JSON agree on strings, numbers, lists and booleans
