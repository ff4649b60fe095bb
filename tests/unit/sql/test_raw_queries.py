"""Raw queries: what is written, what is refused, and what sloc.lock says of it. Engines read them in tests/engines/sql."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sloc.backends.sql.files_by_name import may_be_file
from sloc.backends.sql.raw import judge
from sloc.backends.sql.raw.functions import allowed
from sloc.backends.sql.raw.refused import Refused
from sloc.backends.sql.raw.tokens import DEEPEST, MOST_TOKENS, tokens
from sloc.backends.sql.raw.version import parser_findings
from sloc.backends.sql.raw_queries import check_raw_query
from sloc.calendars.libraries import installed
from sloc.calendars.lock import Lock, LockRequest, freeze, read_lock, write_lock
from sloc.ir import SqlBinding
from sloc.pipeline import check_sources
from sloc.source.span import SourceFile
from tests.hostile import QUERIES
from tests.reference.build import HERE

DIALECTS = ("duckdb", "postgres")


def why(query: str, dialect: str) -> str:
    refused = judge(query, dialect).refused
    assert refused is not None, judge(query, dialect).text
    assert refused.help
    return refused.why


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_a_hostile_query_is_refused(query: str, dialect: str) -> None:
    assert why(query, dialect)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("SELECT a FROM t;", "semicolon"),
        ("SELECT a FROM t {# x #}", "`{`"),
        ("SELECT $a$x$a$ AS x FROM t", "`$`"),
        ("SELECT 'a\\b' AS x FROM t", "different things"),
        ("SELECT a FROM t\n\\! ls", "command of psql"),
        ("SELECT 'a\nb' AS x FROM t", "line break"),
        ("SELECT E'a' AS x FROM t", "another kind of string"),
        ("SELECT 'a' 'b' AS x FROM t", "side by side"),
        ("SELECT 'a'\n'b' AS x FROM t", "side by side"),
        ("SELECT a FROM t /* x /* y */ */", "comment"),
        ("SELECT a FROM t /* x", "comment"),
        ("SELECT 'a AS x FROM t", "not closed"),
        ("SELECT 1_000 AS x FROM t", "a number"),
        ("SELECT a FROM t WHERE a =-1", "`=-`"),
        ("SELECT a[1] AS x FROM t", "`[`"),
        ("SELECT (a FROM t", "is not closed"),
        ("SELECT a) FROM t", "closes nothing"),
        ("SELECT a\u00a0FROM t", "U+00A0"),
        ("SELECT a\0 FROM t", "U+0000"),
        ("SELECT é FROM t", "`é`"),
        ("SELECT " + "(" * (DEEPEST + 1) + "1" + ")" * (DEEPEST + 1) + " AS x", "nested too deep"),
        ("SELECT " + "a, " * MOST_TOKENS + "a FROM t", "more than"),
        ("SELECT " + "NOT " * 4000 + "a AS x FROM t", "nested too deep"),
        ("SELECT count(*) FROM t", "has no name"),
        ("SELECT FROM", "cannot be read"),
        ("", "0 statements"),
        ("DELETE FROM t", "DELETE"),
        ("SELECT a INTO b FROM t", "INTO"),
        ("SELECT a FROM t FOR UPDATE", "LOCK"),
        ("WITH x AS (DELETE FROM t RETURNING a) SELECT a FROM x", "DELETE"),
        ("WITH RECURSIVE x AS (SELECT 1 AS a UNION ALL SELECT a FROM x) SELECT a FROM x", "never end"),
        ("SELECT frob(a) AS x FROM t", "calls `frob`"),
        ("SELECT pg_catalog.lower(a) AS x FROM t", "calls `lower`"),
        ('SELECT "lower"(a) AS x FROM t', 'calls `"lower"`'),
        ("SELECT CAST(a AS regclass) AS x FROM t", "a type"),
        ("SELECT a FROM pg_catalog.pg_authid", "the engine itself"),
        ("SELECT a FROM information_schema.tables", "the engine itself"),
        ('SELECT a FROM "x.csv"', "a file"),
    ],
)
def test_it_says_why(query: str, says: str, dialect: str) -> None:
    assert says in why(query, dialect)


def test_a_refusal_points_at_the_binding_and_offers_a_way_out() -> None:
    found = check_raw_query(SqlBinding(None, "SELECT frob(a) AS x FROM t", (), None, None, HERE), "source x", "duckdb")
    assert found is not None
    assert found.code == "SLO403"
    assert "source x" in found.label
    assert "view" in found.help[0]


def test_without_sqlglot_a_raw_query_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlglot", None)
    found = check_raw_query(SqlBinding(None, "SELECT 1 AS unseen", (), None, None, HERE), "source x", "duckdb")
    assert found is not None
    assert (found.code, "sloc[duckdb]" in found.help[0]) == ("SLO406", True)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_is_written_has_no_comments_and_is_written_the_same_again(dialect: str) -> None:
    query = (
        "-- who\nSELECT id, /* sqlglot.meta x */ Ts AS \"t s\", 'it''s; -- \" {#' AS w FROM logs.calls -- {# \\! ls\nWHERE ok"
    )
    text = judge(query, dialect).text
    assert text == "SELECT\n  id,\n  Ts AS \"t s\",\n  'it''s; -- \" {#' AS w\nFROM logs.calls\nWHERE\n  ok"
    assert judge(text, dialect).text == text


@given(st.text(alphabet="'\"\\;-/*{#}$ \n.:aE1(),%|=\t", max_size=24), st.sampled_from(DIALECTS))
def test_whatever_stands_in_a_query_it_is_read_whole_or_refused(text: str, dialect: str) -> None:
    """Each accepted text is made of the lexer's own tokens and of comments, and says nothing more when it is read again."""
    written = judge(f"SELECT a FROM t WHERE {text}", dialect).text
    if written is not None:
        assert judge(written, dialect).text == written
        assert not set(written) & set("\\;{}$`[]")


@given(st.text(max_size=30))
def test_the_lexer_raises_nothing_else(text: str) -> None:
    try:
        assert all(token.text for token in tokens(text))
    except Refused as refused:
        assert refused.why  # noqa: PT017 - either is right


@pytest.mark.parametrize("dialect", DIALECTS)
def test_no_allowed_function_has_a_name_of_those_that_reach_out(dialect: str) -> None:
    words = ("read", "copy", "lo_", "dblink", "file", "http", "env", "query", "pg_", "sleep", "set", "import", "export", "glob")
    for name in allowed(dialect):
        assert not any(word in name for word in words if name != "offset"), name


def test_the_documents_list_is_the_list() -> None:
    page = (Path(__file__).resolve().parents[3] / "docs/sql.md").read_text("utf-8")
    listed = page[page.index("On both engines:") : page.index("The list cannot be extended")]
    both, duckdb, postgres = (set(re.findall("`(\\w+)`", part)) for part in re.split("On DuckDB|On PostgreSQL", listed))
    assert (both | duckdb, both | postgres) == (allowed("duckdb"), allowed("postgres"))


@pytest.mark.parametrize(
    ("table", "file"),
    [
        (("data", "csv"), True),
        (("https://example", "com/x", "parquet"), True),
        (("a", "CSV", "gz"), True),
        (("../*", "json"), True),
        (("https://example", "com/x", "csv?y=z"), True),
        (("csv",), False),
        (("logs", "calls"), False),
        (("logs", "csv_calls"), False),
        (("a b", "c-d"), False),
    ],
)
def test_what_duckdb_takes_for_a_file(table: tuple[str, ...], file: bool) -> None:
    assert may_be_file(table) == file


# ── sloc.lock ─────────────────────────────────────────────────────────────────────────────────────────────────────────

SPEC = """
service web {
  owner "web@example.com"
  source calls {
    key id
    at ts
    field ok: bool
    from sql { %s "logs.calls" }
  }
  slo fine { expect 99%% of calls to satisfy ok over 28d }
}
"""
NOTHING = LockRequest((), (), 2026, 2026)
QUERY = LockRequest((), (), 2026, 2026, parser=True)


def test_the_lock_records_the_parser_where_there_is_a_raw_query() -> None:
    lock, found = freeze(QUERY, None, False)
    assert (lock.parser, found) == (installed("sqlglot"), ())
    assert write_lock(lock).endswith(f"\nqueries by {lock.parser}\n")
    assert read_lock(write_lock(lock), "sloc.lock") == (lock, ())
    assert freeze(QUERY, Lock(parser="sqlglot 1.0"), False)[0] == lock
    assert freeze(NOTHING, lock, False)[0].parser is None


def test_without_sqlglot_the_lock_keeps_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sloc.calendars.lock.installed", lambda _: None)
    assert freeze(QUERY, Lock(parser="sqlglot 1.0"), False)[0].parser == "sqlglot 1.0"


@pytest.mark.parametrize("text", ["queries by \n", "queries by x\nqueries by y\n", "queries by x\n  y\n"])
def test_a_broken_word_on_the_parser_is_a_finding(text: str) -> None:
    _, (found,) = read_lock(f"sloc-lock 1\n\n{text}", "sloc.lock")
    assert found.code == "SLO123"


@pytest.mark.parametrize(
    ("word", "locked", "says"),
    [
        ("query", "here", None),
        ("query", None, "does not name"),
        ("query", "sqlglot 1.0", "sloc.lock names sqlglot 1.0, and "),
        ("table", None, None),
        ("table", "sqlglot 1.0", None),
    ],
)
def test_another_parser_than_that_of_the_lock_is_a_finding(word: str, locked: str | None, says: str | None) -> None:
    ir = check_sources([SourceFile("a.slo", SPEC % word)]).ir
    assert ir is not None
    found = parser_findings(ir, installed("sqlglot") if locked == "here" else locked)
    assert [each.code for each in found] == (["SLO418"] if says else [])
    assert all(says and says in each.message and "sloc lock" in each.help[0] for each in found)
