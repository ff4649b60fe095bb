"""The reference grammar is LALR(1) and unambiguous, its tables are fresh, and lark itself agrees with our machine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lark.exceptions import GrammarError

from sloc.syntax import _table, compile_grammar, grammar
from sloc.syntax.build import NODES, Builder
from sloc.syntax.literals import LEAVES
from tests.unit.syntax.helpers import EXAMPLES, read


def test_strict_mode_finds_no_conflict_and_no_collision() -> None:
    compile_grammar.build_lark(grammar.grammar_text(), strict=True)


def test_strict_mode_would_find_a_conflict() -> None:
    ambiguous = grammar.grammar_text().replace(
        "?expression: conjunction\n", "?expression: conjunction | expression expression\n"
    )
    with pytest.raises(GrammarError):
        compile_grammar.build_lark(ambiguous, strict=True)


def test_the_shipped_table_is_fresh() -> None:
    module = Path(_table.__file__).read_text(encoding="utf-8")
    assert module == compile_grammar.as_module(grammar.grammar_text()), "run `python -m sloc.syntax.compile_grammar`"


def test_a_newer_grammar_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    newer = grammar.grammar_text().replace('"source" NAME', '"origin" NAME')
    monkeypatch.setattr(grammar, "grammar_text", lambda: newer)
    grammar.tables.cache_clear()
    try:
        assert "origin" in grammar.tables().words
        read("origin tickets { at x }")
    finally:
        grammar.tables.cache_clear()


def test_every_rule_is_built_and_nothing_else_is() -> None:
    built = {rule.build for rule in grammar.tables().rules if rule.build}
    functions = {name for base in Builder.__mro__[:-1] for name in vars(base) if not name.startswith("_")} - {"function"}
    assert built == functions | set(NODES)


def test_every_token_that_carries_a_value_has_a_leaf() -> None:
    picked = {
        symbol
        for rule in compile_grammar.build_lark(grammar.grammar_text()).rules
        for symbol in rule.expansion
        if symbol.is_term and not symbol.filter_out
    }
    assert {symbol.name for symbol in picked} == set(LEAVES)


@pytest.mark.parametrize("name", EXAMPLES)
def test_lark_reads_what_we_read(name: str) -> None:
    compile_grammar.build_lark(grammar.grammar_text()).parse(EXAMPLES[name])
    assert read(EXAMPLES[name]).declarations


def test_the_examples_use_every_keyword() -> None:
    text = re.sub(r'"[^"\n]*"|#.*', "", " ".join(EXAMPLES.values()))
    assert set(grammar.tables().words) - set(re.findall("[a-z]+", text)) == {"tue", "thu", "hour"}
