"""What is kept comes back; what is damaged, another's, or too large does not, and nothing raises."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sloc.cache import store
from sloc.cache.store import Store

KEY = "ab" * 32


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """The file of an entry."""
    Store(tmp_path).put(KEY, ["é", 1, None])
    return tmp_path / f"{KEY}.json"


def test_what_is_kept_comes_back(kept: Path) -> None:
    assert Store(kept.parent).get(KEY) == ["é", 1, None]
    assert kept.stat().st_mode & 0o777 == 0o600
    assert list(kept.parent.iterdir()) == [kept]


def test_an_entry_serves_only_its_own_key(kept: Path) -> None:
    other = "cd" * 32
    kept.rename(kept.with_name(f"{other}.json"))
    assert Store(kept.parent).get(other) is None
    assert Store(kept.parent).get(KEY) is None


@given(at=st.integers(0, 200), byte=st.integers(1, 255))
def test_a_damaged_entry_is_ignored(tmp_path_factory: pytest.TempPathFactory, at: int, byte: int) -> None:
    folder = tmp_path_factory.mktemp("cache")
    Store(folder).put(KEY, "a verdict")
    path = folder / f"{KEY}.json"
    content = bytearray(path.read_bytes())
    content[at % len(content)] ^= byte
    path.write_bytes(content)
    assert Store(folder).get(KEY) is None


def test_a_truncated_entry_is_ignored(kept: Path) -> None:
    whole = kept.read_bytes()
    for length in range(len(whole)):
        kept.write_bytes(whole[:length])
        assert Store(kept.parent).get(KEY) is None


@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_an_entry_that_others_can_write_is_ignored(kept: Path, mode: int) -> None:
    kept.chmod(mode)
    assert Store(kept.parent).get(KEY) is None


def test_a_link_a_folder_and_a_pipe_are_ignored(kept: Path) -> None:
    real = kept.rename(kept.with_name("real"))
    kept.symlink_to(real)
    assert Store(kept.parent).get(KEY) is None
    kept.unlink()
    os.mkfifo(kept)
    assert Store(kept.parent).get(KEY) is None
    kept.unlink()
    kept.mkdir()
    assert Store(kept.parent).get(KEY) is None
    Store(kept.parent).put(KEY, "cannot take the folder's place")
    assert sorted(path.name for path in kept.parent.iterdir()) == [kept.name, "real"]


def test_a_large_value_is_not_kept(tmp_path: Path) -> None:
    Store(tmp_path).put(KEY, "x" * store.MOST_BYTES)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_gone_is_no_obstacle(tmp_path: Path) -> None:
    gone = Store(tmp_path / "gone")
    gone.put(KEY, 1)
    assert gone.get(KEY) is None


def test_the_older_half_goes_when_there_are_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST_ENTRIES", 10)
    made = Store(tmp_path)
    for number in range(11):
        made.put(f"{number:064}", number)
        os.utime(tmp_path / f"{number:064}.json", (number, number))
    made.put(f"{11:064}", 11)
    assert [number for number in range(12) if made.get(f"{number:064}") is not None] == [6, 7, 8, 9, 10, 11]


def test_a_key_that_is_kept_again_is_replaced(kept: Path) -> None:
    Store(kept.parent).put(KEY, "new")
    assert Store(kept.parent).get(KEY) == "new"
