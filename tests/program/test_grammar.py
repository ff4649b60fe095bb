"""The compiled grammar does not depend on the process that compiles it."""

from __future__ import annotations

import os
import sys

import pytest

from sloc.syntax.grammar import SHIPPED
from tests.processes import run

COMPILE = (
    "import sys; from sloc.syntax import compile_grammar as c; sys.stdout.buffer.write(c.as_json(c.grammar_text()).encode())"
)


@pytest.mark.parametrize("seed", ["0", "1"])
def test_the_hash_seed_changes_nothing(seed: str) -> None:
    environment = os.environ | {"PYTHONHASHSEED": seed}
    made = run([sys.executable, "-c", COMPILE], check=True, env=environment).stdout
    assert made == SHIPPED.read_bytes()
