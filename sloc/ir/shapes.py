"""The shapes of the IR, read off its annotations: what the JSON codec and its schema have in common.

An annotation is a scalar (see :data:`SCALARS`), perhaps with a limit (:mod:`sloc.ir.limits`), an enum, a frozen dataclass,
``tuple[X, ...]``, ``tuple[X, Y]``, ``X | None``, or a union of dataclasses. A dataclass that is an alternative of some union is
*tagged*: its JSON says its `kind` everywhere.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
import types
from dataclasses import fields, is_dataclass
from fractions import Fraction
from functools import cache
from typing import Annotated, Any, TypeAlias, TypeGuard, Union, get_args, get_origin, get_type_hints

from sloc.ir.limits import Limit
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
    hints = get_type_hints(cls, include_extras=True)
    return {field.name: hints[field.name] for field in fields(cls)}


def alternatives(annotation: Annotation) -> tuple[Annotation, ...]:
    """The members of a union (None as NoneType); of anything else, itself."""
    origin: Any = get_origin(annotation)
    return get_args(annotation) if origin is Union or origin is types.UnionType else (annotation,)


def items(annotation: Annotation) -> tuple[Annotation, ...] | None:
    """The annotations of a tuple's items; None for anything else. ``tuple[X, ...]`` gives ``(X, ...)``."""
    origin: Any = get_origin(annotation)
    return get_args(annotation) if origin is tuple else None


def limit(annotation: Annotation) -> Limit | None:
    """What a scalar may be beside its type, if that is limited."""
    origin: Any = get_origin(annotation)
    found: Limit | None = annotation.__metadata__[0] if origin is Annotated else None
    return found


def plain(annotation: Annotation) -> Annotation:
    """A scalar's annotation without its limit."""
    return annotation if limit(annotation) is None else annotation.__origin__


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
    return frozenset(cls for union in union_names() for cls in union)


@cache
def union_names() -> dict[frozenset[type], str]:
    """The IR's unions of classes (less None), by the names that their modules give them: ``Window``, ``Expr``, ``Literal``."""
    used: set[frozenset[type]] = set()
    waiting: list[Annotation] = [annotation for cls in classes() for annotation in field_types(cls).values()]
    while waiting:
        annotation = waiting.pop()
        used.add(_classes_of(annotation))
        waiting.extend(_parts(annotation))
    modules = sorted({cls.__module__ for cls in classes()})
    named = {_classes_of(value): name for module in modules for name, value in vars(sys.modules[module]).items()}
    return {union: named[union] for union in used if len(union) > 1}


def _classes_of(annotation: Annotation) -> frozenset[type]:
    return frozenset(each for each in alternatives(annotation) if is_class(each))


def _parts(annotation: Annotation) -> tuple[Annotation, ...]:
    """What a union or a tuple is made of."""
    if limit(annotation) is not None:
        return ()
    return tuple(part for part in get_args(annotation) if part is not Ellipsis)
