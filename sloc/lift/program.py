"""A whole IR -> the AST of a program that says the same, and the lock that its calendars were frozen with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sloc.calendars.frozen import Lock
from sloc.ir import Ir, Service, Slo, Union
from sloc.lift.calendars import lift_calendar
from sloc.lift.leaves import Leaves
from sloc.lift.objectives import Given, SloLifter, lift_labels
from sloc.lift.places import JsonPlace
from sloc.lift.sources import lift_source
from sloc.lift.tests import lift_test
from sloc.lift.zones import given_lock
from sloc.syntax import ast


def lift(ir: Ir, root: JsonPlace, make: Leaves) -> tuple[ast.File, Lock]:
    """The program as one file of declarations whose places are those of the JSON, and its frozen facts."""
    scopes = _Scopes(ir)
    places = root["services"]
    declarations: list[ast.Declaration] = [
        *_own(scopes, None, ir, root, make),
        *(_service(service, places[index], scopes, ir, root, make) for index, service in enumerate(ir.services)),
    ]
    names = {service.name for service in ir.services}
    for index, slo in enumerate(ir.slos):
        if slo.service not in names:
            here = root["slos"][index]["service"]
            make.wrong(f"there is no service `{slo.service}`", here, "not among the services", "describe it in `services`")
    slos = {slo.id: slo for slo in ir.slos}
    declarations += [lift_test(test, slos, root["tests"][index], make) for index, test in enumerate(ir.tests)]
    return ast.File(tuple(declarations), span=root.span), given_lock(ir, root, make)


class _Scopes:
    """Which calendars and sources are a service's own: those whose id says so, and that nothing else uses."""

    def __init__(self, ir: Ir) -> None:
        self._services = {service.name for service in ir.services}
        self._used_by: dict[str, set[str | None]] = {}
        for slo in ir.slos:
            for id in _named(slo):
                self._used_by.setdefault(id, set()).add(slo.service)
        for calendar in ir.calendars:
            for member in calendar.members if isinstance(calendar, Union) else ():
                self._used_by.setdefault(member, set()).add(self.of(calendar.id))

    def of(self, id: str) -> str | None:
        """The service that something belongs to; None where it is declared for all. A name in back quotes may hold a dot."""
        parts = id.split(".")
        prefixes = (".".join(parts[:length]) for length in range(len(parts) - 1, 0, -1))
        service = next((prefix for prefix in prefixes if prefix in self._services), None)
        return service if self._used_by.get(id, set()) <= {service} else None

    def local(self, id: str) -> str:
        """The name by which it is declared."""
        service = self.of(id)
        return id if service is None else id[len(service) + 1 :]


def _service(service: Service, at: JsonPlace, scopes: _Scopes, ir: Ir, root: JsonPlace, make: Leaves) -> ast.Service:
    items: list[ast.ServiceItem] = [
        ast.Meta(key, make.string(word, at[key]), span=at[key].span)
        for key, word in (("owner", service.owner), ("description", service.description), ("runbook", service.runbook))
        if word is not None
    ]
    items += lift_labels(service.labels, at["labels"], make)
    items += _own(scopes, service.name, ir, root, make)
    lifter = SloLifter(scopes.local, make)
    items += [lifter.lift(tiers) for tiers in _objectives(service.name, ir.slos, root["slos"])]
    return ast.Service(
        make.name(service.name, at["name"]), make.optional(service.title, at["title"]), tuple(items), span=at.span
    )


def _own(scopes: _Scopes, service: str | None, ir: Ir, root: JsonPlace, make: Leaves) -> Iterator[ast.Calendar | ast.Source]:
    for index, calendar in enumerate(ir.calendars):
        if scopes.of(calendar.id) == service:
            members = map(scopes.local, calendar.members) if isinstance(calendar, Union) else ()
            yield lift_calendar(calendar, scopes.local(calendar.id), members, root["calendars"][index], make)
    for index, source in enumerate(ir.sources):
        if scopes.of(source.id) == service:
            yield lift_source(source, scopes.local(source.id), root["sources"][index], make)


def _objectives(service: str, slos: Iterable[Slo], places: JsonPlace) -> Iterator[list[Given]]:
    """The SLOs of a service, the tiers of an objective together."""
    tiers: dict[str, list[Given]] = {}
    for index, slo in enumerate(slos):
        if slo.service != service:
            continue
        if slo.tier is None:
            yield [(slo, places[index])]
        else:
            tiers.setdefault(slo.name, []).append((slo, places[index]))
    yield from tiers.values()


def _named(slo: Slo) -> Iterator[str]:
    """The ids of sources and calendars that an objective names."""
    yield slo.population.source
    calendars = [slo.population.during, getattr(slo.indicator, "during", None), slo.clock]
    if slo.sla is not None:
        calendars.append(getattr(slo.sla.indicator, "during", None))
    calendars += [getattr(exclusion, "calendar", None) for exclusion in slo.exclusions]
    yield from (id for id in calendars if id is not None)
