"""An IR that another tool made, judged like a spec.

It is lifted to the AST that would be lowered to it, with the places of the JSON, and the checker checks that: names, types,
patterns, limits and every rule, in the same words. What it lowers to must be the IR again. So an IR that is accepted is one
that sloc itself makes of some spec, and no back end meets another.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias

from sloc.check import checker
from sloc.check.lower import lower
from sloc.check.needs import other_backends
from sloc.findings import Finding
from sloc.findings.model import has_errors
from sloc.ir import Ir
from sloc.ir.binding import BindingKeys
from sloc.lift.compare import compare, in_order
from sloc.lift.leaves import Leaves
from sloc.lift.places import JsonPlace, places
from sloc.lift.program import lift
from sloc.lift.shape import origins, read_ir, where
from sloc.lift.text import read_json
from sloc.project import Lint
from sloc.source.span import SourceFile, Span

Declare: TypeAlias = Callable[[Iterable[str]], tuple[Mapping[str, BindingKeys | None], Iterable[Finding]]]
"""Gives what the back ends of these names declare of their bindings, and what is wrong with them."""


def check_given(source: SourceFile, lint: Lint, declare: Declare) -> tuple[Ir | None, list[Finding]]:
    """The IR that a JSON text stands for, and all that is wrong with it; None if that is an error."""
    data, findings = read_json(source)
    if findings:
        return None, findings
    ir, findings = read_ir(data, source)
    if ir is None:
        return None, findings
    root = places(source.path, source.text)
    ir = in_order(ir, root)
    make = Leaves(source.path)
    file, lock = lift(ir, root, make)
    bindings, broken = declare(other_backends([file]))
    findings = [*make.findings, *broken]
    if not has_errors(findings):
        settings = checker.Settings(ir.project, ir.epoch, None, lint.sla_buffer, bindings)
        program, findings = checker.check([file], {source.path: source}, lock, settings)
        if not has_errors(findings):
            findings += compare(ir, lower(program), root)
    return None if has_errors(findings) else ir, [_in_json(each, root) for each in findings]


def located(findings: Iterable[Finding], source: SourceFile) -> list[Finding]:
    """What back ends found, which points to where the program was written, at its place in the JSON of the program."""
    found = list(findings)
    if not found:
        return []
    root = places(source.path, source.text)
    by_origin: dict[Span, Span] = {}
    for path, origin in origins(json.loads(source.text)):
        at = root.at(path)
        name = at.inner.get("id") or at.inner.get("name") or at
        by_origin.setdefault(Span(origin["file"], origin["start"], origin["end"]), name.span)
    return [_in_json(_moved(each, by_origin), root) for each in found]


def _moved(found: Finding, spans: Mapping[Span, Span]) -> Finding:
    """The finding where the mapping has it; one about sloc.toml stays there."""
    labels = tuple(replace(label, span=spans.get(label.span, label.span)) for label in found.labels)
    return replace(found, span=spans.get(found.span, found.span) if found.span else None, labels=labels)


def _in_json(found: Finding, root: JsonPlace) -> Finding:
    """The finding with its JSON pointer, and without a fix: that would be in the language of specs."""
    if found.span is None or found.span.file != root.span.file:
        return found
    pointer = where(root.innermost(found.span).pointer)
    return replace(found, fix=None, help=found.help if pointer in found.help else (*found.help, pointer))
