"""RE2 patterns as PostgreSQL's "advanced regular expressions", where both are certain to match the same strings.

Both syntaxes are alike in shape: a pattern is taken sign by sign, what PostgreSQL reads otherwise is written otherwise, and
what has no equal there is refused. Whether a whole string matches does not depend on which match is found, so that neither
greed nor groups matter. https://www.postgresql.org/docs/current/functions-matching.html#POSIX-SYNTAX-DETAILS
"""

from __future__ import annotations

import re

_SETS = {"d": "0-9", "w": "0-9A-Za-z_", "s": "\\t\\n\\f\\r "}
"""RE2's classes are ASCII; PostgreSQL's own depend on the collation."""

_CONTROLS = {"a": "\a", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}

_MOST_REPEATS = 255

_SIGN = re.compile(
    r"""
      \\x(?P<hex>[0-9A-Fa-f]{2})
    | \\(?P<escape>.)
    | (?P<group>\((?:\?:|\?P?<\w+>)?(?!\?))
    | (?P<repeat>(?:[*+?]|\{(?P<low>\d+)(?:,(?P<high>\d*))?\}))\??   # a lazy one repeats as often
    | (?P<set>\[\^?)
    | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_MEMBER = re.compile(r"\\x(?P<hex>[0-9A-Fa-f]{2})|\\(?P<escape>.)|(?P<sign>.)", re.DOTALL)


class Untranslatable(Exception):
    """The message says what PostgreSQL has no equal for, as the end of a sentence."""


def posix_pattern(pattern: str) -> str:
    """A pattern that matches a string in PostgreSQL's sense (``~``) where RE2's `pattern` matches all of it.

    `pattern` is one that RE2 takes (SLO216). Raises Untranslatable.
    """
    out: list[str] = []
    at = 0
    while at < len(pattern):
        found = _SIGN.match(pattern, at)
        if found is None:
            raise Untranslatable(f"`{pattern[at : at + 3]}` has no equal in PostgreSQL")
        start, at = at, found.end()
        if found["set"] is not None:
            text, at = _set(pattern, at)
            out.append(found["set"] + text)
        elif found["group"] is not None:
            out.append("(?:")
        elif found["repeat"] is not None:
            if any(int(bound) > _MOST_REPEATS for bound in (found["low"], found["high"]) if bound):
                raise Untranslatable(f"PostgreSQL repeats at most {_MOST_REPEATS} times")
            out.append(found["repeat"])
        elif found["sign"] is not None:
            out.append(_sign(found["sign"], start, at == len(pattern)))
        elif found["escape"] is not None and found["escape"] in "dwsDWS":
            inside = _SETS[found["escape"].lower()]
            out.append(f"[^{inside}]" if found["escape"].isupper() else f"[{inside}]")
        else:
            out.append(_literal(_character(found)))
    return f"^(?:{''.join(out)})$"


def _sign(sign: str, start: int, last: bool) -> str:
    """A sign outside of sets."""
    if sign == ".":
        return "[^\\n]"
    if sign in "|)":
        return sign
    if (sign == "^" and start == 0) or (sign == "$" and last):
        return ""  # the whole string is matched anyway
    if sign in "^$":
        raise Untranslatable(f"`{sign}` within a pattern may mean something else in PostgreSQL")
    if sign == "(":
        raise Untranslatable("options such as `(?i)` mean something else in PostgreSQL")
    return _literal(sign)


def _set(pattern: str, at: int) -> tuple[str, int]:
    """What stands between the brackets and after them, and where the pattern goes on."""
    out: list[str] = []
    first = True
    while first or pattern[at] != "]":
        found = _MEMBER.match(pattern, at)
        assert found is not None, "a set that is not closed was refused (SLO216)"
        at, first = found.end(), False
        if found["sign"] == "-" and out and pattern[at] != "]":
            out.append("-")  # a range
        elif found["escape"] is not None and found["escape"] in "dws":
            out.append(_SETS[found["escape"]])
        else:
            out.append(_literal(_character(found)))
    return "".join(out) + "]", at + 1


def _character(found: re.Match[str]) -> str:
    """The one that a match of a literal stands for."""
    if found["hex"] is not None:
        return chr(int(found["hex"], 16))
    escape: str | None = found["escape"]
    if escape is None:
        sign: str = found["sign"]
        return sign
    if escape in _CONTROLS:
        return _CONTROLS[escape]
    if escape.isalnum():
        raise Untranslatable(f"`\\{escape}` has no equal in PostgreSQL")
    return escape


def _literal(char: str) -> str:
    """A character that stands for itself, within brackets and without."""
    if char.isalnum() or not char.isascii():
        return char
    return f"\\{char}" if char.isprintable() else f"\\u{ord(char):04x}"
