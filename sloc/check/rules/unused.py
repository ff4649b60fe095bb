"""A declaration that nothing uses is read by people and by nobody else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sloc.check.model import CheckedProgram
from sloc.check.names import RESERVED_POLICIES, Scope
from sloc.findings import Finding, finding
from sloc.syntax import ast
from sloc.syntax.walk import walk

_AS_IN = {
    "calendar": "during {}",
    "source": "expect 99% of {} to …",
    "policy": "alerts {}",
    "template": "slo … from {}(…)",
}
"""How a declaration of each kind is named: one that is not is mostly one that was forgotten."""


def check(program: CheckedProgram) -> Iterator[Finding]:
    """SLO509 at a calendar, policy, source or template that no objective, template or union names.

    Names are taken as written, so that a declaration is not called unused because the objective that uses it is broken. While
    a name of some kind means nothing, no declaration of that kind is: it may be the one that was meant.

    docs/language.md §2.
    """
    names = program.names
    scopes = [names.everywhere, *names.services.values()]
    used: set[tuple[str, str]] = set()
    dangling: set[str] = set()
    for scope in scopes:
        for kind, name in _mentions(scope, program):
            place = scope if name in _tables(scope)[kind] else names.everywhere
            if name in _tables(place)[kind]:
                used.add((kind, place.id_of(name)))
            else:
                dangling.add(kind)
    for scope in scopes:
        for kind, table in _tables(scope).items():
            for name, declaration in table.items():
                if (kind, scope.id_of(name)) in used or kind in dangling:
                    continue
                written = declaration.name
                assert written is not None
                yield finding(
                    "SLO509",
                    f"{kind} `{name}` is not used",
                    written.span,
                    "nothing names it",
                    help=f"delete it, or name it where it belongs, as in `{_AS_IN[kind].format(name)}`",
                )


def _tables(scope: Scope) -> Mapping[str, Mapping[str, ast.Calendar | ast.Source | ast.Policy | ast.Template]]:
    return {
        "calendar": scope.calendars,
        "source": scope.sources,
        "policy": scope.policies,
        "template": scope.templates,
    }


def _mentions(scope: Scope, program: CheckedProgram) -> Iterator[tuple[str, str]]:
    """What the objectives, templates and unions of a scope name, as (kind, name)."""
    for calendar in scope.calendars.values():
        for member in calendar.members or ():
            yield "calendar", member.text
    slos = program.names.slos[scope.service.name.text].values() if scope.service is not None else ()
    for declaration in (*scope.templates.values(), *slos):
        yield from _named(declaration)
    arguments = [argument for slo in slos if slo.call is not None for argument in slo.call.arguments]
    defaults = [each.default for template in scope.templates.values() for each in template.parameters]
    for argument in (*arguments, *defaults):
        # It may be a calendar or a measure: only what it is given to can tell.
        if isinstance(argument, ast.Name) and argument.text in {**scope.calendars, **program.names.everywhere.calendars}:
            yield "calendar", argument.text


def _named(declaration: ast.Slo | ast.Template) -> Iterator[tuple[str, str]]:
    for node in walk(declaration):
        match node:
            case ast.During(calendar=ast.Name(name)):
                yield "calendar", name
            case ast.Population(source=ast.Name(name)):
                yield "source", name
            case ast.Alerts(policy=ast.Name(name)) if name not in RESERVED_POLICIES:
                yield "policy", name
            case ast.Call(template=ast.Name(name)):
                yield "template", name
            case _:
                pass
