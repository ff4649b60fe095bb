"""What the formatter's tests share."""

from __future__ import annotations

import re
from pathlib import Path

from sloc.source.span import SourceFile
from sloc.syntax.format import format_source
from sloc.syntax.lexer import scan
from sloc.syntax.parser import parse
from tests.unit.syntax.helpers import EXAMPLES

ROOT = Path(__file__).resolve().parents[3]
SPECS = {f"specs/{path.stem}": path.read_text(encoding="utf-8") for path in sorted((ROOT / "specs").glob("*.slo"))}
TEXTS = {**EXAMPLES, **SPECS}


def source(text: str) -> SourceFile:
    return SourceFile("a.slo", text)


def formatted(text: str) -> str:
    """The canonical layout of a text without mistakes."""
    made, findings = format_source(source(text))
    assert made is not None, (findings, text)
    return made


def words(text: str) -> list[str]:
    """The texts of the tokens; back quotes around identifiers are taken off."""
    return [re.sub(r"^`([a-z_][a-z0-9_]*)`$", r"\1", token.text) for token in scan(source(text)).tokens]


def comments(text: str) -> list[str]:
    return [comment.text.rstrip() for comment in scan(source(text)).comments]


def check(text: str) -> str:
    """What holds of every text without mistakes; gives the formatted one."""
    made = formatted(text)
    file, findings = parse(source(made))
    assert not findings, (findings, made)
    assert file == parse(source(text))[0]
    assert words(made) == words(text)
    assert comments(made) == comments(text)
    assert formatted(made) == made
    assert made == made.lstrip("\n")
    assert made == "" or made.endswith("\n")
    bare = re.sub(r'"""(\\.|[^\\])*?"""', '""', made, flags=re.DOTALL)  # inside of strings everything is as written
    assert not re.search(r"[ \t]\n|\n\n\n|\n\n\Z|\{\n\n|\n\n *\}", bare), made
    return made
