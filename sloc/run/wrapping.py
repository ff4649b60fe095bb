"""Text in as many columns as there are."""

from __future__ import annotations

from sloc.findings.cells import visible
from sloc.findings.cells import width as columns_of


def cut(text: str, width: int) -> str:
    """The text in at most so many columns, with an ellipsis where it was longer."""
    text = visible(text)
    if columns_of(text) <= width:
        return text
    while columns_of(text) > width - 1:
        text = text[:-1]
    return text + "…"


def wrapped(text: str, width: int, indent: str) -> list[str]:
    """The text in lines of at most `width` columns, broken at blanks, all but the first indented; a longer word is cut."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        word = cut(word, width - len(indent))
        if line and columns_of(line) + 1 + columns_of(word) > width:
            lines.append(line)
            line = indent + word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line]


def listed(facts: list[str], width: int) -> list[str]:
    """Facts with a dot between them, in lines that do not break within a fact if it fits on one."""
    lines: list[str] = []
    for fact in filter(None, facts):
        if lines and columns_of(lines[-1]) + 3 + columns_of(fact) <= width:
            lines[-1] += f" · {fact}"
        else:
            lines += wrapped(fact, width, "")
    return lines
