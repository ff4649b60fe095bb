"""Grammar -> tables. ``python -m sloc.syntax.compile_grammar`` writes them to ``_table.py``.

lark reads the grammar, proves that it is LALR(1) and makes the parse table; this module only puts what lark made into plain
literals that load in a few milliseconds.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sloc.syntax.grammar import Rule, Tables, digest, grammar_text

if TYPE_CHECKING:
    from lark import Lark

ALTERNATIVES = re.compile(r"\(\?:([a-z|]+)\)|([a-z]+)")
IGNORED = re.compile(r"__IGNORE_\d+")


def build_lark(text: str, *, strict: bool = False) -> Lark:
    """The grammar in lark's hands. Raises lark's GrammarError where it is not LALR(1)."""
    from lark import Lark

    return Lark(text, parser="lalr", lexer="contextual", maybe_placeholders=True, strict=strict)


def compile_grammar(text: str) -> Tables:
    """The tables of a grammar."""
    lark = build_lark(text)
    table = _parse_table(lark)
    lark_rules = sorted(lark.rules, key=lambda rule: (rule.origin.name, [symbol.name for symbol in rule.expansion]))
    rule_numbers = {rule: number for number, rule in enumerate(lark_rules)}
    start = table.start_states["start"]
    state_numbers = _number_states(table.states, start)
    actions, symbols = _actions(table.states, state_numbers, rule_numbers)
    end = state_numbers[table.end_states["start"]]
    return Tables(*_terminals(lark), actions, symbols, tuple(map(_rule, lark_rules)), state_numbers[start], end)


def _parse_table(lark: Lark) -> Any:
    """lark's LALR table; it has no public name."""
    return lark.parser.parser._parse_table


def _terminals(lark: Lark) -> tuple[str, dict[str, tuple[str, ...]], dict[str, str]]:
    """The scanner's regular expression, the kinds of each keyword, and the text of each sign.

    Words are scanned as names, and the parser picks the kind that can stand where they stand; so the scanner needs no state.
    """
    ranked = sorted(lark.terminals, key=lambda t: (-t.priority, -t.pattern.max_width, -len(t.pattern.value), t.name))
    words: dict[str, tuple[str, ...]] = {}
    signs: dict[str, str] = {}
    groups = []
    for terminal in ranked:
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
    return scanner, dict(sorted(words.items())), dict(sorted(signs.items()))


def _number_states(states: Any, start: int) -> dict[int, int]:
    """lark's states in the order in which they are reached; lark's own numbers differ from run to run."""
    numbers = {start: 0}
    for state in (reached := [start]):
        for _, (action, argument) in sorted(states[state].items()):
            if action.name == "Shift" and argument not in numbers:
                numbers[argument] = len(numbers)
                reached.append(argument)
    return numbers


def _actions(
    states: Any, state_numbers: dict[int, int], rule_numbers: dict[Any, int]
) -> tuple[tuple[dict[str, int], ...], tuple[str, ...]]:
    """lark's states, with a state to go to as n and a rule to reduce by as ~n; and the symbol that leads into each."""
    actions: list[dict[str, int]] = [{} for _ in state_numbers]
    symbols = [""] * len(state_numbers)
    for state, number in state_numbers.items():
        for symbol, (action, argument) in sorted(states[state].items()):
            if action.name == "Shift":
                actions[number][symbol] = state_numbers[argument]
                symbols[state_numbers[argument]] = symbol
            else:
                actions[number][symbol] = ~rule_numbers[argument]
    return tuple(actions), tuple(symbols)


def _rule(rule: Any) -> Rule:
    """One of lark's rules; `empty_indices` tells where an absent optional part leaves a None."""
    absent = [len(ones) for ones in "".join(str(int(b)) for b in rule.options.empty_indices).split("0")]
    picks: list[int | None] = []
    for index, symbol in enumerate(rule.expansion):
        picks += [None] * (absent[index] if rule.options.empty_indices else 0)
        if not (symbol.is_term and symbol.filter_out):
            picks.append(index)
    if rule.options.empty_indices:
        picks += [None] * absent[len(rule.expansion)]
    name = rule.origin.name
    handed_on = name.startswith("__") or (rule.options.expand1 and not rule.alias and len(picks) == 1)
    return Rule(str(name), len(rule.expansion), None if handed_on else str(rule.alias or name), tuple(picks))


def as_module(text: str) -> str:
    """The source of ``_table.py`` for a grammar."""
    from lark import __version__

    made = compile_grammar(text)
    # JSON, because Python builds a large literal item by item: that takes ten times as long as reading it.
    lists = (
        (f' "{name}": [\n' + ",\n".join(f"  {_json(item)}" for item in items) + "\n ]")
        for name, items in (("rules", made.rules), ("actions", made.actions))
    )
    small = (f' "{name}": {_json(getattr(made, name))}' for name in ("scanner", "words", "signs", "symbols", "start", "end"))
    return (
        '"""GENERATED from grammar/sloc.lark by `python -m sloc.syntax.compile_grammar`: do not edit."""\n\n'
        f"# The tables are lark {__version__}'s.\n"
        f"DIGEST = {digest(text)!r}\n"
        "TABLES = r'''{\n" + ",\n".join((*small, *lists)) + "\n}'''\n"
    )


def _json(value: object) -> str:
    text = json.dumps(value)
    assert "'''" not in text, "it stands between three quotes"
    return text


def main() -> None:
    """Write ``_table.py`` beside this file."""
    with Path(__file__).with_name("_table.py").open("w", encoding="utf-8", newline="\n") as file:
        file.write(as_module(grammar_text()))


if __name__ == "__main__":
    main()
