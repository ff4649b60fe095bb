"""Scopes: which names a program declares, and what a misspelt one was meant to be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from sloc.check.context import Checking
from sloc.check.names.once import declared_twice
from sloc.findings import Label, finding
from sloc.findings.suggest import did_you_mean
from sloc.syntax import ast

D = TypeVar("D", ast.Calendar, ast.Source, ast.Policy, ast.Template)

RESERVED_POLICIES = ("none", "standard")


@dataclass
class Scope:
    """The declarations of one place: everywhere (`service` None) or one service, which sees everywhere's, too."""

    service: ast.Service | None = None
    calendars: dict[str, ast.Calendar] = field(default_factory=dict)
    sources: dict[str, ast.Source] = field(default_factory=dict)
    policies: dict[str, ast.Policy] = field(default_factory=dict)
    templates: dict[str, ast.Template] = field(default_factory=dict)

    def id_of(self, name: str) -> str:
        """``name``, or ``service.name`` for a service's own."""
        return name if self.service is None else f"{self.service.name.text}.{name}"


@dataclass
class Names:
    """All scopes of a program."""

    everywhere: Scope
    services: dict[str, Scope]
    slos: dict[str, dict[str, ast.Slo]]
    tests: list[ast.Test]


def collect(files: Iterable[ast.File]) -> Checking[Names]:
    """Declare everything. A repeated name keeps its first declaration and is reported with both places."""
    names = Names(Scope(), {}, {}, [])
    services: list[ast.Service] = []
    for file in files:
        for declaration in file.declarations:
            if isinstance(declaration, ast.Service):
                services.append(declaration)
            elif isinstance(declaration, ast.Test):
                names.tests.append(declaration)
            else:
                yield from _declare(declaration, names.everywhere, None)
    for service in services:
        first = names.services.get(service.name.text)
        if first is not None and first.service is not None:
            yield declared_twice("service", service.name, first.service.name)
            continue
        scope = names.services[service.name.text] = Scope(service)
        slos = names.slos[service.name.text] = {}
        for item in service.items:
            if isinstance(item, ast.Slo):
                if item.name.text in slos:
                    yield declared_twice("slo", item.name, slos[item.name.text].name)
                else:
                    slos[item.name.text] = item
            elif not isinstance(item, ast.Meta):
                yield from _declare(item, scope, names.everywhere)
    return names


def _declare(
    declaration: ast.Calendar | ast.Source | ast.Policy | ast.Template, scope: Scope, outer: Scope | None
) -> Checking[None]:
    match declaration:
        case ast.Calendar():
            yield from _add("calendar", declaration, scope.calendars, outer.calendars if outer else {})
        case ast.Source():
            yield from _add("source", declaration, scope.sources, outer.sources if outer else {})
        case ast.Template():
            yield from _add("template", declaration, scope.templates, outer.templates if outer else {})
        case ast.Policy():
            name = declaration.name
            if name is not None and name.text in RESERVED_POLICIES:
                yield finding(
                    "SLO204",
                    f"`{name.text}` is a policy of the language itself",
                    name.span,
                    "this name is taken",
                    help=f"give the policy another name, or write `alerts {name.text}` to have the one that is there",
                )
                return
            yield from _add("policy", declaration, scope.policies, outer.policies if outer else {})


def _add(kind: str, declaration: D, own: dict[str, D], outer: Mapping[str, D]) -> Checking[None]:
    name = declaration.name
    if name is None:
        return
    if name.text in own:
        first = own[name.text].name
        if first is not None:
            yield declared_twice(kind, name, first)
        return
    shadowed = outer.get(name.text)
    if shadowed is not None and shadowed.name is not None:
        yield finding(
            "SLO203",
            f"{kind} `{name.text}` would hide the one that is visible everywhere",
            name.span,
            "declared again for one service",
            labels=[Label(shadowed.name.span, "visible in every service")],
            help=f"give one of them another name, or delete this one and use the {kind} that is there",
        )
        return
    own[name.text] = declaration


def resolve(
    kind: str, name: ast.Name, scope: Scope, everywhere: Scope
) -> Checking[tuple[Scope, ast.Calendar | ast.Source | ast.Policy | ast.Template] | None]:
    """The declaration that a name means and the scope it stands in, or None after a finding."""
    for place in (scope, everywhere):
        found = _table(kind, place).get(name.text)
        if found is not None:
            return place, found
    known = {*_table(kind, scope), *_table(kind, everywhere)}
    elsewhere = "" if known else f"declare it: `{kind} {name.text} {{ … }}`"
    yield finding(
        "SLO201",
        f"there is no {kind} `{name.text}`",
        name.span,
        "not declared in this service or at top level" if scope.service else "not declared at top level",
        help=did_you_mean(name.text, known) or elsewhere,
    )
    return None


def _table(kind: str, scope: Scope) -> Mapping[str, ast.Calendar | ast.Source | ast.Policy | ast.Template]:
    tables: Mapping[str, Mapping[str, ast.Calendar | ast.Source | ast.Policy | ast.Template]] = {
        "calendar": scope.calendars,
        "source": scope.sources,
        "policy": scope.policies,
        "template": scope.templates,
    }
    return tables[kind]
