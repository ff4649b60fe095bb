"""Where the keys of a TOML document stand. `tomllib` does not tell, and a finding needs a line."""

from __future__ import annotations

import re
from typing import TypeAlias

from sloc.records import dataclass

Path: TypeAlias = tuple[str, ...]
"""The keys that lead to a value."""

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


def places(text: str) -> dict[Path, Place]:
    """The place of each table and key; `text` is a TOML document that `tomllib` has accepted.

    Keys inside an inline table or an array of tables have no place of their own: look for the longest path that has one.
    """
    found: dict[Path, Place] = {}
    table: Path = ()
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


def _note(found: dict[Path, Place], path: Path, place: Place) -> None:
    """Notes a path and the tables that it implies: ``[targets.sql]`` is also where ``targets`` stands."""
    found[path] = place
    for length in range(1, len(path)):
        found.setdefault(path[:length], Place(place.key, place.key))


def _dotted_key(text: str, at: int) -> tuple[Path, int]:
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
