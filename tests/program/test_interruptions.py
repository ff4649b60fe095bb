"""Several at once, and signals at any moment: all old or all new, and never half of it."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.counts import scaled
from tests.processes import PATIENCE, run, start
from tests.program.shop import SLOC, assert_calm, environment, replace, sloc, spoil, tree

Signalled = Callable[..., tuple[int, int]]


def test_builds_at_once_leave_one_of_them_whole(shop: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(shop, tmp_path / "other"))
    replace(other / "specs/web.slo", "service web", "service web2")
    replace(other / "specs/support.slo", "90%", "91%")
    out = tmp_path / "out"
    whole = []
    for folder in (shop, other):
        sloc(folder, "build", "--out", out)
        whole.append(tree(out))
        shutil.rmtree(out)
    running = [
        start([*SLOC, "build", "--out", out], cwd=folder, env=environment(), stderr=subprocess.PIPE, text=True)
        for folder in (shop, other) * 3
    ]
    for process in running:
        _, said = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, said
        assert "SLO408" not in said
    assert tree(out) in whole


def test_of_two_starts_at_once_one_is_refused(tmp_path: Path) -> None:
    running = [
        start([*SLOC, "init", "new"], cwd=tmp_path, env=environment(), stderr=subprocess.PIPE, text=True) for _ in range(3)
    ]
    said = [process.communicate(timeout=PATIENCE)[1] for process in running]
    assert sorted(process.returncode for process in running) == [0, 1, 1], said
    assert sum("is there already" in text for text in said) == 2
    sloc(tmp_path / "new", "build", "--check")


_AT_A_CALL = """
import os, sys
from pathlib import Path
from sloc.cli import interrupt
interrupt.install()
at, sent = int(os.environ["AT"]), int(os.environ["SENT"])
calls = 0
def count(frame, event, arg):
    global calls
    if event == "call":
        calls += 1
        if calls == at:
            os.kill(os.getpid(), sent)
from sloc.__main__ import main
sys.setprofile(count)
try:
    main()
finally:
    sys.setprofile(None)
    Path(os.environ["COUNT"]).write_text(str(calls))
"""
"""Sends itself a signal at a function call, counted from the start: a moment that does not depend on the machine's speed."""


@pytest.fixture
def signalled(tmp_path: Path) -> Signalled:
    def signalled(folder: Path, command: str, at: int, sent: signal.Signals, *, ignored: bool = False) -> tuple[int, int]:
        """The exit code, and how many calls there were (none known, if it did not get to the end)."""
        count = tmp_path / "count"
        count.unlink(missing_ok=True)
        done = run(
            [sys.executable, "-c", _AT_A_CALL, *command.split()],
            cwd=folder,
            env=environment(AT=str(at), SENT=str(int(sent)), COUNT=str(count)),
            ignoring=[sent] if ignored else [],
            text=True,
        )
        assert_calm(done.stdout + done.stderr)
        return done.returncode, int(count.read_text()) if count.exists() else 0

    return signalled


COMMANDS = ["build", "fmt", "lock", "init new", "check --fix"]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_signal_at_any_moment_leaves_all_old_or_all_new(
    shop: Path, tmp_path: Path, command: str, signalled: Signalled
) -> None:
    spoil(command, shop)
    old = tree(shop)
    again = Path(shutil.copytree(shop, tmp_path / "again"))
    code, calls = signalled(again, command, 0, signal.SIGINT)
    new = tree(again)
    assert (code, new != old) == (0, True)

    choose = random.Random(command)
    for _ in range(scaled(8)):
        shutil.rmtree(again)
        shutil.copytree(shop, again)
        sent = choose.choice([signal.SIGINT, signal.SIGTERM])
        at = choose.randint(1, calls * 9 // 10)  # the counts of two runs differ a little
        assert signalled(again, command, at, sent)[0] == 128 + sent, at
        assert tree(again) in (old, new), at


@pytest.mark.parametrize("command", COMMANDS)
def test_a_signal_that_the_caller_ignores_changes_nothing(
    shop: Path, tmp_path: Path, command: str, signalled: Signalled
) -> None:
    spoil(command, shop)
    again = Path(shutil.copytree(shop, tmp_path / "again"))
    _, calls = signalled(again, command, 0, signal.SIGINT)
    assert signalled(shop, command, calls // 2, signal.SIGINT, ignored=True)[0] == 0
    assert tree(shop) == tree(again)


_STEPPED = """
import os, signal, sys
from pathlib import Path
from sloc.cli import interrupt
interrupt.install()
steps, real = iter(range(1000)), Path.replace
def replace(self, target):
    if next(steps) == int(os.environ["STEP"]):
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)
    return real(self, target)
Path.replace = replace
from sloc.__main__ import main
main()
"""


@pytest.mark.parametrize(("command", "steps"), [("build", (0, 3)), ("init new", (0, 20)), ("fmt", (0, 1)), ("lock", (0,))])
def test_ctrl_c_between_two_renames(shop: Path, command: str, steps: tuple[int, ...], tmp_path: Path) -> None:
    spoil(command, shop)
    old = tree(shop)
    again = Path(shutil.copytree(shop, tmp_path / "again"))
    sloc(again, *command.split())
    new = tree(again)
    for step in steps:
        shutil.rmtree(again)
        shutil.copytree(shop, again)
        done = run([sys.executable, "-c", _STEPPED, *command.split()], cwd=again, env=environment(STEP=str(step)), text=True)
        assert (done.returncode, done.stderr) == (130, "")
        # `lock` has no step after its one file at which it could be undone; specs are formatted to the end.
        assert tree(again) == (new if command in ("fmt", "lock") else old)
