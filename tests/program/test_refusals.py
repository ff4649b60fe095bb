"""What the system refuses: a full disk, a folder that may not be written. Everything stays as it was."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.processes import run
from tests.program.shop import SLOC, assert_calm, environment, replace, spoil, tree

SMALL_FILES = ["bash", "-c", 'ulimit -f 1 && exec "$@"', "-"]
"""What follows it can write no more than a kibibyte to a file."""


@pytest.mark.parametrize("command", ["build", "lock", "fmt", "check --fix", "init new"])
def test_a_disk_that_takes_no_more(shop: Path, command: str) -> None:
    (shop / "sloc.lock").write_text("" if command == "lock" else (shop / "sloc.lock").read_text("utf-8"), encoding="utf-8")
    replace(shop / "specs/support.slo", "  owner", "   owner")
    replace(shop / "specs/support.slo", '"urgent": 95%', '"urgent": 94%')
    if command == "check --fix":
        replace(shop / "specs/support.slo", "every 12-24", 'every 12-24 "a" open sun 10:00-14:00 closed every 12-24')
        replace(shop / "specs/support.slo", "time?", "timestamp?")
    before = tree(shop)
    done = run([*SMALL_FILES, *SLOC, *command.split()], cwd=shop, env=environment(), text=True)
    assert_calm(done.stdout + done.stderr)
    assert (done.returncode, "File too large" in done.stdout + done.stderr) == (1, True), done
    assert tree(shop) == before


@pytest.mark.parametrize("command", ["build", "lock", "fmt", "check --fix", "init new"])
def test_a_folder_that_may_not_be_written(shop: Path, command: str) -> None:
    spoil(command, shop)
    for path in (shop, *shop.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = tree(shop)
    # Permissions mean nothing to root, unless it gives this power away.
    plain = ["setpriv", "--bounding-set", "-dac_override"] if os.geteuid() == 0 else []
    done = run([*plain, *SLOC, *command.split()], cwd=shop, env=environment(), text=True)
    for path in (shop, *shop.rglob("*")):
        path.chmod(0o755)
    said = done.stdout + done.stderr
    assert_calm(said)
    assert (done.returncode, "error[SLO404]" in said, "Permission denied" in said) == (1, True, True), said
    assert tree(shop) == before
