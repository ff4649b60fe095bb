"""The real program on a project that `sloc init` has started."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.processes import run

ROOT = Path(__file__).resolve().parents[2]
SLOC = [sys.executable, "-m", "sloc"]
Tree = dict[str, bytes | None]

_UNSET = {"NO_COLOR", "FORCE_COLOR", "COLUMNS", "LC_ALL", "LANG", "CI"}


def environment(**more: str) -> dict[str, str]:
    return {**{name: value for name, value in os.environ.items() if name not in _UNSET}, "PYTHONPATH": str(ROOT), **more}


def sloc(folder: Path, *args: str | Path, code: int | None = 0, **more: str) -> subprocess.CompletedProcess[str]:
    done = run(
        [*SLOC, *args], cwd=folder, env=environment(**more), text=True, stdin=subprocess.DEVNULL, errors="surrogateescape"
    )
    assert code is None or done.returncode == code, (args, done.returncode, done.stdout, done.stderr)
    assert_calm(done.stdout + done.stderr)
    return done


def shell(folder: Path, command: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A command of bash in which `sloc` is the program."""
    text = f'sloc() {{ {sys.executable} -m sloc "$@"; }}\n{command}'
    done = run(["bash", "-c", text], cwd=folder, env=environment(**more), text=True)
    assert_calm(done.stdout + done.stderr)
    return done


def assert_calm(output: str) -> None:
    assert "Traceback" not in output
    assert "a bug in sloc" not in output
    assert "Exception ignored" not in output
    assert "KeyboardInterrupt" not in output


def tree(folder: Path) -> Tree:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None for path in sorted(folder.rglob("*"))
    }


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def spoil(command: str, shop: Path) -> None:
    """Give the command something to do."""
    if command == "build":
        replace(shop / "specs/web.slo", "service web", "service web2")
        replace(shop / "specs/support.slo", "90%", "91%")
    elif command == "lock":
        (shop / "sloc.lock").unlink()
    elif command != "init new":
        for path in (shop / "specs").iterdir():
            replace(path, "  owner", "   owner")
            if command == "check --fix":
                replace(path, "over 30d" if path.name == "web.slo" else "over 28d", "over 30days")
