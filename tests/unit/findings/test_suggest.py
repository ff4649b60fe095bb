"""The word that was meant is found, and no word is made out of nothing."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sloc.findings.suggest import LONGEST, distance, suggest

WORDS = ("owner", "or", "of", "for", "over", "calendar", "by", "be", "description", "sat", "not", "no")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("ownr", ["owner"]),  # a letter less
        ("owwner", ["owner"]),  # a letter more
        ("owmer", ["owner"]),  # another letter
        ("onwer", ["owner"]),  # two swapped
        ("OWNER", ["owner"]),
        ("fo", ["for", "no", "of"]),  # all one step away: in the order of the alphabet
        ("bi", ["be", "by"]),
        ("nto", ["no", "not"]),
        ("claendra", ["calendar"]),  # two steps in eight letters
        ("calendarium", ["calendar"]),  # what the word begins with
        ("cal", ["calendar"]),  # what begins with the word
        ("descr", ["description"]),
        ("desc", []),  # more is missing than may be
        ("ca", []),  # too short to begin with
        ("clnedra", []),  # four steps in eight letters
        ("of", ["of", "or"]),  # a known word is itself, and what is near it
        ("b", []),  # a single letter
        ("", []),
        ("state", []),
    ],
)
def test_the_nearest_are_found(word: str, meant: list[str]) -> None:
    assert suggest(word, WORDS) == meant


def test_the_nearest_comes_first() -> None:
    known = ["first_reply_at", "first_rely", "first_reply"]
    assert suggest("first_repl", known) == ["first_reply", "first_rely", "first_reply_at"]


def test_the_order_and_the_number_of_the_known_words_do_not_matter() -> None:
    assert suggest("fo", [*reversed(WORDS), *WORDS]) == suggest("fo", WORDS)


def test_the_known_word_is_given_as_it_is_spelt() -> None:
    assert suggest("europe/berlni", ["Europe/Berlin", "Europe/Dublin"]) == ["Europe/Berlin", "Europe/Dublin"]


def test_very_long_words_are_not_compared() -> None:
    long = "a" * LONGEST
    assert suggest(long, [long[1:]]) == [long[1:]]
    assert suggest(long + "a", [long]) == []
    assert suggest(long, [long + "a"]) == []


def slowly(a: str, b: str) -> int:
    """The definition of optimal string alignment, word for word."""
    if not a or not b:
        return len(a) + len(b)
    steps = [slowly(a[:-1], b) + 1, slowly(a, b[:-1]) + 1, slowly(a[:-1], b[:-1]) + (a[-1] != b[-1])]
    if len(a) > 1 and len(b) > 1 and a[-2:] == b[-1] + b[-2]:
        steps.append(slowly(a[:-2], b[:-2]) + 1)
    return min(steps)


def test_the_distance_is_what_the_definition_says() -> None:
    words = ["".join(letters) for length in range(5) for letters in product("ab", repeat=length)]
    assert all(distance(a, b) == slowly(a, b) for a in words for b in words)


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_the_distance_of_random_words(a: str, b: str) -> None:
    assert distance(a, b) == distance(b, a) == slowly(a, b)


@given(st.text(max_size=12), st.lists(st.text(max_size=12), max_size=8))
def test_only_known_words_are_suggested_and_each_once(word: str, known: list[str]) -> None:
    meant = suggest(word, known)
    assert set(meant) <= set(known)
    assert len(set(meant)) == len(meant)
