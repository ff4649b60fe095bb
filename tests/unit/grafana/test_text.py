"""What a spec says does not act in Grafana."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sloc.backends.grafana.text import WORD_JOINER, link, markdown, query, title
from sloc.backends.promql import Aggregate, Call, Hole, Matcher, Range, Text, Vector
from sloc.backends.promql.selector import read_selector

GRAFANA_VARIABLE = re.compile(r"\$(\w+)|\[\[(\w+?)(?::(\w+))?\]\]|\$\{(\w+)(?:\.([^:^}]+))?(?::([^}]+))?\}")
"""What Grafana takes for a variable."""

PIECES = ("$", "{", "}", "[", "]", "a", "datasource", "__range", "\\", '"', "\n", ":")
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=20),
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
)


@given(TEXTS)
@example("${datasource}")
@example("[[datasource]]")
@example("$$datasource")
@example("[[[datasource]]]")
def test_titles_hold_no_variable(text: str) -> None:
    made = title(text)
    assert not GRAFANA_VARIABLE.search(made)
    assert "\n" not in made
    shown = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    assert made.replace(WORD_JOINER, "") == shown.replace(WORD_JOINER, "")


@given(TEXTS)
@example("<script>alert(1)</script>")
@example("# a\n* b\n1. c")
def test_markdown_shows_the_text_and_nothing_else(text: str) -> None:
    made = markdown(text)
    assert not GRAFANA_VARIABLE.search(made)
    assert not re.search(r"[<>`*_\[\]()!|~\\@/\"'{}+=-]", made)
    assert re.sub(r"&#\d+;", "", made).count("&") == 0
    assert unescape(made).split() == "".join(char if char.isprintable() else " " for char in text).split()


@given(TEXTS)
@example("${datasource}")
@example("[[datasource]]")
@example("\\$a")
def test_queries_hold_the_variables_that_we_put_there(text: str) -> None:
    vector = Vector("m", (Matcher("job", "=", text), Matcher("region", "=~", Hole("region"))))
    made = query(vector)
    assert [found[0] for found in GRAFANA_VARIABLE.finditer(made)] == ["${region}"]
    # Prometheus reads the text as it was written.
    assert read_selector(made.replace("${region}", "eu")) == Vector(
        "m", (Matcher("job", "=", text), Matcher("region", "=~", "eu"))
    )


def test_holes() -> None:
    counted = Call("increase", (Range(Vector("m"), Hole("__range")),))
    assert query(Aggregate("sum", ("a",), counted)) == "sum by (a) (increase(m[${__range}]))"
    assert query(Call("label_replace", (Vector("m"), Text("$1")))) == r'label_replace(m, "\u00241")'


@pytest.mark.parametrize(
    ("address", "made"),
    [
        ("https://example.com/a_b?c=d&e=%20#f", "https://example.com/a_b?c=d&e=%20#f"),
        ("https://example.com/(a) b", "https://example.com/%28a%29%20b"),
        ("https://example.com/${datasource}", "https://example.com/%24%7Bdatasource%7D"),
        ("https://example.com/[[datasource]]", "https://example.com/%5B%5Bdatasource%5D%5D"),
        ('https://example.com/"><script>', "https://example.com/%22%3E%3Cscript%3E"),
        ("http://", None),
        ("https://[broken", None),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("the wiki", None),
        (None, None),
    ],
)
def test_links(address: str | None, made: str | None) -> None:
    assert link(address) == made


@given(TEXTS)
def test_links_hold_no_variable(text: str) -> None:
    made = link(f"https://example.com/{text}")
    assert made is None or not re.search(r"[\s<>\"'()\[\]{}$`\\]", made)
