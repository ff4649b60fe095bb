"""Reads the selectors that specs hold: ``http_requests_total{job="checkout", code!~"4.."}``."""

from __future__ import annotations

import re

from sloc.backends.promql.nodes import Matcher, Vector
from sloc.backends.promql.quoting import LABEL_NAME, METRIC_NAME

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<name>[a-zA-Z_:][a-zA-Z0-9_:]*)
    | (?P<op>=~|!~|!=|=)
    | (?P<sign>[{},])
    | (?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`[^`]*`)
    )""",
    re.VERBOSE,
)
_ESCAPE = re.compile(
    r"""\\(?:(?P<sign>[abfnrtv\\'"])|x(?P<x>[0-9a-fA-F]{2})|u(?P<u>[0-9a-fA-F]{4})|U(?P<U>[0-9a-fA-F]{8})|(?P<o>[0-3][0-7]{2})|(?P<bad>.?))""",
    re.DOTALL,
)
_SIGNS = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


class BadSelector(ValueError):
    """A text that is no selector; the message says why, in words that fit into a finding."""


def read_selector(text: str) -> Vector:
    """The selector of a counter or a histogram. Raises BadSelector: a metric name, then matchers, and nothing else."""
    tokens = _tokens(text)
    if not tokens or tokens[0][0] != "name":
        raise BadSelector("it starts with a metric's name")
    name = tokens[0][1]
    rest = tokens[1:]
    if not rest:
        return Vector(name)
    if rest[0] != ("sign", "{") or rest[-1] != ("sign", "}") or len(rest) < 2:
        raise BadSelector("after the name come matchers in `{…}`, and nothing else")
    return Vector(name, tuple(_matchers(rest[1:-1])))


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at = 0
    stripped = text.rstrip()
    while at < len(stripped):
        match = _TOKEN.match(stripped, at)
        if match is None:
            rest = stripped[at:].lstrip()
            raise BadSelector(f"`{rest[:12]}` has no meaning in a selector")
        found.append((match.lastgroup or "", match[match.lastgroup or 0]))
        at = match.end()
    return found


def _matchers(tokens: list[tuple[str, str]]) -> list[Matcher]:
    matchers: list[Matcher] = []
    while tokens:
        kinds = [kind for kind, _ in tokens[:3]]
        if kinds != ["name", "op", "string"] or not LABEL_NAME.fullmatch(tokens[0][1]):
            raise BadSelector('a matcher is written `label="value"`')
        label, op, value = (text for _, text in tokens[:3])
        if label == "__name__":
            raise BadSelector("the metric's name stands before the braces")
        matchers.append(Matcher(label, op, _unquoted(value)))
        tokens = tokens[3:]
        if tokens and tokens.pop(0) != ("sign", ","):
            raise BadSelector("a comma stands between matchers")
    return matchers


def _unquoted(text: str) -> str:
    body = text[1:-1]
    return body if text[0] == "`" else _ESCAPE.sub(_unescaped, body)


def _unescaped(match: re.Match[str]) -> str:
    kind = match.lastgroup or "bad"
    if kind == "bad":
        raise BadSelector(f"`\\{match['bad']}` is no escape")
    if kind == "sign":
        return _SIGNS.get(match["sign"], match["sign"])
    code = int(match[kind], 8 if kind == "o" else 16)
    # Go's \x and octal escapes are bytes; beyond ASCII one alone is not a character.
    if code > (0x7F if kind in "xo" else 0x10FFFF) or 0xD800 <= code <= 0xDFFF:
        raise BadSelector(f"`{match[0]}` is not a character")
    return chr(code)


def is_label(name: str) -> bool:
    """Whether Prometheus takes a name as a label of a user's: those that begin with two underscores are its own."""
    return LABEL_NAME.fullmatch(name) is not None and not name.startswith("__")


def is_metric(name: str) -> bool:
    """Whether Prometheus takes a name as a metric's."""
    return METRIC_NAME.fullmatch(name) is not None
