"""How fast sloc starts, as ratios to an empty app of the same typer; exits 1 where a target is missed."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

RUNS = 21
HEAVY = ("rich", "jinja2", "jsonschema", "lark", "holidays", "duckdb", "pydantic")
EMPTY_APP = """
import typer
app = typer.Typer()
@app.command()
def main() -> None:
    pass
if __name__ == "__main__":
    app()
"""
SPEC = """
service shop {
  owner "shop@example.com"
  source requests {
    at ts
    field code: int
    from sql { table "logs.requests" }
  }
  slo availability "Requests succeed" { expect 99.9% of requests to satisfy code < 500 over 30d }
}
"""
IMPORTED = """
import json, sys
from sloc.cli.app import app
sys.argv = ["sloc", "check"]
try:
    app(standalone_mode=False)
finally:
    print(json.dumps(sorted(sys.modules)))
"""


def seconds(command: list[str], folder: Path) -> float:
    """CPU seconds of a process: what else the machine does at the time is not in them."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    nowhere = subprocess.DEVNULL
    done = subprocess.run(command, cwd=folder, stdout=nowhere, stderr=nowhere, env=environment(folder))
    assert done.returncode in (0, 1), "1: it has found what it was to find"
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def environment(folder: Path) -> dict[str, str]:
    """The machine's, with a cache of our own."""
    return {**os.environ, "XDG_CACHE_HOME": str(folder.parent / "cache"), "SLOC_NO_CACHE": ""}


def ratio(ours: list[str], theirs: list[str], folder: Path) -> tuple[float, float, float]:
    """The median of our time over theirs, run in turn, and both medians in milliseconds."""
    for command in (ours, theirs):
        seconds(command, folder)
    pairs = [(seconds(ours, folder), seconds(theirs, folder)) for _ in range(RUNS)]
    return (
        statistics.median(a / b for a, b in pairs),
        statistics.median(a for a, _ in pairs) * 1000,
        statistics.median(b for _, b in pairs) * 1000,
    )


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "project")
        folder.mkdir()
        (folder / "empty.py").write_bytes(EMPTY_APP.encode())
        (folder / "sloc.toml").write_bytes(b'[project]\nname = "shop"\n\n[targets.sql]\ndialects = ["duckdb"]\n')
        (folder / "specs").mkdir()
        (folder / "specs" / "shop.slo").write_bytes(SPEC.encode())
        sloc, empty = [sys.executable, "-m", "sloc"], [sys.executable, "empty.py"]
        rows = [
            ("sloc --help / empty app --help", [*sloc, "--help"], [*empty, "--help"], 1.3),
            ("sloc check / empty app", [*sloc, "check"], empty, 3.5),
            ("sloc check, nothing remembered", ["env", "SLOC_NO_CACHE=1", *sloc, "check"], empty, 5),
        ]
        missed = 0
        for title, ours, theirs, target in rows:
            measured, mine, other = ratio(ours, theirs, folder)
            verdict = "ok" if measured <= target else "MISSED"
            missed += measured > target
            print(f"{title:<34} {measured:5.2f}×  (target ≤ {target}×: {verdict}; {mine:.0f} ms / {other:.0f} ms)")
        command = [sys.executable, "-c", IMPORTED]
        out = subprocess.run(command, cwd=folder, check=True, capture_output=True, env=environment(folder)).stdout
        heavy = [module for module in HEAVY if module in json.loads(out.splitlines()[-1])]
        missed += bool(heavy)
        print(f"{'imported by sloc check':<34} {', '.join(heavy) or 'none'} of {', '.join(HEAVY)}")
        return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
