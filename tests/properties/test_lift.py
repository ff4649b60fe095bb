"""Programs that are given as an IR: every one of sloc's own comes back, and no other makes sloc fail."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sloc.backends.registry import declared
from sloc.findings.model import has_errors
from sloc.ir.codec import dumps, to_json
from sloc.lift.given import check_given, located
from sloc.pipeline import compile
from sloc.project import Lint, Project, Target
from sloc.source.span import SourceFile
from tests.counts import examples
from tests.unit.lift.specs import EVERYTHING, program, texts

WARN = {"unsupported": "warn"}
PROJECT = Project(
    Path(),
    targets=(
        Target("grafana", "grafana"),
        Target("prometheus", "prometheus", WARN),
        Target("sql", "sql", {**WARN, "dialects": ["duckdb", "postgres"]}),
    ),
)
PROGRAM = to_json(program(EVERYTHING))
ODD: list[Any] = [
    *(None, True, False, 0, 1, -1, 7, 59, 1440, 2880, 2026, 10**9, -(10**39), 0.5, 1e308),
    *("", " ", "x", "a.b", "a\nb", "a`b", "\0", "é", "\u2028", "💥", "-1", "0", "1", "1/3", "0.5", "99999999999", "1e9"),
    *("0s", "1ms", "5m", "1h30m", "36h", "28d", "400d", "-1h", "9" * 39 + "w", "2026-02-30", "2026-02-28", "0001-01-01"),
    *("9999-12-31", "2026-03-27T16:55:00Z", "9999-12-31T23:59:59Z", "none", "standard", "own", "desk", "else", "UTC"),
    *("Europe/Berlin", "Mars/Base", "../../etc/passwd", "week", "page", "(", "(?=x)", "a{1001}", "SELECT 1; DROP TABLE x"),
    *([], [[]], [0, 0], ["x", "x"], {}, {"kind": "null_literal"}, {"kind": "below_target"}, {"kind": "fresh", "within": "1h"}),
    *({"kind": "not", "operand": {"kind": "bool_literal", "value": True}}, {"kind": "rolling_window", "length": "1s"}),
]


def paths(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every value below the top."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in items:
        yield (*path, step)
        yield from paths(value, (*path, step))


def name_of(path: tuple[str | int, ...]) -> str:
    """The last key of a path."""
    return next(str(step) for step in reversed(path) if isinstance(step, str))


BY_NAME: dict[str, list[tuple[str | int, ...]]] = {}
"""The paths of the program's values by their last key, so that what is there once is tried as often as the rest."""
for each in paths(PROGRAM):
    BY_NAME.setdefault(name_of(each), []).append(each)


@st.composite
def mutants(draw: st.DrawFn) -> tuple[str, Any]:
    """What was done to the program, and what became of it."""
    data = copy.deepcopy(PROGRAM)
    path = draw(st.sampled_from(BY_NAME[draw(st.sampled_from(sorted(BY_NAME)))]))
    around = data
    for step in path[:-1]:
        around = around[step]
    last, value = path[-1], around[path[-1]]
    done = draw(
        st.sampled_from(["replace", "replace", "other", "other", "remove", "repeat", "reverse", "nest", "step", "step"])
    )
    if done == "other":  # a value that stands elsewhere under the same key
        other = data
        for step in draw(st.sampled_from(BY_NAME[name_of(path)])):
            other = other[step]
        around[last] = copy.deepcopy(other)
    elif done == "remove":
        del around[last]
    elif done == "repeat" and isinstance(value, list) and value:
        value.append(copy.deepcopy(value[draw(st.integers(0, len(value) - 1))]))
    elif done == "reverse" and isinstance(value, list):
        value.reverse()
    elif done == "nest" and isinstance(value, dict):
        for _ in range(draw(st.sampled_from([1, 2, 70, 300]))):
            around[last] = {"kind": "not", "operand": around[last]}
    elif done == "step" and isinstance(value, int):
        around[last] = value + draw(st.sampled_from([-1, 1]))
    elif done == "step" and isinstance(value, str):
        around[last] = draw(st.sampled_from([value + "x", value[:-1], f" {value}", value.upper(), value * 2]))
    else:
        around[last] = draw(st.sampled_from(ODD))
    return f"{path} {done}", data


@given(mutants())
@examples(60)
def test_one_value_is_another(mutant: tuple[str, Any]) -> None:
    _, data = mutant
    source = SourceFile("ir.json", json.dumps(data, ensure_ascii=False, indent=1))
    ir, findings = check_given(source, Lint(), declared)
    for found in findings:
        assert found.span is not None
        assert 0 <= found.span.start <= found.span.end <= len(source.text)
        assert any(help.startswith(("at `/", "the IR as a whole")) for help in found.help) or found.code == "SLO124"
    assert (ir is None) == has_errors(findings)
    if ir is not None:
        _, refused = compile(ir, PROJECT)
        located(refused, source)


@given(texts())
@examples(20)
def test_a_program_comes_back_as_it_was(text: str) -> None:
    ir = program(text)
    again, findings = check_given(SourceFile("ir.json", dumps(ir)), Lint(), declared)
    assert again == ir, [(found.message, found.label, found.help) for found in findings]
