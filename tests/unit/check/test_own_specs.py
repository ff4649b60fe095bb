"""What the checker says about the project's own specs, and about a slip in one of them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from sloc.calendars.lock import read_lock
from sloc.check import checker
from sloc.findings import Finding
from sloc.source.span import SourceFile
from sloc.syntax.parser import parse

ROOT = Path(__file__).resolve().parents[3]


def text(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def findings(*replace: str, today: dt.date | None = None) -> list[Finding]:
    sources = [SourceFile(path.name, text(path).replace(*replace)) for path in sorted((ROOT / "specs").glob("*.slo"))]
    lock, broken = read_lock(text(ROOT / "sloc.lock"), "sloc.lock")
    assert not broken
    parsed = [parse(source) for source in sources]
    assert not any(unread for _, unread in parsed)
    settings = checker.Settings("acme", 2026, today)
    return checker.check([file for file, _ in parsed], {source.path: source for source in sources}, lock, settings)[1]


def test_there_is_nothing_to_say_about_them() -> None:
    assert findings("", "") == []


def test_a_review_is_due_in_its_time() -> None:
    assert findings("", "", today=dt.date(2026, 12, 29)) == []
    assert [found.code for found in findings("", "", today=dt.date(2026, 12, 30))] == ["SLO505"]


def test_the_example_of_the_language_s_description() -> None:
    """docs/language.md §4: the numbers come out of this spec."""
    (found,) = findings("page   when 2% of budget burns in 1h", "page   when 8% of budget burns in 1h")
    assert found.code == "SLO306"
    assert found.message == "this alert can never fire"
    assert found.label == "needs a burn rate of 14.1x (8% of 176 open hours in 1)"
    assert [label.text for label in found.labels] == ["with this target a total failure burns 10x"]
    assert found.help[0] == "write `8% of budget burns in 90m`, or `5% of budget burns in 1h`"
