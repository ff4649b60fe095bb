"""The judge shares no code with those it judges."""

from __future__ import annotations

import ast
from pathlib import Path

HERE = Path(__file__).parent


def imported(path: Path) -> set[str]:
    """The modules that a file imports."""
    with path.open(encoding="utf-8") as file:
        nodes = list(ast.walk(ast.parse(file.read())))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module or "." for node in nodes if isinstance(node, ast.ImportFrom)}


def test_of_sloc_the_evaluator_imports_the_ir_alone() -> None:
    files = list(HERE.glob("*.py"))
    assert HERE / "evaluate.py" in files
    strangers = {
        (path.name, name)
        for path in files
        for name in imported(path)
        if name.startswith(("sloc", "tests"))
        and name.partition(".ir")[0] != "sloc"
        and not (name + ".").startswith(("tests.reference.", "tests.shared."))
    }
    assert strangers == set()
