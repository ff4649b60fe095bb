"""How fast a large program is parsed, checked and built, and where the time goes. Tells; has no target."""

from __future__ import annotations

import cProfile
import pstats
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from benchmarks import tree
from sloc import pipeline

LOCK = Path(__file__).resolve().parents[1] / "sloc.lock"
T = TypeVar("T")


def timed(title: str, work: Callable[[], T], unit: str, amount: float) -> T:
    """Print how much is done in a CPU second; what else the machine does at the time is not in it."""
    start = time.process_time()
    value = work()
    took = time.process_time() - start
    print(f"{title:<10} {amount / took:10.1f} {unit}/s   ({took:.2f} s)")
    return value


def main() -> None:
    loaded = tree.loaded(LOCK.read_text(encoding="utf-8"))
    size = sum(len(spec.text.encode()) for spec in loaded.specs) / 1e6
    print(f"{len(loaded.specs)} specs, {size:.2f} MB, {tree.SLOS} SLOs")
    pipeline.parse_all(loaded.specs[:1])
    timed("parse", lambda: pipeline.parse_all(loaded.specs), "MB", size)
    ir = timed("check", lambda: pipeline.check(loaded), "SLOs", tree.SLOS).ir
    assert ir is not None
    files, _ = timed("build", lambda: pipeline.compile(ir, loaded.project), "SLOs", tree.SLOS)
    print(f"{len(files)} files, {sum(len(file.text) for file in files) / 1e6:.1f} MB\n")
    profile = cProfile.Profile()
    profile.runcall(lambda: (pipeline.check(loaded), pipeline.compile(ir, loaded.project)))
    pstats.Stats(profile).sort_stats("cumulative").print_stats("sloc/", 25)


if __name__ == "__main__":
    main()
