"""Text -> AST: what the rest of sloc calls."""

from __future__ import annotations

from dataclasses import replace

from sloc.findings import Finding, finding
from sloc.source.span import SourceFile, Span
from sloc.syntax import ast
from sloc.syntax.build import Builder
from sloc.syntax.grammar import tables
from sloc.syntax.lexer import scan
from sloc.syntax.literals import Literals
from sloc.syntax.machine import Machine

MOST = 1000
"""After this many mistakes in one file the rest is not read: it is no spec, and nobody reads on."""


def parse(source: SourceFile) -> tuple[ast.File, list[Finding]]:
    """A spec's AST, and what is wrong with its text, in the order of the text. Never raises, whatever the text."""
    grammar = tables()
    scanned = scan(source, grammar)
    tokens, findings = scanned.tokens, scanned.findings
    machine = Machine(source.path, grammar, Literals(source.path, findings), Builder(source.path, findings))
    at = machine.run(tokens, 0)
    if at < len(tokens):
        from sloc.syntax.recover import Recovery  # a spec without mistakes does not need it

        recovery = Recovery(source, tokens, machine)
        while at < len(tokens) and len(findings) < MOST:
            at = machine.run(tokens, recovery.repair(at))
    findings.sort(key=lambda found: found.span.start if found.span else 0)
    if at < len(tokens):
        rest = Span(source.path, tokens[at].start, tokens[at].end)
        findings.append(finding("SLO101", f"more than {MOST} mistakes: the rest of the file is not read", rest))
        return ast.File((), scanned.comments, span=Span(source.path, 0, len(source.text))), findings
    return replace(machine.file(), comments=scanned.comments), findings
