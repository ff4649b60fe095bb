"""Hostile texts, names and queries in real clients: no command runs, no table goes, and no document says anything else.

Each of them is also fed in without protection, so that a canary that cannot be harmed is noticed.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
import yaml

from sloc import pipeline
from sloc.emit.header import with_header
from sloc.findings import Finding
from sloc.findings.model import Severity, has_errors
from sloc.project import read_project
from sloc.source.span import SourceFile
from tests.engines.canaries.clients import Client, DuckDb, Psql
from tests.engines.sql.on_postgres import PostgresEngine
from tests.hostile import NAMES, PLACES, QUERIES, TEXTS, project, table_name
from tests.processes import run

Make = Callable[[], Client]
CLIENTS = ("duckdb", "psql", "psql that stops")


@pytest.fixture(params=CLIENTS)
def client(request: pytest.FixtureRequest, tmp_path: Path) -> Client:
    return started(request, tmp_path / "client", request.param)


def started(request: pytest.FixtureRequest, folder: Path, name: str) -> Client:
    if name == "duckdb":
        return DuckDb(folder)
    postgres: PostgresEngine = request.getfixturevalue("postgres")
    return Psql(folder, postgres, stop=name == "psql that stops")


def dialect(client: Client) -> str:
    return "duckdb" if isinstance(client, DuckDb) else "postgres"


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def table(texts: Mapping[str, str]) -> str:
    """What the specs of :func:`tests.hostile.project` read."""
    word = quoted(texts.get("column", "word"))
    columns = f"id INT, ts TIMESTAMP, ok BOOLEAN, kind VARCHAR(200), {word} VARCHAR(200), done TIMESTAMP"
    return f"CREATE TABLE logs.{quoted(table_name(texts))} ({columns})"


def loaded(folder: Path, texts: Mapping[str, str], name: str = "a") -> pipeline.Loaded:
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "specs").mkdir(parents=True)
    spec, config = project(texts)
    (folder / "specs" / f"{name}.slo").write_text(spec, "utf-8")
    (folder / "sloc.toml").write_text(config, "utf-8")
    return pipeline.load(folder)


def build(folder: Path, texts: Mapping[str, str], name: str = "a") -> tuple[dict[str, str], list[Finding]]:
    """What ``sloc build`` would write, by path; nothing where there is an error."""
    read = loaded(folder, texts, name)
    checked = pipeline.check(read)
    if checked.ir is None:
        return {}, list(checked.findings)
    files, findings = pipeline.compile(checked.ir, read.project)
    if has_errors(findings):
        return {}, findings
    return {str(file.path): with_header(file) for file in files}, findings


def is_taken(folder: Path, texts: Mapping[str, str]) -> bool:
    """Whether ``sloc check`` has nothing against it."""
    read = loaded(folder, texts)
    ir = pipeline.check(read).ir
    return ir is not None and not has_errors(pipeline.refusals(ir, read.project))


def accepted(folder: Path, text: str) -> dict[str, str]:
    """The text in every place of which each takes it alone."""
    places = {place: text for place in PLACES if is_taken(folder, {place: text, **same(place, text)})}
    if "enum value" not in places:
        places.pop("tier", None)
    return places


def same(place: str, text: str) -> dict[str, str]:
    """A tier is one of the enum's values."""
    return {"enum value": text} if place == "tier" else {}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[dict[str, str], dict[str, str]]]:
    """Where each text is put, and what is built of it; once for all clients."""
    folder = tmp_path_factory.mktemp("built")
    known: dict[str, tuple[dict[str, str], dict[str, str]]] = {}

    def once(key: str) -> tuple[dict[str, str], dict[str, str]]:
        if key not in known:
            places = accepted(folder, TEXTS[key])
            files, findings = build(folder, places)
            assert files, findings
            known[key] = places, files
        return known[key]

    return once


def installs(client: Client, files: Mapping[str, str], texts: Mapping[str, str]) -> str:
    client.prepare(table(texts))
    return client.feed(files[f"sql/{dialect(client)}/install.sql"])


# ── what is built is harmless ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("key", TEXTS)
def test_a_hostile_text_is_installed_and_does_nothing(
    key: str, client: Client, built: Callable[[str], tuple[dict[str, str], dict[str, str]]]
) -> None:
    texts, files = built(key)
    assert len(texts) > len(PLACES) / 2, "it is hardly anywhere"
    said = installs(client, files, texts)
    assert client.harm() == []
    assert client.answer("SELECT count(*) FROM slo.slo_objectives") == "4", said


@pytest.mark.parametrize("key", NAMES)
def test_a_hostile_name_of_a_spec_is_refused_and_would_do_nothing(key: str, client: Client, tmp_path: Path) -> None:
    """What is refused is built all the same, past the refusal: two fences, and each holds alone."""
    files, findings = build(tmp_path / "project", {}, NAMES[key])
    if not files:
        assert [each.code for each in findings if each.severity is Severity.ERROR] == ["SLO118"]
        assert all(each.message.isprintable() for each in findings)
        files = build_from_memory(f"specs/{NAMES[key]}.slo")
    said = installs(client, files, {})
    assert client.harm() == []
    assert client.answer("SELECT count(*) FROM slo.slo_objectives") == "4", said
    checked_by_promtool(tmp_path, files["prometheus/web.yml"])


def build_from_memory(path: str) -> dict[str, str]:
    spec, config = project({})
    source = SourceFile(path, spec)
    settings, _ = read_project(Path(), SourceFile("sloc.toml", config))
    ir = pipeline.check_sources([source]).ir
    assert ir is not None
    files, _ = pipeline.compile(ir, settings)
    return {str(file.path): with_header(file) for file in files}


@pytest.mark.parametrize("key", TEXTS)
def test_a_hostile_text_changes_no_document(
    key: str, built: Callable[[str], tuple[dict[str, str], dict[str, str]]], tmp_path: Path
) -> None:
    _, files = built(key)
    plain, _ = build(tmp_path / "plain", {"label name": "no label"})  # which no text is
    assert {path.rpartition("/")[0] for path in files} == {path.rpartition("/")[0] for path in plain}
    for path, text in files.items():
        if path.endswith(".yml"):
            if path.startswith("prometheus/"):
                checked_by_promtool(tmp_path, text)
            same_shape(yaml.safe_load(text), yaml.safe_load(plain[path]))
        elif path.endswith(".json"):
            assert list(json.loads(text)) == list(json.loads(plain[path]))
            queries_read_by_promtool(tmp_path, json.loads(text))
            for markdown in every(json.loads(text), "content"):
                assert "<script" not in markdown
                assert "[CANARY](" not in markdown
                assert "\n#" not in markdown


def queries_read_by_promtool(folder: Path, board: object) -> None:
    """With a time or a number in the place of Grafana's own variables."""
    variable = r"\$\{?__\w+\}?"
    queries = [re.sub(variable, "1", re.sub(rf"(?<=\[){variable}", "1h", expr)) for expr in every(board, "expr")]
    rules = [{"record": f"query_{number}", "expr": expr} for number, expr in enumerate(queries)]
    checked_by_promtool(folder, yaml.safe_dump({"groups": [{"name": "board", "rules": rules}]}))
    assert not [expr for expr in queries if "vector(1)" in re.sub(r'"(?:[^"\\]|\\.)*"', "", expr)]


def checked_by_promtool(folder: Path, text: str) -> None:
    (folder / "rules.yml").write_text(text, "utf-8")
    done = run(["promtool", "check", "rules", folder / "rules.yml"], text=True)
    assert done.returncode == 0, done.stderr
    assert "SUCCESS" in done.stdout


def same_shape(found: object, plain: object) -> None:
    """Equal keys and equally many items everywhere, and equal names of rules."""
    assert type(found) is type(plain)
    if isinstance(found, dict) and isinstance(plain, dict):
        assert list(found) == list(plain)
        for key in found:
            same_shape(found[key], plain[key])
            assert key not in ("record", "alert") or found[key] == plain[key]
    elif isinstance(found, list) and isinstance(plain, list):
        assert len(found) == len(plain)
        for one, other in zip(found, plain, strict=True):
            same_shape(one, other)


def every(board: object, key: str) -> Iterator[str]:
    """All texts of a key, however deep."""
    if isinstance(board, dict):
        for name, value in board.items():
            if name == key and isinstance(value, str):
                yield value
            yield from every(value, key)
    elif isinstance(board, list):
        for value in board:
            yield from every(value, key)


# ── the canaries can be harmed ────────────────────────────────────────────────────────────────────────────────────────

CONTEXTS = (
    "-- {}", "SELECT '{}';", "SELECT E'{}';", 'SELECT 1 AS "{}";', "SELECT $$ {} $$;", "SELECT ('{}');",
    "SELECT ((((('{}')))));", "/* {} */", "{}",
)  # fmt: skip
ELSEWHERE = {
    *("statement after a line separator", "statement after next line", "statement after two strings", "environment", "jinja")
}
"""What acts in no client today; another one may read it otherwise."""
ACTS = [
    key for key, text in TEXTS.items() if re.search("touch CANARY|DROP|'CANARY'|once CANARY", text) and key not in ELSEWHERE
]


@pytest.mark.parametrize("key", ACTS)
def test_without_protection_the_text_does_harm(key: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    for number, context in enumerate(CONTEXTS):
        for name in CLIENTS:
            client = started(request, tmp_path / f"{number} {name}", name)
            client.prepare()
            client.feed("BEGIN;\n" + context.replace("{}", TEXTS[key]) + "\nCOMMIT;\n")
            if client.harm():
                client.clean()
                return
    pytest.fail("it is harmless everywhere: no test of it proves anything")


HARMFUL_QUERIES = {
    "braces, psql": "psql", "braces, duckdb": "duckdb", "template": "psql", "dollar tag that is no name": "psql",
    "two statements": "psql", "psql command": "psql", "psql command within": "psql", "psql copy": "psql",
    "duckdb command": "duckdb", "carriage return ends a comment": "psql",
}  # fmt: skip


@pytest.mark.parametrize("key", HARMFUL_QUERIES)
def test_without_protection_the_query_does_harm(key: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    client = started(request, tmp_path / "client", HARMFUL_QUERIES[key])
    client.prepare(table({}))
    said = client.feed(f"BEGIN;\nCREATE VIEW v AS SELECT * FROM (\n{QUERIES[key]}\n) AS r;\nCOMMIT;\n")
    assert client.harm(), said
    client.clean()


@pytest.mark.parametrize("key", [key for key in ACTS if re.search(r"[\n\r](\\|\.|DROP|ROLLBACK)", NAMES[key])])
def test_without_protection_the_name_does_harm(key: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    harmed = []
    for name in CLIENTS:
        client = started(request, tmp_path / name, name)
        client.prepare()
        client.feed(f"--   specs/{NAMES[key]}.slo:1\nSELECT 1;\n")
        harmed += client.harm()
        client.clean()
    assert harmed
