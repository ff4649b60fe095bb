"""``sloc status`` over files: the views of the SQL back end, run on embedded DuckDB."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sloc.backends.base import span_of
from sloc.findings import Finding, finding
from sloc.findings.model import has_errors
from sloc.ir import Instant, Ir, Slo
from sloc.ir.text import instant_text, window_text
from sloc.ir.units import MICROS
from sloc.run.load import LoadedData, connect, load
from sloc.run.report import (
    CoverageFault,
    FiringAlert,
    MeasuredPercentile,
    Objective,
    Skipped,
    SlaStatus,
    StatusReport,
    worst_first,
)
from sloc.run.tables import bindings_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from sloc.project import Project

_SCHEMA = "slo"
_EVENTS = "slo_event_micros"
_EPOCH = dt.datetime(1970, 1, 1)


def status(
    project: Project,
    ir: Ir,
    binds: Mapping[str, Path],
    as_of: Instant | None = None,
    folder: Mapping[str, Path] = MappingProxyType({}),
) -> tuple[StatusReport, list[Finding]]:
    """Evaluate every SLO whose tables are bound to files, at an instant (now where None).

    `binds` says which file holds a table; `folder` are files that happen to be there: those that no spec reads are left alone.

    What cannot be evaluated is in the report's `skipped`, and a finding says what to type. Without the extra ``duckdb`` that is
    all of it.
    """
    now = Instant(int(dt.datetime.now(dt.UTC).timestamp() * MICROS)) if as_of is None else as_of
    outside = _outside_years(ir, now)
    if outside:
        return StatusReport(project.name, now, (), (), ()), outside
    nothing = StatusReport(project.name, now, (), (), tuple(Skipped(slo.id, "DuckDB is not installed") for slo in ir.slos))
    try:
        connection = connect()
    except ImportError:
        help = "type `pip install 'sloc[duckdb]'`"
        return nothing, [finding("SLO406", "`sloc status` over files needs DuckDB, which is not installed", None, help=help)]
    with connection:
        loaded = load(connection, ir, binds, folder)
        ready, skipped = _ready(ir, loaded)
        findings = loaded.findings
        objectives: tuple[Objective, ...] = ()
        coverage: tuple[CoverageFault, ...] = ()
        if ready:
            program = replace(ir, slos=tuple(ready))
            failures = install(connection, program, now)
            findings = [*findings, *failures]
            if has_errors(failures):
                skipped += [Skipped(slo.id, "its SQL could not be run") for slo in ready]
            else:
                objectives = _objectives(connection, program)
                coverage = tuple(
                    CoverageFault(*row) for row in _rows(connection, "slo_coverage", "slo, fault, rows, example_key")
                )
    skipped.sort(key=lambda each: each.slo)
    return StatusReport(project.name, now, objectives, coverage, tuple(skipped)), findings


def only(ir: Ir, names: Sequence[str]) -> Ir:
    """The program with only the objectives that are named by service, by id, or by id without the tier; all without names."""
    wanted = tuple(
        slo for slo in ir.slos if not names or {slo.service, f"{slo.service}.{slo.name}", slo.id}.intersection(names)
    )
    return replace(ir, slos=wanted)


def _outside_years(ir: Ir, now: Instant) -> list[Finding]:
    """Calendar windows are worked out for some years only; at an instant outside of them none of their numbers is known."""
    first, last = ir.years
    year = (_EPOCH + dt.timedelta(microseconds=now)).year
    if first <= year <= last:
        return []
    message = f"{instant_text(now)} lies outside the years that the project is worked out for"
    help = f"ask for an instant from {first} to {last}, or set `[project] epoch` in sloc.toml"
    return [finding("SLO311", message, None, help=help)]


def _ready(ir: Ir, loaded: LoadedData) -> tuple[list[Slo], list[Skipped]]:
    """The SLOs that have all their data, and the others with the reason."""
    ready: list[Slo] = []
    skipped: list[Skipped] = []
    for slo in ir.slos:
        bindings = bindings_of(slo, ir)
        lacks = [loaded.lacks(binding) for binding in bindings if binding is not None]
        reason = "it has no `from sql`" if None in bindings else next((why for why in lacks if why), None)
        if reason is None:
            ready.append(slo)
        else:
            skipped.append(Skipped(slo.id, reason))
    return ready, skipped


def install(connection: DuckDBPyConnection, ir: Ir, now: Instant) -> list[Finding]:
    """Create the views over tables that are there, and pin "now". What the engine refuses is a finding with its words."""
    import duckdb

    from sloc.backends.sql import SqlBackend

    compiled = SqlBackend().compile(ir, {"dialects": ["duckdb"], "schema": _SCHEMA})
    if has_errors(compiled.findings):
        return list(compiled.findings)
    try:
        for file in compiled.files:
            if file.path.name != "install.sql":  # that one holds all the others
                connection.execute(file.text)
        instant = instant_text(now).removesuffix("Z")
        connection.execute(f"CREATE OR REPLACE VIEW {_SCHEMA}.slo_now AS SELECT TIMESTAMP '{instant}' AS as_of")
        # Every shared view looks at the classified events: here, where nothing moves, they are worked out once.
        connection.execute(f"CREATE TABLE {_SCHEMA}.{_EVENTS}_now AS SELECT * FROM {_SCHEMA}.{_EVENTS}")
        connection.execute(f"CREATE OR REPLACE VIEW {_SCHEMA}.{_EVENTS} AS SELECT * FROM {_SCHEMA}.{_EVENTS}_now")
    except duckdb.Error as error:
        return [*compiled.findings, _refused(ir, error)]
    return list(compiled.findings)


def _refused(ir: Ir, error: Exception) -> Finding:
    """A raw query is the only SQL that is not sloc's own, so that is where to look."""
    queries = [binding for slo in ir.slos for binding in bindings_of(slo, ir) if binding is not None and binding.query]
    span = span_of(queries[0].origin) if len(set(queries)) == 1 else None
    help = "look at the columns that this `query` gives" if span else ""
    return finding("SLO414", f"DuckDB refuses the views: {str(error).splitlines()[0]}", span, "bound to this query", help=help)


def _rows(connection: DuckDBPyConnection, view: str, columns: str) -> list[tuple[Any, ...]]:
    return connection.execute(f"SELECT {columns} FROM {_SCHEMA}.{view} ORDER BY ALL").fetchall()


def _objectives(connection: DuckDBPyConnection, ir: Ir) -> tuple[Objective, ...]:
    """Read the views once each, and put together what belongs to one SLO and group."""
    by_id = {slo.id: slo for slo in ir.slos}
    at_risk: dict[tuple[str, str], int] = {
        (slo, grp): count for slo, grp, count in _rows(connection, "slo_at_risk GROUP BY ALL", "slo, grp, count(*)")
    }
    firing: dict[tuple[str, str], list[FiringAlert]] = defaultdict(list)
    for slo, grp, *alert in _rows(connection, "slo_alerts WHERE firing", "slo, grp, severity, rule, value, threshold"):
        firing[slo, grp].append(FiringAlert(*alert))
    burns: dict[tuple[str, str, float], float | None] = {
        (slo, grp, window): rate
        for slo, grp, window, rate in _rows(connection, "slo_burn", "slo, grp, window_seconds, burn_rate")
    }
    columns = (
        "slo, grp, achievement, met, good, bad, pending, budget_events, budget_remaining, pace, exhausts_at, p_value, "
        "sla_achievement, sla_met"
    )
    objectives = []
    for id, grp, achievement, met, good, bad, pending, budget, left, pace, exhausts_at, p_value, sla_share, sla_met in _rows(
        connection, "slo_status", columns
    ):
        slo = by_id[id]
        objectives.append(
            Objective(
                slo=id,
                group=tuple(json.loads(grp).items()),
                title=slo.title,
                service=slo.service,
                owner=slo.owner,
                window=window_text(slo.window),
                target=slo.target,
                achievement=achievement,
                met=met,
                good=good,
                bad=bad,
                pending=pending,
                at_risk=at_risk.get((id, grp), 0),
                budget_events=budget,
                budget_left=left,
                pace=pace,
                burn=burns.get((id, grp, slo.window.length // 10 / MICROS)),
                exhausts_at=None if exhausts_at is None else _instant(exhausts_at),
                percentile=None if slo.percentile is None or p_value is None else MeasuredPercentile(slo.percentile, p_value),
                sla=None if slo.sla is None else SlaStatus(slo.sla.target, sla_share, sla_met),
                firing=tuple(sorted(firing[id, grp], key=_loudest)),
            )
        )
    return tuple(sorted(objectives, key=worst_first))


def _loudest(alert: FiringAlert) -> tuple[int, str]:
    return ("page", "ticket", "notify").index(alert.severity), alert.rule


def _instant(moment: dt.datetime) -> Instant:
    return Instant((moment - _EPOCH) // dt.timedelta(microseconds=1))
