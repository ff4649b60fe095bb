"""JSON text -> data, or what is wrong with it: stricter than the standard library, since the file may be a stranger's.

Python's reader takes ``NaN``, keeps the last of two equal keys, makes numbers of any length, and gives up on deep nesting.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from sloc.findings import Finding, Label, finding
from sloc.lift.places import tokens
from sloc.source.span import SourceFile, Span
from sloc.syntax.literals import LONGEST

DEEPEST = 260
"""How deep values may be nested: an expression of the language at its deepest takes some 250 levels."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_HINT = "JSON as `sloc ir` prints it: https://www.json.org"


def read_json(source: SourceFile) -> tuple[Any, list[Finding]]:
    """The data of a JSON text; None after a finding."""
    try:
        data = json.loads(source.text, parse_int=_integer, parse_float=_decimal, parse_constant=float)
    except RecursionError:
        data = None  # the nesting is found again below, with its place
    except ValueError as error:
        at = error.pos if isinstance(error, json.JSONDecodeError) else 0
        label = (error.msg if isinstance(error, json.JSONDecodeError) else str(error)).lower()
        return None, [_wrong(f"{source.path} is not JSON", Span(source.path, at, min(at + 1, len(source.text))), label)]
    findings = list(_faults(source))
    return (None if findings else data), findings


def _integer(text: str) -> int:
    return int(text) if len(text) <= LONGEST else 0


def _decimal(text: str) -> float:
    return float(text) if len(text) <= LONGEST else 0.0


def _faults(source: SourceFile) -> Iterator[Finding]:
    """What JSON's grammar allows and sloc does not. Nesting that is too deep ends the search: nobody looks further in."""
    path = source.path
    keys: list[dict[str, Span] | None] = []  # of each open object those seen; None for a list
    expects_key = False
    for token, start, end in tokens(source.text):
        span = Span(path, start, end)
        if token in "{[":
            keys.append({} if token == "{" else None)
            if len(keys) > DEEPEST:
                yield _wrong("values are nested too deep", span, f"this is level {DEEPEST + 1}")
                return
        elif token in "}]":
            keys.pop()
        elif token[0] == '"':
            text = token[1:-1]
            if "\\" in token:
                text = json.loads(token)
                if _SURROGATE.search(text):
                    yield _wrong("this string is no text", span, "half of a surrogate pair is not a character")
            seen = keys[-1] if keys and expects_key else None
            if seen is not None and seen.setdefault(text, span) is not span:
                yield _wrong(f"an object has the key `{text}` twice", span, "again here", Label(seen[text], "first here"))
        elif token in ("NaN", "Infinity", "-Infinity"):
            yield _wrong(f"`{token}` is not JSON", span, "not a number")
        elif len(token) > LONGEST:
            yield _wrong(f"a number has more than {LONGEST} digits", span, "too long to be meant")
        expects_key = token == "{" or (token == "," and bool(keys) and keys[-1] is not None)


def _wrong(message: str, span: Span, label: str, *labels: Label) -> Finding:
    return finding("SLO124", message, span, label, labels=labels, help=f"write {_HINT}")
