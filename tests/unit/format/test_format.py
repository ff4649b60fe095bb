"""What golden cases cannot show: limits, exact widths, and texts that are no programs."""

from __future__ import annotations

import pytest

from sloc.syntax.format import format_source
from tests.unit.format.helpers import check, formatted, source


@pytest.mark.parametrize("text", ["", "\n\n", " \t\n"])
def test_nothing_stays_nothing(text: str) -> None:
    assert formatted(text) == ""


@pytest.mark.parametrize(("text", "made"), [("#", "#\n"), ("\n  # a\n\n\n\t# b  ", "# a\n\n# b\n")])
def test_comments_alone(text: str, made: str) -> None:
    assert check(text) == made


def test_a_text_with_mistakes_is_left_alone() -> None:
    text, findings = format_source(source("sorce t { at x }\nsource u { att x }"))
    assert text is None
    assert [found.code for found in findings] == ["SLO102", "SLO102"]


def test_a_block_may_be_100_columns_wide() -> None:
    def block(width: int) -> str:
        return f'service s {{ owner "{"x" * (width - 22)}" }}\n'

    assert len(block(100)) == 101
    assert check(block(100)) == block(100)
    assert check(block(101)).startswith("service s {\n  owner ")


def test_a_sentence_may_be_100_columns_wide() -> None:
    def slo(width: int) -> str:
        return f"slo a {{\n    expect of t to have {'x' * (width - 33)} over 28d\n  }}"

    fits, exceeds = (f"service s {{\n  {slo(width)}\n}}\n" for width in (100, 101))
    assert max(map(len, fits.split("\n"))) == 100
    assert check(fits) == fits
    assert "\n      over 28d\n" in check(exceeds)


def test_the_comment_behind_a_line_does_not_count() -> None:
    text = 'service s { owner "x" }  # ' + "long " * 30
    assert check(text) == text.rstrip() + "\n"


def test_columns_are_those_of_a_terminal() -> None:
    text = check('source t {\n field a: "遅い" # slow\n field b: "fast" # fast\n}')
    assert text.split("\n")[1:3] == ['  field a: "遅い"  # slow', '  field b: "fast"  # fast']


def test_the_inside_of_a_string_stays_as_it_is() -> None:
    string = '"""\n\n\n  a  \n\tb {\n\n"""'
    text = check(f'service s {{ description {string} # behind\n owner  "me" # apart\n }}')
    assert text == f'service s {{\n  description {string}  # behind\n  owner "me"  # apart\n}}\n'
