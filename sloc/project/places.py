"""Where the keys of a TOML document stand. `tomllib` does not tell, and a finding needs a line."""

from __future__ import annotations

import re

from sloc.project.model import KeySpans
from sloc.records import dataclass
from sloc.schemas import Path as KeyPath
from sloc.source.span import SourceFile, Span

_KEY_PART = re.compile(r"""[A-Za-z0-9_-]+ | "(?:[^"\\]|\\.)*" | '[^']*'""", re.VERBOSE)
_BLANK = re.compile(r"(?:[ \t\r\n]|\#[^\n]*)*")
_DOT = re.compile(r"[ \t]*\.[ \t]*")
_STRING = re.compile(r'''"""(?:[^\\]|\\.)*?"""+ | \'\'\'.*?\'\'\'+ | "(?:[^"\\]|\\.)*" | '[^']*\'''', re.VERBOSE | re.DOTALL)
_REST_OF_LINE = re.compile(r"[^\n]*")


@dataclass(frozen=True)
class Place:
    """Character ranges ``[start, end)`` of a key (of a table: its header's) and of its value (of a table: the header, too).

    `is_header` tells a table that has a header of its own from one that another's header implies.
    """

    key: tuple[int, int]
    value: tuple[int, int]
    is_header: bool = False


class KeyPlaces:
    """The spans of keys and values; what has no place of its own stands where the table or list around it does."""

    def __init__(self, file: SourceFile) -> None:
        self._places: dict[KeyPath, Place] = places(file.text)
        self._file = file

    def __call__(self, path: KeyPath) -> KeySpans:
        """Where a key and its value stand."""
        around = (path[:length] for length in range(len(path), 0, -1))
        place = next((self._places[each] for each in around if each in self._places), Place((0, 0), (0, 0)))
        return KeySpans(Span(self._file.path, *place.key), Span(self._file.path, *place.value))

    def has_header(self, path: KeyPath) -> bool:
        """Whether ``[path]`` is written, and not only implied by a table further in."""
        return path in self._places and self._places[path].is_header


def places(text: str) -> dict[KeyPath, Place]:
    """The place of each table and key; `text` is a TOML document that `tomllib` has accepted.

    Keys inside an inline table or an array of tables have no place of their own: look for the longest path that has one.
    """
    found: dict[KeyPath, Place] = {}
    table: KeyPath = ()
    at = _skip(_BLANK, text, 0)
    while at < len(text):
        if text[at] == "[":
            start = at + len(text[at:]) - len(text[at:].lstrip("[ \t"))
            table, end = _dotted_key(text, start)
            _note(found, table, Place((start, end), (start, end), is_header=True))
            at = _skip(_REST_OF_LINE, text, end)
        else:
            keys, end = _dotted_key(text, at)
            value = text.index("=", end) + 1
            value += len(text[value:]) - len(text[value:].lstrip(" \t"))
            stop = _value_end(text, value)
            _note(found, table + keys, Place((at, end), (value, stop)))
            at = _skip(_REST_OF_LINE, text, stop)
        at = _skip(_BLANK, text, at)
    return found


def _note(found: dict[KeyPath, Place], path: KeyPath, place: Place) -> None:
    """Notes a path and the tables that it implies: ``[targets.sql]`` is also where ``targets`` stands."""
    found[path] = place
    for length in range(1, len(path)):
        found.setdefault(path[:length], Place(place.key, place.key))


def _dotted_key(text: str, at: int) -> tuple[KeyPath, int]:
    """The parts of a key, unquoted, and where it ends."""
    parts: list[str] = []
    while part := _KEY_PART.match(text, at):
        parts.append(_unquoted(part[0]))
        dot = _DOT.match(text, part.end())
        if dot is None:
            return tuple(parts), part.end()
        at = dot.end()
    return tuple(parts), at


def _unquoted(part: str) -> str:
    if part[0] == "'":
        return part[1:-1]
    if part[0] == '"':
        import tomllib

        (key,) = tomllib.loads(f"{part} = 0")
        return key
    return part


def _value_end(text: str, at: int) -> int:
    """Where a value ends: at the end of the line or at a comment, unless brackets are open."""
    depth = 0
    end = at
    while at < len(text):
        sign = text[at]
        string = _STRING.match(text, at)
        if string:
            at = end = string.end()
            continue
        if sign == "#" or sign == "\n":
            if depth == 0:
                break
            at = _skip(_REST_OF_LINE, text, at) if sign == "#" else at + 1
            continue
        depth += (sign in "[{") - (sign in "]}")
        at += 1
        if sign not in " \t":
            end = at
    return end


def _skip(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at
