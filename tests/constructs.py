"""The constructs of the IR: whatever a program can be made of, read off the IR's own annotations.

A construct is a class (``Burn``), a field that may be absent and is there (``Slo.percentile``), or one of the few values that
a field may have (``Compare.op <=``, ``Pick.last true``). Tests that promise to meet each of them compare with :func:`every`.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from functools import cache
from typing import Any

from sloc.ir import Origin
from sloc.ir.shapes import alternatives, classes, field_types, is_class, items
from sloc.ir.units import NOMINAL_PERIOD

CHOICES: dict[str, tuple[str, ...]] = {
    "AlertRule.severity": ("page", "ticket", "notify"),
    "Arithmetic.op": ("+", "-", "*", "/"),
    "Arithmetic.type": ("int", "number", "duration", "time"),
    "CalendarWindow.period": tuple(NOMINAL_PERIOD),
    "Column.unit": ("ms", "s", "m", "h"),
    "Compare.op": ("==", "!=", "<", "<=", ">", ">="),
    "Negate.type": ("int", "number", "duration"),
    "Review.period": tuple(NOMINAL_PERIOD),
    "Slices.empty": ("ignore", "good", "bad"),
    "SqlBinding.epoch": ("s", "ms"),
}
"""The fields that have fewer values than their types, as the docstrings of their classes say."""


FOREIGN = ("Binding", "Source.bindings")
"""How these begin: a program has them only where another package's back end is installed (tests/unit/backends)."""


@cache
def every() -> frozenset[str]:
    """All constructs that there are, less those that are foreign."""
    found: set[str] = set()
    for cls in classes():
        if cls is not Origin:
            found.add(cls.__name__)
            for name, annotation in field_types(cls).items():
                found.update(_of_field(f"{cls.__name__}.{name}", annotation))
    return frozenset(each for each in found if not each.startswith(FOREIGN))


def _of_field(path: str, annotation: Any) -> Iterator[str]:
    options = alternatives(annotation)
    if path in CHOICES:
        yield from (f"{path} {value}" for value in CHOICES[path])
    elif type(None) in options or items(annotation):
        yield path
    elif annotation is bool:
        yield from (f"{path} true", f"{path} false")
    elif isinstance(annotation, type) and issubclass(annotation, Enum):
        yield from (f"{path} {member.value}" for member in annotation)


def constructs(value: Any) -> frozenset[str]:
    """Those of a program, or of any part of one."""
    return frozenset(_met(value)) & every()


def _met(value: Any) -> Iterator[str]:
    if isinstance(value, tuple):
        for each in value:
            yield from _met(each)
    elif is_class(type(value)) and not isinstance(value, Origin):
        cls = type(value)
        yield cls.__name__
        for name in field_types(cls):
            path, of = f"{cls.__name__}.{name}", getattr(value, name)
            yield from _met(of)
            if path in CHOICES or isinstance(of, Enum | bool):
                shown = of.value if isinstance(of, Enum) else str(of).lower() if isinstance(of, bool) else of
                assert path not in CHOICES or of is None or shown in CHOICES[path], f"{path} {shown} is a new construct"
                yield f"{path} {shown}"
            elif of is not None and of != ():
                yield path
