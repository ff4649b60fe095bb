"""The grammar's terminals as the scanner and the messages need them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lark.lexer import TerminalDef

ALTERNATIVES = re.compile(r"\(\?:([a-z|]+)\)|([a-z]+)")
IGNORED = re.compile(r"__IGNORE_\d+")


class Vocabulary(NamedTuple):
    """`scanner` is one regular expression with a group for each kind of token, `words` has the kinds that a word may be, apart
    from a name, and `signs` the text of each kind that has but one.
    """

    scanner: str
    words: Mapping[str, tuple[str, ...]]
    signs: Mapping[str, str]


def vocabulary(terminals: Iterable[TerminalDef]) -> Vocabulary:
    """What a grammar's terminals come to, ranked as lark ranks them.

    Words are scanned as names, and the parser picks the kind that can stand where they stand; so the scanner needs no state.
    """
    words: dict[str, tuple[str, ...]] = {}
    signs: dict[str, str] = {}
    groups = []
    for terminal in sorted(terminals, key=lambda t: (-t.priority, -t.pattern.max_width, -len(t.pattern.value), t.name)):
        regex = terminal.pattern.to_regexp()
        found = ALTERNATIVES.fullmatch(regex)
        if found:
            for word in (found[1] or found[2]).split("|"):
                words[word] = (*words.get(word, ()), terminal.name)
        elif not IGNORED.fullmatch(terminal.name):
            groups.append(f"(?P<{terminal.name}>{regex})")
            if terminal.pattern.type == "str":
                signs[terminal.name] = terminal.pattern.value
    scanner = r"[ \t\r\n]*(?:" + "|".join(groups) + r"|(?P<END>\Z)|(?P<BAD>[\s\S]))"
    return Vocabulary(scanner, dict(sorted(words.items())), dict(sorted(signs.items())))
