"""Where the parser stands in a file with a mistake in it: the block, the item, the line, and how to say so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from sloc.findings import Finding, Fix, Label, finding, replacing
from sloc.source.span import SourceFile, Span
from sloc.syntax import messages
from sloc.syntax.driver import Driver
from sloc.syntax.tokens import END, Token
from sloc.syntax.vocabulary import Vocabulary

ENDS = ("RBRACE", END)


class Places:
    """Questions about the parser's stack and the file's layout, and the findings whose text follows from them.

    A *block* is what stands in braces, named by the depth of its ``{`` on the stack; 0 is the file itself.
    """

    OPENERS: ClassVar = {"RBRACE": "LBRACE", "RPAR": "LPAR", "RSQB": "LSQB"}

    def __init__(self, source: SourceFile, tokens: Sequence[Token], driver: Driver, vocabulary: Vocabulary) -> None:
        self.source = source
        self.tokens = tokens
        self.driver = driver
        self.vocabulary = vocabulary
        self.first_on_line: list[bool] = []
        end = 0
        for token in tokens:
            self.first_on_line.append(not self.first_on_line or source.text.find("\n", end, token.start) >= 0)
            end = token.end

    # ── layout ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def line(self, offset: int) -> int:
        """The 1-based line of an offset."""
        return self.source.position(offset)[0]

    def column(self, offset: int) -> int:
        """The 1-based column of an offset."""
        return self.source.position(offset)[1]

    def indent(self, offset: int) -> int:
        """The column at which the text of an offset's line begins."""
        start = self.source.line_starts[self.line(offset) - 1]
        text = self.source.text
        at = start
        while at < offset and text[at] in " \t":
            at += 1
        return at - start + 1

    def span(self, token: Token) -> Span:
        """Where a token stands; the end of the file is shown at its last character."""
        if token.kind == END:
            end = len(self.source.text.rstrip())
            return Span(self.source.path, max(end - 1, 0), end)
        return Span(self.source.path, token.start, token.end)

    def stands_inside(self, at: int) -> bool:
        """Whether a token that opens a line stands further in than the line on which its block is opened."""
        token, block = self.tokens[at], self.block()
        return self.first_on_line[at] and self.column(token.start) > self.indent(self.start(block))

    def misaligned(self, first: int, last: int) -> Token | None:
        """The first ``{`` between two offsets that is closed by a ``}`` too far left for it: one that closes an outer brace."""
        openers: list[Token] = []
        for index, token in enumerate(self.tokens):
            if not first <= token.start < last:
                continue
            if token.kind == "LBRACE":
                openers.append(token)
            elif token.kind == "RBRACE" and openers:
                opener = openers.pop()
                if self.first_on_line[index] and self.column(token.start) < self.indent(opener.start):
                    return opener
        return None

    # ── the stack ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def symbols(self) -> list[str]:
        """The names of the symbols on the stack, each at its depth; nothing at depth 0."""
        return ["", *(symbol.name for symbol in self.driver.stack)]

    def start(self, depth: int) -> int:
        """Where the symbol at a depth starts; the file starts at 0."""
        return self.driver.stack[depth - 1].start if depth else 0

    def innermost(self, opener: str) -> int:
        """The depth of the innermost sign of a kind (``LBRACE``, …) that is open; 0 without one."""
        closer = next(closer for closer, opens in self.OPENERS.items() if opens == opener)
        symbols = self.symbols()
        closed = 0
        for depth in range(len(symbols) - 1, 0, -1):
            if symbols[depth] == closer:
                closed += 1
            elif symbols[depth] == opener:
                if not closed:
                    return depth
                closed -= 1
        return 0

    def block(self) -> int:
        """The innermost block."""
        return self.innermost("LBRACE")

    def items(self, block: int) -> list[str]:
        """The kinds of tokens that an item of a block may begin with."""
        return [kind for kind in self.driver.trial(block).row() if kind not in ENDS]

    def opens_item(self, block: int, token: Token) -> str | None:
        """What a token is where an item of a block may begin; None if none begins with it."""
        items = self.items(block)
        return next((kind for kind in token.kinds if kind in items), None)

    def complete(self, block: int) -> int:
        """The depth that stays when an unfinished item of a block is given up: the block with its finished items."""
        stack = self.driver.stack
        return block + bool(stack[block:] and stack[block].name.startswith("__"))

    def named(self, block: int) -> str:
        """What a block is, as in ``a service``."""
        symbols = reversed(self.symbols()[1:block])
        return next(
            (messages.BLOCKS[symbol] for symbol in symbols if symbol in messages.BLOCKS), "a file" if not block else "a block"
        )

    def shape(self, block: int) -> str:
        """What the unfinished item of a block should look like, as help."""
        items = [symbol for symbol in self.symbols()[block + 1 :] if symbol in messages.SHAPES]
        if not items:
            return ""
        shapes = messages.SHAPES | (messages.TEST_SHAPES if self.named(block) == "a test" else {})
        return f"it is written like this: `{shapes[items[0]]}`"

    # ── what to say ───────────────────────────────────────────────────────────────────────────────────────────────────

    def headline(self, at: int, kinds: Sequence[str]) -> str:
        """What was expected, where, and what was found."""
        token = self.tokens[at]
        place = messages.after(self.symbols()[-2:], self.tokens[at - 1] if at else None)
        more = self._more(kinds)
        expected = messages.expectation(more or kinds, self.vocabulary)
        if more:
            expected += " or the next item"
        return f"expected {expected}{place}, found {messages.found_in_words(token)}"

    def unexpected(self, at: int, kinds: Sequence[str], span: Span) -> Finding:
        """A token that nothing can be made of: between two items, or within one."""
        found = messages.found_in_words(self.tokens[at])
        block = self.block()
        opens_line = self.first_on_line[at]
        if not any(end in kinds for end in ENDS):
            label = f"expected {messages.expectation(kinds, self.vocabulary)}"
            if opens_line:
                label = f"what stands before this is not finished: {label}"
            return finding("SLO101", self.headline(at, kinds), span, label, help=self.shape(block))
        where = self.named(block)
        holds = f"{where} holds {messages.expectation(self.items(block), self.vocabulary, most=20)}"
        more = self._more(kinds)
        if opens_line or not more:
            label = f"nothing in {where} starts like this" if opens_line else "the item before this is complete"
            return finding("SLO101", f"{found} does not belong here", span, label, help=holds)
        return finding(
            "SLO101", self.headline(at, kinds), span, f"expected {messages.expectation(more, self.vocabulary)}", help=holds
        )

    def _more(self, kinds: Sequence[str]) -> list[str]:
        """Of the kinds that can stand here, those that go on with the item; empty within one, where all do."""
        if not any(end in kinds for end in ENDS):
            return []
        items = self.items(self.block())
        return [kind for kind in kinds if kind not in items and kind not in ENDS]

    def without(self, index: int) -> Fix | None:
        """A token taken out, with the blanks before it; None where a comment or a line end stands there."""
        token, before = self.tokens[index], self.tokens[index - 1]
        gap = self.source.text[before.end : token.start]
        return replacing(Span(self.source.path, before.end, token.end), "") if not gap.strip(" \t") else None

    def unclosed(self, depth: int, token: Token, why: str) -> Finding:
        """A sign on the stack that is never closed, seen at a token."""
        symbol = self.driver.stack[depth - 1]
        opener = Span(self.source.path, symbol.start, symbol.end)
        sign = self.vocabulary.signs[symbol.name]
        inner = self.misaligned(opener.start, token.start) if sign == "{" else None
        if inner is not None:
            opener = self.span(inner)
        closer = {"{": "}", "(": ")", "[": "]"}[sign]
        label = f"it opens {self.named(depth)}" if sign == "{" and inner is None else "opened here"
        return finding(
            "SLO104",
            f"this `{sign}` is never closed",
            opener,
            label,
            labels=[Label(self.span(token), why)],
            help=f"write `{closer}` where it ends, {_before(token)}",
        )


def _before(token: Token) -> str:
    """The last place where what is unclosed may end."""
    return f"at {messages.found_in_words(token)}" if token.kind == END else f"before {messages.found_in_words(token)}"
