"""A cache is used only where it belongs to the user alone, and never inside a checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

from sloc.cache.folder import cache_folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    folder = tmp_path / "repository" / "slos"
    folder.mkdir()
    return folder


def test_it_is_made_below_the_users_cache_for_the_user_alone(project: Path, tmp_path: Path) -> None:
    made = cache_folder(project, {"XDG_CACHE_HOME": str(tmp_path / "cache"), "HOME": str(tmp_path / "home")})
    assert made == tmp_path / "cache" / "sloc"
    assert made.stat().st_mode & 0o777 == 0o700
    assert not (tmp_path / "home").exists()


def test_without_a_folder_for_caches_it_lies_in_the_home(project: Path, tmp_path: Path) -> None:
    assert cache_folder(project, {"HOME": str(tmp_path)}) == tmp_path / ".cache" / "sloc"


@pytest.mark.parametrize("below", ["", ".cache", "slos/cache"])
def test_a_cache_in_the_checkout_is_not_used(project: Path, below: str) -> None:
    checkout = project.parent
    assert cache_folder(project, {"XDG_CACHE_HOME": str(checkout / below)}) is None
    assert sorted(path.name for path in checkout.rglob("*")) == [".git", "slos"]  # and nothing was made there


def test_a_link_that_leads_into_the_checkout_is_seen_through(project: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(project)
    assert cache_folder(project, {"XDG_CACHE_HOME": str(tmp_path / "link")}) is None


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o722])
def test_one_that_others_can_write_to_is_not_used(project: Path, tmp_path: Path, mode: int) -> None:
    folder = tmp_path / "sloc"
    folder.mkdir()
    folder.chmod(mode)
    assert cache_folder(project, {"XDG_CACHE_HOME": str(tmp_path)}) is None


def test_one_of_somebody_else_is_not_used(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cache_folder(project, {"XDG_CACHE_HOME": str(tmp_path)}) is not None
    monkeypatch.setattr("os.geteuid", lambda: (tmp_path / "sloc").stat().st_uid + 1)
    assert cache_folder(project, {"XDG_CACHE_HOME": str(tmp_path)}) is None


def test_a_link_in_its_place_is_not_used(project: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (tmp_path / "sloc").symlink_to(tmp_path / "elsewhere")
    assert cache_folder(project, {"XDG_CACHE_HOME": str(tmp_path)}) is None


@pytest.mark.parametrize(
    "environment",
    [{}, {"XDG_CACHE_HOME": ""}, {"XDG_CACHE_HOME": "relative"}, {"HOME": "/dev/null"}, {"HOME": "/", "SLOC_NO_CACHE": "1"}],
    ids=str,
)
def test_without_a_place_there_is_none(project: Path, environment: dict[str, str]) -> None:
    assert cache_folder(project, environment) is None
