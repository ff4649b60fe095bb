"""Panic mode: where no small repair fits, what is wrong is said, the rest of the item is skipped, and reading goes on."""

from __future__ import annotations

from collections.abc import Sequence

from sloc.findings import Finding, finding
from sloc.syntax.places import ENDS, Places
from sloc.syntax.tokens import END, Token


def skip(places: Places, at: int, kinds: Sequence[str]) -> tuple[Finding, int]:
    """What is wrong with the token at `at`, and the token to go on at; the stack is cut back to the block that it stands in."""
    token = places.tokens[at]
    block = places.block()
    if token.kind == END and block:
        return _close(places, block, token, "the file ends here"), at
    if token.kind == "RBRACE" and not block and END in kinds:
        label = "no `{` is open here"
        return finding("SLO101", "this `}` closes nothing", places.span(token), label, help="leave it out"), at + 1
    if block and _stands_outside(places, at, block):
        return _close(places, block, token, "expected `}` before this"), at
    said = places.unexpected(at, kinds, places.span(token))
    return said, _next_item(places, at, kinds, block)


def _close(places: Places, block: int, token: Token, why: str) -> Finding:
    """Close a brace that is never closed, and say so; the items of its block that are complete are kept."""
    said = places.unclosed(block, token, why)
    if not places.driver.trial().take("RBRACE"):
        places.driver.cut(places.complete(block))
    places.driver.run([Token("RBRACE", (), "}", token.start, token.start)], 0)
    return said


def _stands_outside(places: Places, at: int, block: int) -> bool:
    """Whether a token opens an item of an outer block, as far as its indentation tells."""
    token = places.tokens[at]
    if not places.first_on_line[at] or not token.others:
        return False
    return places.column(token.start) <= places.indent(places.start(block))


def _next_item(places: Places, start: int, kinds: Sequence[str], block: int) -> int:
    """Skip to where the next item of the block begins or the block ends, and cut the stack to fit.

    An item begins with one of the block's words, first on its line or behind a closing brace; in a block that is written on
    one line, anywhere. Braces that are skipped count, unless a word stands too far left to be in them.
    """
    driver, tokens = places.driver, places.tokens
    complete = any(end in kinds for end in ENDS)  # what stands before the wrong token is a whole item: keep it
    base = len(driver.stack) if complete else places.complete(block)
    indent = places.indent(tokens[start].start if complete else places.start(min(base + 1, len(driver.stack))))
    one_line = block > 0 and places.line(places.start(block)) == places.line(tokens[start].start)
    depth = 0
    for at in range(start, len(tokens)):
        token = tokens[at]
        opens_line = places.first_on_line[at]
        outdented = opens_line and bool(token.others) and places.column(token.start) <= indent
        if depth == 0 or outdented or token.kind == END:
            kind = places.opens_item(block, token)
            clear = opens_line or (at > start and (tokens[at - 1].kind == "RBRACE" or (one_line and bool(token.others))))
            opens = kind is not None and clear and (at > start or not complete)
            if opens and driver.trial(base).take(kind or ""):
                driver.cut(base)
                return at
            left = opens_line and places.column(token.start) <= indent and at > start  # no part of the item that is skipped
            if left and token.kind != "RBRACE":
                driver.cut(base)
                return at
            if token.kind == END or (token.kind == "RBRACE" and block):
                driver.cut(base)
                return at
        depth = max(depth + (token.kind == "LBRACE") - (token.kind == "RBRACE"), 0)
    raise AssertionError("the last token is the end of the file, where skipping ends")
