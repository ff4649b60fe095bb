"""Repairs of words: keywords meant as names, names meant as keywords, and what is missing before a word that passed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from sloc.findings import Finding, finding, replacing
from sloc.findings.suggest import suggest
from sloc.source.span import Span
from sloc.syntax import messages
from sloc.syntax.driver import Trial
from sloc.syntax.lookahead import reach
from sloc.syntax.places import Places
from sloc.syntax.synonyms import SYNONYMS
from sloc.syntax.tokens import Token

STAND_INS = {
    "STRING": '""', "NUMBER": "1", "PERCENT": "50%", "PERCENTILE": "p50", "DURATION": "1m", "DATE": "2000-01-01",
    "INSTANT": "2000-01-01T00:00Z", "CLOCK": "00:00", "PLACE": "UTC", "COMPARISON": "==", "NAME": "_", "PARAM": "$_",
}  # fmt: skip
"""What takes the place of a value that is missing, so that the rest is read; the finding keeps it from being compiled."""

SMALL_PLACE = re.compile(r"[a-z_]+(?:[/+-][A-Za-z0-9_]+)*")


class Repair(NamedTuple):
    """A finding, how many symbols to cut from the stack, the tokens to take instead, and the token to go on at."""

    finding: Finding
    cut: int
    take: tuple[Token, ...]
    at: int


class WordRepairs:
    """What can be tried in one file, and the repairs of words; `recover.Recovery` adds the others."""

    def __init__(self, places: Places, findings: list[Finding]) -> None:
        self.places = places
        self.findings = findings
        self.tokens = places.tokens
        self.driver = places.driver
        self.vocabulary = places.vocabulary
        swallowed = self.tokens[-2] if len(self.tokens) > 1 else self.tokens[-1]
        self._cut_short = places.source.text.startswith('"""', swallowed.start) and swallowed.text == '""'

    def _trial(self, cut: int = 0) -> Trial:
        return self.driver.trial(len(self.driver.stack) - cut)

    def _reach(self, trial: Trial, at: int) -> int:
        return reach(trial, self.tokens, at, self.places.first_on_line)

    def _reach_after(self, kind: str, at: int) -> int:
        trial = self._trial()
        return self._reach(trial, at) if at < len(self.tokens) and trial.take(kind) else 0

    def _taken_as(self, at: int) -> str:
        """As what the token before was taken, if it still is the top of the stack; else nothing."""
        stack, before = self.driver.stack, self.tokens[at - 1]
        if not at or not stack or stack[-1].start != before.start:
            return ""
        return stack[-1].name if stack[-1].name in before.kinds else ""

    def _stand_in(self, kind: str) -> str:
        return STAND_INS.get(kind) or messages.words_of(kind, self.vocabulary)[0]

    # ── words ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _keyword_as_name(self, at: int, kinds: Sequence[str]) -> Repair | None:
        """``where count > 3``: the keyword was taken as one, but it goes on as after a name."""
        before = self.tokens[at - 1]
        if self._taken_as(at) in ("", "NAME") or "NAME" not in before.others:
            return None
        trial = self._trial(1)
        reach = self._reach(trial, at) if trial.take("NAME") else 0
        if not reach or reach < max(self._reach_after(kind, at) for kind in kinds):
            return None
        said = finding(
            "SLO103",
            f"`{before.text}` is a keyword here and cannot be a name",
            self.places.span(before),
            "a name is meant here",
            help=f"write it in back quotes: `` `{before.text}` ``",
            fix=replacing(self.places.span(before), f"`{before.text}`"),
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
            "SLO101",
            f"`{before.text}` stands here twice",
            self.places.span(before),
            "said already",
            help="leave it out",
            fix=self.places.without(at - 1),
        )
        return Repair(said, 1, (), at)

    def _misspelt(self, at: int, kinds: Sequence[str]) -> Repair | None:
        """A word where only keywords may stand, one of which it resembles."""
        return self._respelt(self.tokens[at], at + 1, kinds, 0)

    def _misspelt_before(self, at: int) -> Repair | None:
        """``satisfy nto open``, ``bukets latency 50ms``: it passed for a name, and the next token or the one after shows it."""
        stack = self.driver.stack
        for back in (1, 2):
            if at < back or len(stack) < back or self._taken_as(at) != "NAME":
                return None
            token = self.tokens[at - back]
            if not token.others and stack[-back].start == token.start:
                found = self._respelt(token, at - back + 1, self._trial(back).expected(), back)
                if found:
                    return found
        return None

    def _respelt(self, token: Token, at: int, kinds: Sequence[str], cut: int) -> Repair | None:
        if token.kind not in ("NAME", "PLACE") or token.text.startswith("`"):
            return None
        words = {word: kind for kind in kinds for word in messages.words_of(kind, self.vocabulary) if word[0].isalpha()}
        near = suggest(token.text, words)
        sure = bool(near) and not cut  # no name can stand here, and it looks like a keyword that can
        word = near[0] if near else SYNONYMS.get(token.text, "")
        if word not in words:
            return None
        trial = self._trial(cut)
        if not trial.take(words[word]) or not (sure or self._reach(trial, at) >= 1 + cut):
            return None
        said = finding(
            "SLO102",
            f"`{token.text}` is not a word of the language",
            self.places.span(token),
            f"did you mean `{word}`?" if near else f"the word for this is `{word}`",
            help=f"write `{word}`",
            fix=replacing(self.places.span(token), word) if sure and len(near) == 1 else None,
        )
        return Repair(said, cut, (Token(words[word], (), word, token.start, token.end),), at)

    def _missing_name(self, at: int) -> Repair | None:
        """``key at created_at``: a keyword passed for the name (or the brace) that is missing before it."""
        before = self.tokens[at - 1]
        if self._taken_as(at) != "NAME" or not before.others:
            return None
        place = messages.after(self.places.symbols()[:-1], self.tokens[at - 2] if at > 1 else None)
        for kind, what in (("NAME", "a name"), ("LBRACE", "`{`")):
            trial = self._trial(1)
            if not trial.take(kind) or trial.take_token(before) in (None, "NAME") or not self._reach(trial, at):
                continue
            said = finding(
                "SLO108",
                f"expected {what}{place}, found the keyword `{before.text}`",
                self.places.span(before),
                f"{what} is missing before this",
                help=f"write {what} before it, or `` `{before.text}` `` in back quotes if that is a name",
            )
            return Repair(said, 1, (Token(kind, (), self._stand_in(kind), before.start, before.start), before), at)
        return None

    def _small_place(self, at: int, kinds: Sequence[str]) -> Repair | None:
        """``timezone europe/berlin``: zones and regions are spelt with capitals."""
        token = self.tokens[at]
        found = SMALL_PLACE.match(self.places.source.text, token.start)
        if "PLACE" not in kinds or token.kind != "NAME" or found is None or self.places.first_on_line[at]:
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
