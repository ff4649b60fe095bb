"""The code cites clauses of docs/language.md; each of them exists, and every rule of meaning cites at least one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sloc.check.rules import RULES, Rule

ROOT = Path(__file__).resolve().parents[2]
CITED = re.compile(r"docs/language\.md,? (§[\d.]+(?:, §[\d.]+)*)")
SECTION = re.compile(r"^## (\d+)\. ", re.MULTILINE)
CLAUSE = re.compile(r"^(\d+)\. ", re.MULTILINE)

SOURCES = sorted(
    path for folder in ("sloc", "tests", "docs") for path in (ROOT / folder).rglob("*") if path.suffix in (".py", ".md")
)


def clauses() -> set[str]:
    """``{"1", "2", "3", "3.1", …}``: the sections, and the numbered clauses in them."""
    _, *parts = SECTION.split((ROOT / "docs" / "language.md").read_text("utf-8"))
    found: set[str] = set()
    for section, text in zip(parts[::2], parts[1::2], strict=True):
        found |= {section, *(f"{section}.{clause}" for clause in CLAUSE.findall(text))}
    return found


def cited(text: str) -> list[str]:
    return [clause.strip(".") for group in CITED.findall(text) for clause in re.findall(r"[\d.]+", group)]


def test_clauses_are_numbered_without_a_gap() -> None:
    numbers = sorted(int(clause.partition(".")[2]) for clause in clauses() if clause.startswith("3."))
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__module__.rpartition(".")[2])
def test_a_rule_cites_its_clause(rule: Rule) -> None:
    assert set(cited(rule.__doc__ or "")) & clauses()


def test_every_cited_clause_exists() -> None:
    known = clauses()
    unknown = {(path.relative_to(ROOT).as_posix(), each) for path in SOURCES for each in cited(path.read_text("utf-8"))}
    assert sorted((path, each) for path, each in unknown if each not in known) == []
