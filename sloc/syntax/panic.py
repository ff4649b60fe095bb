"""Panic mode: where no small repair fits, what is wrong is said, the rest of the item is skipped, and reading goes on."""

from __future__ import annotations

from collections.abc import Sequence

from sloc.findings import finding
from sloc.syntax.places import ENDS, Places
from sloc.syntax.tokens import END, Token
from sloc.syntax.trial import Trial


def skip(places: Places, at: int, kinds: Sequence[str]) -> int:
    """Report the token at `at`, cut the stack back to the block that it stands in, and find the token to go on at."""
    token, findings = places.tokens[at], places.machine.findings
    block = places.block()
    if token.kind == END and block:
        _close(places, block, token, "the file ends here")
        return at
    if token.kind == "RBRACE" and not block and END in kinds:
        label = "no `{` is open here"
        findings.append(finding("SLO101", "this `}` closes nothing", places.span(token), label, help="leave it out"))
        return at + 1
    if block and _stands_outside(places, at, block):
        _close(places, block, token, "expected `}` before this")
        return at
    findings.append(places.unexpected(at, kinds, places.span(token)))
    return _next_item(places, at, kinds, block)


def _close(places: Places, block: int, token: Token, why: str) -> None:
    """Report a brace that is never closed, and close it; the items of its block that are complete are kept."""
    machine = places.machine
    machine.findings.append(places.unclosed(block, token, why))
    if not Trial(places.tables, machine.states).take("RBRACE"):
        machine.cut(places.complete(block))
    machine.run([Token("RBRACE", (), "}", token.start, token.start)], 0)


def _stands_outside(places: Places, at: int, block: int) -> bool:
    """Whether a token opens an item of an outer block, as far as its indentation tells."""
    token = places.tokens[at]
    if not places.first_on_line[at] or not token.others:
        return False
    return places.column(token.start) <= places.indent(places.machine.starts[block])


def _next_item(places: Places, start: int, kinds: Sequence[str], block: int) -> int:
    """Skip to where the next item of the block begins or the block ends, and cut the stack to fit.

    An item begins with one of the block's words, first on its line or behind a closing brace; in a block that is written on
    one line, anywhere. Braces that are skipped count, unless a word stands too far left to be in them.
    """
    machine, tokens = places.machine, places.tokens
    complete = any(end in kinds for end in ENDS)  # what stands before the wrong token is a whole item: keep it
    base = len(machine.states) if complete else places.complete(block)
    indent = places.indent(tokens[start].start if complete else machine.starts[min(base, len(machine.starts) - 1)])
    one_line = block > 0 and places.line(machine.starts[block]) == places.line(tokens[start].start)
    depth = 0
    for at in range(start, len(tokens)):
        token = tokens[at]
        opens_line = places.first_on_line[at]
        outdented = opens_line and bool(token.others) and places.column(token.start) <= indent
        if depth == 0 or outdented or token.kind == END:
            kind = places.opens_item(block, token)
            clear = opens_line or (at > start and (tokens[at - 1].kind == "RBRACE" or (one_line and bool(token.others))))
            opens = kind is not None and clear and (at > start or not complete)
            if opens and Trial(places.tables, machine.states, base).take(kind or ""):
                machine.cut(base)
                return at
            left = opens_line and places.column(token.start) <= indent and at > start  # no part of the item that is skipped
            if left and token.kind != "RBRACE":
                machine.cut(base)
                return at
            if token.kind == END or (token.kind == "RBRACE" and block):
                machine.cut(base)
                return at
        depth = max(depth + (token.kind == "LBRACE") - (token.kind == "RBRACE"), 0)
    raise AssertionError("the last token is the end of the file, where skipping ends")
