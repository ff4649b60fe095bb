"""The checker's stages in order: declare, resolve and type, expand, judge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from sloc.calendars.clock import clock
from sloc.calendars.frozen import Lock
from sloc.check.context import Context
from sloc.check.declare import check_calendars, check_policies, check_service, check_sources
from sloc.check.expand import check_templates
from sloc.check.model import CheckedProgram, CheckedSlo, Lint
from sloc.check.names import collect
from sloc.check.needs import needs
from sloc.check.objectives import Lookup, SloChecker, check_tests
from sloc.check.rules import RULES
from sloc.findings import Finding
from sloc.records import dataclass, field
from sloc.source.span import SourceFile
from sloc.syntax import ast


@dataclass(frozen=True)
class Settings:
    """What the project says: its name, its year, today (None: no warning depends on the date), and its lint levels."""

    project: str
    epoch: int
    today: dt.date | None = None
    lint: Lint = field(default_factory=Lint)


def check(
    files: Sequence[ast.File], sources: Mapping[str, SourceFile], lock: Lock, settings: Settings
) -> tuple[CheckedProgram, list[Finding]]:
    """The checked program and all findings. With an error among them the program must not be lowered."""
    wanted = needs(files, settings.epoch)
    ctx = Context(sources, lock, settings.epoch, (wanted.first_year, wanted.last_year))
    names = collect(files, ctx)
    calendars = check_calendars(names, ctx)
    by_id = {id: calendar.ir for id, calendar in calendars.items()}
    clocks = {id: clock(calendar, by_id) for id, calendar in by_id.items()}
    tables = check_sources(names, ctx)
    check_templates(names, ctx)
    for scope in (names.everywhere, *names.services.values()):
        check_policies(scope.policies.values(), ctx)
    used: set[tuple[str, str]] = set()
    services = []
    slos: list[CheckedSlo] = []
    for name, scope in names.services.items():
        assert scope.service is not None
        service = check_service(scope.service, ctx)
        services.append(service)
        lookup = Lookup(scope, names, calendars, tables, clocks, ctx, used)
        checker = SloChecker(service, lookup)
        own = list(names.slos[name].values())
        check_policies((policy for slo in own for policy in _inline(slo)), ctx)
        for slo in own:
            slos.extend(checker.check(slo))
    tests = check_tests(names, slos, ctx)
    program = CheckedProgram(
        settings.project,
        settings.epoch,
        settings.today,
        settings.lint,
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
        for found in rule(program):
            if not any((f.code, f.span, f.message) == (found.code, found.span, found.message) for f in ctx.findings):
                ctx.findings.append(found)
    return program, ctx.findings


def _inline(slo: ast.Slo) -> list[ast.Policy]:
    return [item.policy for item in slo.items if isinstance(item, ast.Alerts) and isinstance(item.policy, ast.Policy)]
