"""What would happen if: the LALR machine without values, over a stack that it does not touch."""

from __future__ import annotations

from collections.abc import Sequence

from sloc.syntax.grammar import Tables
from sloc.syntax.tokens import END, Token

FAR = 6
"""A repair after which this many tokens can be taken is right."""


class Trial:
    """A trial on the first `base` entries of a stack of states; cheap, for nothing is copied."""

    def __init__(self, tables: Tables, states: Sequence[int], base: int | None = None) -> None:
        self.tables = tables
        self.states = states
        self.base = len(states) if base is None else base
        self.top: list[int] = []

    @property
    def state(self) -> int:
        """The present state."""
        return self.top[-1] if self.top else self.states[self.base - 1]

    def take(self, kind: str) -> bool:
        """Take a token of that kind; False where it cannot be taken (the trial is over then)."""
        actions, rules = self.tables.actions, self.tables.rules
        while True:
            action = actions[self.state].get(kind)
            if action is None:
                return False
            if action >= 0:
                self.top.append(action)
                return True
            rule = rules[~action]
            if rule.length > len(self.top):
                self.base -= rule.length - len(self.top)
                self.top.clear()
            elif rule.length:
                del self.top[-rule.length :]
            self.top.append(actions[self.state][rule.origin])
            if self.top[-1] == self.tables.end:
                return True

    def take_token(self, token: Token) -> str | None:
        """Take a token as what it can be here; the kind that it was taken as."""
        row = self.tables.actions[self.state]
        for kind in token.kinds:
            if kind in row:
                return kind if self.take(kind) else None
        return None

    def reach(self, tokens: Sequence[Token], at: int, first_on_line: Sequence[bool]) -> int:
        """How many tokens from `at` on can be taken, up to `FAR`; as many, too, once a keyword opens the next line."""
        taken = 0
        while taken < FAR:
            token = tokens[at + taken]
            kind = self.take_token(token)
            if kind is None:
                return taken
            if kind == END or (taken and first_on_line[at + taken] and kind != "NAME"):
                return FAR
            taken += 1
        return taken


def expected(tables: Tables, states: Sequence[int]) -> list[str]:
    """The kinds of tokens that can really be taken now, in the grammar's order (merged states hold some in vain)."""
    row = tables.actions[states[-1]]
    return [kind for kind in row if (kind.isupper() or kind == END) and Trial(tables, states).take(kind)]
