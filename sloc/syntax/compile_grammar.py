"""Grammar -> ``grammar.json``, which ``python -m sloc.syntax.compile_grammar`` writes.

The file is what lark's own ``memo_serialize`` gives, put in order: lark numbers states and rules as it comes upon them, which
differs from run to run.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sloc.syntax.grammar import SHIPPED, digest, grammar_text

if TYPE_CHECKING:
    from lark import Lark


_ENDLESS = 2**32 - 1
"""The length of a text that a terminal may match without an end, as the oldest Python says it."""


def build_lark(text: str, *, lexer: str = "basic", strict: bool = False) -> Lark:
    """The grammar in lark's hands. Raises lark's GrammarError where it is not LALR(1)."""
    from lark import Lark

    return Lark(text, parser="lalr", lexer=lexer, maybe_placeholders=True, strict=strict)


def compile_grammar(text: str) -> dict[str, Any]:
    """The grammar as `sloc.syntax.grammar.restored` takes it: plain data, the same whenever the same lark compiles it."""
    from lark import __version__
    from lark.grammar import Rule
    from lark.lexer import TerminalDef

    data, memo = build_lark(text).memo_serialize([TerminalDef, Rule])
    for each in memo.values():
        if "_width" in each.get("pattern", ()):  # a terminal's lengths: versions of Python differ in what has no end
            each["pattern"]["_width"] = [min(width, _ENDLESS) for width in each["pattern"]["_width"]]
    order = sorted(memo, key=lambda number: json.dumps(memo[number]))
    places = {number: place for place, number in enumerate(order)}
    conf, table = data["parser"], data["parser"]["parser"]
    for holder, key in ((data, "rules"), (conf["parser_conf"], "rules"), (conf["lexer_conf"], "terminals")):
        holder[key] = [{"@": place} for place in sorted(places[each["@"]] for each in holder[key])]
    states, numbers = _states(table, places)
    conf["parser"] = {
        key: {name: numbers[state] for name, state in table[key].items()} for key in ("start_states", "end_states")
    }
    return {
        "lark": __version__,
        "grammar": digest(text),
        "data": data,
        "memo": [memo[number] for number in order],
        "states": states,
    }


def _states(table: dict[str, Any], places: dict[int, int]) -> tuple[list[dict[str, Any]], dict[int, int]]:
    """What to do at each symbol, for each state in the order in which they are reached; and the new number of each state."""
    rows = {
        state: sorted((table["tokens"][symbol], action) for symbol, action in row.items())
        for state, row in table["states"].items()
    }
    numbers = {state: number for number, state in enumerate(table["start_states"].values())}
    states: list[dict[str, Any]] = []
    for state in (reached := list(numbers)):
        states.append({})
        for symbol, (reduces, argument) in rows[state]:
            if not reduces and argument not in numbers:
                numbers[argument] = len(numbers)
                reached.append(argument)
            states[-1][symbol] = [reduces, {"@": places[argument["@"]]} if reduces else numbers[argument]]
    return states, numbers


def as_json(text: str) -> str:
    """The text of ``grammar.json`` for a grammar, with a line for each terminal, rule and state."""
    parts = []
    for name, value in compile_grammar(text).items():
        items = ",\n".join(map(json.dumps, value)) if isinstance(value, list) else ""
        parts.append(f"{json.dumps(name)}: " + (f"[\n{items}\n]" if items else json.dumps(value)))
    return "{\n" + ",\n".join(parts) + "\n}\n"


def main() -> None:
    """Write ``grammar.json`` beside this file."""
    SHIPPED.write_bytes(as_json(grammar_text()).encode())


if __name__ == "__main__":
    main()
