"""Which back ends there are: entry points of the group ``sloc.backends``, sloc's own and those of other packages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from sloc.backends.base import Backend
from sloc.findings import Finding, finding

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "sloc.backends"

BUILT_IN = {
    "grafana": "sloc.backends.grafana:GrafanaBackend",
    "prometheus": "sloc.backends.prometheus:PrometheusBackend",
    "sql": "sloc.backends.sql:SqlBackend",
}
"""Sloc's own, as in ``pyproject.toml``: a checkout that is not installed has no entry points."""


@dataclass(frozen=True)
class LoadedBackend:
    """A back end, or the finding that says why it cannot be had."""

    backend: Backend | None
    finding: Finding | None = None


def names() -> tuple[str, ...]:
    """The names of all back ends, sorted."""
    return tuple(sorted(_entries()))


def known(name: str) -> bool:
    """Whether there is a back end of that name. For one of sloc's own no package's metadata is read."""
    return name in BUILT_IN or name in _entries()


def load(name: str) -> LoadedBackend:
    """The back end of that name, which is :func:`known`. Raises KeyError for another one."""
    if name in BUILT_IN:
        module, _, cls = BUILT_IN[name].partition(":")
        return LoadedBackend(getattr(import_module(module), cls)())
    entry = _entries()[name]
    try:
        made: Callable[[], Backend] = entry.load()
        backend = made()
        # A back end without these would fail later, with a traceback that names no package.
        complete = backend.name == name and callable(backend.compile) and callable(backend.refusals)
        complete &= isinstance(backend.options_schema["type"], str)
    except Exception as error:
        # Whatever a third party's code raises on import is a fact about that package, not a bug in sloc.
        return LoadedBackend(None, _broken(entry, f"{type(error).__name__}: {error}"))
    if not complete:
        return LoadedBackend(None, _broken(entry, f"{entry.value} is not a back end named {name}"))
    return LoadedBackend(backend)


def _entries() -> dict[str, EntryPoint]:
    """Entry points by name; sloc's own names cannot be taken by another package."""
    from importlib.metadata import EntryPoint, entry_points  # reading every package's metadata takes time

    found = {entry.name: entry for entry in entry_points(group=GROUP)}
    return found | {name: EntryPoint(name, value, GROUP) for name, value in BUILT_IN.items()}


def _broken(entry: EntryPoint, reason: str) -> Finding:
    package = entry.dist.name if entry.dist is not None else entry.value
    return finding(
        "SLO406",
        f"the back end {entry.name} cannot be loaded",
        None,
        help=(
            f"{package}: {reason}",
            f"repair it with `pip install --upgrade {package}`, or take {entry.name} out of `[targets]`",
        ),
    )
