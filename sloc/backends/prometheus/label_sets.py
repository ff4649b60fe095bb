"""Sets of series by their labels: unions of selectors, closed under union, intersection and complement.

An absent label and an empty one are the same to Prometheus, and stand here as the value ``""``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import TypeAlias

from sloc.backends.prometheus import integers
from sloc.backends.prometheus.integers import Intervals
from sloc.backends.promql import Matcher
from sloc.backends.promql.quoting import literal_pattern

MOST_SELECTORS = 16
"""A condition that needs more selectors than this is refused: its rules could not be read."""

_FEW = 4


class TooManySelectors(ValueError):
    """A set that takes more than :data:`MOST_SELECTORS` selectors."""


@dataclass(frozen=True)
class Texts:
    """The values listed or matched by a pattern; with `negated` all the others."""

    literals: frozenset[str]
    patterns: frozenset[str] = frozenset()
    negated: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether no value is in the set."""
        return not (self.literals or self.patterns or self.negated)

    def complement(self) -> Texts:
        """All other values."""
        return Texts(self.literals, self.patterns, not self.negated)

    def union(self, other: Values) -> Texts | None:
        """The values of both, where one set of this kind says it exactly; else None."""
        if not isinstance(other, Texts):
            return None
        if not self.negated and not other.negated:
            return Texts(self.literals | other.literals, self.patterns | other.patterns)
        if self.negated and other.negated:
            same = self.patterns == other.patterns
            return Texts(self.literals & other.literals, self.patterns, True) if same else None
        listed, others = (other, self) if self.negated else (self, other)
        plain = not (listed.patterns or others.patterns)
        return Texts(others.literals - listed.literals, frozenset(), True) if plain else None

    def matchers(self, label: str) -> Iterator[Matcher]:
        """Matchers that all of the values, and no others, fulfil. Plain comparisons are told apart from patterns."""
        literals, patterns = sorted(self.literals), sorted(self.patterns)
        if self.negated:
            if len(literals) <= _FEW:
                yield from (Matcher(label, "!=", literal) for literal in literals)
                literals = []
            if literals or patterns:
                yield Matcher(label, "!~", _alternatives(literals, patterns))
        elif len(literals) == 1 and not patterns:
            yield Matcher(label, "=", literals[0])
        else:
            yield Matcher(label, "=~", _alternatives(literals, patterns))


@dataclass(frozen=True)
class Integers:
    """The whole numbers in the intervals; with `others` every text that is no whole number, too."""

    intervals: Intervals
    others: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether no value is in the set."""
        return not (self.intervals or self.others)

    def complement(self) -> Integers:
        """All other values."""
        return Integers(integers.complement(self.intervals), not self.others)

    def union(self, other: Values) -> Integers | None:
        """The values of both; None for a set of another kind."""
        if not isinstance(other, Integers):
            return None
        return Integers(integers.union(*self.intervals, *other.intervals), self.others or other.others)

    def matchers(self, label: str) -> Iterator[Matcher]:
        """One matcher, if any is needed at all."""
        if self.others:
            missing = self.complement()
            if missing.intervals:
                yield from Texts(*missing._parts(), negated=True).matchers(label)
        else:
            yield from Texts(*self._parts()).matchers(label)

    def _parts(self) -> tuple[frozenset[str], frozenset[str]]:
        """The only number of the set as a literal, several as one pattern."""
        (low, high), *more = self.intervals
        if not more and low is not None and low == high:
            return frozenset({str(low)}), frozenset()
        return frozenset(), frozenset({integers.pattern(self.intervals)})


Values: TypeAlias = Texts | Integers

Selection: TypeAlias = tuple[tuple[str, Values], ...]
"""Series of which each label named has a value in its set. In order of labels; none of the sets is empty or everything."""

Region: TypeAlias = tuple[Selection, ...]
"""The series in any of the selections."""

NOTHING: Region = ()
EVERYTHING: Region = ((),)


def having(label: str, values: Values) -> Region:
    """The series of which the label has one of the values."""
    selection = _selection([(label, values)])
    return NOTHING if selection is None else (selection,)


def either(*regions: Region) -> Region:
    """The series in any of the regions."""
    return _simplified([selection for region in regions for selection in region])


def both(first: Region, second: Region) -> Region:
    """The series in both regions."""
    met = (_selection([*left, *right]) for left, right in product(first, second))
    return _simplified([selection for selection in met if selection is not None])


def others(region: Region) -> Region:
    """The series that are not in the region."""
    left = EVERYTHING
    for selection in region:
        left = both(left, either(*(having(label, values.complement()) for label, values in selection)))
    return left


def matchers(selection: Selection) -> tuple[Matcher, ...]:
    """A selection as matchers."""
    return tuple(matcher for label, values in selection for matcher in values.matchers(label))


def _intersection(left: Values, right: Values) -> Values | None:
    joined = left.complement().union(right.complement())
    return None if joined is None else joined.complement()


def _selection(parts: Iterable[tuple[str, Values]]) -> Selection | None:
    """The series that fulfil all parts, one set for each label where that is possible; None where none can."""
    sets: list[tuple[str, Values]] = []
    for label, values in parts:
        met = values
        for known in [each for each in sets if each[0] == label]:
            smaller = _intersection(met, known[1])
            if smaller is not None:
                sets.remove(known)
                met = smaller
        sets.append((label, met))
    if any(values.is_empty for _, values in sets):
        return None
    kept = [(label, values) for label, values in dict.fromkeys(sets) if not values.complement().is_empty]
    return tuple(sorted(kept, key=lambda each: (each[0], *(str(one) for one in matchers((each,))))))


def _simplified(selections: list[Selection]) -> Region:
    """Without selections that lie in another, and with those that differ in one label made one."""
    found = list(dict.fromkeys(selections))
    while (pair := _mergeable(found)) is not None:
        left, right, merged = pair
        found = [each for each in found if each not in (left, right)]
        if merged not in found:
            found.append(merged)
    if len(found) > MOST_SELECTORS:
        raise TooManySelectors
    return tuple(sorted(found, key=lambda each: str(matchers(each))))


def _mergeable(selections: list[Selection]) -> tuple[Selection, Selection, Selection] | None:
    for at, left in enumerate(selections):
        for right in selections[at + 1 :]:
            merged = _merged(left, right)
            if merged is not None:
                return left, right, merged
    return None


def _merged(left: Selection, right: Selection) -> Selection | None:
    """One selection for both, where there is one."""
    if set(left) <= set(right):
        return left
    if set(right) <= set(left):
        return right
    only_left, only_right = [each for each in left if each not in right], [each for each in right if each not in left]
    if len(only_left) != 1 or len(only_right) != 1 or only_left[0][0] != only_right[0][0]:
        return None
    label = only_left[0][0]
    values = only_left[0][1].union(only_right[0][1])
    return None if values is None else _selection([*(each for each in left if each in right), (label, values)])


def _alternatives(literals: list[str], patterns: list[str]) -> str:
    """An RE2 pattern for any of them. A pattern among others is a group, for it may have alternatives or flags of its own."""
    if not literals and len(patterns) == 1:
        return patterns[0]
    return "|".join([*map(literal_pattern, literals), *(f"(?:{pattern})" for pattern in patterns)])
