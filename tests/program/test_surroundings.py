"""Strange folders, names and files: nothing half-written, no traceback, and a word on what is wrong."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from tests.program.shop import replace, shell, sloc, tree


@pytest.mark.parametrize(
    "command", ["check", "build", "build --out x", "lock", "fmt", "fmt x", "init", "status", "ir", "explain web"]
)
def test_the_current_folder_is_gone(tmp_path: Path, command: str) -> None:
    done = shell(tmp_path, f"mkdir gone; cd gone; rmdir ../gone; sloc {command}; echo $?")
    assert done.stdout == "2\n"
    assert done.stderr == "sloc: the current folder is gone; change to one that is there\n"
    assert list(tmp_path.iterdir()) == []


def test_file_names_that_are_no_text(shop: Path, tmp_path: Path) -> None:
    bad = os.fsencode(shop / "specs") + b"/w\xff.slo"
    shutil.move(shop / "specs/web.slo", os.fsdecode(bad))
    before = {os.fsencode(path) for path in shop.rglob("*")}
    for command in ("check", "build", "fmt", "check --fix", "ir"):
        for format in ("text", "json", "github", "sarif"):
            done = sloc(shop, "--format", format, *command.split(), code=1)
            assert "name that is not UTF-8" in done.stdout + done.stderr
    assert {os.fsencode(path) for path in shop.rglob("*")} == before
    moved = shutil.move(shop, os.fsdecode(os.fsencode(tmp_path) + b"/p\xe9"))
    shutil.move(os.fsdecode(os.fsencode(moved) + b"/specs/w\xff.slo"), Path(moved, "specs/web.slo"))
    for command in ("check", "build", "build --check", "fmt", "lock"):  # the folders above may be called as they like
        sloc(Path(moved), *command.split())
    sloc(tmp_path, "-C", moved, "build", "--out", os.fsdecode(b"q\xe9"))


def test_names_that_are_too_long(shop: Path) -> None:
    before = tree(shop)
    name = "a" * 300
    for args in (("build", "--out", name), ("fmt", name), ("init", name)):
        assert "too long" in sloc(shop, *args, code=1).stderr
    assert tree(shop) == before


def test_the_root_folder_as_output(shop: Path) -> None:
    if os.geteuid() == 0:
        shutil.rmtree(shop / "specs")
        (shop / "specs").mkdir()
        (shop / "specs/a.slo").write_text("oops", encoding="utf-8")  # root may write there: only look
        sloc(shop, "build", "--check", "--out", "/", code=1)
    else:
        assert "SLO404" in sloc(shop, "build", "--out", "/", code=1).stderr


@pytest.mark.parametrize("name", ["sloc.lock", "specs/pipe.slo"])
def test_a_pipe_in_a_files_place_keeps_nobody_waiting(shop: Path, name: str) -> None:
    (shop / name).unlink(missing_ok=True)
    os.mkfifo(shop / name)
    for command in ("check", "build"):
        done = sloc(shop, command, code=1)
        assert f"{name} is no regular file" in done.stdout + done.stderr


def test_links_stay_links(shop: Path) -> None:
    kept = shop / "kept"
    kept.mkdir()
    for name in ("sloc.lock", "sloc.toml", "specs/web.slo"):
        elsewhere = kept / Path(name).name
        shutil.move(shop / name, elsewhere)
        (shop / name).symlink_to(elsewhere)
    shutil.move(shop / "generated", kept / "built")
    (shop / "generated").symlink_to(kept / "built")
    (kept / "sloc.lock").write_text("", encoding="utf-8")
    sloc(shop, "lock")
    assert (shop / "sloc.lock").is_symlink()
    assert "Europe/Berlin" in (kept / "sloc.lock").read_text("utf-8")
    replace(kept / "web.slo", "code:  int", "code:  integer")
    sloc(shop, "check", "--fix")
    assert "code:  int\n" in (kept / "web.slo").read_text("utf-8")
    replace(kept / "web.slo", "  owner", "    owner")
    sloc(shop, "fmt")
    assert '\n  owner "' in (kept / "web.slo").read_text("utf-8")
    sloc(shop, "build")
    assert all((shop / name).is_symlink() for name in ("sloc.lock", "sloc.toml", "specs/web.slo", "generated"))
    sloc(shop, "build", "--check")


def test_links_in_a_circle(shop: Path) -> None:
    (shop / "sloc.lock").unlink()
    (shop / "sloc.lock").symlink_to("sloc.lock")
    assert "SLO404" in sloc(shop, "lock", code=1).stderr
    shutil.rmtree(shop / "generated")
    (shop / "generated").symlink_to("generated")
    for args in (("lock",), ("build",), ("build", "--check")):
        assert "error[SLO" in sloc(shop, *args, code=1).stderr


def test_other_line_ends_and_a_byte_order_mark_give_the_same_bytes(shop: Path) -> None:
    for path in (*(shop / "specs").iterdir(), shop / "sloc.toml", shop / "sloc.lock"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert sloc(shop, "check").stdout == ""
    sloc(shop, "build", "--check")


def test_a_generated_file_that_somebody_edited(shop: Path) -> None:
    rules = shop / "generated/prometheus/web.yml"
    built = rules.read_bytes()
    replace(rules, 'severity: "page"', 'severity: "ticket"')
    done = sloc(shop, "build", "--check", code=1)
    assert '-          severity: "ticket"\n+          severity: "page"\n' in done.stdout
    assert "warning[SLO408]: `generated/prometheus/web.yml` was edited after sloc wrote it\n" in done.stderr
    assert "error[SLO405]" in done.stderr
    done = sloc(shop, "build")
    assert "warning[SLO408]: `generated/prometheus/web.yml` was edited after sloc wrote it, and is overwritten\n" in done.stderr
    assert re.search(r"^wrote 1 file to generated, \d+ unchanged\n\Z", done.stderr, re.MULTILINE)
    assert rules.read_bytes() == built
    assert re.fullmatch(r"wrote 0 files to generated, \d+ unchanged\n", sloc(shop, "build").stderr)
