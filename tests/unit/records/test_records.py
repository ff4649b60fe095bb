"""A record behaves as the standard frozen dataclass does."""

from __future__ import annotations

import copy
import dataclasses
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sloc.records import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Place:
    at: int = field(compare=False, repr=False)


@dataclass(frozen=True)
class Named(Place):
    values: str
    missing: tuple[int, ...] = ()
    self_: list[int] = field(default_factory=list)
    memo: dict[str, int] = field(default_factory=dict, init=False, compare=False, repr=False)


@dataclasses.dataclass(frozen=True, kw_only=True)
class StandardPlace:
    at: int = dataclasses.field(compare=False, repr=False)


@dataclasses.dataclass(frozen=True)
class StandardNamed(StandardPlace):
    values: str
    missing: tuple[int, ...] = ()
    self_: list[int] = dataclasses.field(default_factory=list)


PAIR = tuple[int, str, tuple[int, ...]]
PAIRS = st.tuples(st.integers(0, 2), st.sampled_from("ab"), st.sampled_from([(), (1,)]))


@given(PAIRS, PAIRS)
def test_equality_and_text_are_the_standard_ones(
    a: tuple[int, str, tuple[int, ...]], b: tuple[int, str, tuple[int, ...]]
) -> None:
    ours = [Named(values, missing, at=at) for at, values, missing in (a, b)]
    standard = [StandardNamed(values, missing, at=at) for at, values, missing in (a, b)]
    assert (ours[0] == ours[1]) == (standard[0] == standard[1])
    assert repr(ours[0]) == repr(standard[0]).replace("Standard", "")
    assert ours[0] != standard[0]


def test_hashes_follow_equality() -> None:
    assert hash(Place(at=1)) == hash(Place(at=2))
    assert {Place(at=1), Place(at=2)} == {Place(at=3)}


def test_it_is_a_dataclass() -> None:
    named = Named("v", at=1)
    assert [each.name for each in dataclasses.fields(named)] == ["at", "values", "missing", "self_", "memo"]
    assert dataclasses.replace(named, values="w", at=2) == Named("w", at=9)
    match named:
        case Named(values, missing):
            assert (values, missing) == ("v", ())
    assert copy.deepcopy(named) == named
    assert pickle.loads(pickle.dumps(named)) == named


def test_default_factories_are_called_each_time() -> None:
    assert Named("a", at=1).self_ is not Named("a", at=1).self_
    assert Named("a", (), [7], at=1).self_ == [7]
    assert Named("a", at=1).memo == {}
    assert Named("a", at=1).memo is not Named("a", at=1).memo


def test_it_is_frozen() -> None:
    named = Named("a", at=1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        named.values = "b"  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        del named.values


@pytest.mark.parametrize("arguments", [(), ("a", (), [], 4), ("a",)])
def test_wrong_arguments_are_refused(arguments: tuple[object, ...]) -> None:
    with pytest.raises(TypeError):
        Named(*arguments)  # type: ignore[call-arg,arg-type]
