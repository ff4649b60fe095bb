"""What lark calls as it reads: for each token its leaf, for each rule that is complete its node.

lark's own function for a rule drops keywords and signs, spreads ``x*`` out, puts None for an absent ``[x]``, hands an only
child on, and makes a `Tree` of the rest. Around it stands one that knows where the rule begins and ends, which lark does
not tell, and makes a node of that tree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

from lark import Token as LarkToken
from lark import Tree

from sloc.findings import Finding
from sloc.source.span import Span
from sloc.syntax.build import Builder
from sloc.syntax.literals import LEAVES, Literals
from sloc.syntax.tokens import END, Token


class Symbol(NamedTuple):
    """What stands on the parser's stack: a terminal or a rule of the grammar, its value, and where it starts and ends."""

    name: str
    value: object
    start: int
    end: int


class Reductions:
    """Makes the symbols of one file, and collects what is wrong with literals and nodes."""

    def __init__(self, path: str, findings: list[Finding]) -> None:
        self.token = Token(END, (), "", 0, 0)
        """The token that is being taken; a rule of nothing stands where it starts."""
        self._path = path
        self._literals = Literals(path, findings)
        self._builder = Builder(path, findings)

    def around(
        self, kinds: Iterable[str], shapes: Mapping[Any, Callable[[list[Any]], Any]]
    ) -> dict[Any, Callable[[Any], Symbol]]:
        """What lark is to call: a function for each kind of token and for each rule, around lark's own for the rule."""
        callbacks: dict[Any, Callable[[Any], Symbol]] = {kind: partial(self._leaf, LEAVES.get(kind)) for kind in kinds}
        for rule, shape in shapes.items():
            helper = rule.origin.name.startswith("__")  # lark's own, for x*: its tree is the list
            make = None if helper else self._builder.function(rule.alias or rule.origin.name)
            callbacks[rule] = partial(self._node, rule.origin.name, shape, make)
        return callbacks

    def _leaf(self, make: Callable[[Literals, str, Span], object] | None, taken: LarkToken) -> Symbol:
        token = self.token
        value = make(self._literals, token.text, Span(self._path, token.start, token.end)) if make else None
        return Symbol(taken.type, value, token.start, token.end)

    def _node(
        self, name: str, shape: Callable[[list[Any]], Any], make: Callable[..., object] | None, children: list[Symbol]
    ) -> Symbol:
        start, end = (children[0].start, children[-1].end) if children else (self.token.start, self.token.start)
        value = shape([child.value for child in children])
        if make is not None and type(value) is Tree:
            value = make(*value.children, span=Span(self._path, start, end))
        return Symbol(name, value, start, end)
