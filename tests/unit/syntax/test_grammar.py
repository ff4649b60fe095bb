"""The reference grammar is LALR(1) and unambiguous, what is shipped of it is fresh, and lark alone reads what we read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import lark
import pytest
from lark.exceptions import GrammarError

from sloc.syntax import compile_grammar, grammar
from sloc.syntax.build import NODES, Builder
from sloc.syntax.literals import LEAVES
from tests.unit.syntax.helpers import EXAMPLES, mistakes, read


@pytest.fixture
def afresh() -> Iterator[None]:
    """The language is loaded anew in the test, and once more after it."""
    grammar.language.cache_clear()
    yield
    grammar.language.cache_clear()


def test_strict_mode_finds_no_conflict_and_no_collision() -> None:
    compile_grammar.build_lark(grammar.grammar_text(), lexer="contextual", strict=True)


def test_strict_mode_would_find_a_conflict() -> None:
    ambiguous = grammar.grammar_text().replace(
        "?expression: conjunction\n", "?expression: conjunction | expression expression\n"
    )
    with pytest.raises(GrammarError):
        compile_grammar.build_lark(ambiguous, lexer="contextual", strict=True)


def test_the_shipped_grammar_is_fresh() -> None:
    made = compile_grammar.as_json(grammar.grammar_text())
    assert made == grammar.SHIPPED.read_text(encoding="utf-8"), "run `python -m sloc.syntax.compile_grammar`"


@pytest.mark.usefixtures("afresh")
def test_the_shipped_grammar_is_loaded_and_not_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(compile_grammar, "compile_grammar")
    assert read("source tickets { at x }").declarations


@pytest.mark.usefixtures("afresh")
def test_a_newer_grammar_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    newer = grammar.grammar_text().replace('"source" NAME', '"origin" NAME')
    monkeypatch.setattr(grammar, "grammar_text", lambda: newer)
    assert "origin" in grammar.language().vocabulary.words
    assert read("origin tickets { at x }").declarations
    assert mistakes("source tickets { at x }")


@pytest.mark.usefixtures("afresh")
def test_what_another_lark_compiled_is_compiled_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shipped = json.loads(grammar.SHIPPED.read_bytes())
    other = tmp_path / "grammar.json"
    other.write_text(json.dumps(shipped | {"lark": "1.3.0", "states": []}), encoding="utf-8")
    monkeypatch.setattr(grammar, "SHIPPED", other)
    assert read("source tickets { at x }").declarations


def test_the_shipped_grammar_is_no_pickle() -> None:
    assert set(json.loads(grammar.SHIPPED.read_bytes())) == {"lark", "grammar", "data", "memo", "states"}


def test_every_rule_is_built_and_nothing_else_is() -> None:
    functions = {name for base in Builder.__mro__[:-1] for name in vars(base) if not name.startswith("_")} - {"function"}
    assert not functions & set(NODES)
    assert {name for rule in RULES if (name := tree_of(rule))} == functions | set(NODES)


RULES = grammar.language().lark.rules


def tree_of(rule: lark.grammar.Rule) -> str:
    """The name of the tree that lark makes by a rule; empty for one that hands on its only child, or is lark's own."""
    kept = [symbol for symbol in rule.expansion if not (symbol.is_term and symbol.filter_out)]
    handed_on = rule.options.expand1 and not rule.alias and len(kept) + sum(rule.options.empty_indices) == 1
    return "" if handed_on or rule.origin.name.startswith("__") else str(rule.alias or rule.origin.name)


def test_every_token_that_carries_a_value_has_a_leaf() -> None:
    kept = {symbol.name for rule in RULES for symbol in rule.expansion if symbol.is_term and not symbol.filter_out}
    assert kept == set(LEAVES)


@pytest.mark.parametrize("name", EXAMPLES)
def test_lark_alone_reads_what_we_read(name: str) -> None:
    compile_grammar.build_lark(grammar.grammar_text(), lexer="contextual").parse(EXAMPLES[name])
    assert read(EXAMPLES[name]).declarations


def test_the_examples_use_every_keyword() -> None:
    text = re.sub(r'"[^"\n]*"|#.*', "", " ".join(EXAMPLES.values()))
    assert set(grammar.language().vocabulary.words) - set(re.findall("[a-z]+", text)) == {"tue", "thu", "hour"}
