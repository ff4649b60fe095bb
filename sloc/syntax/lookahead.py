"""How far a repair would lead: the tokens that can be taken after it."""

from __future__ import annotations

from collections.abc import Sequence

from sloc.syntax.driver import Trial
from sloc.syntax.tokens import END, Token

FAR = 6
"""A repair after which this many tokens can be taken is right."""


def reach(trial: Trial, tokens: Sequence[Token], at: int, first_on_line: Sequence[bool]) -> int:
    """How many tokens from `at` on can be taken, up to `FAR`; as many, too, once a keyword or a sign opens the next line."""
    for taken in range(FAR):
        kind = trial.take_token(tokens[at + taken])
        if kind is None:
            return taken
        if kind == END or (taken and first_on_line[at + taken] and kind != "NAME"):
            return FAR
    return FAR
