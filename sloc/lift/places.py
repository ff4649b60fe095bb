"""Where the values of a JSON text stand. The standard library reads JSON and does not tell, and a finding needs a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from sloc.source.span import Span

JsonStep: TypeAlias = str | int
"""A key of an object, or an index of a list."""

TOKEN = re.compile(r'[ \t\n\r]*+("(?:[^"\\]|\\.)*+"|[{}\[\],:]|[^ \t\n\r{}\[\],:"]++)')


class JsonPlace:
    """A value's characters ``[start, end)``, its key's where it has one, and the places of the values in it."""

    __slots__ = ("_file", "_parent", "_step", "end", "inner", "key", "start")

    def __init__(
        self, file: str, start: int, parent: JsonPlace | None = None, step: JsonStep = "", key: Span | None = None
    ) -> None:
        self._file = file
        self._parent = parent
        self._step = step
        self.key = key
        self.start = self.end = start
        self.inner: dict[JsonStep, JsonPlace] = {}

    @property
    def span(self) -> Span:
        """Where the value stands."""
        return Span(self._file, self.start, self.end)

    @property
    def pointer(self) -> str:
        """The JSON pointer (RFC 6901) to the value: ``/slos/3/window``; empty for the whole."""
        if self._parent is None:
            return ""
        step = str(self._step).replace("~", "~0").replace("/", "~1")
        return f"{self._parent.pointer}/{step}"

    def __getitem__(self, step: JsonStep) -> JsonPlace:
        """The place of a value in this one; this one itself where there is none of that name."""
        return self.inner.get(step, self)

    def at(self, path: Iterable[JsonStep]) -> JsonPlace:
        """The place that a path leads to, as far as it leads."""
        here = self
        for step in path:
            here = here[step]
        return here

    def innermost(self, span: Span) -> JsonPlace:
        """The smallest value that a span lies in."""
        here = self
        while inner := next((each for each in here.inner.values() if each.start <= span.start and span.end <= each.end), None):
            here = inner
        return here


def tokens(text: str) -> Iterator[tuple[str, int, int]]:
    """The tokens of a text that is JSON, with where they stand."""
    at = 0
    while found := TOKEN.match(text, at):
        at = found.end()
        yield found[1], found.start(1), at


def places(file: str, text: str, paths: Iterable[Iterable[JsonStep]] | None = None) -> JsonPlace:
    """The place of everything in a text that is JSON and in which no object has a key twice; or of what `paths` lead to."""
    root: JsonPlace | None = None
    around: list[_Open] = []
    key: tuple[str, Span] | None = None
    for token, start, end in tokens(text):
        if token == "," or token == ":":
            continue
        if token == "}" or token == "]":
            around.pop().close(end)
            continue
        inside = around[-1] if around else None
        if inside is not None and inside.is_object and key is None:
            key = (json.loads(token) if "\\" in token else token[1:-1], Span(file, start, end))
            continue
        further: _Wanted | None = None
        if inside is None:
            place: JsonPlace | None = JsonPlace(file, start)
            root, further = place, None if paths is None else _wanted(paths)
        else:
            place, further = inside.enter(file, start, key)
            key = None
        if token == "{" or token == "[":
            around.append(_Open(place, token == "{", further))
        elif place is not None:
            place.end = end
    assert root is not None, "a text that is JSON has a value"
    return root


_Wanted: TypeAlias = dict[JsonStep, "_Wanted"]
"""The steps that are wanted, each with those that go on after it."""


class _Open:
    """An object or a list whose end has not come; `place` is None where nobody wants to know."""

    __slots__ = ("_count", "_place", "_wanted", "is_object")

    def __init__(self, place: JsonPlace | None, is_object: bool, wanted: _Wanted | None) -> None:
        self._place = place
        self._wanted = wanted
        self._count = 0
        self.is_object = is_object

    def enter(self, file: str, start: int, key: tuple[str, Span] | None) -> tuple[JsonPlace | None, _Wanted | None]:
        """The place of the next value, and what is wanted in it."""
        step, key_span = (self._count, None) if key is None else key
        self._count += 1
        if self._place is None or (self._wanted is not None and step not in self._wanted):
            return None, None
        place = self._place.inner[step] = JsonPlace(file, start, self._place, step, key_span)
        return place, None if self._wanted is None else self._wanted[step]

    def close(self, end: int) -> None:
        """Note where it ends."""
        if self._place is not None:
            self._place.end = end


def _wanted(paths: Iterable[Iterable[JsonStep]]) -> _Wanted:
    whole: _Wanted = {}
    for path in paths:
        here = whole
        for step in path:
            here = here.setdefault(step, {})
    return whole
