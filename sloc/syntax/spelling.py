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


def candidates(word: str, known: Iterable[str]) -> list[str]:
    """What a word may be a misspelling of, the nearest first."""
    low = word.lower().strip("`")
    ranked = sorted((distance(low, candidate), candidate) for candidate in known)
    return [candidate for steps, candidate in ranked if _near(low, candidate, steps)]


def _near(low: str, candidate: str, steps: int) -> bool:
    if steps <= (1 if len(candidate) < 5 else 2) and steps < len(low):
        return True
    longer = low.startswith(candidate) or candidate.startswith(low)
    return longer and min(len(low), len(candidate)) >= 3 and abs(len(low) - len(candidate)) <= 6


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
