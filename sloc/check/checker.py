"""The checker's stages in order: declare, resolve and type, expand, judge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction

from sloc.calendars.clock import clock
from sloc.calendars.frozen import Lock
from sloc.check.context import Checking, Context, run
from sloc.check.declare import check_calendars, check_policies, check_service, check_sources
from sloc.check.expand import check_templates
from sloc.check.model import CheckedProgram, CheckedSlo
from sloc.check.names import collect
from sloc.check.needs import needs
from sloc.check.objectives import Lookup, SloChecker, check_tests
from sloc.check.rules import RULES
from sloc.findings import Finding
from sloc.ir.binding import BindingKeys
from sloc.records import dataclass, field
from sloc.source.span import SourceFile
from sloc.syntax import ast


@dataclass(frozen=True)
class Settings:
    """What the project says: its name, its year, today (None: no warning depends on the date), and the usual buffer.

    That is the least and the most buffer between an SLO and its SLA, as shares of what is promised. `bindings` is what
    :class:`Context` has.
    """

    project: str
    epoch: int
    today: dt.date | None = None
    sla_buffer: tuple[Fraction, Fraction] = (Fraction(3, 10), Fraction(1, 2))
    bindings: Mapping[str, BindingKeys | None] = field(default_factory=dict)


def check(
    files: Sequence[ast.File], sources: Mapping[str, SourceFile], lock: Lock, settings: Settings
) -> tuple[CheckedProgram, list[Finding]]:
    """The checked program and all findings. With an error among them the program must not be lowered."""
    return run(_stages(files, sources, lock, settings))


def _stages(
    files: Sequence[ast.File], sources: Mapping[str, SourceFile], lock: Lock, settings: Settings
) -> Checking[CheckedProgram]:
    wanted = needs(files, settings.epoch)
    years = wanted.first_year, wanted.last_year
    ctx = Context(sources, lock, settings.epoch, years, dict(sorted(settings.bindings.items())))
    names = yield from collect(files)
    calendars = yield from check_calendars(names, ctx)
    by_id = {id: calendar.ir for id, calendar in calendars.items()}
    clocks = {id: clock(calendar, by_id) for id, calendar in by_id.items()}
    tables = yield from check_sources(names, ctx)
    yield from check_templates(names)
    for scope in (names.everywhere, *names.services.values()):
        yield from check_policies(scope.policies.values())
    used: set[tuple[str, str]] = set()
    services = []
    slos: list[CheckedSlo] = []
    for name, scope in names.services.items():
        assert scope.service is not None
        service = yield from check_service(scope.service, ctx)
        services.append(service)
        lookup = Lookup(scope, names, calendars, tables, clocks, ctx, used)
        checker = SloChecker(service, lookup)
        own = list(names.slos[name].values())
        yield from check_policies(policy for slo in own for policy in _inline(slo))
        for slo in own:
            slos.extend((yield from checker.check(slo)))
    tests = yield from check_tests(names, slos, ctx)
    program = CheckedProgram(
        settings.project,
        settings.epoch,
        settings.today,
        settings.sla_buffer,
        names,
        tuple(services),
        calendars,
        tables,
        tuple(slos),
        tests,
        frozenset(used),
        clocks,
    )
    for rule in RULES:
        yield from rule(program)
    return program


def _inline(slo: ast.Slo) -> list[ast.Policy]:
    return [item.policy for item in slo.items if isinstance(item, ast.Alerts) and isinstance(item.policy, ast.Policy)]
