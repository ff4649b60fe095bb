"""What is generated and committed is what its sources say."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from sloc.syntax.grammar import SHIPPED, digest, grammar_text
from tests.processes import run

ROOT = Path(__file__).resolve().parents[2]


def test_generated_is_what_the_specs_say() -> None:
    done = run([sys.executable, "-m", "sloc", "build", "--check"], cwd=ROOT, text=True)
    assert done.returncode == 0, f"run `sloc build` and commit what it writes\n{done.stdout}{done.stderr}"


def test_the_compiled_grammar_is_that_of_the_grammar() -> None:
    shipped = json.loads(SHIPPED.read_bytes())
    assert shipped["grammar"] == digest(grammar_text()), "run `python -m sloc.syntax.compile_grammar` and commit what it writes"
