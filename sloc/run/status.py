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

from sloc.backends.sql import SqlBackend
from sloc.findings import Finding, finding
from sloc.findings.model import has_errors
from sloc.ir import AlertPolicy, Instant, Ir, Slo
from sloc.ir.text import instant_text, window_text
from sloc.ir.units import MICROS
from sloc.run.engine import DEFAULT, Engine, EngineError, LimitReached, Limits
from sloc.run.load import LoadedData, load
from sloc.run.moment import right_now
from sloc.run.report import (
    AtRisk,
    CoverageFault,
    FiringAlert,
    MeasuredPercentile,
    Objective,
    Skipped,
    SlaStatus,
    StatusReport,
    worst_first,
)
from sloc.run.steps import Doing, Tell, limit_reached
from sloc.run.tables import bindings_of

if TYPE_CHECKING:
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
    limits: Limits = DEFAULT,
    tell: Tell = lambda _doing: None,
) -> tuple[StatusReport, list[Finding]]:
    """Evaluate every SLO whose tables are bound to files, at an instant (now where None), in this process.

    `binds` says which file holds a table; `folder` are files that happen to be there: those that no spec reads are left alone.

    What cannot be evaluated is in the report's `skipped`, and a finding says what to type. Without the extra ``duckdb`` that is
    all of it. `tell` is called before each step.
    """
    now = right_now() if as_of is None else as_of
    outside = _outside_years(ir, now)
    if outside:
        return StatusReport(project.name, now, (), (), ()), outside
    try:
        with Engine(limits) as engine:
            return _evaluated(engine, project, ir, now, load(engine, ir, binds, folder, tell), tell)
    except ImportError:
        help = "type `pip install 'sloc[duckdb]'`"
        found = finding("SLO406", "`sloc status` over files needs DuckDB, which is not installed", None, help=help)
        return nothing(project, ir, now, "DuckDB is not installed"), [found]
    except LimitReached as reached:
        found = limit_reached(reached.limit, limits, "the evaluation", None)
        return nothing(project, ir, now, f"the evaluation takes more {reached.limit} than it may"), [found]


def nothing(project: Project, ir: Ir, now: Instant, reason: str) -> StatusReport:
    """A report in which every SLO is skipped for one reason."""
    return StatusReport(project.name, now, (), (), tuple(Skipped(slo.id, reason) for slo in ir.slos))


def _evaluated(
    engine: Engine, project: Project, ir: Ir, now: Instant, loaded: LoadedData, tell: Tell
) -> tuple[StatusReport, list[Finding]]:
    """The report over what is loaded."""
    ready, skipped = _ready(ir, loaded)
    findings = loaded.findings
    objectives: tuple[Objective, ...] = ()
    coverage: tuple[CoverageFault, ...] = ()
    if ready:
        tell(Doing(f"evaluating {len(ready)} objectives"))
        program = loaded.over_tables(replace(ir, slos=tuple(ready)))
        failures = install(engine, program, now)
        findings = [*findings, *failures]
        if has_errors(failures):
            skipped += [Skipped(slo.id, "its SQL could not be run") for slo in ready]
        else:
            objectives = _objectives(engine, program)
            coverage = tuple(CoverageFault(*row) for row in _rows(engine, "slo_coverage", "slo, fault, rows, example_key"))
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


def install(engine: Engine, ir: Ir, now: Instant) -> list[Finding]:
    """Create the views over tables that are there, and pin "now". What the engine refuses is a finding with its words."""
    compiled = SqlBackend().compile(ir, {"dialects": ["duckdb"], "schema": _SCHEMA})
    if has_errors(compiled.findings):
        return list(compiled.findings)
    try:
        for file in compiled.files:
            if file.path.name != "install.sql":  # that one holds all the others
                engine.rows(file.text)
        instant = instant_text(now).removesuffix("Z")
        engine.rows(f"CREATE OR REPLACE VIEW {_SCHEMA}.slo_now AS SELECT TIMESTAMP '{instant}' AS as_of")
        # Every shared view looks at the classified events: here, where nothing moves, they are worked out once.
        engine.rows(f"CREATE TABLE {_SCHEMA}.{_EVENTS}_now AS SELECT * FROM {_SCHEMA}.{_EVENTS}")
        engine.rows(f"CREATE OR REPLACE VIEW {_SCHEMA}.{_EVENTS} AS SELECT * FROM {_SCHEMA}.{_EVENTS}_now")
    except LimitReached:
        raise
    except EngineError as error:
        return [*compiled.findings, _refused(error)]
    return list(compiled.findings)


def _refused(error: EngineError) -> Finding:
    """Every table was seen to fit: a sum that no integer holds, or a bug of ours."""
    return finding("SLO414", f"DuckDB refuses the views: {error}", None)


def _rows(engine: Engine, view: str, columns: str) -> list[tuple[Any, ...]]:
    return engine.rows(f"SELECT {columns} FROM {_SCHEMA}.{view} ORDER BY ALL")


def _objectives(engine: Engine, ir: Ir) -> tuple[Objective, ...]:
    """Read the views once each, and put together what belongs to one SLO and group."""
    by_id = {slo.id: slo for slo in ir.slos}
    at_risk: dict[tuple[str, str], list[AtRisk]] = defaultdict(list)
    for left, deadline, slo, grp, key in _rows(
        engine, "slo_at_risk", "remaining_seconds, epoch_us(deadline), slo, grp, event_key"
    ):
        at_risk[slo, grp].append(AtRisk(key, None if deadline is None else Instant(deadline), left))
    names = {slo.id: _names_of_rules(slo.alerts) for slo in ir.slos}
    firing: dict[tuple[str, str], list[FiringAlert]] = defaultdict(list)
    for slo, grp, *alert in _rows(engine, "slo_alerts WHERE firing", "slo, grp, severity, rule, value, threshold"):
        severity, rule, value, threshold = alert
        firing[slo, grp].append(FiringAlert(severity, names[slo].get((severity, rule), rule), value, threshold))
    burns: dict[tuple[str, str, float], float | None] = {
        (slo, grp, window): rate for slo, grp, window, rate in _rows(engine, "slo_burn", "slo, grp, window_seconds, burn_rate")
    }
    columns = (
        "slo, grp, achievement, met, good, bad, pending, budget_events, budget_remaining, pace, exhausts_at, p_value, "
        "sla_achievement, sla_met"
    )
    objectives = []
    for id, grp, achievement, met, good, bad, pending, budget, left, pace, exhausts_at, p_value, sla_share, sla_met in _rows(
        engine, "slo_status", columns
    ):
        slo = by_id[id]
        objectives.append(
            Objective(
                slo=id,
                group=tuple(json.loads(grp).items()),
                title=slo.title,
                tier=_tier(slo),
                service=slo.service,
                owner=slo.owner,
                window=window_text(slo.window),
                clock=slo.clock,
                target=slo.target,
                achievement=achievement,
                met=met,
                good=good,
                bad=bad,
                pending=pending,
                at_risk=tuple(at_risk[id, grp]),
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


def _tier(slo: Slo) -> str | None:
    """The value in an id's brackets, as a reader says it."""
    if slo.tier is None:
        return None
    text = slo.id.removeprefix(f"{slo.service}.{slo.name}[").removesuffix("]")
    return str(json.loads(text)) if text.startswith('"') else text


def _names_of_rules(policy: AlertPolicy) -> dict[tuple[str, str], str]:
    """The built-in policy's rules by severity and text: what it adapts has numbers that nobody wrote, so they have names."""
    names: dict[tuple[str, str], str] = {}
    for severity in ("page", "ticket", "notify"):
        rules = [rule for rule in policy.rules if rule.severity == severity]
        for number, rule in enumerate(rules, 1):
            if rule.origin is None:
                names[severity, rule.text] = f"{policy.name}, {severity} {number}"
    return names


def _loudest(alert: FiringAlert) -> tuple[int, str]:
    return ("page", "ticket", "notify").index(alert.severity), alert.rule


def _instant(moment: dt.datetime) -> Instant:
    return Instant((moment - _EPOCH) // dt.timedelta(microseconds=1))
