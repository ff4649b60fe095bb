"""lark's parser, token by token, with a stack that can be looked at, tried out and cut.

The one module that goes beyond what lark documents. Its ``InteractiveParser`` takes tokens (`feed_token`), says what may come
next (`choices`, `accepts`) and can be copied. Reading a spec with mistakes takes two things more, both of the object behind it,
`parser_state`: its two stacks, which recovery cuts, and `parse_conf.callbacks`, the functions that make values of what was
read. lark's own `accepts` uses both in the same way. They may change with any version of lark, hence the upper bound in
``pyproject.toml``.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from functools import cache

from lark import Lark, UnexpectedToken
from lark import Token as LarkToken
from lark.parsers.lalr_interactive_parser import InteractiveParser

from sloc.syntax.reductions import Reductions, Symbol
from sloc.syntax.tokens import Token


class Driver:
    """The parser of one file. Depth 0 of its stack is the file itself, depth n the nth symbol that was read."""

    def __init__(self, lark: Lark, reductions: Reductions) -> None:
        self._reductions = reductions
        self._parser = lark.parse_interactive()
        self._state = self._parser.parser_state
        conf = self._state.parse_conf = copy(self._state.parse_conf)
        self._silent = copy(conf)
        conf.callbacks = reductions.around((terminal.name for terminal in lark.terminals), conf.callbacks)
        self._silent.callbacks = {}

    @property
    def stack(self) -> Sequence[Symbol]:
        """The symbols that were read, the last on top."""
        return self._state.value_stack

    def run(self, tokens: Sequence[Token], at: int) -> int:
        """Take the tokens from `at` on. The index of the first that cannot be taken, or their number when all are.

        A trial goes ahead: LALR states are merged, so that for a token that cannot be taken much may be reduced in vain, and
        recovery wants to see the stack as the last good token left it.
        """
        trial, end = self.trial(), at
        kinds: list[str] = []
        while end < len(tokens) and (kind := trial.take_token(tokens[end])):
            kinds.append(kind)
            end += 1
        for token, kind in zip(tokens[at:end], kinds, strict=True):
            self._reductions.token = token
            self._parser.feed_token(_any(kind))
        return end

    def cut(self, depth: int) -> None:
        """Keep the lower `depth` symbols of the stack."""
        _cut(self._parser, depth)

    def trial(self, depth: int | None = None) -> Trial:
        """A trial on the lower `depth` symbols of the stack, or on all of them."""
        parser = self._parser.copy(deepcopy_values=False)
        parser.parser_state.parse_conf = self._silent
        if depth is not None:
            _cut(parser, depth)
        return Trial(parser)


class Trial:
    """What would happen if: the parser on a copy of the stack, making no values."""

    def __init__(self, parser: InteractiveParser) -> None:
        self._parser = parser

    def row(self) -> list[str]:
        """The kinds of tokens that the present state knows, sorted; some in vain, for states are merged."""
        return sorted(kind for kind in self._parser.choices() if kind.isupper())

    def expected(self) -> list[str]:
        """The kinds of tokens that can really be taken now, sorted."""
        return sorted(self._parser.accepts())

    def take(self, kind: str) -> bool:
        """Take a token of that kind; False where it cannot be taken (the trial is over then)."""
        try:
            self._parser.feed_token(_any(kind))
        except UnexpectedToken:
            return False
        return True

    def take_token(self, token: Token) -> str | None:
        """Take a token as what it can be here; the kind that it was taken as."""
        row = self._parser.choices()
        kind = next((each for each in token.kinds if each in row), None)
        return kind if kind is not None and self.take(kind) else None


def _cut(parser: InteractiveParser, depth: int) -> None:
    state = parser.parser_state
    del state.state_stack[depth + 1 :], state.value_stack[depth:]


@cache
def _any(kind: str) -> LarkToken:
    """Some token of a kind, for lark to see; what it says and where it stands is the reductions' business."""
    return LarkToken(kind, "")
