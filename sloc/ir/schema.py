"""The JSON Schema of the IR's JSON, made of the same annotations as the codec, and of the docstrings.

``sloc/ir/ir.schema.json`` is its published copy (``sloc ir --schema``); a test keeps it fresh.
"""

from __future__ import annotations

import datetime as dt
import inspect
from enum import Enum
from fractions import Fraction
from functools import cache
from types import NoneType
from typing import Any, Union

from sloc.ir.limits import Between, Limit, Matching, OneOf
from sloc.ir.program import IR_VERSION, Ir
from sloc.ir.shapes import (
    PATTERNS,
    Annotation,
    alternatives,
    classes,
    field_types,
    is_class,
    items,
    kind,
    limit,
    plain,
    tagged,
    union_names,
)
from sloc.ir.units import Duration, Instant

_SCALARS: dict[Annotation, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    Fraction: {"$ref": "#/$defs/fraction"},
    Duration: {"$ref": "#/$defs/duration"},
    Instant: {"$ref": "#/$defs/instant"},
    dt.date: {"type": "string", "format": "date", "pattern": f"^{PATTERNS[dt.date]}$"},
}
_SCALAR_DEFS = {
    "fraction": {
        "type": "string",
        "pattern": f"^{PATTERNS[Fraction]}$",
        "description": "An exact number: a decimal where it terminates, else p/q.",
    },
    "duration": {
        "type": "string",
        "pattern": f"^{PATTERNS[Duration]}$",
        "description": "An exact time span in the language's units: 1h30m.",
    },
    "instant": {
        "type": "string",
        "format": "date-time",
        "pattern": f"^{PATTERNS[Instant]}$",
        "description": "RFC 3339 in UTC, to the microsecond.",
    },
}


@cache
def schema() -> dict[str, Any]:
    """The schema (JSON Schema 2020-12) of what :func:`sloc.ir.codec.to_json` gives."""
    definitions = {cls.__name__: _class(cls) for cls in classes() if cls is not Ir}
    definitions |= {name: _union(options) for options, name in union_names().items()}
    whole = _class(Ir)
    whole["properties"]["version"] = {"const": IR_VERSION}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The sloc IR",
        **whole,
        "$defs": {**_SCALAR_DEFS, **dict(sorted(definitions.items()))},
    }


def _union(options: frozenset[type]) -> dict[str, Any]:
    """One of several classes, told apart by `kind` first: a validator that tried them all would take exponential time."""
    by_kind = {kind(option): option for option in options}
    return {
        "description": "One of several, as `kind` says.",
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"enum": sorted(by_kind)}},
        "allOf": [
            {"if": {"properties": {"kind": {"const": name}}}, "then": {"$ref": f"#/$defs/{option.__name__}"}}
            for name, option in sorted(by_kind.items())
        ],
    }


def _class(cls: type) -> dict[str, Any]:
    properties: dict[str, Any] = {"kind": {"const": kind(cls)}} if cls in tagged() else {}
    properties |= {name: _type(annotation) for name, annotation in field_types(cls).items()}
    return {
        "description": _prose(cls),
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _type(annotation: Annotation) -> dict[str, Any]:
    options = alternatives(annotation)
    if NoneType in options:
        return {"anyOf": [_type(Union[tuple(option for option in options if option is not NoneType)]), {"type": "null"}]}  # noqa: UP007
    if len(options) > 1:
        return {"$ref": f"#/$defs/{union_names()[frozenset(options)]}"}
    of = items(annotation)
    if of is not None:
        if of[-1:] == (Ellipsis,):
            return {"type": "array", "items": _type(of[0])}
        return {"type": "array", "prefixItems": [_type(each) for each in of], "minItems": len(of), "maxItems": len(of)}
    if is_class(annotation):
        return {"$ref": f"#/$defs/{annotation.__name__}"}
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return {"enum": [member.value for member in annotation], "description": _prose(annotation)}
    return {**_SCALARS[plain(annotation)], **_limit(limit(annotation))}


def _limit(limit: Limit | None) -> dict[str, Any]:
    match limit:
        case OneOf(words):
            return {"enum": list(words)}
        case Between(low, high):
            return {"minimum": low, "maximum": high}
        case Matching(pattern, words):
            return {"pattern": f"^{pattern}$", "description": words}
        case None:
            return {}


def _prose(cls: type) -> str:
    """A docstring as running text, paragraphs on lines of their own."""
    paragraphs = inspect.cleandoc(cls.__doc__ or "").split("\n\n")
    return "\n".join(" ".join(paragraph.split()) for paragraph in paragraphs).replace("``", "`")
