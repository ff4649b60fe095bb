"""The wheel works on its own: installed in a clean environment, away from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests import processes

ROOT = Path(__file__).resolve().parents[2]

SPEC = """\
service support "Customer support" {
  owner "support@example.com"
  source surveys "CSAT answers" {
    key survey_id
    at  answered_at
    field score: int
    from sql { table "support.csat" }
  }
  slo csat "Happy customers" {
    expect 90% of surveys to satisfy score >= 4 over 90d
  }
}
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a clean environment that holds the wheel and what it depends on."""
    folder = tmp_path_factory.mktemp("wheel")
    processes.run([sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, ROOT], check=True)
    (wheel,) = folder.glob("sloc-*.whl")
    venv.create(folder / "venv", with_pip=True)
    programs = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    processes.run([programs / "python", "-m", "pip", "install", "--quiet", wheel], check=True)
    return programs


def run(programs: Path, folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return processes.run([programs / args[0], *args[1:]], cwd=folder, env=clean, text=True)


def test_the_program_starts(installed: Path, tmp_path: Path) -> None:
    done = run(installed, tmp_path, "sloc", "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert "check" in done.stdout


def test_the_wheel_carries_its_grammar_and_schemas(installed: Path, tmp_path: Path) -> None:
    program = (
        "from pathlib import Path; import sloc; import json, lark; from sloc.syntax import grammar\n"
        "shipped = json.loads(grammar.SHIPPED.read_bytes())\n"
        "assert shipped['grammar'] == grammar.digest(grammar.grammar_text())\n"
        "assert shipped['lark'] == lark.__version__\n"
        "folder = Path(sloc.__file__).parent\n"
        "assert (folder / 'findings/findings.schema.json').is_file()\n"
        "assert (folder / 'explain/explain.schema.json').is_file()\n"
        "print(folder)"
    )
    done = run(installed, tmp_path, "python", "-c", program)
    assert done.returncode == 0, done.stderr
    assert not Path(done.stdout.strip()).is_relative_to(ROOT)


def test_it_checks_and_builds_a_program(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs/support.slo").write_text(SPEC, encoding="utf-8")
    (tmp_path / "sloc.toml").write_text(
        '[project]\nname = "sample"\n\n[targets.sql]\ndialects = ["duckdb"]\n', encoding="utf-8"
    )
    done = run(installed, tmp_path, "sloc", "check")
    assert done.returncode == 0, done.stdout + done.stderr
    done = run(installed, tmp_path, "sloc", "build")
    assert done.returncode == 0, done.stdout + done.stderr
    assert list((tmp_path / "generated").rglob("*.sql"))
    (tmp_path / "specs/support.slo").write_text(SPEC.replace("score >=", "scor >="), encoding="utf-8")
    done = run(installed, tmp_path, "sloc", "check")
    assert done.returncode == 1
    assert "error[SLO201]" in done.stdout


def test_it_starts_a_project(installed: Path, tmp_path: Path) -> None:
    for args in (["init"], ["check"], ["build", "--check"]):
        done = run(installed, tmp_path, "sloc", *args)
        assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / ".github/workflows/sloc.yml").is_file()
