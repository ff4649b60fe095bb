"""The LALR machine: tokens in, AST out, driven by the grammar's tables.

It is lark's algorithm over lark's tables, written out here because recovery needs what lark's own driver does not give: tokens
that are known in advance, a cheap trial of what could come next, and a stack that may be cut.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sloc.source.span import Span
from sloc.syntax import ast
from sloc.syntax.build import Builder
from sloc.syntax.grammar import Tables
from sloc.syntax.literals import Literals
from sloc.syntax.tokens import Token
from sloc.syntax.trial import Trial


class Machine:
    """A stack of symbols: for each the state that it led to, its value, and where it starts and ends."""

    def __init__(self, path: str, tables: Tables, literals: Literals, builder: Builder) -> None:
        self.path = path
        self.tables = tables
        self.findings = builder.findings
        self.states = [tables.start]
        self.values: list[object] = [None]
        self.starts = [0]
        self.ends = [0]
        self._leaf = literals.leaf
        self._make: list[Callable[..., object] | None] = [
            builder.function(rule.build) if rule.build else None for rule in tables.rules
        ]

    def run(self, tokens: Sequence[Token], at: int) -> int:
        """Take the tokens from `at` on. The index of the first that cannot be taken, or their number when all are.

        Nothing is reduced for a token that cannot be taken: LALR states are merged and would reduce in vain, and recovery
        wants to see the stack as the last good token left it.
        """
        actions, states, values, starts, ends = self.tables.actions, self.states, self.values, self.starts, self.ends
        end_state = self.tables.end
        while at < len(tokens):
            token = tokens[at]
            row = actions[states[-1]]
            kind = token.kind
            if kind not in row:
                kind = next((other for other in token.others if other in row), "")
                if not kind:
                    return at
            action = row[kind]
            if action < 0 and not Trial(self.tables, states).take(kind):
                return at
            while action < 0:
                self._reduce(~action, token.start)
                if states[-1] == end_state:
                    return at + 1
                action = actions[states[-1]][kind]
            states.append(action)
            values.append(self._leaf(token, kind))
            starts.append(token.start)
            ends.append(token.end)
            at += 1
        return at

    def _reduce(self, number: int, here: int) -> None:
        """Put one symbol in the place of those that a rule makes it of."""
        rule = self.tables.rules[number]
        base = len(self.states) - rule.length
        values = self.values
        start, end = (self.starts[base], self.ends[-1]) if rule.length else (here, here)
        make = self._make[number]
        if make is None and len(rule.picks) == 1:
            value = values[base + (rule.picks[0] or 0)]
            if rule.origin[0] == "_" and not isinstance(value, list):
                value = [value]
        else:
            children: list[object] = []
            for pick in rule.picks:
                value = None if pick is None else values[base + pick]
                if isinstance(value, list):
                    children = value if not children else children + value
                else:
                    children.append(value)
            value = children if make is None else make(*children, span=Span(self.path, start, end))
        del self.states[base:], values[base:], self.starts[base:], self.ends[base:]
        self.states.append(self.tables.actions[self.states[-1]][rule.origin])
        values.append(value)
        self.starts.append(start)
        self.ends.append(end)

    def cut(self, length: int) -> None:
        """Keep the lower `length` symbols of the stack."""
        del self.states[length:], self.values[length:], self.starts[length:], self.ends[length:]

    def file(self) -> ast.File:
        """The file, when all tokens are taken."""
        made = self.values[-1]
        assert isinstance(made, ast.File), "the grammar's start rule makes a File"
        return made
