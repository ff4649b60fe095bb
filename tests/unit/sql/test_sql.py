"""The parts of the SQL back end that need no engine: names, layout, quoting, calendars, the registry."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from sloc.backends import registry
from sloc.backends.comments import comment
from sloc.backends.sql import printer
from sloc.backends.sql.calendars import calendar_file
from sloc.backends.sql.clock import calendar_tables
from sloc.backends.sql.dialects import DIALECTS
from sloc.backends.sql.names import calendar_slug, field_names, slo_slug
from sloc.backends.sql.nodes import (
    Binary,
    Boolean,
    Column,
    Foreign,
    ForeignTable,
    Integer,
    IsNull,
    Node,
    Output,
    Select,
    Subquery,
    Text,
    conjunction,
    disjunction,
    negation,
)
from sloc.ir import Tier
from sloc.ir.expr import BoolLiteral, Literal, NumberLiteral, StringLiteral
from tests.reference.build import calendar, have, slo, union

DUCKDB = DIALECTS["duckdb"]
A, B, C = Column("a"), Column("b"), Column("c")


@pytest.mark.parametrize(
    ("node", "text"),
    [
        (Binary("-", A, Binary("-", B, C)), "a - (b - c)"),
        (Binary("-", Binary("-", A, B), C), "a - b - c"),
        (Binary("*", Binary("+", A, B), C), "(a + b) * c"),
        (conjunction(disjunction(A, B), C), "(a OR b) AND c"),
        (disjunction(conjunction(A, B), C), "a AND b OR c"),
        (negation(disjunction(A, B)), "NOT (a OR b)"),
        (negation(negation(A)), "NOT NOT a"),
        (Binary("=", Binary("=", A, B), Boolean(True)), "(a = b) = TRUE"),
        (IsNull(Binary("=", A, B)), "(a = b) IS NULL"),
        (Binary("-", A, Integer(-1)), "a - -1"),
        (Binary("*", A, Integer(-1)), "a * -1"),
        (Foreign('x"y', "r"), 'r."x""y"'),
        (Text("it's"), "'it''s'"),
    ],
)
def test_precedence_and_quoting(node: Node, text: str) -> None:
    assert printer.expression(node, DUCKDB) == text


def test_layout_does_not_indent_what_a_spec_wrote() -> None:
    inner = Select((Output(Text("x\ny"), "a"),), ForeignTable(("s", "t\nu"), "r"))
    text = printer.query(Select((Output(Column("a", "q"), "a"),), Subquery(inner, "q")), DUCKDB, margin=4)
    assert "'x\ny'" in text
    assert '"t\nu"' in text


def test_comments_stay_on_their_line() -> None:
    assert comment("a\nDROP TABLE x;\r\u2028b\x0bc\x85d") == "a DROP TABLE x; b c d"


def test_slugs_are_readable_where_they_can_be() -> None:
    tiered = replace(slo(have("m", "1h")), tier=Tier("prio", StringLiteral("urgent"), 0))
    assert slo_slug(tiered) == "desk__promise__urgent"
    assert slo_slug(replace(tiered, tier=Tier("prio", None, 0))) == "desk__promise__else"
    assert calendar_slug("support.office") == "support__office"


def test_slugs_never_collide() -> None:
    words = ("else", "a", "A", "a b", "a_b", "a__b", "a" * 99, "a" * 98, "true", "1")
    values: list[Literal | None] = [None, *map(StringLiteral, words), BoolLiteral(True), NumberLiteral(Fraction(1))]
    slugs = [slo_slug(replace(slo(have("m", "1h")), id=f"desk.promise[{value}]", tier=Tier("x", value, 0))) for value in values]
    assert len(set(slugs)) == len(values)
    assert (
        len(
            {
                slo_slug(replace(slo(have("m", "1h")), service=s, name=n, id=f"{s}.{n}"))
                for s, n in (("a", "b__c"), ("a__b", "c"))
            }
        )
        == 2
    )
    assert all(len(slug) <= 44 for slug in slugs)


def test_field_names_are_plain_and_distinct() -> None:
    names = field_names("f", ["a", "A", "1", "select", "x y", "a" * 80, "é"])
    assert len(set(names.values())) == 7
    assert all(name.isidentifier() and name.isascii() and len(name) < 60 for name in names.values())


def test_a_calendar_says_each_days_hours_in_utc() -> None:
    office = calendar({"mon": "09:00-10:00", "sun": "22:00-02:00"}, zone_name="UTC", years=(2026, 2026))
    office = replace(office, zone=replace(office.zone, until=office.zone.until + 86_400))
    tables = calendar_tables(office, {})
    file = calendar_file(office, tables, DUCKDB, "slo")
    assert (tables.width, tables.bucket) == (2, 4 * 3600)
    sunday = 1767484800 // 86400  # 2026-01-04
    assert f"({sunday},79200,86400,0,0)" in file.text
    assert f"({sunday + 1},0,7200,32400,36000)" in file.text
    assert len(tables.days()) == 366  # and the day that begins as the year ends
    assert all(len(line) < 160 for line in file.text.splitlines())


def test_a_union_is_a_calendar_like_any_other() -> None:
    one = calendar({"mon": "09:00-10:00"}, id="one", zone_name="UTC", years=(2026, 2026))
    one = replace(one, zone=replace(one.zone, until=one.zone.until + 86_400))
    two = replace(one, id="two", weekly=calendar({"mon": "09:30-11:00"}).weekly)
    tables = calendar_tables(union("all", "one", "two"), {"one": one, "two": two})
    assert {end - start for start, end in tables.opened} == {7200}


def test_the_registry_has_sql_and_loads_it() -> None:
    assert "sql" in registry.names()
    loaded = registry.load("sql")
    assert loaded.backend is not None
    assert loaded.backend.name == "sql"
