"""Text of a report in as many columns as there are."""

from __future__ import annotations

from sloc.findings.cells import width as columns_of
from sloc.findings.wrap import cut, wrap


def wrapped(text: str, width: int, indent: str) -> list[str]:
    """The text in lines of at most `width` columns, all but the first indented; a longer word is cut."""
    words = (cut(word, width - len(indent)) for word in text.split(" "))
    return wrap(" ".join(words), width, further=indent)


def listed(facts: list[str], width: int) -> list[str]:
    """Facts with a dot between them, in lines that do not break within a fact if it fits on one."""
    lines: list[str] = []
    for fact in filter(None, facts):
        if lines and columns_of(lines[-1]) + 3 + columns_of(fact) <= width:
            lines[-1] += f" · {fact}"
        else:
            lines += wrapped(fact, width, "")
    return lines
