"""The grammar in lark's hands.

Compiling it takes lark ten times as long as loading what it compiled before, so that is shipped as ``grammar.json``. The file
is used only if this very lark made it of this very grammar; whoever edits ``grammar/sloc.lark`` sees the effect at once and
runs ``python -m sloc.syntax.compile_grammar`` before committing.
"""

from __future__ import annotations

import json
import zlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sloc.syntax.vocabulary import Vocabulary, vocabulary

if TYPE_CHECKING:
    from lark import Lark

SHIPPED = Path(__file__).with_name("grammar.json")


class Language(NamedTuple):
    """The parser of specs, and the words and signs that they are made of."""

    lark: Lark
    vocabulary: Vocabulary


def grammar_text() -> str:
    """The text of ``sloc.lark``: the checkout's, or the one that the wheel carries."""
    package = Path(__file__).parents[1]
    for folder in (package.parent, package):
        path = folder / "grammar" / "sloc.lark"
        if path.is_file():
            return path.read_bytes().decode("utf-8")
    raise FileNotFoundError("grammar/sloc.lark belongs to sloc and is not there: install sloc again")


def digest(text: str) -> str:
    """What tells one grammar from the one that is edited next; nobody forges it, so a checksum will do."""
    return f"{zlib.crc32(text.encode('utf-8')):08x}"


@cache
def language() -> Language:
    """The language of the grammar that is found."""
    from lark import Lark

    loaded = Lark.load(_compiled(grammar_text()))
    return Language(loaded, vocabulary(loaded.terminals))


def _compiled(text: str) -> dict[str, Any]:
    """What `Lark.load` takes: the shipped file, or a fresh one where the grammar or lark is another."""
    from lark import __version__

    shipped = json.loads(SHIPPED.read_bytes())
    if (shipped["lark"], shipped["grammar"]) != (__version__, digest(text)):
        from sloc.syntax.compile_grammar import compile_grammar

        shipped = compile_grammar(text)
    return restored(shipped)


def restored(shipped: dict[str, Any]) -> dict[str, Any]:
    """What `Lark.load` takes: states and rules by number, where JSON has lists, and symbols numbered by their own names."""
    states = dict(enumerate(shipped["states"]))
    table = {"states": states, "tokens": {symbol: symbol for row in states.values() for symbol in row}}
    shipped["data"]["parser"]["parser"].update(table)
    return {"data": shipped["data"], "memo": dict(enumerate(shipped["memo"]))}
