"""Write sample data for this project's specs, and the truth about it: ``python -m examples.generate .sample``.

The data is a pure function of the seed and the instants. Outcomes are decided first and the rows built around them, so
``truth.json`` knows every count without any of sloc's code; a test holds ``sloc status`` to it.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import gzip
import io
import json
from collections.abc import Iterable
from pathlib import Path
from random import Random

from examples import incident_log, support_desk, web
from examples.dataset import Cell, Dataset, Row, rfc3339

AS_OF = "2026-11-27T15:00:00Z"
"""A Friday afternoon late in a month, so that calendar months have something to show."""

INCIDENTS_AS_OF = "2012-05-31T12:00:00Z"
"""The incident log is of the time of the real one."""

SUFFIXES = {"support.csat": ".json", "etl.runs": ".csv", "support.tickets": ".csv", "support.ticket_holds": ".csv"}
"""How a table is written, by its name; gzipped CSV where nothing is said."""


def generate(folder: Path, seed: int = 1, as_of: str = AS_OF, incidents_as_of: str = INCIDENTS_AS_OF) -> None:
    """Write the files into a folder (made if need be).

    ``now/`` holds the tables of the support desk, the API and the warehouse, ``incidents/`` the incident log, each file
    named for its table, as ``sloc status --data`` reads them. ``truth.json`` is a list of runs: a folder, an instant and the
    counts.
    """
    now, then = _second(as_of), _second(incidents_as_of)
    runs = {
        "now": (
            now,
            [
                support_desk.generate(Random(f"{seed} support"), now),
                web.requests(Random(f"{seed} requests"), now),
                web.loads(Random(f"{seed} loads"), now),
            ],
        ),
        "incidents": (then, [incident_log.generate(Random(f"{seed} incidents"), then)]),
    }
    truth = []
    for name, (instant, datasets) in runs.items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        for data in datasets:
            for table, rows in data.tables.items():
                _write(folder / name / f"{table}{SUFFIXES.get(table, '.csv.gz')}", rows)
        truth.append({"folder": name, "as_of": rfc3339(instant), "slos": _counts(datasets)})
    with (folder / "truth.json").open("w", encoding="utf-8") as file:
        file.write(json.dumps({"seed": seed, "runs": truth}, indent=2) + "\n")


def _second(instant: str) -> int:
    """Epoch seconds of a whole minute of a year whose holidays :mod:`examples.desk_hours` knows."""
    moment = dt.datetime.fromisoformat(instant)
    if moment.tzinfo is None or moment.timestamp() % 60 or moment.year not in (2012, 2026, 2027):
        raise SystemExit(f"{instant!r} is not a whole minute of 2026 or 2027 (incidents: 2012) with an offset, such as {AS_OF}")
    return int(moment.timestamp())


def _counts(datasets: Iterable[Dataset]) -> dict[str, dict[str, dict[str, int]]]:
    """The counts of each SLO by group."""
    counts: dict[str, dict[str, dict[str, int]]] = {}
    for data in datasets:
        for (slo, group), outcomes in sorted(data.planted.items()):
            counts.setdefault(slo, {})[group] = {name: outcomes[name] for name in ("good", "bad", "pending")}
    return counts


def _write(path: Path, rows: list[Row]) -> None:
    """CSV, gzipped CSV or newline-delimited JSON, by the file's name."""
    if path.suffix == ".json":
        text = "".join(json.dumps(row) + "\n" for row in rows)
    else:
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow(rows[0])
        writer.writerows([_text(value) for value in row.values()] for row in rows)
        text = buffer.getvalue()
    content = text.encode()
    with path.open("wb") as file:
        file.write(gzip.compress(content, mtime=0) if path.suffix == ".gz" else content)


def _text(value: Cell) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m examples.generate", description="Write sample data for the specs.")
    parser.add_argument("folder", type=Path, help="where to write, for example .sample")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--as-of", default=AS_OF, help="the instant up to which there is data (RFC 3339)")
    options = parser.parse_args()
    generate(options.folder, options.seed, options.as_of)


if __name__ == "__main__":
    main()
