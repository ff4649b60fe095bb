"""Strings: JSON's, and blocks in three double quotes."""

from __future__ import annotations

import re
from functools import cache

ESCAPE = r'(?s)\\(?:(["\\/bfnrt])|u([0-9a-fA-F]{4})|(u|.))'
PLAIN = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


class BadEscape(ValueError):
    """An escape that JSON does not have, or NUL; `start` and `end` are offsets in the string's source text."""

    def __init__(self, start: int, end: int, why: str, help: str = "") -> None:
        super().__init__(why)
        self.start, self.end, self.why, self.help = start, end, why, help


def decode(text: str) -> str:
    """The value of a string as written, quotes included. Raises BadEscape."""
    if not text.startswith('"""'):
        return _unescape(text[1:-1], 1)
    body, offset = text[3:-3], 3
    if "\\" in body:
        body = _unescape(body, offset)
    if body.startswith("\n"):
        from textwrap import dedent  # few specs have a block

        return dedent(body[1:]).removesuffix("\n").rstrip(" ")
    return body


def encode(value: str) -> str:
    """A value as a JSON string, quotes included, on one line."""
    special = {ord(sign): "\\" + escape for escape, sign in PLAIN.items() if escape != "/"}
    special.update({code: f"\\u{code:04x}" for code in range(0x20) if code not in special})
    return '"' + value.translate(special) + '"'


def _unescape(body: str, offset: int) -> str:
    if "\\" not in body:
        return body

    def one(found: re.Match[str]) -> str:
        if found[1]:
            return PLAIN[found[1]]
        start = offset + found.start()
        if found[2] == "0000":
            raise BadEscape(
                start, offset + found.end(), "NUL is no part of a text: what reads the output stops at it", "delete it"
            )
        if found[2]:
            return chr(int(found[2], 16))
        raise BadEscape(start, offset + found.end(), "`\\u` needs four hex digits" if found[3] == "u" else "")

    value = _pattern("[\ud800-\udbff][\udc00-\udfff]").sub(_join_surrogates, _pattern(ESCAPE).sub(one, body))
    if _pattern("[\ud800-\udfff]").search(value):
        raise BadEscape(0, offset + len(body), "half of a surrogate pair is not a character")
    return value


@cache
def _pattern(regex: str) -> re.Pattern[str]:
    """Compiled when a string needs it: few have escapes."""
    return re.compile(regex)


def _join_surrogates(found: re.Match[str]) -> str:
    return found[0].encode("utf-16", "surrogatepass").decode("utf-16")
