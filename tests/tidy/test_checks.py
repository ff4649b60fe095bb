"""A check of the checker is a generator, and one that nobody takes findings from says nothing: each call is taken up."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "sloc" / "check").rglob("*.py"))
TREES = {path: ast.parse(path.read_text("utf-8")) for path in FILES}
TAKES_CHECKS = {"run", "in_turn", "unless_broken", "Watched"}
"""What a check may be handed to instead of `yield from`."""


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def is_check(function: ast.FunctionDef) -> bool:
    return function.returns is not None and ast.unparse(function.returns).startswith("Checking[")


def called(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def taken_up(call: ast.Call, parents: dict[ast.AST, ast.AST]) -> bool:
    parent = parents[call]
    if isinstance(parent, ast.GeneratorExp):
        parent = parents[parent]
    return isinstance(parent, ast.YieldFrom) or (isinstance(parent, ast.Call) and called(parent) in TAKES_CHECKS)


CHECKS = {function.name for tree in TREES.values() for function in functions(tree) if is_check(function)}


FINDINGS = {"finding"} | {
    function.name
    for tree in TREES.values()
    for function in functions(tree)
    if function.returns is not None and ast.unparse(function.returns) == "Finding"
}


def lost(tree: ast.AST) -> list[str]:
    """The calls of checks whose findings go nowhere, and findings that are made and not yielded."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    others = {function.name for function in functions(tree) if not is_check(function)}
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and called(node) in CHECKS - others]
    calls = [call for call in calls if not taken_up(call, parents)]
    said = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)]
    calls += [call for call in said if called(call) in FINDINGS]
    return [f"line {call.lineno}: {ast.unparse(call)}" for call in calls]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_finding_is_lost(path: Path) -> None:
    assert lost(TREES[path]) == []


def test_a_lost_check_is_seen() -> None:
    assert lost(ast.parse("def f():\n    check_expr(a)\n    b = yield from check_expr(a)"))
    assert lost(ast.parse("def f():\n    finding('SLO201')"))
    assert not lost(ast.parse("def f():\n    yield finding('SLO201')"))
    assert not lost(ast.parse("def f():\n    yield from check_expr(a)\n    yield from in_turn(check_expr(b) for b in c)"))
