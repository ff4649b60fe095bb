"""No float decides anything: what is worked out is worked out in integers and fractions (ARCHITECTURE.md, invariant 4)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("syntax", "check", "calendars", "ir", "backends")
MODULES = sorted(path.relative_to(ROOT).as_posix() for room in ROOMS for path in (ROOT / "sloc" / room).rglob("*.py"))

ROUNDED = {
    "burns.py": "a burn rate in a sentence",
    "calendar_days.py": "weeks in a sentence",
    "low_traffic.py": "a share in a sentence",
    "policies.py": "a share in a sentence",
    "sla_buffer.py": "a share in a sentence",
    "constants.py": "a tier's number as SQL writes it, for readers",
    "looks.py": "where the colours of a board begin",
    "panels.py": "a burn rate in a legend",
    "printer.py": "a share that has no short decimal, as PromQL reads it",
    "standard.py": "a logarithm, which is never a fraction: the factor that comes of it is rounded to three figures",
}
"""By the module's name: what is a float there, after everything has been decided."""
EXACT = {"ceil", "floor", "gcd", "lcm", "isqrt"}


def floats(source: str) -> list[str]:
    """Where a module makes a float; how near two names have to be (`cutoff`) is no number with a unit."""
    tree = ast.parse(source)
    nearness = {
        id(node) for each in ast.walk(tree) if isinstance(each, ast.keyword) and each.arg == "cutoff" for node in ast.walk(each)
    }
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=float()) if id(node) not in nearness:
                found.append(f"line {node.lineno}: {node.value}")
            case ast.Call(func=ast.Name(id="float")):
                found.append(f"line {node.lineno}: float()")
            case ast.Attribute(value=ast.Name(id="math"), attr=name) if name not in EXACT:
                found.append(f"line {node.lineno}: math.{name}")
    return found


@pytest.mark.parametrize("module", MODULES)
def test_numbers_are_exact(module: str) -> None:
    found = floats((ROOT / module).read_text(encoding="utf-8"))
    if module.rpartition("/")[2] in ROUNDED:
        return
    assert found == [], "work it out in integers or fractions"


@pytest.mark.parametrize("name", ROUNDED)
def test_what_is_rounded_still_is(name: str) -> None:
    of_this_name = [module for module in MODULES if module.endswith(f"/{name}")]
    assert any(floats((ROOT / module).read_text(encoding="utf-8")) for module in of_this_name), f"take {name} out of the list"


@pytest.mark.parametrize("source", ["x = 0.1", "float(1)", "import math\nmath.log(2)", "f(limit=0.5)"])
def test_a_float_is_found(source: str) -> None:
    assert floats(source)


@pytest.mark.parametrize(
    "source", ["x = 1 / 3", "get_close_matches(a, b, cutoff=0.6)", "import math\nmath.ceil(x)", "def f() -> float: ..."]
)
def test_others_are_not(source: str) -> None:
    assert floats(source) == []
