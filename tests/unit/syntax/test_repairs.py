"""Where a spec is wrong, the smallest repair is found that lets what follows be read."""

from __future__ import annotations

import pytest

from sloc.source.span import SourceFile
from sloc.syntax import ast, messages
from sloc.syntax.driver import Driver
from sloc.syntax.grammar import language
from sloc.syntax.lexer import scan
from sloc.syntax.lookahead import reach
from sloc.syntax.parser import parse
from sloc.syntax.places import Places
from sloc.syntax.reductions import Reductions
from sloc.syntax.tokens import END, Token
from tests.unit.syntax.helpers import marked, mistakes

LANGUAGE = language()


def said(text: str) -> list[str]:
    """Each finding as ``CODE `text that it points at`: the first line of its help``."""
    return [
        f"{found.code} {text[found.span.start : found.span.end]}: {found.help[0] if found.help else ''}"
        for found in mistakes(text)
        if found.span
    ]


def declarations(text: str) -> tuple[ast.Declaration, ...]:
    return parse(SourceFile("a.slo", text))[0].declarations


# ── how far a repair must lead ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("source t { at x key y until z", 6),  # far enough: nobody looks further
        ("source t { at x key", 6),
        ("source t { at x |", 5),
        ("source t { |", 3),
        ("| source t { at x", 0),
        ("source t { }", 6),  # the end of the file
        ("source t\n{ |", 6),  # a sign that opens the next line
        ("source t {\n  at |", 6),  # a keyword
        ("source\nt |", 2),  # a name proves nothing
        ("source t { from sql {\n  x |", 6),
        ("\nsource |", 1),  # the first token is what the repair is about
    ],
)
def test_six_tokens_are_far_enough_and_so_is_the_start_of_the_next_line(text: str, taken: int) -> None:
    source = SourceFile("a.slo", text)
    tokens = scan(source).tokens
    driver = Driver(LANGUAGE.lark, Reductions(source.path, []))
    places = Places(source, tokens, driver, LANGUAGE.vocabulary)
    assert reach(driver.trial(), tokens, 0, places.first_on_line) == taken


# ── which repair is chosen ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        # a keyword that is missing, rather than the words behind it that could go
        ("source t {\n  field a: int b.c\n}", ["SLO108 b: write `=` after `int`"]),
        # a literal rather than a parameter, which may stand anywhere
        (
            "service s { slo x { expect zzz of t to be fresh within 1h over 28d } }",
            ["SLO101 zzz: write a percentage, as in `99.5%`"],
        ),
        # what looks like the right sign needs less proof than what does not
        (
            "source t { field a: bool = b = 5",
            ["SLO104 {: write `}` where it ends, at the end of the file", "SLO101 =: write `==`"],
        ),
        # a comma at the end of a list, but not before a bracket that does not close it
        ("source t { field a: bool = b in [1,] }", ["SLO101 ,: leave it out"]),
        ("source t { field a: bool = b in [1,) }", ["SLO101 ): it is written like this: `field solved_at: time?`"]),
        # a keyword as a name, as soon as that leads as far as anything else
        ("source t { field f: bool = any and b }", ["SLO103 any: write it in back quotes: `` `any` ``"]),
        (
            "source t { field f: bool = any and }",
            ["SLO103 any: write it in back quotes: `` `any` ``", "SLO108 }: write a name or a value after `and`"],
        ),
        # a name in back quotes is meant as one, whatever it resembles
        ('service s { slo x { `ownr` "a" } }', ['SLO101 `ownr` "a": leave this out']),
        # a word that stands twice, if what follows fits without it
        ("service s { slo x { expect 9% of of t to be fresh within 1h over 28d } }", ["SLO101 of: leave it out"]),
        ("service s { slo x { expect 9% of of 5 to be fresh within 1h over 28d } }", ["SLO108 5: write `where` after `of`"]),
        # a small word is a time zone on the line of `timezone` only
        ("calendar c {\n  timezone utc\n}", ["SLO106 utc: write `UTC`"]),
        ("calendar c {\n  timezone\n  utc\n}", ["SLO101 utc: write a time zone or region, as in `Europe/Berlin`"]),
        # a line that starts with a keyword is not bent to go on with the line before
        (
            "calendar c {\n  open mon 09:00-10:00\n  sat 10:00-12:00\n}",
            ["SLO101 sat: a calendar holds `closed`, `covers`, `holidays`, `open` or `timezone`"],
        ),
    ],
)
def test_the_likeliest_repair_is_chosen(text: str, findings: list[str]) -> None:
    assert said(text) == findings


@pytest.mark.parametrize("between", [" ", "  "])
def test_a_word_that_stands_twice_is_taken_out_with_the_blanks_before_it(between: str) -> None:
    (found,) = mistakes(f"service s {{ slo x {{ expect 9% of{between}of t to be fresh within 1h over 28d }} }}")
    assert found.fix is not None
    assert [(edit.span.end - edit.span.start, edit.text) for edit in found.fix.edits] == [(len(between) + 2, "")]


@pytest.mark.parametrize("between", ["\n", " # of what\n"])
def test_a_word_on_another_line_is_not_taken_out(between: str) -> None:
    (found,) = mistakes(f"service s {{ slo x {{ expect 9% of{between}of t to be fresh within 1h over 28d }} }}")
    assert found.fix is None


# ── braces ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("item", ["at ts", "child c { at ts }", "field a: int"])
@pytest.mark.parametrize("end", ["\n}", "\n  key id\n}", "\n}\ncalendar c { }"])
def test_a_binding_that_is_not_closed_is_seen_at_the_next_item(item: str, end: str) -> None:
    text = f'source t {{\n  key id\n  from sql {{\n    table "x"\n  {item}{end}'
    assert said(text) == [f"SLO104 {{: write `}}` where it ends, before `{item.split()[0]}`"]
    assert marked(text)[0][1] == "{"
    (source, *_) = declarations(text)
    assert isinstance(source, ast.Source)
    assert type(source.items[2]).__name__ == {"at": "At", "child": "Child", "field": "Field"}[item.split()[0]]


def test_what_is_complete_in_a_block_that_is_not_closed_is_kept() -> None:
    (service,) = declarations('service s {\n  owner "a"\n')
    assert isinstance(service, ast.Service)
    assert [type(item).__name__ for item in service.items] == ["Meta"]
    (service,) = declarations('service s {\n  owner "a"\n  label team =')
    assert isinstance(service, ast.Service)
    assert [type(item).__name__ for item in service.items] == ["Meta"]


# ── what is skipped ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # a brace that nothing closes does not swallow what stands further left
        ("service s {\n  source t {\n    nonsense {\n    key id\n  }\n  slo x { alerts none }\n}\n", ["t", "x"]),
        # behind a brace that closes, on the same line
        ("service s {\n  nonsense { x } slo y { alerts none }\n  slo z { alerts none }\n}", ["y", "z"]),
        # on one line any keyword of the block will do
        ("service s { nonsense 5 slo y { alerts none } slo z { alerts none } }", ["y", "z"]),
        # a brace that closes nothing does not count
        ("service s { } nonsense } } service u { slo y { alerts none } }", ["s", "u"]),
        # further right is part of what is skipped
        ("service s {\n  nonsense\n    slo y { alerts none }\n  slo z { alerts none }\n}", ["y", "z"]),
    ],
)
def test_reading_goes_on_at_the_next_item(text: str, names: list[str]) -> None:
    found = declarations(text)
    inner = found[0].items if len(found) == 1 and isinstance(found[0], ast.Service) else found
    assert [getattr(item, "name").text for item in inner] == names  # noqa: B009
    assert [code for code, _ in marked(text)].count("SLO101") >= 1


# ── words ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def expectation(*kinds: str) -> str:
    return messages.expectation(kinds, LANGUAGE.vocabulary)


def test_lists_of_what_is_expected_are_short() -> None:
    assert expectation("KEY", "AT") == "`at` or `key`" or expectation("KEY", "AT") == "`key` or `at`"
    assert expectation("AND", "OR", "PER", "TO", "OVER", "WHERE").count("`") == 12
    assert expectation("AND", "OR", "PER", "TO", "OVER", "WHERE", "OF").endswith(", …")


def test_groups_of_kinds_have_one_name() -> None:
    assert expectation("STRING", "NUMBER", "PERCENT", "DURATION", "DATE") == "a value"
    assert "a value" not in expectation("STRING", "NUMBER", "PERCENT", "DURATION")
    assert expectation("PLUS", "MINUS", "AND") == "an operator"
    assert expectation("PLUS", "AND") == "`and` or `+`"
    assert expectation("NAME", "STRING", "NUMBER", "LPAR", "NOT") == "an expression"
    assert expectation("PARAM") == "a `$parameter`"
    assert expectation("PARAM", "NAME") == "a name"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a" * 31, f"`{'a' * 31}`"),
        ("a" * 32, f"`{'a' * 30}…`"),
        ('"""one\ntwo"""', '`"""one…`'),
    ],
)
def test_what_was_found_is_quoted_in_one_short_line(text: str, shown: str) -> None:
    assert messages.found_in_words(Token("STRING", (), text, 0, len(text))) == shown
    assert messages.found_in_words(Token(END, (), "", 0, 0)) == "the end of the file"
