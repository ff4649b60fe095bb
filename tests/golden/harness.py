"""Golden cases: text files that read as documents.

Prose says what the case is about. Then come sections, each under a line ``-- name --``:

- inputs: any number of ``-- path.slo --``, and ``-- sloc.toml --``, ``-- sloc.lock --``, ``-- today --`` (a date);
- expectations: every other section, worked out by the function of its name in `SECTIONS`, or, where a JSON pointer follows the
  name (``-- ir/slos/0 --``), by the one in `PARTS`.

A folder's own kinds of expectation live in ``tests/golden/sections_*.py``, whose ``SECTIONS`` and ``PARTS`` are added here.
``pytest --update`` rewrites the expectations; inputs and prose stay as they are.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

from sloc.findings import Finding
from sloc.source.span import SourceFile
from sloc.syntax.parser import parse

GOLDEN = Path(__file__).parent
HEADER = re.compile(r"^-- (\S+) --\n", re.MULTILINE)
INPUTS = re.compile(r".*\.slo|.*\.csv|.*\.json|sloc\.toml|sloc\.lock|today")


@dataclass(frozen=True)
class Section:
    name: str
    text: str

    @property
    def is_input(self) -> bool:
        return INPUTS.fullmatch(self.name) is not None


@dataclass(frozen=True)
class Case:
    """A ``.case`` file. `syntax_only` cases are parsed; others go through the whole checker."""

    path: Path
    prose: str
    sections: tuple[Section, ...]

    @property
    def syntax_only(self) -> bool:
        return "syntax" in self.path.relative_to(GOLDEN).parts

    def input(self, name: str) -> str | None:
        return next((section.text for section in self.sections if section.name == name), None)

    @property
    def sources(self) -> tuple[SourceFile, ...]:
        return tuple(SourceFile(section.name, section.text) for section in self.sections if section.name.endswith(".slo"))

    @property
    def today(self) -> dt.date | None:
        text = self.input("today")
        return dt.date.fromisoformat(text.strip()) if text else None

    @cached_property
    def checked(self) -> Any:
        """What the whole checker makes of the case; it has `findings`, and whatever else the pipeline gives."""
        check_sources = import_module("sloc.pipeline").check_sources
        return check_sources(self.sources, self.input("sloc.lock"), self.today)

    @property
    def findings(self) -> Sequence[Finding]:
        if self.syntax_only:
            return [found for source in self.sources for found in parse(source)[1]]
        return list(self.checked.findings)


def read(path: Path) -> Case:
    with path.open(encoding="utf-8", newline="\n") as file:
        text = file.read()
    parts = HEADER.split(text)
    return Case(path, parts[0], tuple(Section(*pair) for pair in zip(parts[1::2], parts[2::2], strict=True)))


def actual(case: Case, section: Section) -> str:
    """What the section should say. Raises KeyError, with the names there are, for a section that nobody works out."""
    name, slash, pointer = section.name.partition("/")
    if name in PARTS:
        return PARTS[name](case, slash + pointer)
    if section.name not in SECTIONS:
        raise KeyError(f"{case.path.name}: no section {section.name!r}; there are {sorted([*SECTIONS, *PARTS])}")
    return SECTIONS[section.name](case)


def updated(case: Case) -> str:
    """The case's text with all expectations worked out again."""
    parts = [case.prose]
    for section in case.sections:
        text = section.text
        if not section.is_input:
            made = actual(case, section).rstrip("\n") + "\n"
            made = keep_pins(section.text, made) if section.name == "findings" else made
            text = made + section.text[len(section.text.rstrip("\n")) + 1 :]
        parts.append(f"-- {section.name} --\n{text}")
    return "".join(parts)


# ── findings ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def pin(found: Finding, sources: Sequence[SourceFile]) -> str:
    """``CODE path:line:col-endline:endcol``; the end is the position behind the last character."""
    if found.span is None:
        return found.code
    span = found.span
    source = next(source for source in sources if source.path == span.file)
    start, end = source.position(span.start), source.position(span.end)
    return f"{found.code} {span.file}:{start[0]}:{start[1]}-{end[0]}:{end[1]}"


def wording(found: Finding) -> str:
    return "\n".join([found.message, found.label, *(label.text for label in found.labels), *found.help])


def findings_section(case: Case) -> str:
    return "".join(f"{pin(found, case.sources)}\n" for found in case.findings)


def keep_pins(old: str, new: str) -> str:
    """The new pins, each with the wording that the old one asked for."""
    wordings: dict[str, list[str]] = {}
    for line in old.splitlines():
        place, bar, text = line.partition(" | ")
        if bar:
            wordings.setdefault(place.strip(), []).append(text)
    lines = []
    for line in new.splitlines():
        texts = wordings.get(line)
        lines.append(f"{line} | {texts.pop(0)}" if texts else line)
    return "".join(f"{line}\n" for line in lines)


def check_findings(case: Case, section: Section) -> None:
    """Every finding is pinned, in order, and says what its pin asks for."""
    lines = [line for line in section.text.splitlines() if line.strip()]
    made = [pin(found, case.sources) for found in case.findings]
    assert made == [line.partition(" | ")[0].strip() for line in lines], [wording(found) for found in case.findings]
    for line, found in zip(lines, case.findings, strict=True):
        text = line.partition(" | ")[2].strip()
        assert text in wording(found), f"{line}\n--- the finding says ---\n{wording(found)}"


def rendered_section(case: Case) -> str:
    render = import_module("sloc.findings.text").render
    return str(render(case.findings, {source.path: source for source in case.sources}, color=False, width=100))


# ── trees ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def tree(value: object, indent: str = "") -> str:
    """Any tree of dataclasses as indented lines; spans are left out, and so is what is empty."""
    if is_dataclass(value) and not isinstance(value, type):
        named = [(field.name, getattr(value, field.name)) for field in fields(value) if field.name not in ("span", "comments")]
        flat = [f"{name}={_leaf(item)}" for name, item in named if _leaf(item) is not None and item not in (None, ())]
        deep = [(name, item) for name, item in named if _leaf(item) is None]
        lines = [" ".join([type(value).__name__, *flat])]
        for name, item in deep:
            if isinstance(item, tuple):
                lines += [f"{indent}  {name}:", *(f"{indent}    {tree(each, indent + '    ')}" for each in item)]
            else:
                lines.append(f"{indent}  {name}: {tree(item, indent + '  ')}")
        return "\n".join(lines)
    if isinstance(value, tuple):
        return "\n".join(["tuple", *(f"{indent}  {tree(each, indent + '  ')}" for each in value)])
    return _leaf(value) or str(value)


def _leaf(value: object) -> str | None:
    """A value on one line, or None for a tree that has to be spread out."""
    if isinstance(value, tuple) and all(isinstance(each, int | str | Enum) for each in value):
        return "(" + ", ".join(map(repr, value)) + ")"
    if is_dataclass(value) and not isinstance(value, type):
        named = [getattr(value, field.name) for field in fields(value) if field.name not in ("span", "text")]
        if type(value).__name__ == "Name":
            return f"`{getattr(value, 'text')}`"  # noqa: B009
        if len(named) == 1 and not is_dataclass(named[0]) and not isinstance(named[0], tuple):
            return (
                f"{type(value).__name__}({named[0]!s})"
                if not isinstance(named[0], str)
                else f"{type(value).__name__}({named[0]!r})"
            )
        return None
    return None if isinstance(value, tuple | dict) else str(value) if not isinstance(value, str) else repr(value)


def ast_section(case: Case) -> str:
    return "\n".join(tree(parse(source)[0]) for source in case.sources) + "\n"


SECTIONS: dict[str, Callable[[Case], str]] = {
    "ast": ast_section,
    "findings": findings_section,
    "rendered": rendered_section,
}
PARTS: dict[str, Callable[[Case, str], str]] = {}

for _path in sorted(GOLDEN.glob("sections_*.py")):
    _module = import_module(f"tests.golden.{_path.stem}")
    SECTIONS.update(getattr(_module, "SECTIONS", {}))
    PARTS.update(getattr(_module, "PARTS", {}))
