"""Data files -> tables in DuckDB, with the names and types that the specs say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType

from sloc.backends.base import span_of
from sloc.backends.sql import printer
from sloc.backends.sql.dialects import DIALECTS
from sloc.backends.sql.nodes import Select
from sloc.backends.sql.raw import judge
from sloc.backends.sql.raw_queries import check_raw_query
from sloc.backends.sql.reading import TypedTable, relation
from sloc.findings import Finding, finding
from sloc.findings.model import Severity
from sloc.findings.suggest import suggest
from sloc.ir import Ir, Origin, SqlBinding
from sloc.run.engine import Engine, EngineError, LimitReached
from sloc.run.files import UnreadableFile, qualified, quoted, read_as_is
from sloc.run.steps import Doing, Tell, limit_reached
from sloc.run.tables import TableName, bindings_of, named_tables
from sloc.run.typed import load_typed

_DUCKDB = DIALECTS["duckdb"]

_QUERIES = "sloc raw query"
"""What the tables are called that hold what raw queries gave, with a number."""


@dataclass
class LoadedData:
    """What is there now: `missing` and `failed` hold, by table and by query, why it is not, as the end of a sentence.

    `made` names the table that holds what a raw query gave.
    """

    missing: dict[TableName, str] = field(default_factory=dict)
    queries: dict[str, tuple[TableName, ...]] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    made: dict[str, TableName] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def lacks(self, binding: SqlBinding) -> str | None:
        """Why a binding has no data; None if it has."""
        if binding.query in self.failed:
            return self.failed[binding.query]
        names = (binding.table,) if binding.table is not None else self.queries.get(binding.query or "", ())
        return next((self.missing[name] for name in map(_folded, filter(None, names)) if name in self.missing), None)

    def over_tables(self, ir: Ir) -> Ir:
        """The program with each raw query replaced by the table that holds what it gave."""

        def bound(binding: SqlBinding | None) -> SqlBinding | None:
            if binding is None or binding.query not in self.made:
                return binding
            return replace(binding, table=self.made[binding.query], query=None)

        return replace(
            ir,
            sources=tuple(
                replace(
                    source,
                    sql=bound(source.sql),
                    children=tuple(replace(child, sql=bound(child.sql)) for child in source.children),
                )
                for source in ir.sources
            ),
        )


def load(
    engine: Engine,
    ir: Ir,
    binds: Mapping[str, Path],
    folder: Mapping[str, Path] = MappingProxyType({}),
    tell: Tell = lambda _doing: None,
) -> LoadedData:
    """Load the bound files that the program's SLOs read, close the engine to the outside, and run the raw queries.

    A table without a file, or with a broken one, is among `missing`, and a query that the engine refuses among `failed`;
    everything else goes on. `tell` is called before each step.
    """
    files = {_folded(split_name(name)): (name, path) for name, path in {**folder, **binds}.items()}
    tables, clashes = named_tables(ir)
    loaded = LoadedData(findings=[clash for _, clash in clashes])
    loaded.missing.update((_folded(name), f"`{'.'.join(name)}` is read in two ways") for name, _ in clashes)
    wanted = {name: table for name, table in tables.items() if name in _read_names(ir)}
    queries = [binding for binding in _queries(ir) if _is_select(loaded, binding)]

    def provide(name: TableName, reader: Origin, load: Callable[[Path], list[Finding]]) -> None:
        tell(Doing(f"reading `{'.'.join(name)}`", span_of(reader), "read here"))
        _provide(engine, loaded, files, name, reader, load)

    for name, table in wanted.items():
        provide(name, table.origin, partial(load_typed, engine, table))
    for binding in queries:
        for name in _tables_in(engine, loaded, binding):
            if _folded(name) not in map(_folded, wanted):
                provide(name, binding.origin, partial(_load_as_is, engine, name))
    read = {_folded(name) for name in (*tables, *(name for names in loaded.queries.values() for name in names))}
    loaded.findings.extend(
        _nothing_reads(name, read) for folded, (name, _) in sorted(files.items()) if name in binds and folded not in read
    )
    engine.close_to_the_outside()
    for number, binding in enumerate(queries):
        if loaded.lacks(binding) is None:
            tell(Doing("running a raw query", span_of(binding.origin), "bound to this query"))
            _make(engine, loaded, ir, binding, (f"{_QUERIES} {number}",))
    return loaded


def _is_select(loaded: LoadedData, binding: SqlBinding) -> bool:
    """Whether a raw query is one SELECT: nothing else may reach the engine. If not, there is a finding."""
    assert binding.query is not None
    found = check_raw_query(binding, "this binding", "duckdb")
    if found is not None:
        loaded.findings.append(found)
        loaded.failed[binding.query] = "its raw query cannot be run"
    return found is None


def _make(engine: Engine, loaded: LoadedData, ir: Ir, binding: SqlBinding, table: TableName) -> None:
    """Keep what a raw query gives in a table, so that it runs once, and a failure is known to be its own."""
    assert binding.query is not None
    span, label = span_of(binding.origin), "bound to this query"
    try:
        select = printer.query(Select((), relation(binding, "r", _DUCKDB)), _DUCKDB)
        engine.rows(f"CREATE TABLE {qualified(table)} AS {select}", engine.limits.query_seconds)
        loaded.made[binding.query] = table
        for columns in _typed_columns(loaded.over_tables(ir), table):
            engine.rows(columns)
    except LimitReached as reached:
        loaded.findings.append(limit_reached(reached.limit, engine.limits, "this query", span, label, query=True))
        loaded.failed[binding.query] = f"its raw query takes more {reached.limit} than it may"
    except EngineError as error:
        message = f"DuckDB refuses {'the columns of ' if binding.query in loaded.made else ''}this query: {error}"
        loaded.findings.append(finding("SLO414", message, span, label))
        loaded.failed[binding.query] = "its raw query cannot be run"


def _typed_columns(ir: Ir, table: TableName) -> Iterator[str]:
    """Statements that read every column of a table as the fields of each source and child that is bound to it."""
    typed = [TypedTable.of_source(source) for source in ir.sources if source.sql is not None]
    typed += [TypedTable.of_child(child) for source in ir.sources for child in source.children if child.sql is not None]
    for each in typed:
        if each.binding.table == table and each.types:
            select = printer.query(each.select(list(each.types), _DUCKDB), _DUCKDB)
            counts = ", ".join(f"count({each.names[field]})" for field in each.types)
            yield f"SELECT {counts} FROM ({select})"


def split_name(text: str) -> TableName:
    """A table's name at its dots, but not at those in double quotes: ``support.tickets``, ``"a.b".c``."""
    parts: list[str] = [""]
    inside = False
    for char in text:
        if char == '"':
            inside = not inside
        elif char == "." and not inside:
            parts.append("")
        else:
            parts[-1] += char
    return tuple(parts)


def _folded(name: TableName) -> TableName:
    """DuckDB's names do not look at case."""
    return tuple(part.lower() for part in name)


def _read_names(ir: Ir) -> set[TableName]:
    return {
        binding.table
        for slo in ir.slos
        for binding in bindings_of(slo, ir)
        if binding is not None and binding.table is not None
    }


def _queries(ir: Ir) -> Iterable[SqlBinding]:
    """One binding for each raw query that an SLO reads."""
    bindings = (binding for slo in ir.slos for binding in bindings_of(slo, ir) if binding is not None)
    return {binding.query: binding for binding in bindings if binding.query is not None}.values()


def _tables_in(engine: Engine, loaded: LoadedData, binding: SqlBinding) -> tuple[TableName, ...]:
    """The tables that a raw query reads; one that DuckDB cannot parse has a finding."""
    assert binding.query is not None
    judged = judge(binding.query, "duckdb")
    assert judged.text is not None, "a refused query has a finding, and is not among these"
    try:
        names = tuple(sorted(split_name(name) for name in engine.table_names(judged.text)))
    except EngineError as error:
        code, verb = ("SLO403", "cannot parse") if str(error).startswith("Parser") else ("SLO414", "refuses")
        message = f"DuckDB {verb} this query: {error}"
        loaded.findings.append(finding(code, message, span_of(binding.origin), "bound to this query"))
        loaded.failed[binding.query] = "its raw query cannot be run"
        return ()
    loaded.queries[binding.query] = names
    return names


def _provide(
    engine: Engine,
    loaded: LoadedData,
    files: Mapping[TableName, tuple[str, Path]],
    name: TableName,
    reader: Origin,
    load: Callable[[Path], list[Finding]],
) -> None:
    """Make a table of its file, or note why there is none."""
    shown, span = ".".join(name), span_of(reader)
    if _folded(name) in loaded.missing:
        return
    if _folded(name) not in files:
        message, label = f"no data is bound to `{shown}`", "read here"
        loaded.findings.append(finding("SLO413", message, span, label, help=f"add `--bind {shown}=FILE`"))
        loaded.missing[_folded(name)] = message
        return
    path = files[_folded(name)][1]
    try:
        _create_schema(engine, name)
        findings = load(path)
    except UnreadableFile as error:
        help = f"type `--bind {shown}=FILE` with a CSV, Parquet or JSON file"
        findings = [finding("SLO410", f"{_shortened(path)} {error}", span, f"`{shown}` is read here", help=help)]
    except LimitReached as reached:
        findings = [limit_reached(reached.limit, engine.limits, str(path), span, f"`{shown}` is read here")]
    loaded.findings.extend(findings)
    if any(found.severity is Severity.ERROR for found in findings):
        loaded.missing[_folded(name)] = f"the data bound to `{shown}` cannot be used"


def _shortened(path: Path) -> str:
    """A path, without the middle of one that no system takes."""
    text = str(path)
    return text if len(text) <= 200 else f"{text[:80]}…{text[-80:]}"


def _create_schema(engine: Engine, name: TableName) -> None:
    """The schema (and the database, in a name of three parts) that a table's name stands in."""
    if len(name) == 3:
        engine.rows(f"ATTACH IF NOT EXISTS ':memory:' AS {quoted(name[0])}")
    if len(name) > 1:
        engine.rows(f"CREATE SCHEMA IF NOT EXISTS {qualified(name[:-1])}")


def _load_as_is(engine: Engine, name: TableName, path: Path) -> list[Finding]:
    read_as_is(engine, path, qualified(name))
    return []


def _nothing_reads(name: str, read: Iterable[TableName]) -> Finding:
    known = sorted(".".join(parts) for parts in read)
    near = suggest(name, known)
    help = f"did you mean `{near[0]}`?" if near else f"the specs read {', '.join(f'`{each}`' for each in known)}"
    return finding("SLO201", f"`--bind {name}=…` binds a table that no spec reads", None, help=help)
