"""A pipeline of a few lines in the place of the real one, so that the command line is tested by itself.

A spec is a list of words: ``error``, ``warning`` and ``advice`` are findings, ``file NAME TEXT`` is an output file, ``bug`` is
a bug, ``patient`` takes longer than a person waits without a word, and ``slow`` lasts until somebody interrupts. Run as a
program it is `sloc` with that pipeline, for which time passes in no other way.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from types import ModuleType, SimpleNamespace
from typing import Any

from sloc.backends.base import OutputFile
from sloc.findings import Finding, Label, finding
from sloc.findings.model import has_errors
from sloc.source.span import SourceFile, Span

LOCK = "sloc.lock"
_CODES = {"error": "SLO101", "warning": "SLO509", "advice": "SLO402"}


def load(start: Path) -> Any:
    sources = {path.name: SourceFile(path.name, path.read_text(encoding="utf-8")) for path in sorted(start.glob("*.slo"))}
    project = SimpleNamespace(root=start, out="generated")
    return SimpleNamespace(project=project, sources=sources, findings=())


def check(loaded: Any, today: Any = None) -> Any:
    findings: list[Finding] = []
    for source in loaded.sources.values():
        if "bug" in source.text:
            raise ZeroDivisionError("division by \x1b[31mzero")
        if "slow" in source.text:
            print("waiting", file=sys.stderr, flush=True)
            _let_time_pass()
            while True:
                signal.pause()
        if "patient" in source.text:
            _let_time_pass()
        for word, code in _CODES.items():
            at = source.text.find(word)
            while at >= 0:
                span = Span(source.path, at, at + len(word))
                findings.append(finding(code, f"here is an {word} on {today}", span, "日本", labels=[Label(span, "twice")]))
                at = source.text.find(word, at + 1)
    ir = None if has_errors(findings) else SimpleNamespace(sources=loaded.sources)
    return SimpleNamespace(ir=ir, findings=tuple(findings))


def _let_time_pass() -> None:
    """Whatever waits for its time has come to it."""
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer):
            thread.function(*thread.args, **thread.kwargs)


def refusals(ir: Any, project: Any) -> list[Finding]:
    return [finding("SLO401", "cannot", None) for source in ir.sources.values() if "refused" in source.text]


def verdict(loaded: Any, today: Any, tell: Any) -> list[Finding]:
    checked = check(loaded, today)
    tell("asking the back ends")
    return [*checked.findings, *([] if checked.ir is None else refusals(checked.ir, loaded.project))]


def compile(ir: Any, project: Any, targets: Sequence[str] | None, tell: Any) -> tuple[list[OutputFile], list[Finding]]:
    files = []
    for source in ir.sources.values() if ir else ():
        for line in source.text.split("\n"):
            word, _, rest = line.partition(" ")
            name, _, text = rest.partition(" ")
            if word == "file" and (not targets or name.split("/")[0] in targets):
                files.append(OutputFile(PurePosixPath(name), text + "\n"))
            if word == "unsupported":
                return files, [finding("SLO401", "cannot", None)]
    return files, []


def meaning(ir: Any, project: Any) -> str:
    return "meaning"


def lock(loaded: Any, upgrade: bool) -> tuple[str, list[Finding]]:
    return f"upgrade = {upgrade}\n", []


def module() -> ModuleType:
    """The fake as a module that can stand for `sloc.pipeline`."""
    made = ModuleType("sloc.pipeline")
    made.__dict__.update(LOCK=LOCK, load=load, check=check, verdict=verdict, compile=compile, meaning=meaning, lock=lock)
    return made


if __name__ == "__main__":
    import sloc

    sloc.pipeline = sys.modules["sloc.pipeline"] = module()  # type: ignore[attr-defined]
    from sloc.cli import progress
    from sloc.cli.app import main

    progress._PATIENCE = threading.TIMEOUT_MAX
    main()
