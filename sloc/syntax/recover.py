"""What to do at a token that cannot be taken: say what is wrong, once, and put the parser where it can go on.

The smallest repair that lets the following tokens be taken is the likeliest to be what was meant: a keyword meant as a name, a
misspelt keyword, a missing word or sign, a wrong or superfluous one. Where none fits, the rest of the item is skipped.
Repairs are found by trial on a copy of the parser's stack; only the one that is chosen touches the parser.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sloc.findings import Fix, finding, replacing
from sloc.source.span import Span
from sloc.syntax import messages, panic
from sloc.syntax.recover_words import Repair, WordRepairs
from sloc.syntax.tokens import END, Token

LOOKALIKES = {
    ("EQUAL", "COMPARISON"), ("EQUAL", "COLON"), ("COLON", "EQUAL"), ("LPAR", "LSQB"), ("RPAR", "RSQB"), ("LSQB", "LPAR"),
    ("RSQB", "RPAR"), ("MINUS", "RANGE"), ("RANGE", "MINUS"), ("TO", "RANGE"), ("TO", "MINUS"), ("COMMA", "VBAR"),
    ("DOT", "COMMA"), ("OR", "VBAR"), ("AND", "COMMA"),
}  # fmt: skip
"""What people type, and what they mean."""


class Recovery(WordRepairs):
    """Finds the repair at a token, and makes it."""

    def repair(self, at: int) -> int:
        """Repair what is wrong at a token, with one finding; the index of the token to go on at."""
        kinds = self.driver.trial().expected()
        if self.tokens[at].kind == END and self._cut_short:
            panic.skip(self.places, at, kinds)  # a string that is never closed ends the file: that was said
            return at
        found = (
            self._misspelt(at, kinds)
            or self._keyword_as_name(at, kinds)
            or self._missing_brace(at)
            or self._said_twice(at)
            or self._misspelt_before(at)
            or self._missing_name(at)
            or self._trailing_comma(at)
            or self._small_place(at, kinds)
            or self._small_repair(at, kinds)
        )
        if found is None:
            said, to = panic.skip(self.places, at, kinds)
            self.findings.append(said)
            return to
        self.findings.append(found.finding)
        self.driver.cut(len(self.driver.stack) - found.cut)
        self.driver.run(found.take, 0)
        return found.at

    # ── one token more, less or other ─────────────────────────────────────────────────────────────────────────────────

    def _missing_brace(self, at: int) -> Repair | None:
        """A word that opens an item of the outer block passed for a name, as ``from`` in a binding that is not closed."""
        places, stack = self.places, self.driver.stack
        first = next((index for index in range(at - 1, -1, -1) if places.first_on_line[index]), at)
        base = len(stack) - (at - first)
        opener = places.block()
        if first == at or not self.tokens[first].others or not opener <= base < len(stack):
            return None
        if (stack[base].name, stack[base].start) != ("NAME", self.tokens[first].start):
            return None
        trial = self._trial(at - first)
        if not trial.take("RBRACE") or self._reach(trial, first) <= at - first:
            return None
        token = self.tokens[first]
        said = places.unclosed(opener, token, "expected `}` before this")
        return Repair(said, at - first, (Token("RBRACE", (), "}", token.start, token.start),), first)

    def _trailing_comma(self, at: int) -> Repair | None:
        """``["a", "b",]``: a comma before the end of a list."""
        before = self.tokens[at - 1]
        if self._taken_as(at) != "COMMA" or self.tokens[at].kind not in self.places.OPENERS:
            return None
        if not self._reach(self._trial(1), at):
            return None
        comma = self.places.span(before)
        fix = replacing(comma, "")
        said = finding("SLO101", "a list does not end with a comma", comma, "nothing follows", help="leave it out", fix=fix)
        return Repair(said, 1, (), at)

    def _small_repair(self, at: int, kinds: Sequence[str]) -> Repair | None:
        """The repair after which the most tokens can be taken; None where not enough can be."""
        ranked: list[tuple[float, int, str | None]] = []  # how good, how many tokens it takes away, the kind that it puts in
        token, tokens = self.tokens[at], self.tokens
        opens_item = self.places.first_on_line[at] and bool(token.others)
        boundary = "RBRACE" in kinds or END in kinds
        items = self.places.items(self.places.block())
        for kind in sorted(kinds, key="PARAM".__eq__):  # of two that are as good, what is no parameter
            if kind == END or (boundary and kind in items and kind != "LBRACE"):
                continue  # an item is not what is missing between two items
            fixed = kind not in messages.KINDS
            inside = kind == "RBRACE" and self.places.stands_inside(at)
            reach = 0 if inside else self._reach_after(kind, at)
            if reach >= (2 if fixed else 3):
                ranked.append((reach + fixed / 2, 0, kind))
            if not opens_item and not {kind, token.kind} & {"LBRACE", "RBRACE", END}:
                alike = (token.kind, kind) in LOOKALIKES
                reach = self._reach_after(kind, at + 1)
                if reach >= (1 if alike else 3):
                    ranked.append((reach - 1 + 4 * alike, 1, kind))
        for count in range(1, 8):
            last = at + count - 1
            if tokens[last].kind in ("LBRACE", "RBRACE", END) or (count > 1 and self.places.first_on_line[last]) or opens_item:
                break
            reach = self._reach(self._trial(), at + count)
            if reach >= 2 + count / 2:
                ranked.append((reach - 1, count, None))
        if not ranked:
            return None
        _, gone, put = max(ranked, key=lambda rank: rank[0])
        return self._insert(at, put, kinds) if put and not gone else self._instead(at, at + gone, put, kinds)

    def _insert(self, at: int, kind: str, kinds: Sequence[str]) -> Repair:
        token = self.tokens[at]
        stand_in = Token(kind, (), self._stand_in(kind), token.start, token.start)
        if kind in self.places.OPENERS:
            opener = self.places.innermost(self.places.OPENERS[kind])
            why = "the file ends here" if token.kind == END else f"expected `{stand_in.text}` before this"
            return Repair(self.places.unclosed(opener, token, why), 0, (stand_in,), at)
        fitting = [other for other in kinds if self._reach_after(other, at) >= 2] or [kind]
        what = messages.expectation(fitting, self.vocabulary)
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
            fix=self._put_in(at, stand_in.text) if fitting == [kind] and kind not in messages.KINDS else None,
        )
        return Repair(said, 0, (stand_in,), at)

    def _put_in(self, at: int, text: str) -> Fix | None:
        """The one word or sign that can be missing here, behind the token before."""
        if not at or text == "{":
            return None
        end = self.tokens[at - 1].end
        return replacing(Span(self.places.source.path, end, end), f" {text}" if text.isalpha() else text)

    def _instead(self, at: int, to: int, kind: str | None, kinds: Sequence[str]) -> Repair:
        token, last = self.tokens[at], self.tokens[to - 1]
        said = self.places.unexpected(at, kinds, self.places.span(token).to(self.places.span(last)))
        if kind is None:
            what = messages.found_in_words(token) if to == at + 1 else "this"
            return Repair(replace(said, help=(f"leave {what} out", *said.help)), 0, (), to)
        put = Token(kind, (), self._stand_in(kind), token.start, last.end)
        alike = (token.kind, kind) in LOOKALIKES
        help = f"`{put.text}`" if alike else messages.typed(kind, self.vocabulary)
        fix = replacing(Span(said.span.file, token.start, last.end), put.text) if alike and said.span is not None else None
        return Repair(replace(said, help=(f"write {help}",), fix=fix), 0, (put,), to)
