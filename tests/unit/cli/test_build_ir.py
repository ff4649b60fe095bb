"""``sloc build --ir``: from a file, from standard input, and whatever else is given."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sloc.cli.app import _run, app
from sloc.ir import codec
from tests.unit.lift.specs import EVERYTHING, LOCK

CONFIG = """
[targets.grafana]
[targets.prometheus]
unsupported = "warn"
[targets.sql]
unsupported = "warn"
dialects = ["duckdb", "postgres"]
"""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("specs").mkdir()
    Path("specs/shop.slo").write_text(EVERYTHING, encoding="utf-8")
    Path("sloc.toml").write_text(CONFIG, encoding="utf-8")
    Path("sloc.lock").write_text(LOCK, encoding="utf-8")


def run(*args: str, code: int = 0, input: bytes | None = None) -> Result:
    result = CliRunner(env={"COLUMNS": "160"}).invoke(app, list(args), input=input)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result


def files(folder: str) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()}


def printed() -> bytes:
    return run("ir", "-q").stdout_bytes


def test_an_ir_gives_the_files_of_its_specs_to_the_byte() -> None:
    run("build")
    Path("shop.json").write_bytes(printed())
    run("build", "--ir", "shop.json", "--out", "given")
    assert files("given") == files("generated")
    assert len(files("given")) > 40
    assert "generated is what the IR says" in run("build", "--check", "--ir", "-", input=printed()).stderr


def test_neither_specs_nor_lock_are_read() -> None:
    given = printed()
    Path("specs/shop.slo").write_text("nonsense", encoding="utf-8")
    Path("sloc.lock").unlink()
    run("build", "--ir", "-", input=given)
    assert files("generated")
    assert not Path("sloc.lock").exists()


def test_a_mistake_is_drawn_where_it_stands_and_nothing_is_written() -> None:
    Path("bad.json").write_bytes(printed().replace(b'"severity": "page"', b'"severity": "alarm"'))
    said = run("build", "--ir", "bad.json", code=1).stderr
    assert "error[SLO125]: this is not what the IR has here" in said
    assert '"severity": "alarm"' in said
    assert "^^^^^^^ this should be one of page, ticket, notify" in said
    assert "at `/slos/0/alerts/rules/0/severity` in the IR" in said
    assert not Path("generated").exists()


def test_what_a_back_end_cannot_say_is_told_in_the_ir() -> None:
    Path("sloc.toml").write_text("[targets.prometheus]\n", encoding="utf-8")
    Path("shop.json").write_bytes(printed())
    found = json.loads(run("build", "--ir", "shop.json", "--format", "json", code=1).stderr)
    refused = [each for each in found if each["code"] == "SLO401"]
    assert refused
    for each in refused:
        assert each["file"] == "shop.json"
        assert any(help.startswith("at `/slos/") for help in each["help"])


def test_what_is_wrong_with_sloc_toml_is_told_there() -> None:
    given = printed()
    Path("sloc.toml").write_text("[targets.sql]\ndialect = 'duckdb'\n", encoding="utf-8")
    said = run("build", "--ir", "-", code=1, input=given).stderr
    assert "error[SLO121]" in said
    assert "sloc.toml:2:1" in said


def test_warnings_that_sloc_toml_ignores_are_not_told() -> None:
    given = printed().replace(b'"owner": "web"', b'"owner": null')
    assert "SLO510" in run("build", "--ir", "-", input=given).stderr
    Path("sloc.toml").write_text(f'{CONFIG}[lint]\nignore = ["SLO510"]\n', encoding="utf-8")
    assert "SLO510" not in run("build", "--ir", "-", input=given).stderr


@pytest.mark.parametrize(
    ("data", "code", "message"),
    [
        (b"\xff", "SLO110", "is not UTF-8 text"),
        (b'{"a": "\0"}', "SLO111", "holds a NUL byte"),
        (b" " * (17 * 1024 * 1024), "SLO112", "is larger than 16 MiB"),
        (b'{"version": "0"}', "SLO126", "this IR is of another version"),
        (b"[" * 100_000, "SLO124", "values are nested too deep"),
        (b"\xef\xbb\xbf[]", "SLO125", "this is not what the IR has here"),
    ],
)
@pytest.mark.parametrize("from_file", [True, False])
def test_whatever_is_given_is_a_finding(data: bytes, code: str, message: str, from_file: bool) -> None:
    Path("given.json").write_bytes(data)
    said = run("build", "--ir", "given.json" if from_file else "-", code=1, input=data).stderr
    assert f"error[{code}]" in said
    assert message in said
    assert ("given.json" if from_file else "<stdin>") in said


@pytest.mark.parametrize("path", ["nowhere.json", "specs", "a\nb"])
def test_a_file_that_cannot_be_read_is_told(path: str) -> None:
    assert "error[SLO113]" in run("build", "--ir", path, code=1).stderr


def test_sloc_ir_prints_utf8_whatever_the_terminal() -> None:
    Path("specs/shop.slo").write_text(EVERYTHING.replace("The shop", "Läden 😀"), encoding="utf-8")
    assert "Läden 😀".encode() in CliRunner(charset="latin-1").invoke(app, ["ir", "-q"]).stdout_bytes


def test_an_ir_that_does_not_fit_its_schema_is_a_bug_in_sloc(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = codec.to_json
    monkeypatch.setattr(codec, "to_json", lambda ir: {**whole(ir), "epoch": "soon"})
    monkeypatch.setattr(sys, "argv", ["sloc", "ir"])
    assert _run() == 3
    printed = capsys.readouterr()
    assert printed.out == ""
    says = "BrokenIr: the IR does not fit its own schema at /epoch: this should be a whole number"
    assert printed.err.startswith(f"sloc: a bug in sloc, not in your specs: {says}\n")
