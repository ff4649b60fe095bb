"""The IR as JSON and back, exactly; :mod:`sloc.ir.schema` describes the same JSON.

Nothing here names a class of the IR: everything follows from its annotations. Scalars are written so that nobody has to round:

=============  ====================================================================
Fraction       a decimal string if it terminates (``"0.9995"``), else ``"p/q"``
Duration       the language's own text (``"1h30m"``)
Instant        RFC 3339 in UTC with up to six decimals (``"2026-03-27T16:55:00Z"``)
date           ISO 8601
=============  ====================================================================
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import Any

from sloc.ir.program import Ir
from sloc.ir.schema import schema
from sloc.ir.shapes import SCALARS, Annotation, alternatives, field_types, is_class, items, kind, plain, tagged
from sloc.ir.text import decimal_text, instant_text
from sloc.ir.units import Duration, Instant, duration_text
from sloc.schemas import Path, Problem
from sloc.schemas import problems as refused
from sloc.units import UNIT, UNITS

__all__ = ["BrokenIr", "Unreadable", "dumps", "from_json", "problems", "published", "schema", "to_json"]

_DURATION_PART = re.compile(rf"([0-9]+(?:\.[0-9]+)?)({UNIT})")


def dumps(ir: Ir) -> str:
    """The IR's JSON text: sorted keys, two spaces, a final newline."""
    return json.dumps(to_json(ir), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def published(ir: Ir) -> str:
    """The same for other programs, held to the schema. Raises BrokenIr."""
    problem = next(problems(to_json(ir)), None)
    if problem is not None:
        pointer = "".join(f"/{step}" for step in problem.path)
        raise BrokenIr(f"the IR does not fit its own schema at {pointer or 'its top'}: {problem.label}")
    return dumps(ir)


class BrokenIr(Exception):
    """An IR that sloc made, and that its schema refuses: whoever wrote the specs is not to blame."""


def to_json(ir: Ir) -> Any:
    """The IR as dicts, lists, strings, integers, booleans and None."""
    return _encode(ir, Ir)


def problems(data: Any) -> Iterator[Problem]:
    """What the schema refuses in some JSON."""
    return refused(data, schema(), "an object")


def from_json(data: Any) -> Ir:
    """The IR that :func:`to_json` gave; `data` has no :func:`problems`.

    Raises Unreadable for what a schema cannot know: a date that there is not, an instant beyond the years, a float.
    """
    ir = _decode(data, Ir, ())
    assert isinstance(ir, Ir)
    return ir


class Unreadable(ValueError):
    """A scalar that is written like one and is none; `path` leads to it."""

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(message)
        self.path = path


def _encode(value: Any, annotation: Annotation) -> Any:
    if value is None:
        return None
    cls: type = type(value)
    if is_class(cls):
        data: dict[str, Any] = {"kind": kind(cls)} if cls in tagged() else {}
        for name, each, write in _fields(cls):
            inner = getattr(value, name)
            data[name] = None if inner is None else write(inner) if write else _encode(inner, each)
        return data
    if isinstance(value, tuple):
        return [_encode(item, each) for item, each in zip(value, _item_types(annotation, len(value)), strict=True)]
    if isinstance(value, Enum):
        return value.value
    write = _writer(annotation)
    assert write is not None, annotation
    return write(value)


@cache
def _fields(cls: type) -> tuple[tuple[str, Annotation, Callable[[Any], Any] | None], ...]:
    """The fields of a class in order, and what writes them where they are scalars."""
    return tuple((name, each, _writer(each)) for name, each in field_types(cls).items())


def _writer(annotation: Annotation) -> Callable[[Any], Any] | None:
    scalars = [plain(each) for each in alternatives(annotation) if each is not type(None)]
    return _WRITERS.get(scalars[0]) if len(scalars) == 1 else None


def _item_types(annotation: Annotation, length: int) -> tuple[Annotation, ...]:
    """An annotation for each item of a tuple; ``tuple[X, ...]`` has any length, ``tuple[X, Y]`` two."""
    (of,) = (each for each in map(items, alternatives(annotation)) if each is not None)
    return (of[0],) * length if of[-1:] == (Ellipsis,) else of


def _decode(data: Any, annotation: Annotation, path: Path) -> Any:
    options = tuple(each for each in alternatives(annotation) if each is not type(None))
    if data is None:
        return None
    if len(options) > 1:
        return _decode_class(data, next(option for option in options if kind(option) == data["kind"]), path)
    (option,) = options
    if items(option) is not None:
        types = _item_types(option, len(data))
        return tuple(_decode(item, each, (*path, at)) for at, (item, each) in enumerate(zip(data, types, strict=True)))
    if is_class(option):
        return _decode_class(data, option, path)
    scalar = plain(option)
    try:
        return _READERS[scalar](data) if scalar in SCALARS else option(data)  # else an enum
    except (ValueError, TypeError, ArithmeticError) as error:
        raise Unreadable(path, f"there is no {scalar.__name__} {data}") from error


def _decode_class(data: Any, cls: Annotation, path: Path) -> Any:
    return cls(**{name: _decode(data[name], each, (*path, name)) for name, each in field_types(cls).items()})


def _exactly(cls: type) -> Callable[[Any], Any]:
    def read(data: Any) -> Any:
        if type(data) is not cls:
            raise TypeError(cls.__name__)
        return data

    return read


def _same(value: Any) -> Any:
    return value


def _write_duration(micros: int) -> str:
    return f"-{duration_text(-micros)}" if micros < 0 else duration_text(micros)


def _read_duration(text: str) -> Duration:
    micros = sum(Fraction(number) * UNITS[unit] for number, unit in _DURATION_PART.findall(text))
    if micros != int(micros):
        raise ValueError(text)
    return Duration(-int(micros) if text.startswith("-") else int(micros))


def _read_instant(text: str) -> Instant:
    since = dt.datetime.fromisoformat(text.removesuffix("Z")) - dt.datetime(1970, 1, 1)
    return Instant(since // dt.timedelta(microseconds=1))


_WRITERS: dict[Annotation, Callable[[Any], Any]] = {
    str: _same,
    int: _same,
    bool: _same,
    Fraction: decimal_text,
    Duration: _write_duration,
    Instant: instant_text,
    dt.date: dt.date.isoformat,
}
_READERS: dict[Annotation, Callable[[Any], Any]] = {
    str: _exactly(str),
    int: _exactly(int),
    bool: _exactly(bool),
    Fraction: Fraction,
    Duration: _read_duration,
    Instant: _read_instant,
    dt.date: dt.date.fromisoformat,
}
