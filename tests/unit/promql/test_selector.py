"""The selectors that specs hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sloc.backends.promql import Matcher, Vector, inline
from sloc.backends.promql.selector import BadSelector, read_selector


@pytest.mark.parametrize(
    ("text", "selector"),
    [
        ("up", Vector("up")),
        (" job:rate:sum {} ", Vector("job:rate:sum")),
        ('a{x="1", y!~"4.." ,}', Vector("a", (Matcher("x", "=", "1"), Matcher("y", "!~", "4..")))),
        ("a{x='it\\'s',y=`raw\\n`}", Vector("a", (Matcher("x", "=", "it's"), Matcher("y", "=", "raw\\n")))),
        ('a{x="\\x41\\u00e9\\U0001f600\\101\\t"}', Vector("a", (Matcher("x", "=", "Aé😀A\t"),))),
    ],
)
def test_selectors(text: str, selector: Vector) -> None:
    assert read_selector(text) == selector


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "metric's name"),
        ('{job="x"}', "metric's name"),
        ("1a", "no meaning"),
        ("sum(a)", "no meaning"),
        ("a[5m]", "no meaning"),
        ("a b", "and nothing else"),
        ('a{x="1"', "and nothing else"),
        ('a{x="1"} offset', "and nothing else"),
        ("a{x=checkout}", 'label="value"'),
        ('a{a:b="1"}', 'label="value"'),
        ('a{x="1" y="2"}', "comma"),
        ('a{__name__="b"}', "before the braces"),
        ('a{x="\\q"}', "no escape"),
        ('a{x="\\xff"}', "not a character"),
        ('a{x="\\ud800"}', "not a character"),
    ],
)
def test_what_is_none_says_why(text: str, why: str) -> None:
    with pytest.raises(BadSelector, match=why):
        read_selector(text)


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=30), st.sampled_from(("=", "!=", "=~", "!~")))
def test_what_is_written_is_read_back(value: str, op: str) -> None:
    vector = Vector("a", (Matcher("x", op, value),))
    assert read_selector(inline(vector)) == vector


@given(st.text(max_size=40) | st.text("a{}=~!\"',\\x ", max_size=20))
def test_any_text_is_a_selector_or_says_why(text: str) -> None:
    why = ""
    try:
        found = read_selector(text)
    except BadSelector as error:
        why = str(error)
    assert why or read_selector(inline(found)) == found
