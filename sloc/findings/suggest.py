"""Which known word was meant: the one place that guesses at spelling.

The distance is that of optimal string alignment, as in most compilers. The ratio of the standard library's ``difflib`` does not
see that two neighbours are swapped: by it ``fo`` is nearer to ``for`` (0.80) than to ``of`` (0.50), and nothing is near ``bi``.
"""

from __future__ import annotations

from collections.abc import Iterable

LONGEST = 64
"""Longer words are not compared: nobody misspells them, and a stranger's file may be full of them."""

SHORTEST_START = 3
"""So many letters are enough to be the start of a longer word, which is at most `FURTHER` letters longer."""

FURTHER = 6

MOST_SHOWN = 8
"""Of what there is, so many are named."""


def suggest(word: str, known: Iterable[str]) -> list[str]:
    """The known words that `word` may stand for, the likeliest first; none of them where nothing is near.

    Near is what one step in three letters reaches, at least one step: a letter more, less or other, or two neighbours swapped;
    a single letter is too little to go by. So is what begins with the word, or what the word begins with. Case does not matter.
    """
    low = word.lower()
    if not 0 < len(low) <= LONGEST:
        return []
    ranked = ((_steps(low, each.lower()), each) for each in set(known) if 0 < len(each) <= LONGEST)
    return [each for steps, each in sorted((steps, each) for steps, each in ranked if steps is not None)]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A help: ``did you mean `office`?``, what there is where nothing is near, and nothing where nothing is known."""
    names = set(known)
    near = suggest(word, names)
    if near:
        return f"did you mean `{near[0]}`?"
    if not names:
        return ""
    shown = ", ".join(f"`{each}`" for each in sorted(names)[:MOST_SHOWN])
    return f"there is {shown}" + (", …" if len(names) > MOST_SHOWN else "")


def _steps(word: str, known: str) -> int | None:
    """How far a known word is from a word, both of lower case; None where it is too far to be meant."""
    longer = max(len(word), len(known))
    limit = max(longer // 3, 1)
    starts = word.startswith(known) or known.startswith(word)
    apart = abs(len(word) - len(known))
    if starts and min(len(word), len(known)) >= SHORTEST_START and apart <= FURTHER:
        return apart
    if apart > limit or _letters_apart(word, known) > limit:
        return None
    steps = distance(word, known)
    return steps if steps <= limit and steps < len(word) else None


def _letters_apart(a: str, b: str) -> int:
    """A lower bound of the distance that is quick to tell: the letters that one of the words has and the other does not."""
    return max(sum(letter not in b for letter in a), sum(letter not in a for letter in b))


def distance(a: str, b: str) -> int:
    """Steps from one word to another: insert, delete or change a letter, or swap two neighbours that stay neighbours."""
    for _ in range(2):  # what both begin and end with takes no steps
        same = next((at for at, (left, right) in enumerate(zip(a, b, strict=False)) if left != right), min(len(a), len(b)))
        a, b = a[same:][::-1], b[same:][::-1]
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
