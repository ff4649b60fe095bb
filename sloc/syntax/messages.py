"""Human words for what the grammar expects and for what it found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sloc.syntax.tokens import END, Token
from sloc.syntax.vocabulary import Vocabulary

KINDS = {
    "NAME": "a name",
    "STRING": "a string",
    "NUMBER": "a number",
    "PERCENT": "a percentage",
    "PERCENTILE": "a percentile",
    "DURATION": "a duration",
    "INSTANT": "an instant",
    "DATE": "a date",
    "CLOCK": "a clock time",
    "PARAM": "a `$parameter`",
    "PLACE": "a time zone or region",
    "COMPARISON": "a comparison",
    "DAY": "a weekday",
    END: "the end of the file",
}
EXAMPLES = {
    "STRING": '"…"',
    "NUMBER": "12",
    "PERCENT": "99.5%",
    "PERCENTILE": "p95",
    "DURATION": "15m",
    "INSTANT": "2026-11-07T22:00+01:00",
    "DATE": "2026-12-24",
    "CLOCK": "09:30",
    "PLACE": "Europe/Berlin",
    "COMPARISON": "==",
    "DAY": "mon",
}
OPERAND = frozenset({"NAME", "STRING", "NUMBER", "LPAR"})
OPERANDS = OPERAND | {
    "PERCENT", "DURATION", "INSTANT", "DATE", "BOOL", "NULL", "PARAM", "MINUS", "NOT", "FIRST", "LAST", "COUNT", "ANY",
}  # fmt: skip
SCALAR = frozenset({"STRING", "NUMBER", "PERCENT", "DURATION", "INSTANT", "DATE", "BOOL", "NULL", "PARAM", "MINUS"})
OPERATORS = frozenset({"COMPARISON", "PLUS", "MINUS", "STAR", "SLASH", "IN", "NOT", "MATCHES", "IS", "AND", "OR", "DOT"})
MOST = 6
"""A list of more than this many words is cut in a sentence."""

BLOCKS = {
    "SERVICE": "a service",
    "CALENDAR": "a calendar",
    "SOURCE": "a source",
    "CHILD": "a child",
    "FROM": "a binding",
    "SLO": "an slo",
    "TIERS": "a list of tiers",
    "ALERTS": "an `alerts` block",
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
SHAPES = {
    "SERVICE": 'service checkout "Checkout API" { … }',
    "OWNER": 'owner "payments@example.com"',
    "DESCRIPTION": 'description "…"',
    "RUNBOOK": 'runbook "https://…"',
    "LABEL": 'label team = "payments"',
    "CALENDAR": "calendar office { … }",
    "TIMEZONE": "timezone Europe/Berlin",
    "OPEN": "open mon..fri 09:00-12:30, 13:30-18:00",
    "CLOSED": 'closed 2026-12-28 .. 2026-12-31 "year end"',
    "HOLIDAYS": "holidays DE-BE",
    "COVERS": "covers 2016 .. 2036",
    "SOURCE": 'source tickets "Support tickets" { … }',
    "EXPECTED": "expected 90 per day",
    "MEASURE": "measure resolution: from created_at to solved_at",
    "CHILD": "child messages { … }",
    "KEY": "key ticket_id",
    "AT": "at created_at",
    "UNTIL": "until held_until",
    "FIELD": "field solved_at: time?",
    "FROM": 'from sql { table "support.tickets" }',
    "BUCKETS": "buckets latency 50ms, 100ms, 300ms",
    "TIMES": "times in Europe/Berlin",
    "SLO": 'slo latency "Requests are fast" { … }',
    "EXPECT": "expect 95% of tickets to have first_response within 15m over 28d",
    "TIERS": 'tiers by priority { "urgent": 95% within 15m else: 90% within 1h }',
    "SLA": "sla 90% within 30m",
    "ALERTS": "alerts desk",
    "EXCLUDE": "exclude 2026-11-07T22:00Z .. 2026-11-08T02:00Z",
    "REVIEW": "review every quarter, last 2026-09-30",
    "EMPTY": "empty slices are bad",
    "POLICY": "policy desk { … }",
    "SEVERITY": "page when 2% of budget burns in 1h",
    "ONLY": "only after 5 bad events",
    "TEMPLATE": "template availability(goal: percent) { … }",
    "TEST": 'test "an early answer waits" for support.first_response { … }',
    "GIVEN": 'given tickets { { ticket_id: 1, priority: "urgent" } }',
}
TEST_SHAPES = {"EXPECT": "expect good 1, bad 1, page quiet", "AT": "at 2026-03-31T00:00Z"}


def quoted(words: Iterable[str]) -> str:
    """``a, b or c``."""
    listed = list(words)
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} or {listed[-1]}"


def words_of(kind: str, vocabulary: Vocabulary) -> list[str]:
    """What may be typed for a keyword or a sign; empty for a kind that stands for many texts."""
    if kind in vocabulary.signs:
        return [vocabulary.signs[kind]]
    return [word for word, kinds in vocabulary.words.items() if kind in kinds]


def typed(kind: str, vocabulary: Vocabulary) -> str:
    """What to type for one kind, as in ``write …``."""
    if kind in KINDS:
        example = EXAMPLES.get(kind)
        return f"{KINDS[kind]}, as in `{example}`" if example else KINDS[kind]
    return expectation([kind], vocabulary)


def expectation(kinds: Iterable[str], vocabulary: Vocabulary, most: int = MOST) -> str:
    """A list of expected kinds as a person would say it: words first, then signs, then values, each group under one name."""
    left = dict.fromkeys(kinds)
    tail = []
    if left.keys() >= OPERAND:
        left = {kind: None for kind in left if kind not in OPERANDS}
        tail.append("an expression")
    elif len(SCALAR & left.keys()) >= 5:
        left = {kind: None for kind in left if kind not in SCALAR}
        tail.append("a value")
    if len(OPERATORS & left.keys()) >= 3:
        left = {kind: None for kind in left if kind not in OPERATORS}
        tail.append("an operator")
    if len(left) > 1 or tail:
        left.pop("PARAM", None)  # a parameter may stand wherever a value may: no news
    fixed = [f"`{word}`" for kind in left if kind not in KINDS for word in words_of(kind, vocabulary)]
    fixed.sort(key=lambda word: not word[1].isalpha())
    parts = list(dict.fromkeys([*fixed, *(KINDS[kind] for kind in left if kind in KINDS), *tail]))
    if len(parts) > most:
        return ", ".join(parts[:most]) + ", …"
    return quoted(parts) if parts else "nothing more"


def found_in_words(token: Token) -> str:
    """A token as it is quoted in a sentence."""
    if token.kind == END:
        return "the end of the file"
    text = token.text.split("\n", 1)[0]
    return f"`{text[:30]}…`" if len(text) > 31 or "\n" in token.text else f"`{text}`"


def after(symbols: Sequence[str], before: Token | None) -> str:
    """Where the parser stands, as in `` after the measure``: by the two symbols on top of its stack, or by the last token."""
    role = ROLES.get((symbols[-2], symbols[-1])) if len(symbols) > 1 else None
    if role is None and before is not None:
        role = found_in_words(before)
    return f" after {role}" if role else ""
