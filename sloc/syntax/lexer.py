"""Text -> tokens and comments.

The scanner has no state: a word is scanned as a word, and the parser decides whether it is a keyword where it stands. So the
tokens of a file are known before it is parsed, mistakes or not, and recovery can look ahead.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from sloc.findings import Finding
from sloc.source.span import SourceFile, Span
from sloc.syntax import ast
from sloc.syntax.grammar import language
from sloc.syntax.tokens import END, FOREIGN, Token

NUMERIC = frozenset({"NUMBER", "PERCENT", "DURATION", "DATE", "CLOCK", "INSTANT"})
RUN_ON = re.compile(r"[A-Za-z0-9_]|[:.-][0-9]")
WORD = re.compile(r"[a-z_][a-z0-9_]*")


class Scan(NamedTuple):
    """What the lexer makes of a file. The last token is ``$END``."""

    tokens: list[Token]
    comments: tuple[ast.Comment, ...]
    findings: list[Finding]


def scan(source: SourceFile) -> Scan:
    """The tokens of a file; what is nearly a token is reported and taken for the one that was meant."""
    text, path, vocabulary = source.text, source.path, language().vocabulary
    match, match_word, runs_on = re.compile(vocabulary.scanner).match, WORD.match, RUN_ON.match
    words = {word: (*kinds, "NAME") for word, kinds in vocabulary.words.items()}
    tokens: list[Token] = []
    comments: list[ast.Comment] = []
    findings: list[Finding] = []
    at = 0
    while True:
        found = match(text, at)
        assert found is not None, "the scanner's last alternatives take the end and any character"
        kind = found.lastgroup
        assert kind is not None
        start, at = found.span(kind)
        if kind == "NAME":
            word = text[start:at]
            kinds = words.get(word)
            tokens.append(Token("NAME", (), word, start, at) if kinds is None else Token(kinds[0], kinds[1:], word, start, at))
            continue
        if kind == "COMMENT":
            comments.append(ast.Comment(text[start:at], span=Span(path, start, at)))
            continue
        if kind == "END":
            tokens.append(Token(END, (), "", start, start))
            return Scan(tokens, tuple(comments), findings)
        if kind == "PERCENTILE":
            word_found = match_word(text, start)
            assert word_found is not None, "a percentile starts with a p"
            if word_found.end() > start + 3:  # p90th is a name
                at = word_found.end()
                tokens.append(Token("NAME", (), text[start:at], start, at))
            else:
                tokens.append(Token(kind, ("NAME",) if at == start + 3 else (), text[start:at], start, at))
            continue
        if kind == "BAD" or (kind in NUMERIC and runs_on(text, at)) or text.startswith(FOREIGN, start):
            from sloc.syntax.near_misses import near_miss  # a spec without mistakes does not need it

            miss = near_miss(source, kind, start, at, tokens)
            if miss is not None:
                findings.append(miss.finding)
                at = miss.end
                if miss.kind == "PERCENT" and kind == "BAD":
                    start = tokens.pop().start  # the number that the `%` belongs to
                if miss.kind is not None:
                    tokens.append(Token(miss.kind, (), miss.text, start, at))
                continue
        tokens.append(Token(kind, (), text[start:at], start, at))
