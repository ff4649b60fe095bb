"""What a thousand objectives cost, in counts that are the same on every machine: ``python -m benchmarks.cost``.

Two kinds of counts, for the project of :mod:`benchmarks.tree`:

- `calls`: calls of Python functions in each stage (resumed generators count, builtins and comprehensions do not), by the minor
  version of Python, for another version makes others. The hash seed is fixed. A version that nobody has counted has no calls.
- `output`: what the targets get. Rules, and the samples that Prometheus reads a minute to evaluate them, with one series for
  each selector, scraped every 15 s; bytes, SELECTs and JOINs of SQL; panels and queries of boards. They hold for every version.

``benchmarks/cost.json`` has the counts that are agreed on, and ``tests/tidy/test_cost.py`` compares. ``--update`` rewrites it.
"""

from __future__ import annotations

import cProfile
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

from benchmarks import tree
from sloc import pipeline
from sloc.backends.base import OutputFile
from sloc.backends.prometheus.alerts import AlertStyle
from sloc.backends.prometheus.backend import bound_slos
from sloc.backends.prometheus.groups import groups_of
from sloc.backends.prometheus.rules import Group, Record
from sloc.backends.promql import Range, Subquery, Vector
from sloc.emit import contents
from sloc.ir import Duration, Ir
from sloc.ir.units import MICROS, MINUTE

ROOT = Path(__file__).resolve().parents[1]
AGREED = Path(__file__).with_name("cost.json")
UPDATE = "python -m benchmarks.cost --update"
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
MOST = Fraction(1, 10)
"""By so much a count may grow unnoticed."""

T = TypeVar("T")
Costs = Mapping[str, Mapping[str, int]]
"""``{"calls": {stage: count}, "output": {what: count}}``."""

_SCRAPE = 15 * MICROS
_INLINED = {"<listcomp>", "<dictcomp>", "<setcomp>"}
"""Functions of their own until Python 3.11, and none from 3.12 on."""


def measured() -> Costs:
    """The costs of this checkout, counted in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.cost", "--json"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": "0"}, check=True, stdout=subprocess.PIPE)
    found: Costs = json.loads(done.stdout)
    return found


def agreed() -> Costs:
    """The costs that are agreed on; without calls where nobody has counted them for this version of Python."""
    found = json.loads(AGREED.read_text(encoding="utf-8"))
    return {"calls": found["calls"].get(PYTHON, {}), "output": found["output"]}


def write(costs: Costs) -> None:
    """Agree on these; the calls of other versions of Python stay."""
    calls = json.loads(AGREED.read_text(encoding="utf-8"))["calls"] if AGREED.exists() else {}
    made = {"calls": {**calls, PYTHON: costs["calls"]}, "output": costs["output"]}
    AGREED.write_text(json.dumps(made, indent=2) + "\n", encoding="utf-8")


def compared(now: Costs) -> list[tuple[str, int, int]]:
    """Each count that is agreed on, before and now; one that is not made any more is 0."""
    return [
        (f"{kind}: {name}", before, now[kind].get(name, 0))
        for kind, counts in agreed().items()
        for name, before in counts.items()
    ]


def table(rows: list[tuple[str, int, int]]) -> str:
    """The counts below each other, with their change."""
    return "\n".join(
        f"{name:<40} {before:>12,} {now:>12,} {(now - before) / max(before, 1):>+7.1%}" for name, before, now in rows
    )


# ── counting ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def count() -> Costs:
    """All counts, in this process."""
    lock = (ROOT / "sloc.lock").read_text(encoding="utf-8")
    _stages(_small(tree.loaded(lock, seed=1)), {})  # what is imported or worked out once is no cost of a program
    calls: dict[str, int] = {}
    ir, files = _stages(tree.loaded(lock), calls)
    assert len(ir.slos) == tree.SLOS
    return {"calls": calls, "output": _outputs(ir, files)}


def _small(loaded: pipeline.Loaded) -> pipeline.Loaded:
    """One spec of each kind."""
    from dataclasses import replace

    specs = tuple(spec for spec in loaded.specs if spec.path.endswith(("calendars.slo", "web0.slo", "desk0.slo", "load0.slo")))
    return replace(loaded, specs=specs)


def _stages(loaded: pipeline.Loaded, calls: dict[str, int]) -> tuple[Ir, list[OutputFile]]:
    """Run the whole pipeline and count the calls of each stage."""

    def counted(stage: str, work: Callable[[], T]) -> T:
        profile = cProfile.Profile(builtins=False)
        value = profile.runcall(work)
        calls[stage] = sum(
            entry.callcount
            for entry in profile.getstats()
            if not isinstance(entry.code, str) and entry.code.co_name not in _INLINED
        )
        return value

    counted("parse", lambda: pipeline.parse_all(loaded.specs))
    checked = counted("check", lambda: pipeline.check(loaded))
    calls["check"] = calls.get("check", 0) - calls.get("parse", 0)  # it parses, too
    ir = checked.ir
    assert ir is not None, checked.findings
    files: list[OutputFile] = []
    for target in loaded.project.targets:
        made, _ = counted(target.name, lambda name=target.name: pipeline.compile(ir, loaded.project, [name]))  # type: ignore[misc]
        files += made
    meaning = counted("meaning", lambda: pipeline.meaning(ir, loaded.project))
    counted("headers and manifest", lambda: contents(files, meaning))
    return ir, files


def _outputs(ir: Ir, files: list[OutputFile]) -> dict[str, int]:
    sql = "".join(file.text for file in files if file.path.suffix == ".sql" and file.path.name != "install.sql")
    boards = [file.text for file in files if file.path.suffix == ".json"]
    groups = [group for service in sorted({slo.service for slo in ir.slos}) for group in _groups(ir, service)]
    return {
        "files": len(files),
        "prometheus bytes": sum(len(file.text.encode()) for file in files if file.path.parts[0] == "prometheus"),
        "prometheus rules": sum(1 for group in groups for _ in group.rules()),
        "prometheus samples a minute": _samples(groups),
        "sql bytes": len(sql.encode()),
        "sql selects": len(re.findall(r"\bSELECT\b", sql)),
        "sql joins": len(re.findall(r"\bJOIN\b", sql)),
        "grafana bytes": sum(len(text.encode()) for text in boards),
        "grafana panels": sum(text.count('"gridPos"') for text in boards),
        "grafana queries": sum(text.count('"expr"') for text in boards),
    }


def _groups(ir: Ir, service: str) -> tuple[Group, ...]:
    bound = [each for each in bound_slos(ir) if each.series.slo.service == service]
    return (
        groups_of(service, bound, AlertStyle({"page": "page", "ticket": "ticket", "notify": "notify"}, True)) if bound else ()
    )


def _samples(groups: list[Group]) -> int:
    steps = {rule.name: group.interval for group in groups for rule in group.rules() if isinstance(rule, Record)}
    return round(sum(Fraction(MINUTE, group.interval) * _read(rule.expr, steps) for group in groups for rule in group.rules()))


def _read(expr: Any, steps: Mapping[str, Duration]) -> Fraction:
    """The samples that one evaluation reads."""
    match expr:
        case Vector():
            return Fraction(1)
        case Range(vector, length):
            return Fraction(int(length), steps.get(vector.name, _SCRAPE))
        case Subquery(operand, length, step):
            return Fraction(length, step) * _read(operand, steps)
        case tuple():
            return sum((_read(each, steps) for each in expr), Fraction(0))
        case _ if is_dataclass(expr):
            return sum((_read(getattr(expr, field.name), steps) for field in fields(expr)), Fraction(0))
        case _:
            return Fraction(0)


def main(arguments: list[str]) -> None:
    """Print the counts beside those that are agreed on, or agree on them."""
    if arguments == ["--json"]:
        print(json.dumps(count()))
    elif arguments == ["--update"]:
        costs = measured()
        write(costs)
        print(table(compared(costs)))
    else:
        print(table(compared(measured())))


if __name__ == "__main__":
    main(sys.argv[1:])
