"""What to do at a token that cannot be taken: say what is wrong, once, and put the machine where it can go on.

The smallest repair that lets the following tokens be taken is the likeliest to be what was meant: a keyword meant as a name, a
misspelt keyword, a missing word or sign, a wrong or superfluous one. Where none fits, the rest of the item is skipped.
Repairs are found by trial on a stack of states (trial.py); only the one that is chosen touches the machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sloc.findings import Finding, finding
from sloc.source.span import SourceFile, Span
from sloc.syntax import messages, panic
from sloc.syntax.grammar import Tables
from sloc.syntax.layout import Layout
from sloc.syntax.machine import Machine
from sloc.syntax.spelling import SYNONYMS, meant
from sloc.syntax.tokens import END, Token
from sloc.syntax.trial import FAR, Trial, expected

OPENERS = {"RBRACE": "LBRACE", "RPAR": "LPAR", "RSQB": "LSQB"}
CLOSERS = {opener: closer for closer, opener in OPENERS.items()}
STAND_INS = {
    "STRING": '""', "NUMBER": "1", "PERCENT": "50%", "PERCENTILE": "p50", "DURATION": "1m", "DATE": "2000-01-01",
    "INSTANT": "2000-01-01T00:00Z", "CLOCK": "00:00", "PLACE": "UTC", "COMPARISON": "==",
}  # fmt: skip
"""What takes the place of a value that is missing, so that the rest is read; the finding keeps it from being compiled."""


def innermost(tables: Tables, states: Sequence[int], opener: str) -> int:
    """The index on the stack of the innermost brace (or parenthesis, …) that is open; 0, where the file begins, without one."""
    closer = CLOSERS[opener]
    closed = 0
    for index in range(len(states) - 1, 0, -1):
        symbol = tables.symbols[states[index]]
        if symbol == closer:
            closed += 1
        elif symbol == opener:
            if not closed:
                return index
            closed -= 1
    return 0


class Repair(NamedTuple):
    """A finding, how many symbols to cut from the stack, the tokens to take instead, and the token to go on at."""

    finding: Finding
    cut: int
    take: tuple[Token, ...]
    at: int


class Recovery:
    """Finds repairs in one file."""

    def __init__(self, source: SourceFile, tokens: Sequence[Token], machine: Machine) -> None:
        self.source = source
        self.tokens = tokens
        self.machine = machine
        self.tables = machine.tables
        self.layout = Layout(source, tokens)

    def repair(self, at: int) -> int:
        """Repair what is wrong at a token; the index of the token to go on at. Appends one finding to the machine's."""
        kinds = expected(self.tables, self.machine.states)
        found = (
            self._keyword_as_name(at)
            or self._misspelt(at, kinds)
            or self._misspelt_before(at)
            or self._small_repair(at, kinds)
        )
        if found is None:
            return panic.skip(self, at, kinds)
        self.machine.findings.append(found.finding)
        if found.cut:
            self.machine.cut(len(self.machine.states) - found.cut)
        self.machine.run(found.take, 0)
        return found.at

    def block(self) -> int:
        """The index on the stack of the innermost open brace; 0, where the file begins, outside of all."""
        return innermost(self.tables, self.machine.states, "LBRACE")

    def opens_item(self, block: int, token: Token) -> str | None:
        """What a token is where an item of a block may begin; None if none begins with it."""
        row = self.tables.actions[self.machine.states[block]]
        return next((kind for kind in token.kinds if kind in row and kind not in ("RBRACE", END)), None)

    def span(self, token: Token) -> Span:
        """Where a token stands; the end of the file is shown at the last character."""
        if token.kind == END:
            end = len(self.source.text.rstrip())
            return Span(self.source.path, max(end - 1, 0), end)
        return Span(self.source.path, token.start, token.end)

    def _reach(self, trial: Trial, at: int) -> int:
        return trial.reach(self.tokens, at, self.layout.first_on_line)

    def _on_top(self, at: int) -> Token | None:
        """The token before, if it is still the top of the stack as it was taken."""
        machine = self.machine
        before = self.tokens[at - 1] if at else None
        if before is None or len(machine.states) < 2 or machine.starts[-1] != before.start:
            return None
        return before if self.tables.symbols[machine.states[-1]] in before.kinds else None

    def _keyword_as_name(self, at: int) -> Repair | None:
        """``where count > 3``: the keyword was taken as one, but it goes on as after a name."""
        before = self._on_top(at)
        if before is None or "NAME" not in before.others or self.tables.symbols[self.machine.states[-1]] == "NAME":
            return None
        trial = Trial(self.tables, self.machine.states, len(self.machine.states) - 1)
        if not trial.take("NAME") or not self._reach(trial, at):
            return None
        said = finding(
            "SLO103",
            f"`{before.text}` is a keyword here and cannot be a name",
            self.span(before),
            "a name is meant here",
            help=f"write it in back quotes: `` `{before.text}` ``",
        )
        return Repair(said, 1, (before._replace(kind="NAME", others=()),), at)

    def _misspelt(self, at: int, kinds: Sequence[str]) -> Repair | None:
        """A word where only keywords may stand, one of which it resembles."""
        return self._respelt(self.tokens[at], at + 1, kinds, len(self.machine.states))

    def _misspelt_before(self, at: int) -> Repair | None:
        """``satisfy nto open``: the misspelt keyword passed for a name, and the next token shows it."""
        before = self._on_top(at)
        if before is None or before.kind != "NAME":
            return None
        base = len(self.machine.states) - 1
        return self._respelt(before, at, expected(self.tables, self.machine.states[:base]), base)

    def _respelt(self, token: Token, at: int, kinds: Sequence[str], base: int) -> Repair | None:
        if token.kind not in ("NAME", "PLACE") or token.text.startswith("`"):
            return None
        words = {word: kind for kind in kinds for word in messages.words_of(kind, self.tables) if word[0].isalpha()}
        word = meant(token.text, words)
        if word is None:
            word = SYNONYMS.get(token.text)
            if word not in words:
                return None
        trial = Trial(self.tables, self.machine.states, base)
        if not trial.take(words[word]) or not self._reach(trial, at):
            return None
        said = finding(
            "SLO102",
            f"`{token.text}` is not a word of the language",
            self.span(token),
            f"did you mean `{word}`?",
            help=f"write `{word}`",
        )
        fixed = Token(words[word], (), word, token.start, token.end)
        return Repair(said, len(self.machine.states) - base, (fixed,), at)

    def _small_repair(self, at: int, kinds: Sequence[str]) -> Repair | None:
        """The best of: put something in, put something in the place of something, leave something out."""
        token = self.tokens[at]
        opens_line = self.layout.first_on_line[at]
        best: tuple[float, Repair] | None = None
        items = self.tables.actions[self.machine.states[self.block()]]
        boundary = "RBRACE" in kinds or END in kinds

        def consider(score: float, enough: float, repair: Repair) -> None:
            nonlocal best
            if score >= enough and (best is None or score > best[0]):
                best = score, repair

        missing = self._missing_name(at)
        if missing:
            consider(FAR + 1, 0, missing)
        for kind in kinds:
            if kind == END or (boundary and kind in items):
                continue  # an item is not what is missing between two items
            fixed = kind not in messages.KINDS
            trial = Trial(self.tables, self.machine.states)
            trial.take(kind)
            reach = self._reach(trial, at)
            if reach:
                consider(reach + fixed / 2, 2 if fixed else 3, self._insert(at, kind, kinds))
            if not opens_line and token.kind not in ("LBRACE", "RBRACE", END):
                trial = Trial(self.tables, self.machine.states)
                trial.take(kind)
                reach = self._reach(trial, at + 1)
                consider(reach - 1 + fixed / 4, 2, self._instead(at, at + 1, kind, kinds))
        for count in range(1, 8):
            if self.tokens[at + count - 1].kind in ("LBRACE", "RBRACE", END) or (count > 1 and self.layout.first_on_line[at + count - 1]):
                break
            if opens_line and token.kind != "NAME" and token.others:
                break  # a keyword that opens a line opens an item: it is what stands before it that is wrong
            reach = self._reach(Trial(self.tables, self.machine.states), at + count)
            consider(reach - 1 - count / 8, 1 + count / 2, self._instead(at, at + count, None, kinds))
        return best[1] if best else None

    def _missing_name(self, at: int) -> Repair | None:
        """``key at created_at``: a keyword passed for the name that is missing before it."""
        before = self._on_top(at)
        if before is None or "NAME" not in before.others or self.tables.symbols[self.machine.states[-1]] != "NAME":
            return None
        trial = Trial(self.tables, self.machine.states, len(self.machine.states) - 1)
        if not trial.take("NAME") or trial.take_token(before) in (None, "NAME") or self._reach(trial, at) < 2:
            return None
        symbols = [self.tables.symbols[state] for state in self.machine.states[:-1]]
        earlier = self.tokens[at - 2] if at > 1 else None
        place = messages.after(symbols, earlier)
        said = finding(
            "SLO108",
            f"expected a name{place}, found the keyword `{before.text}`",
            self.span(before),
            "a name is missing before this",
            help=f"write the name, or `` `{before.text}` `` in back quotes if that is its name",
        )
        return Repair(said, 1, (Token("NAME", (), "_", before.start, before.start), before), at)

    def _insert(self, at: int, kind: str, kinds: Sequence[str]) -> Repair:
        token = self.tokens[at]
        stand_in = Token(kind, (), self._stand_in(kind), token.start, token.start)
        if kind in OPENERS:
            return Repair(self._unclosed(kind, token), 0, (stand_in,), at)
        before = self.tokens[at - 1] if at else None
        alone = [other for other in kinds if other == kind or not self._fits(other, at)]
        said = finding(
            "SLO108",
            self.headline(at, kinds),
            self.span(token),
            f"{messages.kind_in_words(kind, self.tables)} is missing before this",
            help=self._help(kind, before) if alone else (),
        )
        return Repair(said, 0, (stand_in,), at)

    def _instead(self, at: int, to: int, kind: str | None, kinds: Sequence[str]) -> Repair:
        token = self.tokens[at]
        last = self.tokens[to - 1]
        take = () if kind is None else (Token(kind, (), self._stand_in(kind), token.start, last.end),)
        what = messages.found_in_words(token) if to == at + 1 else "this"
        label = f"expected {messages.expectation(kinds, self.tables)}"
        help = f"leave {what} out" if kind is None else f"write {messages.kind_in_words(kind, self.tables)}"
        return Repair(
            finding("SLO101", self.headline(at, kinds), self.span(token).to(self.span(last)), label, help=help), 0, take, to
        )

    def _unclosed(self, kind: str, token: Token) -> Finding:
        from sloc.findings import Label

        opener = self._opener(OPENERS[kind])
        sign = self.source.text[opener.start : opener.end]
        return finding(
            "SLO104",
            f"this `{sign}` is never closed",
            opener,
            "opened here",
            labels=[Label(self.span(token), f"expected `{self.tables.signs[kind]}` before this")],
            help=f"write `{self.tables.signs[kind]}` where it ends",
        )

    def _opener(self, kind: str) -> Span:
        machine = self.machine
        index = innermost(self.tables, machine.states, kind)
        return Span(self.source.path, machine.starts[index], machine.ends[index])

    def headline(self, at: int, kinds: Sequence[str]) -> str:
        """What was expected, where, and what was found."""
        token = self.tokens[at]
        symbols = [self.tables.symbols[state] for state in self.machine.states[-2:]]
        place = messages.after(symbols, self.tokens[at - 1] if at else None)
        return f"expected {messages.expectation(kinds, self.tables)}{place}, found {messages.found_in_words(token)}"

    def _fits(self, kind: str, at: int) -> bool:
        trial = Trial(self.tables, self.machine.states)
        return trial.take(kind) and self._reach(trial, at) > 1

    def _help(self, kind: str, before: Token | None) -> str:
        words = messages.words_of(kind, self.tables)
        behind = f" after {messages.found_in_words(before)}" if before else ""
        return f"write {messages.kind_in_words(kind, self.tables)}{behind}" if len(words) <= 1 else ""

    def _stand_in(self, kind: str) -> str:
        if kind in STAND_INS:
            return STAND_INS[kind]
        words = messages.words_of(kind, self.tables)
        return words[0] if words else "_"
