"""What to do at a token that cannot be taken: say what is wrong, once, and put the machine where it can go on.

The smallest repair that lets the following tokens be taken is the likeliest to be what was meant: a keyword meant as a name, a
misspelt keyword, a missing word or sign, a wrong or superfluous one. Where none fits, the rest of the item is skipped.
Repairs are found by trial on a stack of states (trial.py); only the one that is chosen touches the machine.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from sloc.findings import Finding, finding
from sloc.source.span import SourceFile, Span
from sloc.syntax import messages, panic
from sloc.syntax.machine import Machine
from sloc.syntax.places import Places
from sloc.syntax.spelling import SYNONYMS, meant
from sloc.syntax.tokens import END, Token
from sloc.syntax.trial import Trial, expected

STAND_INS = {
    "STRING": '""', "NUMBER": "1", "PERCENT": "50%", "PERCENTILE": "p50", "DURATION": "1m", "DATE": "2000-01-01",
    "INSTANT": "2000-01-01T00:00Z", "CLOCK": "00:00", "PLACE": "UTC", "COMPARISON": "==", "NAME": "_", "PARAM": "$_",
}  # fmt: skip
"""What takes the place of a value that is missing, so that the rest is read; the finding keeps it from being compiled."""

LOOKALIKES = {
    ("EQUAL", "COMPARISON"), ("EQUAL", "COLON"), ("COLON", "EQUAL"), ("LPAR", "LSQB"), ("RPAR", "RSQB"), ("LSQB", "LPAR"),
    ("RSQB", "RPAR"), ("MINUS", "RANGE"), ("RANGE", "MINUS"), ("TO", "RANGE"), ("TO", "MINUS"), ("COMMA", "VBAR"),
    ("DOT", "COMMA"), ("OR", "VBAR"), ("AND", "COMMA"),
}  # fmt: skip
"""What people type, and what they mean."""


SMALL_PLACE = re.compile(r"[a-z_]+(?:[/+-][A-Za-z0-9_]+)*")


class Repair(NamedTuple):
    """A finding, how many symbols to cut from the stack, the tokens to take instead, and the token to go on at."""

    finding: Finding
    cut: int
    take: tuple[Token, ...]
    at: int


class Recovery:
    """Finds repairs in one file."""

    def __init__(self, source: SourceFile, tokens: Sequence[Token], machine: Machine) -> None:
        self.tokens = tokens
        self.machine = machine
        self.tables = machine.tables
        self.places = Places(source, tokens, machine)
        swallowed = tokens[-2] if len(tokens) > 1 else tokens[-1]
        self._cut_short = source.text.startswith('"""', swallowed.start) and swallowed.text == '""'

    def repair(self, at: int) -> int:
        """Repair what is wrong at a token, with one finding; the index of the token to go on at."""
        kinds = expected(self.tables, self.machine.states)
        if self.tokens[at].kind == END and self._cut_short:
            self.machine.findings, said = [], self.machine.findings  # an open block ends the file: that was said
            panic.skip(self.places, at, kinds)
            self.machine.findings = said
            return at
        found = (
            self._misspelt(at, kinds)
            or self._keyword_as_name(at)
            or self._said_twice(at)
            or self._misspelt_before(at)
            or self._missing_name(at)
            or self._trailing_comma(at)
            or self._small_place(at, kinds)
            or self._small_repair(at, kinds)
        )
        if found is None:
            return panic.skip(self.places, at, kinds)
        self.machine.findings.append(found.finding)
        self.machine.cut(len(self.machine.states) - found.cut)
        self.machine.run(found.take, 0)
        return found.at

    def _trial(self, cut: int = 0) -> Trial:
        return Trial(self.tables, self.machine.states, len(self.machine.states) - cut)

    def _reach(self, trial: Trial, at: int) -> int:
        return trial.reach(self.tokens, at, self.places.first_on_line)

    def _taken_as(self, at: int) -> str:
        """As what the token before was taken, if it still is the top of the stack; else nothing."""
        machine = self.machine
        if not at or len(machine.states) < 2 or machine.starts[-1] != self.tokens[at - 1].start:
            return ""
        kind = self.tables.symbols[machine.states[-1]]
        return kind if kind in self.tokens[at - 1].kinds else ""

    # ── words ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _keyword_as_name(self, at: int) -> Repair | None:
        """``where count > 3``: the keyword was taken as one, but it goes on as after a name."""
        before = self.tokens[at - 1]
        if self._taken_as(at) in ("", "NAME") or "NAME" not in before.others:
            return None
        trial = self._trial(1)
        if not trial.take("NAME") or not self._reach(trial, at):
            return None
        said = finding(
            "SLO103",
            f"`{before.text}` is a keyword here and cannot be a name",
            self.places.span(before),
            "a name is meant here",
            help=f"write it in back quotes: `` `{before.text}` ``",
        )
        return Repair(said, 1, (before._replace(kind="NAME", others=()),), at)

    def _said_twice(self, at: int) -> Repair | None:
        """``of of tickets``: the second keyword passed for a name."""
        before = self.tokens[at - 1]
        if at < 2 or self._taken_as(at) != "NAME" or before.text != self.tokens[at - 2].text or not before.others:
            return None
        if not self._reach(self._trial(1), at):
            return None
        said = finding(
            "SLO101", f"`{before.text}` stands here twice", self.places.span(before), "said already", help="leave it out"
        )
        return Repair(said, 1, (), at)

    def _misspelt(self, at: int, kinds: Sequence[str]) -> Repair | None:
        """A word where only keywords may stand, one of which it resembles."""
        return self._respelt(self.tokens[at], at + 1, kinds, 0)

    def _misspelt_before(self, at: int) -> Repair | None:
        """``satisfy nto open``, ``bukets latency 50ms``: it passed for a name, and the next token or the one after shows it."""
        machine = self.machine
        for back in (1, 2):
            if at < back or len(machine.states) <= back or self._taken_as(at) != "NAME":
                return None
            token = self.tokens[at - back]
            if not token.others and machine.starts[-back] == token.start:
                found = self._respelt(token, at - back + 1, expected(self.tables, machine.states[:-back]), back)
                if found:
                    return found
        return None

    def _respelt(self, token: Token, at: int, kinds: Sequence[str], cut: int) -> Repair | None:
        if token.kind not in ("NAME", "PLACE") or token.text.startswith("`"):
            return None
        words = {word: kind for kind in kinds for word in messages.words_of(kind, self.tables) if word[0].isalpha()}
        word = meant(token.text, words)
        sure = word is not None and not cut  # no name can stand here, and it looks like a keyword that can
        word = word or SYNONYMS.get(token.text, "")
        if word not in words:
            return None
        trial = self._trial(cut)
        if not trial.take(words[word]) or not (sure or self._reach(trial, at) >= 1 + cut):
            return None
        said = finding(
            "SLO102",
            f"`{token.text}` is not a word of the language",
            self.places.span(token),
            f"did you mean `{word}`?",
            help=f"write `{word}`",
        )
        return Repair(said, cut, (Token(words[word], (), word, token.start, token.end),), at)

    def _missing_name(self, at: int) -> Repair | None:
        """``key at created_at``: a keyword passed for the name that is missing before it."""
        before = self.tokens[at - 1]
        if self._taken_as(at) != "NAME" or not before.others:
            return None
        trial = self._trial(1)
        if not trial.take("NAME") or trial.take_token(before) in (None, "NAME") or self._reach(trial, at) < 1:
            return None
        symbols = self.places.symbols()[:-1]
        place = messages.after(symbols, self.tokens[at - 2] if at > 1 else None)
        said = finding(
            "SLO108",
            f"expected a name{place}, found the keyword `{before.text}`",
            self.places.span(before),
            "a name is missing before this",
            help=f"write the name, or `` `{before.text}` `` in back quotes if that is the name",
        )
        return Repair(said, 1, (Token("NAME", (), "_", before.start, before.start), before), at)

    def _small_place(self, at: int, kinds: Sequence[str]) -> Repair | None:
        """``timezone europe/berlin``: zones and regions are spelt with capitals."""
        token = self.tokens[at]
        found = SMALL_PLACE.match(self.places.source.text, token.start)
        if "PLACE" not in kinds or found is None:
            return None
        text = found[0]
        to = next(index for index in range(at, len(self.tokens)) if self.tokens[index].start >= found.end())
        right = "/".join(part.title() for part in text.split("/")) if "/" in text else text.upper()
        span = Span(self.places.source.path, token.start, found.end())
        said = finding(
            "SLO106",
            f"`{text}` is no time zone or region",
            span,
            "they are spelt with capital letters",
            help=f"write `{right}`",
        )
        return Repair(said, 0, (Token("PLACE", (), right, token.start, span.end),), to)

    # ── one token more, less or other ─────────────────────────────────────────────────────────────────────────────────

    def _trailing_comma(self, at: int) -> Repair | None:
        """``["a", "b",]``: a comma before the end of a list."""
        before = self.tokens[at - 1]
        if self._taken_as(at) != "COMMA" or self.tokens[at].kind not in self.places.OPENERS:
            return None
        if not self._reach(self._trial(1), at):
            return None
        said = finding(
            "SLO101", "a list does not end with a comma", self.places.span(before), "nothing follows", help="leave it out"
        )
        return Repair(said, 1, (), at)

    def _small_repair(self, at: int, kinds: Sequence[str]) -> Repair | None:
        """The repair after which the most tokens can be taken; None where not enough can be."""
        ranked: list[tuple[float, int, str | None]] = []  # how good, how many tokens it takes away, the kind that it puts in
        token, tokens = self.tokens[at], self.tokens
        opens_item = self.places.first_on_line[at] and bool(token.others)
        boundary = "RBRACE" in kinds or END in kinds
        items = self.places.items(self.places.block())
        for kind in kinds:
            if kind == END or (boundary and kind in items):
                continue  # an item is not what is missing between two items
            fixed = kind not in messages.KINDS
            inside = kind == "RBRACE" and self.places.stands_inside(at)
            reach = 0 if inside else self._reach_after(kind, at)
            if reach >= (2 if fixed else 3):
                ranked.append((reach + fixed / 2, 0, kind))
            if not opens_item and token.kind not in ("LBRACE", "RBRACE", END):
                alike = (token.kind, kind) in LOOKALIKES
                reach = self._reach_after(kind, at + 1)
                if reach >= (1 if alike else 3):
                    ranked.append((reach - 1 + fixed / 4 + 4 * alike, 1, kind))
        for count in range(1, 8):
            last = at + count - 1
            if tokens[last].kind in ("LBRACE", "RBRACE", END) or (count > 1 and self.places.first_on_line[last]) or opens_item:
                break
            reach = self._reach(self._trial(), at + count)
            if reach >= 2 + count / 2:
                ranked.append((reach - 1 - count / 8, count, None))
        if not ranked:
            return None
        _, gone, put = max(ranked, key=lambda rank: rank[0])
        return self._insert(at, put, kinds) if put and not gone else self._instead(at, at + gone, put, kinds)

    def _reach_after(self, kind: str, at: int) -> int:
        trial = self._trial()
        return self._reach(trial, at) if at < len(self.tokens) and trial.take(kind) else 0

    def _insert(self, at: int, kind: str, kinds: Sequence[str]) -> Repair:
        token = self.tokens[at]
        stand_in = Token(kind, (), self._stand_in(kind), token.start, token.start)
        if kind in self.places.OPENERS:
            opener = self.places.innermost(self.places.OPENERS[kind])
            why = "the file ends here" if token.kind == END else f"expected `{stand_in.text}` before this"
            return Repair(self.places.unclosed(opener, token, why), 0, (stand_in,), at)
        fitting = [other for other in kinds if self._reach_after(other, at) >= 2] or [kind]
        what = messages.expectation(fitting, self.tables)
        behind = f" after {messages.found_in_words(self.tokens[at - 1])}" if at else ""
        example = (
            f", as in `{messages.EXAMPLES[kind]}`" if what == messages.KINDS.get(kind) and kind in messages.EXAMPLES else ""
        )
        said = finding(
            "SLO108",
            self.places.headline(at, kinds),
            self.places.span(token),
            f"{what} is missing before this",
            help=f"write {what}{behind}{example}",
        )
        return Repair(said, 0, (stand_in,), at)

    def _instead(self, at: int, to: int, kind: str | None, kinds: Sequence[str]) -> Repair:
        token, last = self.tokens[at], self.tokens[to - 1]
        said = self.places.unexpected(at, kinds, self.places.span(token).to(self.places.span(last)))
        if kind is None:
            what = messages.found_in_words(token) if to == at + 1 else "this"
            return Repair(replace(said, help=(f"leave {what} out", *said.help)), 0, (), to)
        put = Token(kind, (), self._stand_in(kind), token.start, last.end)
        alike = (token.kind, kind) in LOOKALIKES
        help = f"`{put.text}`" if alike else messages.typed(kind, self.tables)
        return Repair(replace(said, help=(f"write {help}",)), 0, (put,), to)

    def _stand_in(self, kind: str) -> str:
        return STAND_INS.get(kind) or messages.words_of(kind, self.tables)[0]
