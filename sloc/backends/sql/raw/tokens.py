"""The tokens that every SQL engine, its command line and sqlglot read alike.

PostgreSQL, psql, DuckDB, its command line and sqlglot differ in strings with backslashes, dollar quotes, nested comments,
template braces, ``:variables``, hints and numbers that letters follow. An author has no need of any of them here; so there is
one small lexer for all engines, and everything else is refused before anybody else reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sloc.backends.sql.raw.refused import Refused
from sloc.records import dataclass

MOST_TOKENS = 5_000
DEEPEST = 20
"""Brackets within brackets."""

OPERATORS = frozenset(
    {"+", "-", "*", "/", "//", "%", "=", "<>", "!=", "<", "<=", ">", ">=", "||", "::", "~", "!~", "~*", "!~*"}
)

_TOKEN = re.compile(
    r"""
      (?P<blank>[ \t\n]+ | --[^\n]* | /\*(?!\+)(?:(?!/\*|\*/).)*\*/)
    | (?P<string>'(?:[^'\\\n]|'')*'(?!['"A-Za-z0-9_$]))
    | (?P<name>"(?:[^"\\\n]|"")+"(?!['"A-Za-z0-9_$]))
    | (?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![A-Za-z0-9_.$'"]))
    | (?P<word>[A-Za-z_][A-Za-z0-9_]*(?![$'"]))
    | (?P<operator>(?:(?!--|/\*)[-+*/%<>=!|:~^&@\#?])+)
    | (?P<sign>[(),.])
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class QueryToken:
    """`kind` is string, name (in double quotes), number, word, operator or sign."""

    kind: str
    text: str


def tokens(text: str) -> list[QueryToken]:
    """The tokens of a query without its comments. Raises Refused."""
    found: list[QueryToken] = []
    depth = 0
    for token in _tokens(text):
        if token.kind == "string" and found and found[-1].kind == "string":
            raise Refused("two strings stand side by side", "join them with `||`")
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if depth < 0:
            raise Refused("a `)` closes nothing")
        if depth > DEEPEST or len(found) == MOST_TOKENS:
            raise Refused("it is nested too deep" if depth > DEEPEST else f"it has more than {MOST_TOKENS} words and signs")
        found.append(token)
    if depth:
        raise Refused("a `(` is not closed")
    return found


def _tokens(text: str) -> Iterator[QueryToken]:
    for char in text:
        if not char.isprintable() and char not in "\n\t":
            raise Refused(f"it holds the character U+{ord(char):04X}", "delete it, or write a blank")
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or (match.lastgroup == "operator" and match[0] not in OPERATORS):
            raise _unclear(text, at, "" if match is None else match[0])
        at = match.end()
        if match.lastgroup != "blank":
            assert match.lastgroup is not None
            yield QueryToken(match.lastgroup, match[0])


_READINGS = (
    (r";", "it holds a semicolon", "delete it"),
    (r"\{", "`{` begins a template or a struct for some that read it", ""),
    (r"\$|[A-Za-z0-9_]+\$", "`$` begins a parameter or another kind of string", "write strings in single quotes"),
    (r"`", "a name in back quotes is none for most engines", "write it in double quotes"),
    (r"\[", "it holds a `[`", ""),
    (r"/\*\+", "it holds a hint for an optimizer", "delete it"),
    (r"/\*", "a comment is not closed, or another begins within it", "write comments as `-- …`"),
    (r"\\", "a `\\` outside of a string begins a command of psql", "delete it"),
    (
        r"'(?:[^'\\\n]|'')*\\",
        "a `\\` in a string means different things to different engines",
        "in a pattern, write `[.]` for `\\.` and `[0-9]` for `\\d`",
    ),
    (r"'(?:[^'\n]|'')*\n|\"[^\"\n]*\n", "a string or a name goes on over a line break", "write `chr(10)` for a line break"),
    (r"'(?:[^'\n]|'')*'", "a letter, digit or quote follows a string at once", "put a blank after the string"),
    (r"['\"]", "a string or a name is not closed, or is empty", ""),
    (
        r"[A-Za-z_][A-Za-z0-9_]*['\"]",
        "a word stands right before a quote, which makes another kind of string of it",
        "write a plain string, such as `'…'` or `DATE '…'`",
    ),
    (r"[0-9]", "a number holds something else than digits, a dot and an exponent", "put a blank after it"),
)
"""What begins at a place where no token does, why it is refused, and what to do."""


def _unclear(text: str, at: int, operator: str) -> Refused:
    """Why no token begins at a place."""
    if operator:
        known = re.match(r"(?:::|\|\||[<>!]?=|<>|//|.)(?=[-+~*])", operator)
        apart = "put a blank between its signs" if known else ""
        return _refused(f"`{operator}` is no operator that all engines read alike", apart)
    for pattern, why, help in _READINGS:
        if re.compile(pattern).match(text, at):
            return _refused(why, help)
    return _refused(
        f"`{text[at]}` is no part of a query that all engines read alike", "write names that hold it in double quotes"
    )


def _refused(why: str, help: str) -> Refused:
    return Refused(why, help) if help else Refused(why)
