"""Panic mode: where no small repair fits, what is wrong is said, the rest of the item is skipped, and reading goes on at the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sloc.findings import Finding, Label, finding
from sloc.source.span import Span
from sloc.syntax import messages
from sloc.syntax.tokens import END, Token
from sloc.syntax.trial import Trial

if TYPE_CHECKING:
    from sloc.syntax.recover import Recovery


def skip(recovery: Recovery, at: int, kinds: Sequence[str]) -> int:
    """Report the token at `at`, cut the stack back to the block that it stands in, and find the token to go on at."""
    token = recovery.tokens[at]
    block = recovery.block()
    if token.kind == END:
        return _end(recovery, at, kinds, block)
    if token.kind == "RBRACE" and block == 0 and END in kinds:
        said = finding("SLO101", "this `}` closes nothing", recovery.span(token), "no `{` is open here", help="leave it out")
        recovery.machine.findings.append(said)
        return at + 1
    if block and _stands_outside(recovery, at, block):
        close(recovery, block, token, "expected `}` before this")
        return at
    recovery.machine.findings.append(_wrong(recovery, at, kinds, block))
    return _next_item(recovery, at, kinds, block)


def close(recovery: Recovery, block: int, token: Token, why: str) -> None:
    """Report a brace that is never closed, and close it; the items of its block that are complete are kept."""
    machine = recovery.machine
    brace = Span(recovery.source.path, machine.starts[block], machine.ends[block])
    machine.findings.append(
        finding(
            "SLO104",
            "this `{` is never closed",
            brace,
            f"it opens {_named(recovery, block)}",
            labels=[Label(recovery.span(token), why)],
            help="write `}` where it ends",
        )
    )
    if not Trial(recovery.tables, machine.states).take("RBRACE"):
        machine.cut(_base(recovery, block))
    machine.run([Token("RBRACE", (), "}", token.start, token.start)], 0)


def _next_item(recovery: Recovery, start: int, kinds: Sequence[str], block: int) -> int:
    """Skip to where the next item of the block begins or the block ends, and cut the stack to fit."""
    machine, layout, tokens = recovery.machine, recovery.layout, recovery.tokens
    complete = "RBRACE" in kinds or END in kinds  # what stands before the wrong token is a whole item: keep it
    base = len(machine.states) if complete else _base(recovery, block)
    indent = layout.indent(tokens[start].start)
    one_line = block > 0 and layout.line(machine.starts[block]) == layout.line(tokens[start].start)
    depth = 0
    for at in range(start, len(tokens)):
        token = tokens[at]
        opens_line = layout.first_on_line[at]
        if depth == 0 or token.kind == END or (opens_line and layout.column(token.start) <= indent):
            kind = recovery.opens_item(block, token)
            after_block = at > start and tokens[at - 1].kind == "RBRACE"
            mid_line = one_line and at > start and kind != "NAME"
            ends = token.kind == END or (token.kind == "RBRACE" and block > 0)
            opens = kind is not None and (opens_line or after_block or mid_line) and (at > start or not complete)
            if opens or ends:
                fits = kind is None or Trial(recovery.tables, machine.states, base).take(kind)
                if fits:
                    machine.cut(base)
                    return at
        depth = max(depth + (token.kind == "LBRACE") - (token.kind == "RBRACE"), 0)
    raise AssertionError("the last token is the end of the file, where skipping ends")


def _end(recovery: Recovery, at: int, kinds: Sequence[str], block: int) -> int:
    """The file ends too early: every brace that is open is a mistake of its own, and what stands in it is kept."""
    machine, token = recovery.machine, recovery.tokens[at]
    if block:
        close(recovery, block, token, "the file ends here")
    else:
        headline = recovery.headline(at, kinds)
        machine.findings.append(finding("SLO108", headline, recovery.span(token), "the file ends here"))
        machine.cut(_base(recovery, 0))
    return at


def _base(recovery: Recovery, block: int) -> int:
    """How much of the stack stays: all up to the block's brace, and the items of it that are complete."""
    states, symbols = recovery.machine.states, recovery.tables.symbols
    has_items = len(states) > block + 1 and symbols[states[block + 1]].startswith("__")
    return block + 1 + has_items


def _stands_outside(recovery: Recovery, at: int, block: int) -> bool:
    """Whether a token opens an item of an outer block, as far as its indentation tells."""
    layout, token = recovery.layout, recovery.tokens[at]
    if not layout.first_on_line[at] or not token.others:
        return False
    return layout.column(token.start) <= layout.indent(recovery.machine.starts[block])


def _named(recovery: Recovery, block: int) -> str:
    """What a block is, as in ``a service``."""
    symbols = [recovery.tables.symbols[state] for state in recovery.machine.states[:block]]
    return next((messages.BLOCKS[symbol] for symbol in reversed(symbols) if symbol in messages.BLOCKS), "a block")


def _wrong(recovery: Recovery, at: int, kinds: Sequence[str], block: int) -> Finding:
    """What is wrong with a token, by where it stands: between items, or within one."""
    token, tables = recovery.tokens[at], recovery.tables
    found = messages.found_in_words(token)
    if "RBRACE" not in kinds and END not in kinds:
        expected = messages.expectation(kinds, tables)
        return finding("SLO101", recovery.headline(at, kinds), recovery.span(token), f"expected {expected}")
    where = _named(recovery, block) if block else "a file"
    items = [kind for kind in tables.actions[recovery.machine.states[block]] if kind not in ("RBRACE", END)]
    items = [kind for kind in items if kind.isupper()]
    holds = f"{where} holds {messages.expectation(items, tables, most=20)}"
    more = [kind for kind in kinds if kind not in items and kind not in ("RBRACE", END)]
    if recovery.layout.first_on_line[at] or not more:
        return finding(
            "SLO101", f"{found} does not belong in {where}", recovery.span(token), "nothing that stands here starts like this", help=holds
        )
    label = f"expected {messages.expectation(more, tables)}, or the next item"
    return finding("SLO101", f"{found} cannot follow what stands before it", recovery.span(token), label, help=holds)
