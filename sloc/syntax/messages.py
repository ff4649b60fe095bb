"""Human words for what the grammar expects and what it found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sloc.syntax.grammar import Tables
from sloc.syntax.tokens import END, Token

KINDS = {
    "NAME": "a name",
    "STRING": "a string",
    "NUMBER": "a number",
    "PERCENT": "a percentage",
    "PERCENTILE": "a percentile such as `p95`",
    "DURATION": "a duration",
    "INSTANT": "an instant such as `2026-11-07T22:00+01:00`",
    "DATE": "a date such as `2026-12-24`",
    "CLOCK": "a clock time such as `09:30`",
    "PARAM": "a `$parameter`",
    "PLACE": "a time zone or region such as `Europe/Berlin` or `DE-BE`",
    "COMPARISON": "a comparison",
    END: "the end of the file",
}
OPERAND = frozenset({"NAME", "STRING", "NUMBER", "LPAR"})
OPERANDS = OPERAND | {
    "PERCENT", "DURATION", "INSTANT", "DATE", "BOOL", "NULL", "PARAM", "MINUS", "NOT", "FIRST", "LAST", "COUNT", "ANY",
}  # fmt: skip
SCALAR = frozenset({"STRING", "NUMBER", "PERCENT", "DURATION", "INSTANT", "DATE", "BOOL", "NULL", "PARAM", "MINUS"})
OPERATORS = frozenset({"COMPARISON", "PLUS", "MINUS", "STAR", "SLASH", "IN", "NOT", "MATCHES", "IS", "AND", "OR"})
MOST = 7
"""A list of more words than this is cut in a sentence."""

BLOCKS = {
    "SERVICE": "a service",
    "CALENDAR": "a calendar",
    "SOURCE": "a source",
    "CHILD": "a child",
    "FROM": "a binding",
    "SLO": "an slo",
    "TIERS": "a tiers list",
    "ALERTS": "an alerts block",
    "POLICY": "a policy",
    "TEMPLATE": "a template",
    "TEST": "a test",
    "GIVEN": "a table of rows",
    "LBRACE": "a row",
}
ROLES = {
    ("HAVE", "NAME"): "the measure",
    ("DURING", "NAME"): "the calendar",
    ("OF", "NAME"): "the source",
    ("TO", "requirement"): "the requirement",
    ("OF", "population"): "the population",
    ("EXPECT", "target"): "the target",
    ("SLA", "percent"): "the target",
    ("COLON", "target"): "the target",
    ("COLON", "type"): "the type",
    ("OVER", "window"): "the window",
    ("EVERY", "PERIOD"): "the period",
}


def quoted(words: Iterable[str], last: str = "or") -> str:
    """``a, b or c``."""
    listed = list(words)
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} {last} {listed[-1]}"


def words_of(kind: str, tables: Tables) -> list[str]:
    """What may be typed for a keyword or a sign; empty for a kind that stands for many texts."""
    if kind in tables.signs:
        return [tables.signs[kind]]
    return [word for word, kinds in tables.words.items() if kind in kinds]


def kind_in_words(kind: str, tables: Tables) -> str:
    """A kind of token as it is called in a sentence."""
    if kind in KINDS:
        return KINDS[kind]
    words = words_of(kind, tables)
    return quoted(f"`{word}`" for word in sorted(words)) if words else kind.lower()


def expectation(kinds: Sequence[str], tables: Tables, most: int = MOST) -> str:
    """A list of expected kinds as a person would say it: structure first, then values, then operators in one word."""
    left = dict.fromkeys(kinds)
    tail = []
    if OPERAND <= left.keys():
        left = {kind: None for kind in left if kind not in OPERANDS}
        tail.append("an expression")
    elif len(SCALAR & left.keys()) >= 5:
        left = {kind: None for kind in left if kind not in SCALAR}
        tail.append("a value")
    if len(OPERATORS & left.keys()) >= 3:
        left = {kind: None for kind in left if kind not in OPERATORS}
        tail.append("an operator")
    if len(left) > 1:
        left.pop("PARAM", None)  # a parameter may stand wherever a value may: no news
    valued = [kind for kind in left if kind in KINDS]
    fixed = [f"`{word}`" for kind in left if kind not in KINDS for word in words_of(kind, tables)]
    parts = list(dict.fromkeys([*sorted(fixed, key=lambda word: not word[1].isalpha()), *(KINDS[kind] for kind in valued), *tail]))
    if len(parts) > most:
        return ", ".join(parts[:most]) + ", …"
    return quoted(parts) if parts else "something else"


def found_in_words(token: Token) -> str:
    """A token as it is quoted in a sentence."""
    if token.kind == END:
        return "the end of the file"
    text = token.text.split("\n", 1)[0]
    return f"`{text[:30]}…`" if len(text) > 31 or "\n" in token.text else f"`{text}`"


def after(symbols: Sequence[str], before: Token | None) -> str:
    """Where the machine stands, as in `` after the measure``: by the two symbols on top of its stack, or by the last token."""
    role = ROLES.get((symbols[-2], symbols[-1])) if len(symbols) > 1 else None
    if role is None and before is not None:
        role = found_in_words(before)
    return f" after {role}" if role else ""
