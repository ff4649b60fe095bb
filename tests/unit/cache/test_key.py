"""A key covers everything that was read: the texts, the program, and the libraries that judge them."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sloc.cache import key as keys
from sloc.cache.key import key

TEXTS = st.lists(st.text(), max_size=4)


@given(one=TEXTS, other=TEXTS)
def test_other_texts_have_another_key(one: list[str], other: list[str]) -> None:
    assert (key(*one) == key(*other)) == (one == other)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of some of the program, in the place of the real one."""
    package = tmp_path / "sloc"
    shutil.copytree(keys.PACKAGE / "cache", package / "cache")
    (tmp_path / "grammar").mkdir()
    (tmp_path / "grammar" / "sloc.lark").write_text("start:")
    monkeypatch.setattr(keys, "PACKAGE", package)
    return package


@pytest.mark.parametrize("changed", ["sloc/cache/key.py", "grammar/sloc.lark", "sloc/new.py"])
def test_a_changed_program_has_other_keys(program: Path, changed: str) -> None:
    before = key("text")
    assert key("text") == before
    with (program.parent / changed).open("a") as file:
        file.write("#")
    assert key("text") != before


def test_a_file_that_was_written_anew_counts_as_changed(program: Path) -> None:
    before = key("text")
    os.utime(program / "cache" / "key.py", ns=(1, 1))
    assert key("text") != before


def test_compiled_python_does_not_count(program: Path) -> None:
    before = key("text")
    (program / "cache" / "__pycache__").mkdir(exist_ok=True)
    (program / "cache" / "__pycache__" / "key.pyc").write_bytes(b"")
    assert key("text") == before


def test_a_library_that_comes_changes_or_goes_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "LIBRARIES", ("a_library_of_a_test",))
    monkeypatch.syspath_prepend(str(tmp_path))
    seen = {key()}
    package = tmp_path / "a_library_of_a_test"
    package.mkdir()
    for text in ("", "VERSION = 2"):
        (package / "__init__.py").write_text(text)
        seen.add(key())
    assert len(seen) == 3
    assert "a_library_of_a_test" not in sys.modules
