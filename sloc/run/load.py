"""Data files -> tables in DuckDB, with the names and types that the specs say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from sloc.backends.base import span_of
from sloc.backends.sql.raw import judge
from sloc.backends.sql.raw_queries import check_raw_query
from sloc.findings import Finding, finding
from sloc.findings.model import Severity
from sloc.findings.suggest import suggest
from sloc.ir import Ir, Origin, SqlBinding
from sloc.run.files import UnreadableFile, qualified, quoted, read_as_is
from sloc.run.tables import TableName, bindings_of, named_tables
from sloc.run.typed import load_typed

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass
class LoadedData:
    """What is there now: `missing` holds, by table, why it is not, as the end of a sentence."""

    missing: dict[TableName, str] = field(default_factory=dict)
    queries: dict[str, tuple[TableName, ...]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def lacks(self, binding: SqlBinding) -> str | None:
        """Why a binding has no data; None if it has."""
        names = (binding.table,) if binding.table is not None else self.queries.get(binding.query or "", ())
        return next((self.missing[name] for name in map(_folded, filter(None, names)) if name in self.missing), None)


def connect() -> DuckDBPyConnection:
    """An engine in memory that fetches nothing from a network and shows every instant in UTC."""
    import duckdb

    connection = duckdb.connect(
        ":memory:", config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    )
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def load(
    connection: DuckDBPyConnection, ir: Ir, binds: Mapping[str, Path], folder: Mapping[str, Path] = MappingProxyType({})
) -> LoadedData:
    """Load the bound files that the program's SLOs read, then close the engine to the outside.

    A table without a file, or with a broken one, is among `missing`; everything else goes on.
    """
    files = {_folded(split_name(name)): (name, path) for name, path in {**folder, **binds}.items()}
    tables, clashes = named_tables(ir)
    loaded = LoadedData(findings=[clash for _, clash in clashes])
    loaded.missing.update((_folded(name), f"`{'.'.join(name)}` is read in two ways") for name, _ in clashes)
    wanted = {name: table for name, table in tables.items() if name in _read_names(ir)}
    for name, table in wanted.items():
        _provide(connection, loaded, files, name, table.origin, partial(load_typed, connection, table))
    for binding in _queries(ir):
        for name in _tables_in(connection, loaded, binding):
            if _folded(name) in map(_folded, wanted):
                continue
            _provide(connection, loaded, files, name, binding.origin, partial(_load_as_is, connection, name))
    read = {_folded(name) for name in (*tables, *(name for names in loaded.queries.values() for name in names))}
    loaded.findings.extend(
        _nothing_reads(name, read) for folded, (name, _) in sorted(files.items()) if name in binds and folded not in read
    )
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return loaded


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


def _tables_in(connection: DuckDBPyConnection, loaded: LoadedData, binding: SqlBinding) -> tuple[TableName, ...]:
    """The tables that a raw query reads; a query that is refused has a finding, and stays to fail."""
    import duckdb

    assert binding.query is not None
    names: tuple[TableName, ...] = ()
    refused = check_raw_query(binding, "this binding", "duckdb")
    if refused is None:
        try:
            text = judge(binding.query, "duckdb").text or ""
            names = tuple(sorted(split_name(name) for name in connection.get_table_names(text, qualified=True)))
        except duckdb.Error as error:
            reason = str(error).splitlines()[0]
            refused = finding(
                "SLO403", f"DuckDB cannot parse this query: {reason}", span_of(binding.origin), "bound to this query"
            )
    if refused is not None:
        loaded.findings.append(refused)
        names = (("a query that cannot be parsed", binding.query),)
        loaded.missing[_folded(names[0])] = "its query cannot be parsed"
    loaded.queries[binding.query] = names
    return names if binding.query and _folded(names[0] if names else ()) not in loaded.missing else ()


def _provide(
    connection: DuckDBPyConnection,
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
    _create_schema(connection, name)
    try:
        findings = load(path)
    except UnreadableFile as error:
        help = f"type `--bind {shown}=FILE` with a CSV, Parquet or JSON file"
        findings = [finding("SLO410", f"{path} {error}", span, f"`{shown}` is read here", help=help)]
    loaded.findings.extend(findings)
    if any(found.severity is Severity.ERROR for found in findings):
        loaded.missing[_folded(name)] = f"the data bound to `{shown}` cannot be used"


def _create_schema(connection: DuckDBPyConnection, name: TableName) -> None:
    """The schema (and the database, in a name of three parts) that a table's name stands in."""
    if len(name) == 3:
        connection.execute(f"ATTACH IF NOT EXISTS ':memory:' AS {quoted(name[0])}")
    if len(name) > 1:
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {qualified(name[:-1])}")


def _load_as_is(connection: DuckDBPyConnection, name: TableName, path: Path) -> list[Finding]:
    read_as_is(connection, path, qualified(name))
    return []


def _nothing_reads(name: str, read: Iterable[TableName]) -> Finding:
    known = sorted(".".join(parts) for parts in read)
    near = suggest(name, known)
    help = f"did you mean `{near[0]}`?" if near else f"the specs read {', '.join(f'`{each}`' for each in known)}"
    return finding("SLO201", f"`--bind {name}=…` binds a table that no spec reads", None, help=help)
