"""A data file -> a table of text in DuckDB.

Everything is read as text first and cast by us: what a type sniffer makes of ``2026-11-01`` or ``007`` depends on the other
rows, and what it cannot make anything of it does not explain.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sloc.run.engine import Engine, EngineError, LimitReached

FORMATS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".json": "json",
    ".ndjson": "json",
    ".jsonl": "json",
}
ROW = "row number"
"""The column that :func:`read_as_text` adds: the 1-based number of a row in its file. The blank keeps it out of the way."""


class UnreadableFile(Exception):
    """A data file cannot be read; the message says why, as the end of a sentence."""


def quoted(name: str) -> str:
    """An identifier for DuckDB, whatever it holds."""
    return '"' + name.replace('"', '""') + '"'


def qualified(name: tuple[str, ...]) -> str:
    """A table's or a schema's name for DuckDB, from its parts."""
    return ".".join(quoted(part) for part in name)


def literal(text: str) -> str:
    """A string for DuckDB, whatever it holds."""
    return "'" + text.replace("'", "''") + "'"


def read_as_text(engine: Engine, path: Path, table: str) -> list[str]:
    """Create a temporary table of text columns (and :data:`ROW`) from a file; its columns in order.

    Raises UnreadableFile, LimitReached.
    """
    _see(path)
    relation, columns = _relation(engine, path)
    names = [name.strip() for name in columns]  # ``id, created_at``: the blank after a comma is no part of a name
    if len(set(names)) < len(names):
        names = columns
    texts = ", ".join(
        f"CAST({quoted(column)} AS VARCHAR) AS {quoted(name)}" for column, name in zip(columns, names, strict=True)
    )
    numbered = f"SELECT row_number() OVER () AS {quoted(ROW)}, {texts} FROM {relation}"
    _run(engine, f"CREATE OR REPLACE TEMP TABLE {quoted(table)} AS {numbered}")
    return names


def read_as_is(engine: Engine, path: Path, table: str) -> None:
    """Create a table with the types that DuckDB infers, all timestamps in UTC. Raises UnreadableFile, LimitReached."""
    _see(path)
    more = ", header = true" if _format(path) == "csv" else ""
    relation = f"read_{_format(path)}({_glob(path)}{more})"
    columns = _run(engine, f"DESCRIBE SELECT * FROM {relation}")
    outputs = ", ".join(
        f"{quoted(name)} AT TIME ZONE 'UTC' AS {quoted(name)}" if type_ == "TIMESTAMP WITH TIME ZONE" else quoted(name)
        for name, type_, *_ in columns
    )
    _run(engine, f"CREATE TABLE {table} AS SELECT {outputs} FROM {relation}")


def _see(path: Path) -> None:
    """That there is a file with something in it, for DuckDB invents a column for one without."""
    try:
        if path.is_dir():
            raise UnreadableFile("is a folder")
        if not path.is_file():
            raise UnreadableFile("does not exist")
        if path.stat().st_size == 0:
            raise UnreadableFile("is empty")
    except OSError as error:  # such as a name that is too long
        raise UnreadableFile(f"cannot be opened: {error.strerror}") from None


def _relation(engine: Engine, path: Path) -> tuple[str, list[str]]:
    match _format(path):
        case "csv":
            return _csv(engine, path)
        case "parquet":
            relation = f"read_parquet({_glob(path)})"
            return relation, _columns(engine, relation)
        case _:
            columns = _columns(engine, f"read_json({_glob(path)}, sample_size = -1, maximum_depth = 1)")
            texts = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in columns)
            return f"read_json({_glob(path)}, columns = {{{texts}}})", columns


def _csv(engine: Engine, path: Path) -> tuple[str, list[str]]:
    """Commas (tabs in a ``.tsv``), or another common separator where the header is one column by them and several by it.

    An empty value is null, and so are the words for it that databases export, unless they stand in quotes; an empty pair of
    quotes is an empty string.
    """
    expected = "\t" if ".tsv" in path.name.lower() else ","
    options = (
        "header = true, all_varchar = true, quote = '\"', escape = '\"', comment = '', skip = 0, "
        "nullstr = ['', 'NULL', 'null', '\\N'], allow_quoted_nulls = false"
    )
    found: tuple[str, list[str]] | UnreadableFile | None = None
    for separator in dict.fromkeys((expected, ";", "\t", "|")):
        relation = f"read_csv({_glob(path)}, delim = {literal(separator)}, {options})"
        try:
            columns = _columns(engine, relation)
        except UnreadableFile as error:
            found = found or error
        else:
            if len(columns) > 1:
                return relation, columns
            found = found or (relation, columns)
    assert found is not None
    if isinstance(found, UnreadableFile):
        raise found
    return found


def _columns(engine: Engine, relation: str) -> list[str]:
    return [str(row[0]) for row in _run(engine, f"DESCRIBE SELECT * FROM {relation}")]


def _format(path: Path) -> str:
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() not in (".gz", ".zst")]
    if not suffixes or suffixes[-1] not in FORMATS:
        known = ", ".join(FORMATS)
        raise UnreadableFile(f"is of no kind that sloc reads ({known}; .gz after it is fine)")
    return FORMATS[suffixes[-1]]


def _glob(path: Path) -> str:
    """DuckDB takes a file's name for a pattern: a sign with a meaning there stands in brackets."""
    return literal("".join(f"[{char}]" if char in "*?[" else char for char in str(path.resolve())))


def _run(engine: Engine, statement: str) -> list[tuple[Any, ...]]:
    try:
        return engine.rows(statement)
    except LimitReached:
        raise
    except EngineError as error:
        raise UnreadableFile(f"cannot be read: {error}") from error
