"""Text fits its columns, and nothing of it is lost but what an ellipsis stands for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sloc.findings.cells import visible, width
from sloc.findings.wrap import cut, wrap

PROSE = st.text(st.sampled_from("ab é漢\u0301\u200d🙂\x1b\t\n "), max_size=60)


def test_a_line_is_as_full_as_it_can_be() -> None:
    assert wrap("one two three four", 9) == ["one two", "three", "four"]
    assert wrap("one two three four", 7) == ["one two", "three", "four"]
    assert wrap("one two three four", 6) == ["one", "two", "three", "four"]


def test_the_first_line_and_the_further_ones_are_indented() -> None:
    assert wrap("one two three", 9, "- ", "    ") == ["- one two", "    three"]
    assert wrap("one two three", 8, "- ", "    ") == ["- one", "    two", "    three"]


def test_a_long_word_gets_a_line_of_its_own() -> None:
    assert wrap("a unbreakable b", 5, "  ", "  ") == ["  a", "  unbreakable", "  b"]


def test_wide_characters_count_twice() -> None:
    assert wrap("漢字 漢字", 8) == ["漢字", "漢字"]
    assert wrap("漢字 漢字", 9) == ["漢字 漢字"]


def test_what_acts_on_a_terminal_is_written_out() -> None:
    assert wrap("a\x1b[0m\nb", 80) == [r"a\x1b[0m\x0ab"]
    assert cut("\x1b[0m", 80) == r"\x1b[0m"


def test_no_break_spaces_hold() -> None:
    assert wrap("one two\xa0three", 10) == ["one", "two\xa0three"]


def test_cut_text_ends_in_an_ellipsis() -> None:
    assert [cut("abcde", columns) for columns in (6, 5, 4, 1)] == ["abcde", "abcde", "abc…", "…"]
    assert cut("漢字漢", 5) == "漢字…"
    assert cut("漢字漢", 4) == "漢…"
    assert cut("", 1) == ""


@given(PROSE, st.integers(1, 20))
def test_every_word_is_kept_in_order(text: str, columns: int) -> None:
    lines = wrap(text, columns, "- ", "  ")
    words = visible(text).split()
    assert " ".join(lines).removeprefix("-").split() == words
    assert all(width(line) <= columns or len(line.removeprefix("-").split()) <= 1 for line in lines)


@given(PROSE, st.integers(1, 20))
def test_what_is_cut_fits_and_begins_as_the_text_does(text: str, columns: int) -> None:
    short = cut(text, columns)
    assert width(short) <= columns
    assert short == visible(text) or visible(text).startswith(short.removesuffix("…"))
