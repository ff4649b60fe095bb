"""The jsonschema library as sloc asks it: JSON Schema 2020-12, whole, in itself, and to any depth that sloc reads."""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from sloc.schemas.schema import Schema

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

_DEEP = 8000
"""Frames of recursion that suffice: a level of an IR's expression takes jsonschema some thirty."""


def errors(value: Any, schema: Schema) -> Iterator[ValidationError]:
    """What the library has against a value, as it goes: of a stranger's file nobody need know all.

    A schema refers to itself only: with a registry of its own that is empty, the library asks no network for another.
    """
    from referencing import Registry

    with _room_to_recurse():
        yield from _validators()(schema, registry=Registry()).iter_errors(value)


@cache
def _validators() -> Callable[..., Any]:
    """The standard where Python differs from it: ``$`` is the end of a string, and no number is infinite."""
    from jsonschema import Draft202012Validator, validators

    def number(_: object, value: object) -> bool:
        finite = isinstance(value, float) and math.isfinite(value)
        return finite or (isinstance(value, int) and not isinstance(value, bool))

    extend: Callable[..., Callable[..., Any]] = validators.extend
    types = Draft202012Validator.TYPE_CHECKER.redefine("number", number)
    return extend(Draft202012Validator, {"pattern": _pattern, "allOf": _all_of, "anyOf": _any_of}, type_checker=types)


def _pattern(_validator: object, pattern: str, value: object, _schema: object) -> Iterator[ValidationError]:
    from jsonschema import ValidationError

    if isinstance(value, str) and not re.search(re.sub(r"\$$", r"\\Z", pattern), value):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


def _all_of(validator: Any, parts: Sequence[Schema], value: object, _schema: object) -> Iterator[ValidationError]:
    """As the library has it; but of a union of the IR, ``if`` for each `kind`, only what is about this value's.

    A union has up to twenty kinds: an IR is checked in two thirds of the time.
    """
    kind = value.get("kind") if isinstance(value, dict) else None
    for index, part in enumerate(parts):
        if part.get("if", {}).get("properties", {}).get("kind", {}).get("const", kind) == kind:
            yield from validator.descend(value, part, schema_path=index)


def _any_of(validator: Any, parts: Sequence[Schema], value: object, schema: object) -> Iterator[ValidationError]:
    """As the library has it; but of something or null, what is wrong with the something."""
    if len(parts) == 2 and parts[1] == {"type": "null"}:
        if value is not None:
            yield from validator.descend(value, parts[0], schema_path=0)
    else:
        from jsonschema import Draft202012Validator

        yield from Draft202012Validator.VALIDATORS["anyOf"](validator, parts, value, schema)


@contextmanager
def _room_to_recurse() -> Iterator[None]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _DEEP))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
