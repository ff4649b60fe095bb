"""One word, one thing: class names, the glossary of ARCHITECTURE.md, and the units of time."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TREES = {
    path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8")) for path in sorted((ROOT / "sloc").rglob("*.py"))
}

LANGUAGES = {
    "sloc/syntax/ast/": "what is written",
    "sloc/ir/": "what it means",
    "sloc/backends/promql/nodes.py": "PromQL",
    "sloc/backends/sql/nodes.py": "SQL",
    "sloc/backends/sql/values.py": "SQL",
}
"""Each has a word for the same things (a window, a comparison, a number), so one name may be a node in several of them."""

LENGTHS = {"MICROS", "MINUTE", "HOUR", "DAY", "WEEK"} | {
    str(length)
    for length in (1000, 1_000_000, 60, 60_000_000, 3600, 3_600_000_000, 1440, 86_400, 86_400_000_000, 604_800, 604_800_000_000)
}
UNITS = {"ms", "s", "m", "min", "h", "d", "w", "second", "minute", "hour", "day", "week"}


def language(path: str) -> str | None:
    return next((name for start, name in LANGUAGES.items() if path.startswith(start)), None)


def defined(tree: ast.Module) -> Iterator[str]:
    """The names of classes and of aliases of types; a leading underscore makes no other word of it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield node.name.lstrip("_")
        elif isinstance(node, ast.AnnAssign) and "TypeAlias" in ast.unparse(node.annotation):
            yield ast.unparse(node.target).lstrip("_")


def test_a_class_name_means_one_thing() -> None:
    homes: dict[str, list[str]] = {}
    for path, tree in TREES.items():
        for name in defined(tree):
            homes.setdefault(name, []).append(path)
    twice = {
        name: paths
        for name, paths in homes.items()
        if len(paths) > 1 and (None in map(language, paths) or len(set(map(language, paths))) < len(paths))
    }
    assert twice == {}, "give each thing a word of its own (ARCHITECTURE.md, Glossary)"


def glossary() -> list[tuple[str, str]]:
    """The terms and what they are called in the code."""
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    section = text[text.index("\n## Glossary\n") :].split("\n## ", 2)[1]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line.startswith("|")]
    return [(row[0], row[2]) for row in rows[2:]]


def test_the_glossary_names_what_there_is() -> None:
    known = {name for tree in TREES.values() for name in defined(tree)}
    functions = {node.name for tree in TREES.values() for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    rows = glossary()
    missing = {
        (term, name)
        for term, code in rows
        for name in re.findall(r"`(?:\w+\.)*(\w+)(?:\(\))?`", code)
        if name not in known | functions
    }
    assert len(rows) > 20
    assert missing == set()


def tables(tree: ast.Module) -> Iterator[int]:
    """The lines on which a dict, or a tuple of tuples, gives units of time their lengths."""
    for node in ast.walk(tree):
        pairs: list[tuple[ast.expr | None, ast.expr]] = []
        if isinstance(node, ast.Dict):
            pairs = list(zip(node.keys, node.values, strict=True))
        elif isinstance(node, (ast.Tuple, ast.List)):
            pairs = [(a, b) for each in node.elts if isinstance(each, ast.Tuple) for a in each.elts for b in each.elts]
        found = {
            unit.value
            for unit, length in pairs
            if isinstance(unit, ast.Constant) and unit.value in UNITS and ast.unparse(length) in LENGTHS
        }
        if len(found) > 1:
            yield node.lineno


def test_units_have_one_table() -> None:
    found = {f"{path}:{line}" for path, tree in TREES.items() if path != "sloc/units.py" for line in tables(tree)}
    assert found == set(), "take UNITS from sloc/units.py"


def constants(tree: ast.Module) -> Iterator[str]:
    """The names that a module gives a value; a leading underscore makes no other word of one."""
    for node in tree.body:
        for target in node.targets if isinstance(node, ast.Assign) else []:
            yield from (each.id.lstrip("_") for each in ast.walk(target) if isinstance(each, ast.Name))


def test_a_unit_of_time_is_nothing_else_elsewhere() -> None:
    """``MICROS`` was an int here and a dict there: who reads it must not have to look which."""
    names = set(constants(TREES["sloc/units.py"]))
    others = {
        f"{path}: {name}"
        for path, tree in TREES.items()
        if path != "sloc/units.py"
        for name in constants(tree)
        if name in names
    }
    assert "MICROS" in names
    assert others == set()


def test_a_second_table_is_seen() -> None:
    for text in ('{"s": 1_000_000, "m": 60_000_000}', '{"s": MICROS, "h": HOUR}', '((DAY, "d"), (HOUR, "h"))'):
        assert list(tables(ast.parse(text)))
    assert not list(tables(ast.parse('{"s": 2 * MINUTE, "m": 2 * HOUR}')))
