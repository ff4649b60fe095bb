"""Whatever a spec looks like: the program and its comments stay, and a second pass changes nothing."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sloc.ir import Ir
from sloc.ir.codec import to_json
from sloc.pipeline import check_sources
from sloc.source.span import SourceFile
from sloc.syntax import ast
from sloc.syntax.lexer import scan
from sloc.syntax.parser import parse
from sloc.syntax.walk import walk
from tests.counts import examples
from tests.golden.harness import GOLDEN, read
from tests.unit.format.helpers import ROOT, SPECS, TEXTS, check, comments, formatted, source, words
from tests.unit.syntax.test_fuzz import generate

RELAXED = examples(20)
CHANCE = st.randoms(use_true_random=False)
LOCK = (ROOT / "sloc.lock").read_text(encoding="utf-8")
MEANINGFUL = {
    **SPECS,
    **{
        case.path.stem: case.sources[0].text
        for case in map(read, sorted((GOLDEN / "check").rglob("*.case")))
        if len(case.sources) == 1 and check_sources(case.sources, LOCK).ir is not None
    },
}
"""Texts that mean something: by themselves, or (the example specs) with each other."""
SPACES = [" ", " ", " ", "  ", "\n", "\n  ", "\n\n", "\n\n\n\t", " \n"]
REMARKS = [
    " # behind\n",
    "\n# alone\n",
    "\n  #: with a tab\t\n",
    " # behind\n\n  # and alone \n",
    "#\n",
    "\n\n# apart\n\n",
]


def spread(pieces: list[str], chance: random.Random, remarks: float) -> str:
    """Tokens with anything between them that the language does not look at."""
    between = (chance.choice(REMARKS if chance.random() < remarks else SPACES) for _ in pieces)
    return "".join(piece + space for piece, space in zip(pieces, between, strict=True))


@pytest.mark.parametrize("name", TEXTS)
def test_examples(name: str) -> None:
    check(TEXTS[name])


@RELAXED
@given(CHANCE)
def test_what_the_grammar_can_say(chance: random.Random) -> None:
    pieces = generate("start", chance, 14)
    check(chance.choice([" ", "\n"]).join(pieces))
    check(spread(pieces, chance, chance.choice([0, 0.05, 0.4])))


@RELAXED
@given(st.sampled_from(sorted(TEXTS)), CHANCE)
def test_examples_laid_out_at_random(name: str, chance: random.Random) -> None:
    check(spread(words(TEXTS[name])[:-1], chance, chance.choice([0, 0.02, 0.3])))


@RELAXED
@given(st.sampled_from(sorted(TEXTS)), CHANCE)
def test_only_what_the_author_may_choose_has_an_effect(name: str, chance: random.Random) -> None:
    plain = formatted("".join(text for text in _without_comments(TEXTS[name])))
    assert not comments(plain)
    assert formatted(_disturbed(plain, chance)) == plain


@RELAXED
@given(st.sampled_from(sorted(MEANINGFUL)), CHANCE)
def test_formatting_keeps_the_meaning(name: str, chance: random.Random) -> None:
    """What a back end sees is the same but for the places, and so are the findings: over whole programs, not over trees."""
    text = spread(words(MEANINGFUL[name])[:-1], chance, chance.choice([0, 0.02, 0.3]))
    others = [SourceFile(f"{other}.slo", SPECS[other]) for other in SPECS if name in SPECS and other != name]
    before, after = (check_sources([source(each), *others], LOCK) for each in (text, formatted(text)))
    assert before.ir is not None
    assert after.ir is not None
    assert placeless(after.ir) == placeless(before.ir)
    assert Counter((each.code, each.message) for each in after.findings) == Counter(
        (each.code, each.message) for each in before.findings
    )


def placeless(ir: Ir) -> object:
    """The IR as data, without what tells where something stands."""

    def bare(value: object) -> object:
        if isinstance(value, dict):
            return {key: bare(item) for key, item in value.items() if key != "origin"}
        return [bare(item) for item in value] if isinstance(value, list) else value

    return bare(to_json(ir))


def _without_comments(text: str) -> list[str]:
    at = 0
    parts = []
    for comment in scan(source(text)).comments:
        parts.append(text[at : comment.span.start])
        at = comment.span.end
    return [*parts, text[at:]]


def _disturbed(text: str, chance: random.Random) -> str:
    """The text with other spaces and line ends, but with the same blank lines, blocks on one line and broken sentences."""
    tokens = scan(source(text)).tokens[:-1]
    kept = _kept_on_one_line(text)
    parts = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        gap = text[before.end if before else 0 : token.start]
        blanks = max(0, gap.count("\n") - 1)
        may_break = "\n" in gap or (gap != "" and not any(start < token.start < end for start, end in kept))
        if "\n" in gap:
            gap = "\n" * (1 + (blanks and chance.randint(1, 3))) + " " * chance.randint(0, 9)
        elif may_break and chance.random() < 0.3:
            gap = "\n" + " " * chance.randint(0, 9)
        elif gap:
            gap = chance.choice([" ", "   ", "\t"])
        elif chance.random() < 0.1 and before and not {before.text, token.text} & {"{", "}"}:
            gap = " "
        parts += [gap, token.text]
    return "".join(parts)


def _kept_on_one_line(text: str) -> list[tuple[int, int]]:
    """Where a line end would be a choice: in a block or a sentence on one line, and between declarations on one line each."""
    kept: list[tuple[int, int]] = []
    opened: list[int] = []
    for token in scan(source(text)).tokens:
        if token.text == "{":
            opened.append(token.start)
        elif token.text == "}":
            start = opened.pop()
            if "\n" not in text[start : token.end]:
                kept.append((start, token.end))
    spans = [node.span for node in walk(parse(source(text))[0]) if isinstance(node, ast.Expect)]
    return kept + [(span.start, span.end) for span in spans if "\n" not in text[span.start : span.end]]


@pytest.mark.parametrize("name", SPECS)
def test_the_projects_own_specs_are_formatted(name: str) -> None:
    assert formatted(SPECS[name]) == SPECS[name]
