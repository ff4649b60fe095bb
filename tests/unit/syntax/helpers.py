"""What the syntax tests share."""

from __future__ import annotations

from pathlib import Path

from sloc.findings import Finding
from sloc.source.span import SourceFile
from sloc.syntax import ast
from sloc.syntax.parser import parse

EXAMPLES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(Path(__file__).with_name("examples").glob("*.slo"))}


def read(text: str) -> ast.File:
    """The AST of a text without mistakes."""
    file, findings = parse(SourceFile("a.slo", text))
    assert not findings, findings
    return file


def mistakes(text: str) -> list[Finding]:
    return parse(SourceFile("a.slo", text))[1]


def marked(text: str) -> list[tuple[str, str]]:
    """Each finding's code and the text that it points at."""
    return [(found.code, text[found.span.start : found.span.end]) for found in mistakes(text) if found.span]


def value(text: str) -> ast.Value:
    """A value, as it stands in a row of a test."""
    file = read(f'test "t" for a.b {{ given rows {{ {{ cell: {text} }} }} }}')
    assert isinstance(file.declarations[0], ast.Test)
    given = file.declarations[0].items[0]
    assert isinstance(given, ast.Given)
    return given.rows[0].cells[0][1]


def expression(text: str) -> ast.Expr:
    """An expression, as it stands in a derived field."""
    file = read(f"source s {{ field f: bool = {text} }}")
    assert isinstance(file.declarations[0], ast.Source)
    field = file.declarations[0].items[0]
    assert isinstance(field, ast.Field)
    assert field.derived is not None
    return field.derived
