"""The grammar as the parser needs it: its text, and the LALR tables made of it.

The tables are shipped ready-made in ``_table.py``, so that nothing has to be compiled, nor lark imported, to read a spec. They
are used only if they were made of the very grammar that is found; whoever edits ``grammar/sloc.lark`` sees the effect at
once and runs ``python -m sloc.syntax.compile_grammar`` before committing.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple


class Rule(NamedTuple):
    """One alternative of a grammar rule, as the parser reduces it.

    `origin` is the symbol it makes of `length` symbols on the stack, `picks` are the positions of those that are kept (None
    for an optional part that is absent), and `build` names the function that makes a node of them. Without one, the
    alternative hands on its only child, or for lark's own ``__list`` rules the list of its children.
    """

    origin: str
    length: int
    build: str | None
    picks: tuple[int | None, ...]


class Tables(NamedTuple):
    """What drives the lexer and the parser.

    `scanner` is one regular expression with a group for each kind of token; `words` has the kinds that a word may be,
    apart from a name. `actions` has, for each state, what to do at a symbol: go to a state (n >= 0) or reduce by a rule (~n).
    `symbols` has the symbol that leads into each state.
    """

    scanner: str
    words: Mapping[str, tuple[str, ...]]
    signs: Mapping[str, str]
    actions: tuple[Mapping[str, int], ...]
    symbols: tuple[str, ...]
    rules: tuple[Rule, ...]
    start: int
    end: int


def grammar_text() -> str:
    """The text of ``sloc.lark``: the checkout's, or the one that the wheel carries."""
    package = Path(__file__).parents[1]
    for folder in (package.parent, package):
        path = folder / "grammar" / "sloc.lark"
        if path.is_file():
            return path.read_bytes().decode("utf-8")
    raise FileNotFoundError("grammar/sloc.lark belongs to sloc and is not there: install sloc again")


def digest(text: str) -> str:
    """What tells one grammar from another."""
    return f"{zlib.crc32(text.encode('utf-8')):08x}"  # hashlib would cost more time than the parser


@cache
def tables() -> Tables:
    """The tables of the grammar that is found: the shipped ones, or fresh ones where the grammar is newer (needs lark)."""
    from sloc.syntax import _table

    text = grammar_text()
    if digest(text) == _table.DIGEST:
        made = json.loads(_table.TABLES)
        made["rules"] = tuple(Rule(*rule) for rule in made["rules"])
        return Tables(**made)
    from sloc.syntax.compile_grammar import compile_grammar

    return compile_grammar(text)
