"""Which back ends there are: entry points of the group ``sloc.backends``, sloc's own and those of other packages."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING

from sloc.backends.base import Backend, BindingKeys
from sloc.findings import Finding, finding
from sloc.records import dataclass

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
    return tuple(sorted({*BUILT_IN, *_others()}))


def known(name: str) -> bool:
    """Whether there is a back end of that name. For one of sloc's own no package's metadata is read."""
    return name in BUILT_IN or name in _others()


def load(name: str) -> LoadedBackend:
    """The back end of that name, which is :func:`known`. Raises KeyError for another one."""
    if name in BUILT_IN:
        module, _, cls = BUILT_IN[name].partition(":")
        return LoadedBackend(getattr(import_module(module), cls)())
    entries = _others()[name]
    return _load_other(entries[0]) if len(entries) == 1 else LoadedBackend(None, _several(name, entries))


def declared(names: Iterable[str]) -> tuple[dict[str, BindingKeys | None], list[Finding]]:
    """What the back ends of these names declare of their bindings, and what is wrong with those that cannot be had (None).

    Names that no package brings are left out, and so are those of back ends to which nothing is bound.
    """
    bindings: dict[str, BindingKeys | None] = {}
    findings: list[Finding] = []
    for name in names:
        if not known(name):
            continue
        loaded = load(name)
        if loaded.backend is None:
            bindings[name] = None
            findings += [loaded.finding] if loaded.finding is not None else []
        elif loaded.backend.bindings:
            bindings[name] = loaded.backend.bindings
    return bindings, findings


def _load_other(entry: EntryPoint) -> LoadedBackend:
    """What another package brings. Whatever its code raises is a fact about that package, not a bug in sloc."""
    from sloc.backends.foreign import ForeignBackend, failed, package_of

    package = package_of(entry)
    try:
        made = entry.load()
    except (Exception, SystemExit) as error:
        return LoadedBackend(None, _unloadable(entry.name, package.words, error))
    try:
        return LoadedBackend(ForeignBackend(made(), entry.name, package))
    except (Exception, SystemExit) as error:
        return LoadedBackend(None, failed(entry.name, package, error))


def _others() -> dict[str, list[EntryPoint]]:
    """Entry points of other packages by name; sloc's own names cannot be taken."""
    from importlib.metadata import entry_points  # reading every package's metadata takes time

    found: dict[str, list[EntryPoint]] = {}
    for entry in entry_points(group=GROUP):
        if entry.name not in BUILT_IN:
            found.setdefault(entry.name, []).append(entry)
    return found


def _unloadable(name: str, package: str, error: BaseException) -> Finding:
    return finding(
        "SLO406",
        f"the back end `{name}` of {package} cannot be loaded: {type(error).__name__}: {error}",
        None,
        help=(
            f"repair it with `pip install --upgrade {package.partition(' ')[0]}`",
            f"or take `{name}` out of sloc.toml and of the specs",
        ),
    )


def _several(name: str, entries: list[EntryPoint]) -> Finding:
    packages = sorted(entry.dist.name if entry.dist else entry.value for entry in entries)
    message = f"several packages bring a back end `{name}`: {', '.join(packages)}"
    return finding("SLO406", message, None, help=f"uninstall all but one: `pip uninstall {packages[-1]}`")
