"""What holds for the suite itself: no silent skip, nothing judged by seconds, one place that says how much is tried."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
TREES = {path.relative_to(TESTS).as_posix(): ast.parse(path.read_text("utf-8")) for path in sorted(TESTS.rglob("*.py"))}
CLOCKS = {
    "engines/prometheus/test_live.py",  # a real server, and when its samples were taken
    "engines/sql/on_postgres.py",  # between two attempts to connect
}
"""The files that may look at a clock or sleep."""


def names(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """What a file imports, and the dotted names that it uses, with their lines: ``pytest.mark.skip``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield ast.unparse(node), node.lineno
        elif isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def uses(*unwanted: str, but: set[str]) -> list[str]:
    """Where a file outside `but` uses one of the names: ``tests/unit/x.py:7: time.sleep``."""
    return [
        f"tests/{path}:{line}: {name}"
        for path, tree in TREES.items()
        if path not in but
        for name, line in names(tree)
        if any(name == each or name.startswith(f"{each}.") for each in unwanted)
    ]


def test_nothing_is_skipped_but_what_needs_shared_data() -> None:
    skips = [f"pytest.{each}" for each in ("skip", "importorskip", "xfail", "mark.skip", "mark.skipif", "mark.xfail")]
    assert uses(*skips, "unittest.SkipTest", "unittest.case", but={"shared.py"}) == []


def test_one_place_says_how_many_examples_are_tried() -> None:
    assert uses("hypothesis.settings", "hypothesis.seed", but={"counts.py"}) == [], "use tests.counts.examples"


def test_nothing_is_judged_by_seconds() -> None:
    assert uses("time", "timeit", but=CLOCKS) == [], "count work, or wait for an event: machines differ"


def test_processes_have_the_signals_and_the_patience_of_all() -> None:
    own = [f"subprocess.{each}" for each in ("run", "Popen", "call", "check_call", "check_output")]
    assert uses(*own, "os.system", "pty", but={"processes.py"}) == [], "use tests.processes"
    limits = {
        f"tests/{path}:{node.lineno}: timeout={ast.unparse(node.value)}"
        for path, tree in TREES.items()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        for node in call.keywords
        if node.arg == "timeout" and ast.unparse(node.value) != "PATIENCE"
    }
    assert limits == set()
