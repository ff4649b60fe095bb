"""What a program needs from elsewhere: from sloc.lock zones and holiday regions, and the back ends of its bindings."""

from __future__ import annotations

from collections.abc import Iterable

from sloc.ir.program import YEARS_AROUND
from sloc.records import dataclass
from sloc.source.span import Span
from sloc.syntax import ast
from sloc.syntax.walk import walk


@dataclass(frozen=True)
class Needs:
    """Names with the place of their first use, sorted, and the years (both included) that all of them are needed for.

    `queries` is whether there is a raw query.
    """

    zones: tuple[tuple[str, Span], ...]
    regions: tuple[tuple[str, Span], ...]
    first_year: int
    last_year: int
    queries: bool


def needs(files: Iterable[ast.File], epoch: int) -> Needs:
    """The needs of a program, whether it makes sense or not. UTC needs nothing."""
    zones: dict[str, Span] = {}
    regions: dict[str, Span] = {}
    first, last = epoch - YEARS_AROUND, epoch + YEARS_AROUND
    queries = False
    for node in walk(tuple(declaration for file in files for declaration in file.declarations)):
        match node:
            case ast.Timezone(zone) | ast.CalendarWindow(zone=ast.Name() as zone) | ast.BindTimes(zone=ast.Name() as zone):
                if zone.text != "UTC":
                    zones.setdefault(zone.text, zone.span)
            case ast.Holidays(names):
                for name in names:
                    regions.setdefault(name.text, name.span)
            case ast.Covers():
                first = min(first, int(node.first.value))
                last = max(last, int(node.last.value))
            case ast.BindCall(key=ast.Name("query")):
                queries = True
            case _:
                pass
    return Needs(tuple(sorted(zones.items())), tuple(sorted(regions.items())), first, last, queries)


def other_backends(files: Iterable[ast.File]) -> tuple[str, ...]:
    """The back ends that sources are bound to beside those that the language knows, sorted."""
    declared = [declaration for file in files for declaration in file.declarations]
    inner = [item for declaration in declared if isinstance(declaration, ast.Service) for item in declaration.items]
    sources = [each for each in (*declared, *inner) if isinstance(each, ast.Source)]
    bound = {item.backend.text for source in sources for item in source.items if isinstance(item, ast.Binding)}
    return tuple(sorted(bound - {"sql", "prometheus"}))
