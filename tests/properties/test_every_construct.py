"""Every construct of the language on every engine: one program that has them all, over random rows at random instants."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from sloc.ir import Child, FieldType, Source, ValueMeasure
from sloc.ir.expr import Type
from sloc.pipeline import check_sources
from sloc.source.span import SourceFile
from tests.constructs import constructs, every
from tests.counts import examples
from tests.engines.sql.engine import Engine
from tests.engines.sql.harness import bound
from tests.engines.sql.programs import Case, instants, mostly, shortly_before, values_of
from tests.properties.test_sql_agrees import check as agree_on_events
from tests.properties.test_sql_status_agrees import check as agree_on_status
from tests.reference import Row, Tables

SPEC = Path(__file__).with_name("every_construct.slo")
LOCK = Path(__file__).resolve().parents[2] / "sloc.lock"

CHECKED = check_sources([SourceFile(SPEC.name, SPEC.read_text("utf-8"))], LOCK.read_text("utf-8"))
PROGRAM = bound(CHECKED.ir)

BINDINGS = {"SqlBinding.query", "SqlBinding.zone"} | {
    construct for construct in every() if construct.startswith(("Column", "SqlBinding.columns", "SqlBinding.epoch"))
}
"""How columns are named and read: tests/engines/sql/test_bindings.py has each, with rows as they stand in a database."""


def test_the_program_has_every_construct() -> None:
    assert every() - constructs(PROGRAM) == BINDINGS


def rows(table: Source | Child, most: int, around: st.SearchStrategy[int]) -> st.SearchStrategy[list[Row]]:
    """Rows of a source or a child, with few keys, so that they meet."""
    cells = {name: _cell(name == table.key, type, around) for name, type in _types(table)}
    return st.lists(st.fixed_dictionaries(cells), min_size=most // 2, max_size=most)


def _types(table: Source | Child) -> Iterator[tuple[str, FieldType]]:
    yield from ((field.name, field.type) for field in table.fields if field.derived is None)
    if isinstance(table, Source):
        for measure in table.measures:
            if isinstance(measure, ValueMeasure):
                yield measure.name, FieldType(Type.DURATION, measure.nullable)


def _cell(key: bool, type: FieldType, around: st.SearchStrategy[int]) -> st.SearchStrategy[object]:
    values = st.sampled_from(("1", "2", "3")) if key else st.sampled_from(type.values or (None,))
    if not key and not type.values:
        values = values_of(type.base, around)
    return mostly(values, st.none(), 3) if type.nullable else values


@st.composite
def cases(draw: st.DrawFn) -> Case:
    now = draw(instants())
    around = shortly_before(now)
    tables: Tables = {}
    for source in PROGRAM.sources:
        tables[source.id] = draw(rows(source, 6, around))
        for child in source.children:
            tables[f"{source.id}/{child.name}"] = draw(rows(child, 8, around))
    return Case(PROGRAM, tables, now)


@examples(10)
@given(case=cases())
def test_events_agree(engine: Engine, case: Case) -> None:
    agree_on_events(engine, case.ir, case.tables, case.now)


@examples(5)
@given(case=cases())
def test_views_agree(engine: Engine, case: Case) -> None:
    agree_on_status(engine, case)
