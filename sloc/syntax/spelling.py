"""Which word was meant."""

from __future__ import annotations

from collections.abc import Iterable

# Words that people type for ours, and that no edit distance finds.
SYNONYMS = {
    "filter": "where",
    "if": "when",
    "under": "within",
    "import": "from",
    "objective": "slo",
    "hours": "open",
    "tz": "timezone",
    "column": "field",
    "warn": "notify",
    "for": "over",
    "by": "per",
    "group": "per",
    "enum": "field",
    "metric": "measure",
    "target": "expect",
    "like": "matches",
}


def meant(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that a word is a misspelling of: the nearest, if it is near enough."""
    low = word.lower().strip("`")
    ranked = sorted((distance(low, candidate), candidate) for candidate in candidates)
    for steps, candidate in ranked:
        if steps <= (1 if len(candidate) < 5 else 2) and steps < len(low):
            return candidate
        longer = low.startswith(candidate) or candidate.startswith(low)
        if longer and min(len(low), len(candidate)) >= 3 and abs(len(low) - len(candidate)) <= 6:
            return candidate
    return None


def distance(a: str, b: str) -> int:
    """Steps from one word to another: insert, delete or change a letter, or swap two neighbours."""
    if abs(len(a) - len(b)) > 3:
        return 9
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        before, last, row = row, before, [i]
        for j, right in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
