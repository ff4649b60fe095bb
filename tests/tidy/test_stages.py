"""The stages keep to themselves: what ARCHITECTURE.md says of the IR, of spans, and of the functions that its picture names."""

from __future__ import annotations

import ast
import re
from dataclasses import fields, is_dataclass
from importlib import import_module
from inspect import getmembers, isclass
from pathlib import Path

import pytest

import sloc.ir
import sloc.syntax.ast
from sloc.source.span import Span

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
PICTURE = TEXT.partition("```text\n")[2].partition("```")[0]
NAMED = re.findall(r"\b[a-z]\w*(?:\.[a-z]\w*)+", re.sub(r"\S+\.(?:slo|toml|lock)\b", "", PICTURE))


def test_the_picture_names_functions() -> None:
    assert len(NAMED) >= 6


@pytest.mark.parametrize("name", NAMED)
def test_an_arrow_of_the_picture_is_a_function(name: str) -> None:
    module, _, function = name.rpartition(".")
    assert callable(getattr(import_module(f"sloc.{module}"), function))


def calls(name: str) -> set[str]:
    """The modules of sloc that call something of this name."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "sloc").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
    }


def test_one_module_makes_the_ir_of_a_program() -> None:
    assert {Path(module).name for module in calls("Ir")} == {"lower.py"}


def test_what_a_program_is_made_of_is_frozen() -> None:
    classes = [cls for module in (sloc.ir, sloc.syntax.ast) for _, cls in getmembers(module, isclass) if is_dataclass(cls)]
    assert len(classes) > 80
    for cls in classes:
        assert cls.__setattr__ is not object.__setattr__, cls


def test_a_span_is_offsets_in_a_file_and_no_part_of_what_is_written_there() -> None:
    assert [field.name for field in fields(Span)] == ["file", "start", "end"]
    for _, cls in getmembers(sloc.syntax.ast, isclass):
        if is_dataclass(cls) and cls.__module__.startswith("sloc.syntax.ast"):
            (span,) = [field for field in fields(cls) if field.name == "span"]
            assert not span.compare, cls
