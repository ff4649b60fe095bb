"""What an IR says that does not follow from the rest of it: where it differs from what sloc makes of the same program."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from sloc.check.objectives import by_what_it_says
from sloc.findings import Finding, finding
from sloc.ir import Ir
from sloc.ir.codec import to_json
from sloc.lift.places import JsonPlace
from sloc.lift.shape import where
from sloc.schemas import Path

_SHORT = 60
"""A value of so many characters is shown in a label."""

_LONG = 400
"""And one of so many in a help, to be copied."""

_ORDER: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {
        "calendars": lambda calendar: calendar.id,
        "sources": lambda source: source.id,
        "services": lambda service: service.name,
        "slos": lambda slo: slo.id,
        "tests": by_what_it_says,
    }
)
"""What sloc sorts the parts of a program by."""


def in_order(ir: Ir, root: JsonPlace) -> Ir:
    """The program with its parts in sloc's own order, and their places likewise: the order of a file says nothing."""
    parts: dict[str, Any] = {}
    for name, key in _ORDER.items():
        given: tuple[Any, ...] = getattr(ir, name)
        order = sorted(range(len(given)), key=lambda index, key=key, given=given: key(given[index]))  # type: ignore[misc]
        parts[name] = tuple(given[index] for index in order)
        place = root[name]
        place.inner = {new: place[old] for new, old in enumerate(order)}
    return replace(ir, **parts)


def compare(given: Ir, made: Ir, root: JsonPlace) -> Iterator[Finding]:
    """A finding (SLO127) for each part of `given` that is another one in `made`; where they come from does not matter."""
    for path, value in _differences(to_json(given), to_json(made), ()):
        at = root.at(path)
        text = json.dumps(value, ensure_ascii=False)
        name = next((step for step in reversed(path) if isinstance(step, str)), "")
        label = f"sloc makes {f'`{text}`' if len(text) <= _SHORT else 'another one'} of it"
        help = [f"write `{text}`, or change what it follows from"] if len(text) <= _LONG else []
        message = f"`{name}` does not follow from the rest of the IR"
        yield finding("SLO127", message, at.span, label, help=[*help, where(at.pointer)])


def _differences(given: Any, made: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """The smallest parts that differ, with what they are in `made`."""
    if isinstance(given, dict) and isinstance(made, dict) and given.get("kind") == made.get("kind"):
        for key in given:
            if key != "origin":
                yield from _differences(given[key], made[key], (*path, key))
    elif isinstance(given, list) and isinstance(made, list) and len(given) == len(made):
        for index, (one, other) in enumerate(zip(given, made, strict=True)):
            yield from _differences(one, other, (*path, index))
    elif given != made:
        yield path, made
