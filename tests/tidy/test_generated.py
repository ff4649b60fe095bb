"""What is generated and committed is what its sources say."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from sloc.syntax.grammar import SHIPPED, digest, grammar_text
from tests.processes import run

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "machine",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Apia", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LC_ALL": "C.UTF-8", "COLUMNS": "20"},
    ],
)
def test_generated_is_what_the_specs_say_on_any_machine(machine: dict[str, str]) -> None:
    done = run([sys.executable, "-m", "sloc", "build", "--check"], cwd=ROOT, env={**os.environ, **machine}, text=True)
    assert done.returncode == 0, f"run `sloc build` and commit what it writes\n{done.stdout}{done.stderr}"


def test_the_compiled_grammar_is_that_of_the_grammar() -> None:
    shipped = json.loads(SHIPPED.read_bytes())
    assert shipped["grammar"] == digest(grammar_text()), "run `python -m sloc.syntax.compile_grammar` and commit what it writes"
