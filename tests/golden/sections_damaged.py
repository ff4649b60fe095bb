"""What the parser says of a spec that is damaged at one token, for each of its tokens in turn.

Each section does one kind of damage: ``left-out``, ``twice``, ``misspelt`` (a word without its second letter), ``swapped``
(with the token behind it), ``intruder`` (``zzz`` before it). A line names the token, and what each finding points at,
says and advises; ``(fix)`` marks what ``sloc check --fix`` mends. A token whose damage makes another right spec has no line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sloc.findings import Finding
from sloc.source.span import SourceFile
from sloc.syntax.lexer import scan
from sloc.syntax.parser import parse
from sloc.syntax.tokens import Token

if TYPE_CHECKING:
    from tests.golden.harness import Case

Damage = Callable[[str, Sequence[Token], int], str]


def left_out(text: str, tokens: Sequence[Token], index: int) -> str:
    return text[: tokens[index].start] + text[tokens[index].end :]


def twice(text: str, tokens: Sequence[Token], index: int) -> str:
    token = tokens[index]
    return f"{text[: token.end]} {token.text}{text[token.end :]}"


def misspelt(text: str, tokens: Sequence[Token], index: int) -> str:
    token = tokens[index]
    if not token.text[0].isalpha() or len(token.text) < 3:
        return text
    return text[: token.start + 1] + text[token.start + 2 :]


def swapped(text: str, tokens: Sequence[Token], index: int) -> str:
    if index + 1 == len(tokens):
        return text
    one, other = tokens[index : index + 2]
    return text[: one.start] + other.text + text[one.end : other.start] + one.text + text[other.end :]


def intruder(text: str, tokens: Sequence[Token], index: int) -> str:
    start = tokens[index].start
    return f"{text[:start]}zzz {text[start:]}"


def section(damage: Damage) -> Callable[[Case], str]:
    def lines(case: Case) -> str:
        said = []
        for source in case.sources:
            tokens = scan(source).tokens[:-1]
            for index, token in enumerate(tokens):
                damaged = SourceFile(source.path, damage(source.text, tokens, index))
                line, column = source.position(token.start)
                said += [f"{line}:{column} {token.text} → {told(found, damaged)}" for found in parse(damaged)[1]]
        return "".join(f"{line}\n" for line in said)

    return lines


def told(found: Finding, source: SourceFile) -> str:
    assert found.span is not None
    start, end = source.position(found.span.start), source.position(found.span.end)
    where = f"{start[0]}:{start[1]}-{end[1]}" if start[0] == end[0] else f"{start[0]}:{start[1]}-{end[0]}:{end[1]}"
    help = f"; {found.help[0]}" if found.help else ""
    return f"{found.code} {where} {found.message}: {found.label}{help}{' (fix)' if found.fix else ''}"


SECTIONS = {
    "left-out": section(left_out),
    "twice": section(twice),
    "misspelt": section(misspelt),
    "swapped": section(swapped),
    "intruder": section(intruder),
}
