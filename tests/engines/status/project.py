"""Programs for the status tests: this project's specs, or a spec in a string, with what `sloc lock` would freeze."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

from sloc import pipeline
from sloc.calendars.lock import LockRequest, freeze, write_lock
from sloc.findings import Finding
from sloc.ir import Instant, Ir
from sloc.project import Project
from sloc.run.report import StatusReport
from sloc.run.status import status
from sloc.source.span import SourceFile

ROOT = Path(__file__).resolve().parents[3]
ZONES = ("Asia/Tokyo", "Europe/Berlin", "Europe/Stockholm")
REGIONS = ("DE-BE", "SE")


@cache
def _lock() -> str:
    request = LockRequest(tuple((zone, None) for zone in ZONES), tuple((region, None) for region in REGIONS), 2009, 2036)
    lock, findings = freeze(request, None, upgrade=False)
    assert not findings
    return write_lock(lock)


def program(*specs: SourceFile) -> Ir:
    """The IR of specs that have no error."""
    checked = pipeline.check_sources(specs, _lock())
    assert checked.ir is not None, checked.findings
    return checked.ir


@cache
def example_program() -> Ir:
    """The IR of this project's specs."""
    files = sorted((ROOT / "specs").glob("*.slo"))
    return program(*(SourceFile(f"specs/{file.name}", file.read_text(encoding="utf-8")) for file in files))


def instant(text: str) -> Instant:
    """Microseconds of an RFC 3339 instant."""
    return Instant((dt.datetime.fromisoformat(text) - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(microseconds=1))


def run(ir: Ir, binds: dict[str, Path], as_of: str) -> tuple[StatusReport, list[Finding]]:
    """`sloc status` at an instant."""
    return status(Project.default(Path()), ir, binds, instant(as_of))
