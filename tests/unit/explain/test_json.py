"""The JSON of an explanation has the published shape, whatever the objective."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import sloc.explain
from sloc.explain import explain
from sloc.explain.json import to_object
from tests.golden.harness import GOLDEN, read

ROOT = Path(__file__).resolve().parents[3]
SCHEMA = json.loads((Path(sloc.explain.__file__).parent / "explain.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
CASES = [
    case
    for case in map(read, sorted(GOLDEN.rglob("*.case")))
    if not case.syntax_only and "format" not in case.path.parts and case.checked.ir is not None and case.checked.ir.slos
]


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("case", CASES, ids=[case.path.stem for case in CASES])
def test_the_objectives_of_the_golden_cases(case: Any) -> None:
    VALIDATOR.validate([to_object(explain(slo, case.checked.ir, {})) for slo in case.checked.ir.slos])


@pytest.mark.parametrize("broken", [{"budget": None}, {"extra": 1}, {"alerts": [{}]}, {"week": {}}, {"origin": {"file": "a"}}])
def test_the_schema_refuses_what_is_not_an_explanation(broken: dict[str, Any]) -> None:
    ir = CASES[0].checked.ir
    right = to_object(explain(ir.slos[0], ir, {}))
    assert VALIDATOR.is_valid([right])
    assert not VALIDATOR.is_valid([{**right, **broken}])
