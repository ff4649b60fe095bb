"""What our own code saves where a library would do: ratios measured in turn in one run, each with its decision record.

Each row compares a command as it is with the same command that does it the library's way, or imports the library for it.
"""

from __future__ import annotations

import dataclasses
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.startup import SPEC, ratio

CLASSES = 200
"""About so many frozen classes `sloc check` imports where nothing is remembered."""

_SLOC = "import sys; sys.argv = ['sloc', *{args!r}]\n{before}from sloc.cli.app import main\nmain()\n"
_STANDARD_DATACLASSES = """\
import dataclasses, types
records = sys.modules["sloc.records"] = types.ModuleType("sloc.records")
records.dataclass, records.field = dataclasses.dataclass, dataclasses.field
"""
_RICH = "import rich.console, rich.syntax, rich.text\n"
_SQLGLOT = "import sqlglot, sqlglot.dialects.duckdb, sqlglot.dialects.postgres\n"
_MISTAKE = SPEC.replace("code < 500", "cod < 500")

ROWS = (
    ("check with the standard dataclasses", SPEC, ["check"], _STANDARD_DATACLASSES, True, "0008"),
    ("the same of what is remembered", SPEC, ["check"], _STANDARD_DATACLASSES, False, "0008"),
    ("check of a mistake, drawn with rich", _MISTAKE, ["check"], _RICH, True, "0007"),
    ("build of one objective with sqlglot", SPEC, ["build"], _SQLGLOT, True, "0009"),
)
"""What, the spec, the command, what it does before, whether it forgets, and the number of the decision."""


def definitions() -> tuple[float, float]:
    """The CPU time of defining classes with attrs and with ours, over that of the standard decorator."""
    import attrs

    from sloc.records import dataclass as ours

    def took(decorate: Callable[[type], type]) -> float:
        start = time.process_time()
        for number in range(CLASSES):
            decorate(type(f"C{number}", (), {"__annotations__": {"a": "int", "b": "str", "c": "int | None"}, "c": None}))
        return time.process_time() - start

    kinds = dataclasses.dataclass(frozen=True), attrs.frozen, ours(frozen=True)
    standard, of_attrs, of_ours = (statistics.median(took(kind) for _ in range(5)) for kind in kinds)
    return of_attrs / standard, of_ours / standard


def main() -> None:
    """Print each row: the ratio, and the difference in milliseconds."""
    of_attrs, of_ours = definitions()
    print(f"{f'defining {CLASSES} classes':<40} {of_attrs:.2f}× with attrs, {of_ours:.2f}× with ours (decision 0008)")
    for title, spec, args, before, forgets, decision in ROWS:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name, "project")
            (folder / "specs").mkdir(parents=True)
            (folder / "specs" / "shop.slo").write_text(spec, encoding="utf-8")
            python = ["env", f"SLOC_NO_CACHE={'1' if forgets else ''}", sys.executable, "-c"]
            other = [*python, _SLOC.format(args=args, before=before)]
            ours = [*python, _SLOC.format(args=args, before="")]
            measured, theirs, mine = ratio(other, ours, folder)
            print(f"{title:<40} {measured:5.2f}×  ({theirs - mine:+.0f} ms to {mine:.0f} ms; decision {decision})")


if __name__ == "__main__":
    main()
