"""The shapes of the IR, read off its annotations: what the JSON codec and its schema have in common.

An annotation is a scalar (see :data:`SCALARS`), an enum, a frozen dataclass, ``tuple[X, ...]``, ``tuple[X, Y]``, ``X | None``,
or a union of dataclasses. A dataclass that is an alternative of some union is *tagged*: its JSON says its `kind` everywhere.
"""

from __future__ import annotations

import datetime as dt
import re
import types
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from fractions import Fraction
from functools import cache
from typing import Any, TypeAlias, TypeGuard, Union, get_args, get_origin, get_type_hints

from sloc.ir.program import Ir
from sloc.ir.units import Duration, Instant

Annotation: TypeAlias = Any
"""A type, a NewType or a generic alias: what `typing.get_type_hints` gives."""

PATTERNS: dict[Annotation, str] = {
    Fraction: r"-?[0-9]+(\.[0-9]+|/[1-9][0-9]*)?",
    Duration: r"-?([0-9]+(\.[0-9]+)?(ms|[wdhms]))+",
    Instant: r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z",
    dt.date: r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
}
"""How the scalars are written that JSON does not have; all of such a string has to match."""

SCALARS: tuple[Annotation, ...] = (str, int, bool, *PATTERNS)


@cache
def field_types(cls: type) -> dict[str, Annotation]:
    """The annotations of a dataclass's fields, in order."""
    hints = get_type_hints(cls)
    return {field.name: hints[field.name] for field in fields(cls)}


def alternatives(annotation: Annotation) -> tuple[Annotation, ...]:
    """The members of a union (None as NoneType); of anything else, itself."""
    origin: Any = get_origin(annotation)
    return get_args(annotation) if origin is Union or origin is types.UnionType else (annotation,)


def items(annotation: Annotation) -> tuple[Annotation, ...] | None:
    """The annotations of a tuple's items; None for anything else. ``tuple[X, ...]`` gives ``(X, ...)``."""
    origin: Any = get_origin(annotation)
    return get_args(annotation) if origin is tuple else None


def is_class(annotation: Annotation) -> TypeGuard[type]:
    """Whether an annotation is one of the IR's own dataclasses."""
    return isinstance(annotation, type) and is_dataclass(annotation)


def kind(cls: type) -> str:
    """A class's name as its JSON says it: ``CalendarWindow`` is ``calendar_window``."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


@cache
def classes() -> tuple[type, ...]:
    """Every dataclass that an IR may hold, in order of first appearance."""
    found: dict[type, None] = {}
    waiting: list[Annotation] = [Ir]
    while waiting:
        annotation = waiting.pop(0)
        if is_class(annotation):
            if annotation not in found:
                found[annotation] = None
                waiting.extend(field_types(annotation).values())
        else:
            waiting.extend(_parts(annotation))
    return tuple(found)


@cache
def tagged() -> frozenset[type]:
    """The classes that are an alternative of a union."""
    return frozenset(cls for union in _unions() for cls in union)


def _unions() -> Iterator[list[type]]:
    waiting: list[Annotation] = [annotation for cls in classes() for annotation in field_types(cls).values()]
    while waiting:
        annotation = waiting.pop()
        members = [each for each in alternatives(annotation) if is_class(each)]
        if len(members) > 1:
            yield members
        waiting.extend(_parts(annotation))


def _parts(annotation: Annotation) -> tuple[Annotation, ...]:
    """What a union or a tuple is made of."""
    return tuple(part for part in get_args(annotation) if part is not Ellipsis)
