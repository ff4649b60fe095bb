"""Text -> AST: what the rest of sloc calls."""

from __future__ import annotations

from dataclasses import replace

from sloc.findings import Finding, finding
from sloc.source.span import SourceFile, Span
from sloc.syntax import ast
from sloc.syntax.driver import Driver
from sloc.syntax.grammar import language
from sloc.syntax.lexer import scan
from sloc.syntax.reductions import Reductions

MOST = 1000
"""After this many mistakes in one file the rest is not read: it is no spec, and nobody reads on."""


def parse(source: SourceFile) -> tuple[ast.File, list[Finding]]:
    """A spec's AST, and what is wrong with its text, in the order of the text. Never raises, whatever the text."""
    lark, vocabulary = language()
    scanned = scan(source)
    tokens, findings = scanned.tokens, scanned.findings
    driver = Driver(lark, Reductions(source.path, findings))
    at = driver.run(tokens, 0)
    if at < len(tokens):
        from sloc.syntax.places import Places  # a spec without mistakes needs none of this
        from sloc.syntax.recover import Recovery

        recovery = Recovery(Places(source, tokens, driver, vocabulary), findings)
        while at < len(tokens) and len(findings) < MOST:
            at = driver.run(tokens, recovery.repair(at))
    findings.sort(key=lambda found: found.span.start if found.span else 0)
    if at < len(tokens):
        rest = Span(source.path, tokens[at].start, tokens[at].end)
        findings.append(finding("SLO101", f"more than {MOST} mistakes: the rest of the file is not read", rest))
        return ast.File((), scanned.comments, span=Span(source.path, 0, len(source.text))), findings
    file = driver.stack[-1].value
    assert isinstance(file, ast.File), "the grammar's start rule makes a File"
    return replace(file, comments=scanned.comments), findings
