"""`matches`: each engine finds what RE2 finds, or the pattern is refused."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from sloc.backends.sql import printer
from sloc.backends.sql.dialects import DIALECTS
from sloc.backends.sql.nodes import Column
from sloc.check.expressions import regex_fault
from sloc.ir.expr import Matches
from tests.counts import examples
from tests.engines.sql.engine import Engine, dialect_of
from tests.engines.sql.harness import bound, compile_sql
from tests.reference.build import program, ref, satisfy, slo, source

POSTGRES = DIALECTS["postgres"]

# Signs with a meaning in one syntax or the other, and strings of them, so that many match.
signs = st.sampled_from("aAbz09_ -.,:/\\'\"\n\t\x0b\x85éſKß]^$|*+?{}()[&~#<>=!@%")
literals = st.sampled_from(
    [*"abzA09_-/é \n", "\\.", "\\\\", "\\x41", "\\n", "\\t", "\\-", "\\]", "\\^", "\\$", "\\{", "{", "}", "]"]
)
members = st.sampled_from(
    [*"abz09_éK .$*+?(){}|", "\\d", "\\w", "\\s", "\\]", "\\-", "\\\\", "\\^", "\\n", "a-z", "0-9", "A-Z", "à-ý", "\\x41-\\x5a"]
)
sets = st.builds(
    lambda opening, inner: f"{opening}{''.join(inner)}]",
    st.sampled_from(["[", "[^", "[]", "[^]"]),
    st.lists(members, min_size=1, max_size=3),
)
classes = st.sampled_from([".", "\\d", "\\w", "\\s", "\\D", "\\W", "\\S"])
atoms = st.one_of(literals, sets, classes)
repeats = st.sampled_from(["", "", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{1,}", "{0,2}", "{1,2}?"])


def _compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    group = st.builds(lambda kind, each: f"({kind}{each})", st.sampled_from(["", "?:", "?P<n>"]), inner)
    return st.one_of(
        st.builds(lambda a, b: a + b, inner, inner),
        st.builds(lambda a, b: f"{a}|{b}", inner, inner),
        st.builds(lambda a, b: a + b, st.one_of(atoms, group), repeats),
    )


patterns = st.builds(
    lambda before, inner, after: before + inner + after,
    st.sampled_from(["", "", "^"]),
    st.recursive(st.builds(lambda a, b: a + b, atoms, repeats), _compound, max_leaves=6),
    st.sampled_from(["", "", "$"]),
)
texts = st.lists(st.text(signs, max_size=4), min_size=30, max_size=30)


@examples(150)
@given(pattern=patterns, strings=texts)
@example("(a|ab)(c|bcd)*", ["abcd", "a", "abbcd", "ac", ""])
@example("", ["", "a"])
@example("a{1,255}", ["a" * 255, "a" * 256])
@example(".*", ["a\nb", "ab"])
@example("\\s", ["\x0b", " ", "\x85"])
def test_an_engine_finds_what_re2_finds(engine: Engine, pattern: str, strings: list[str]) -> None:
    assume(regex_fault(pattern) is None)
    dialect = dialect_of(engine)
    assume(dialect.pattern_fault(pattern) is None)
    expected = [duckdb.execute("SELECT regexp_full_match(?, ?)", [text, pattern]).fetchone()[0] for text in strings]
    condition = printer.expression(dialect.full_match(Column("s"), pattern), dialect)
    rows = " UNION ALL ".join(f"SELECT {n} AS n, {dialect.string(text)} AS s" for n, text in enumerate(strings))
    found = engine.prepared(()).fetch(f"SELECT {condition} AS found FROM ({rows}) AS r ORDER BY n")
    assert [row["found"] for row in found] == expected, pattern


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("(?i)abc", "(?i)"),
        ("(?s:.)", "options"),
        (r"\bword\b", r"\b"),
        ("a^b", "^"),
        ("(a$|b)", "$"),
        ("a{256}", "255"),
        (r"[\D]", r"\D"),
        (r"\A", r"\A"),
    ],
)
def test_what_postgres_may_read_otherwise_is_refused_and_says_who_does_not(pattern: str, why: str) -> None:
    assert regex_fault(pattern) is None
    fault = POSTGRES.pattern_fault(pattern)
    assert fault is not None
    assert why in fault


def test_a_pattern_is_refused_where_it_stands(engine: Engine) -> None:
    calls = source({"at": "time", "s": "string"}, key=None)
    compiled = compile_sql(bound(program([slo(satisfy(Matches(ref("s"), r"\bx")))], [calls])), engine)
    codes = [found.code for found in compiled.findings]
    assert codes == (["SLO401"] if engine.name == "postgres" else [])
    assert bool(compiled.files) is (engine.name == "duckdb")
    assert all("`duckdb`" in found.help[0] for found in compiled.findings)


def test_columns_that_postgres_cannot_tell_apart_are_refused(engine: Engine) -> None:
    long = "é" * 31 + "x"
    for names, alike in (((f"{long}1", f"{long}2"), True), ((f"1{long}", f"2{long}"), False)):
        calls = source({"at": "time", "s": "string", **dict.fromkeys(names, "string")}, key=None)
        compiled = compile_sql(bound(program([slo(satisfy(Matches(ref("s"), "x")))], [calls])), engine)
        assert [found.code for found in compiled.findings] == (["SLO401"] if alike and engine.name == "postgres" else [])
