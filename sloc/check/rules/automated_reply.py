"""An automated acknowledgement is no answer: a first response is the first message that somebody, or something able, wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sloc.check.analyses import leaves
from sloc.check.model import CheckedProgram
from sloc.findings import Finding, Label, finding
from sloc.ir.expr import Type
from sloc.syntax import ast

_SAYS_AUTOMATED = (
    r"(is_|was_|by_|sent_)?"
    r"(auto|automated|automatic|automatically|auto_?(reply|replied|response|ack|acknowledg(e?ment|ed))|bot|robot)"
)


def check(program: CheckedProgram) -> Iterator[Finding]:
    """SLO320 where a measure ends with the first row of a child that marks automated ones, and the filter takes them in.

    docs/language.md §3.7.
    """
    for source in program.sources.values():
        fields = {item.name.text: item for item in source.decl.items if isinstance(item, ast.Field)}
        seen: set[str] = set()
        for measure in source.decl.items:
            field = fields.get(measure.end.text) if isinstance(measure, ast.IntervalMeasure) else None
            if field is None or not isinstance(field.derived, ast.Aggregate) or field.name.text in seen:
                continue
            first = field.derived
            child = next((child for child in source.ir.children if child.name == first.child.text), None)
            if first.kind != "first" or child is None:
                continue
            asked = {leaf.name.text for leaf in leaves(first.where) if isinstance(leaf, ast.Ref)} if first.where else set()
            marks = [mark for mark in child.fields if mark.type.base is Type.BOOL and re.fullmatch(_SAYS_AUTOMATED, mark.name)]
            if not marks or any(mark.name in asked for mark in marks):
                continue
            seen.add(field.name.text)
            condition = f"not {marks[0].name}"
            assert isinstance(measure, ast.IntervalMeasure)
            yield finding(
                "SLO320",
                "an automated acknowledgement would count",
                first.span,
                f"takes the first of all `{child.name}`" if first.where is None else f"does not ask for `{marks[0].name}`",
                labels=[Label(measure.end.span, f"and ends `{measure.name.text}`")],
                help=f"add `{'where' if first.where is None else 'and'} {condition}`",
            )
