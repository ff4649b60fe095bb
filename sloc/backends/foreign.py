"""A back end of another package: whatever goes wrong in it is told under the name of that package, never as a bug in sloc."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from importlib.metadata import EntryPoint
from pathlib import PurePosixPath
from typing import Any, TypeVar

from sloc.backends.base import Backend, Compiled, OutputFile
from sloc.backends.options import RESERVED
from sloc.findings import Finding, finding
from sloc.findings.calls import calls
from sloc.findings.codes import CODES
from sloc.ir import Ir
from sloc.ir.binding import BindingKey, BindingKeys
from sloc.records import dataclass
from sloc.schemas import check_schema, defaults, problems

T = TypeVar("T")

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,40}")
"""How targets, and so their folders, are named; a binding's key is a word of the language besides."""

_LONGEST = 200
"""More characters of an exception's text are not shown."""


class Broken(Exception):
    """What a back end does otherwise than it should."""


@dataclass(frozen=True)
class Package:
    """The distribution that an entry point belongs to: its `words`, ``sloc-datadog 1.2``, and where to `report` mistakes."""

    words: str
    report: str | None


def package_of(entry: EntryPoint) -> Package:
    """The package of an entry point; of one without a distribution, the module that it names."""
    if entry.dist is None:
        return Package(entry.value, None)
    urls = dict(url.replace(", ", ",").split(",", 1) for url in entry.dist.metadata.get_all("Project-URL") or () if "," in url)
    by_label = {label.strip().lower(): url.strip() for label, url in urls.items()}
    for label in ("issues", "bug tracker", "bugs", "tracker", "issue tracker", "repository", "source", "homepage"):
        if label in by_label:
            return Package(f"{entry.dist.name} {entry.dist.version}", by_label[label])
    return Package(f"{entry.dist.name} {entry.dist.version}", None)


class ForeignBackend:
    """A back end of a package, with every call guarded, and everything that it gives looked at."""

    def __init__(self, backend: Backend, name: str, package: Package) -> None:
        """`name` is the entry point's. Raises Broken for what is no back end, and whatever its properties raise."""
        self._backend = backend
        self._package = package
        self.name = name
        if backend.name != name or not callable(backend.compile) or not callable(backend.refusals):
            raise Broken(f"{type(backend).__name__} is no back end named {name}")
        if not _NAME.fullmatch(name):
            raise Broken(f"no target can be called {name!r}")
        self.options_schema: Mapping[str, Any] = _options_schema(backend)
        self.bindings: BindingKeys = {key: self._guarded(each) for key, each in _bindings(backend).items()}

    def refusals(self, ir: Ir, options: Mapping[str, Any]) -> tuple[Finding, ...]:
        """What the back end finds; SLO409 where it fails."""
        return self._call(lambda: _findings(self._backend.refusals(ir, options)), lambda failed: (failed,))

    def compile(self, ir: Ir, options: Mapping[str, Any]) -> Compiled:
        """What the back end makes; SLO409 and no file where it fails."""
        return self._call(lambda: self._compiled(self._backend.compile(ir, options)), lambda failed: Compiled((), (failed,)))

    def failed(self, error: BaseException) -> Finding:
        """The finding about an exception in the back end."""
        return failed(self.name, self._package, error)

    def _call(self, work: Callable[[], T], otherwise: Callable[[Finding], T]) -> T:
        try:
            return work()
        except (Exception, SystemExit) as error:
            return otherwise(self.failed(error))

    def _compiled(self, made: object) -> Compiled:
        if not isinstance(made, Compiled):
            raise Broken(f"`compile` gives a {type(made).__name__}, not a Compiled")
        files = tuple(made.files)
        for file in files:
            _check_file(file, self.name)
        return Compiled(files, _findings(made.findings))

    def _guarded(self, key: BindingKey) -> BindingKey:
        check = key.check
        if check is None:
            return key

        def guarded(value: str) -> str | Finding | None:
            return self._call(lambda: _fault(check(value)), lambda failed: failed)

        return replace(key, check=guarded)


def failed(name: str, package: Package, error: BaseException) -> Finding:
    """SLO409: what happened, whose mistake it is, and where to report it with what."""
    text = " ".join(str(error).split())[:_LONGEST]
    what = text if isinstance(error, Broken) else f"{type(error).__name__}: {text}"
    where = f"at {package.report}" if package.report else "to its authors"
    return finding(
        "SLO409",
        f"the back end `{name}` of {package.words} fails: {what}",
        None,
        help=(
            f"your specs are not to blame: report it {where} with these lines",
            *([] if isinstance(error, Broken) else (call for call in calls(error) if not call.startswith("sloc/"))),
            f"until it is mended, take `{name}` out of sloc.toml and of the specs",
        ),
    )


def _options_schema(backend: Backend) -> dict[str, Any]:
    schema = backend.options_schema
    if not isinstance(schema, Mapping):
        raise Broken("`options_schema` is no JSON Schema")
    schema = dict(schema)
    try:
        check_schema(schema)
    except Exception as error:
        raise Broken(f"`options_schema` is no JSON Schema: {error}") from error
    for name in schema.get("properties", {}):
        if name in RESERVED:
            raise Broken(f"`options_schema` declares `{name}`, which every target has")
    wrong = next(problems(defaults(schema), {**schema, "required": []}), None)
    if wrong is not None:
        raise Broken(f"the default of `{wrong.path[0]}` in `options_schema` does not fit: {wrong.label}")
    return schema


def _bindings(backend: Backend) -> BindingKeys:
    declared = getattr(backend, "bindings", {})
    if not isinstance(declared, Mapping) or not all(isinstance(key, BindingKey) for key in declared.values()):
        raise Broken("`bindings` does not map words to BindingKeys")
    for word in declared:
        if not (isinstance(word, str) and re.fullmatch("[a-z_][a-z0-9_]*", word)) or word in ("buckets", "times"):
            raise Broken(f"no line of a binding can begin with `{word}`")
    return declared


def _fault(fault: object) -> str | None:
    if fault is not None and not isinstance(fault, str):
        raise Broken(f"the check of a binding's value gives a {type(fault).__name__}, neither words nor None")
    return fault


def _findings(found: Iterable[object]) -> tuple[Finding, ...]:
    checked = []
    for each in found:
        if not isinstance(each, Finding) or each.code not in CODES:
            raise Broken(f"{each!r} is no finding of sloc's")
        checked.append(each)
    return tuple(checked)


def _check_file(file: object, name: str) -> None:
    if not isinstance(file, OutputFile) or not isinstance(file.path, PurePosixPath):
        raise Broken(f"{file!r} is no OutputFile")
    path = file.path
    if path.parts[:1] != (name,) or len(path.parts) < 2 or ".." in path.parts or not str(path).isprintable():
        raise Broken(f"the file {str(path)!r} does not lie in a folder `{name}`")
    if not isinstance(file.text, str) or not file.text.endswith("\n"):
        raise Broken(f"the text of {path} does not end in a newline")
    file.text.encode()
