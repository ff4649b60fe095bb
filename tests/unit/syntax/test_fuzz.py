"""Whatever the text, parsing ends and raises nothing; and what the grammar can say is read without a finding."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sloc.source.span import SourceFile
from sloc.syntax.compile_grammar import build_lark
from sloc.syntax.grammar import grammar_text, language
from sloc.syntax.lexer import scan
from sloc.syntax.messages import words_of
from sloc.syntax.parser import parse
from tests.counts import examples, scaled
from tests.unit.syntax.helpers import EXAMPLES, mistakes

RELAXED = examples(120)

VOCABULARY = language().vocabulary
SAMPLES = {
    "NAME": ["tickets", "a", "`count`", "first_reply_at"],
    "STRING": ['"x"', '"""a\n  b"""', '"\\u00e9"'],
    "NUMBER": ["1", "12"],
    "PERCENT": ["95%", "99.95%"],
    "PERCENTILE": ["p90", "p99.9"],
    "DURATION": ["15m", "1h30m", "250ms"],
    "INSTANT": ["2026-11-07T22:00+01:00", "2026-11-07T21:00:00.5Z"],
    "DATE": ["2026-12-24"],
    "CLOCK": ["09:00", "24:00"],
    "PARAM": ["$goal"],
    "PLACE": ["Europe/Berlin", "UTC", "DE-BE"],
    "COMPARISON": ["==", "!=", "<=", ">=", "<", ">"],
}


def texts(kind: str) -> list[str]:
    """Texts of a kind of token."""
    if kind in SAMPLES:
        return SAMPLES[kind]
    return words_of(kind, VOCABULARY)


KINDS = sorted({*SAMPLES, *VOCABULARY.signs, *(kind for kinds in VOCABULARY.words.values() for kind in kinds)})
SOUP = st.lists(
    st.sampled_from([text for kind in KINDS for text in texts(kind)] + ["\n", "\n  ", "é", "15min", "'"]), max_size=60
)
PIECES = {name: [token.text for token in scan(SourceFile(name, text)).tokens[:-1]] for name, text in EXAMPLES.items()}


def check(text: str) -> None:
    """Parsing gives a file, findings with spans within the text, and no two findings of one place and code."""
    file, findings = parse(SourceFile("a.slo", text))
    assert file.span.end <= len(text)
    for found in findings:
        assert found.span is not None
        assert 0 <= found.span.start <= found.span.end <= len(text)
        assert found.message
        assert found.label or "not read" in found.message
    places = [(found.code, found.span) for found in findings]
    assert len(places) == len(set(places)), findings


@RELAXED
@given(st.text(max_size=200))
def test_random_text(text: str) -> None:
    check(text)


@RELAXED
@given(SOUP)
def test_random_tokens(words: list[str]) -> None:
    check(" ".join(words))


@RELAXED
@given(SOUP)
def test_random_tokens_within_a_spec(words: list[str]) -> None:
    check("service s {\n  slo x {\n    " + " ".join(words) + "\n  }\n  slo y { alerts desk }\n}\nsource t { at x }\n")


@RELAXED
@given(st.sampled_from(sorted(PIECES)), st.randoms(use_true_random=False))
def test_mutated_specs(name: str, chance: random.Random) -> None:
    pieces = list(PIECES[name])
    for _ in range(chance.randint(1, 6)):
        at, other = chance.randrange(len(pieces)), chance.randrange(len(pieces))
        change = chance.choice(["delete", "duplicate", "swap", "cut"])
        if change == "delete":
            del pieces[at]
        elif change == "duplicate":
            pieces.insert(at, pieces[other])
        elif change == "swap":
            pieces[at], pieces[other] = pieces[other], pieces[at]
        else:
            pieces[at] = pieces[at][: len(pieces[at]) // 2]
    check(chance.choice([" ", "\n"]).join(pieces))


@RELAXED
@given(st.sampled_from(sorted(EXAMPLES)), st.integers(0, 5_000))
def test_truncated_specs(name: str, length: int) -> None:
    check(EXAMPLES[name][:length])


@pytest.mark.parametrize("name", EXAMPLES)
def test_one_token_less_never_gives_many_findings(name: str) -> None:
    """The measure of a cascade: of a spec with any one of its tokens left out, a handful of findings at most.

    The share leaves out every fifth token, the full counts each.
    """
    text = EXAMPLES[name]
    tokens = scan(SourceFile("a.slo", text)).tokens[: -1 : 50 // scaled(10) or 1]
    counts = [len(mistakes(text[: token.start] + text[token.end :])) for token in tokens]
    assert max(counts) <= 2
    assert sum(count > 1 for count in counts) <= len(counts) // 20


RULES: dict[str, list[list[tuple[str, bool]]]] = {}
for _rule in build_lark(grammar_text()).rules:
    RULES.setdefault(_rule.origin.name, []).append([(symbol.name, symbol.is_term) for symbol in _rule.expansion])


def generate(symbol: str, chance: random.Random, depth: int) -> list[str]:
    """A random sentence of the grammar; at the bottom it takes the shortest alternative."""
    alternatives = RULES[symbol]
    chosen = chance.choice(alternatives) if depth > 0 else min(alternatives, key=_cost)
    words: list[str] = []
    for name, terminal in chosen:
        words += [chance.choice(texts(name))] if terminal else generate(name, chance, depth - 1)
    return words


def _cost(alternative: list[tuple[str, bool]]) -> int:
    return sum(1 if terminal else HEIGHTS[name] for name, terminal in alternative)


HEIGHTS = dict.fromkeys(RULES, 1_000)
for _ in RULES:
    for _name, _alternatives in RULES.items():
        HEIGHTS[_name] = min(HEIGHTS[_name], 1 + min(map(_cost, _alternatives)))


@RELAXED
@given(st.randoms(use_true_random=False))
def test_what_the_grammar_can_say_is_read(chance: random.Random) -> None:
    words = generate("start", chance, 14)
    text = chance.choice([" ", "\n"]).join(words)
    file, findings = parse(SourceFile("a.slo", text))
    assert not findings, (text, findings[0])
    assert file.span.end <= len(text)
