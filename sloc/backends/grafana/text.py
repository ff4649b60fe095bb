"""Text from specs in the places where Grafana would read more than text: queries, titles, Markdown, links.

Grafana fills in ``$name``, ``${name}`` and ``[[name]]`` in all of them, before anything else reads them.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from sloc.backends.comments import comment
from sloc.backends.promql import Expr, inline

_HOLE = re.compile("\0(.+?)\0")
_VARIABLE = re.compile(r"\$(?=[\w{])|\[(?=\[)")
_PLAIN = frozenset(" .,;%")
WORD_JOINER = "\u2060"
"""It has no width, and no variable has it in its name."""


def query(expr: Expr) -> str:
    """The expression on one line, its holes as Grafana's variables.

    Only strings can hold a dollar sign or two brackets that come from a spec; there PromQL takes their number as well.
    """
    text = inline(expr).replace("$", r"\u0024").replace("[[", r"[\u005b")
    return _HOLE.sub(r"${\1}", text)


def title(text: str) -> str:
    """Text in a title, on one line; titles know no escapes, so what looks like a variable is broken up invisibly."""
    return _VARIABLE.sub(lambda match: match[0] + WORD_JOINER, comment(text))


def markdown(text: str) -> str:
    """Text in Markdown that is shown as it is: whatever could mean something there is written by its number."""
    return "".join(char if char.isalnum() or char in _PLAIN else f"&#{ord(char)};" for char in comment(text))


def link(address: str | None) -> str | None:
    """An http(s) address that Markdown, HTML and Grafana take as it is; None for anything else, which is no link to follow."""
    if address is None:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    return quote(address, safe="/:?#@&=+,;%~-._")
