"""Templates: an SLO made from one is the template's items with the arguments in the places of the parameters.

The argument's own node takes the parameter's place, so that a finding about it points at the call.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeAlias, TypeGuard, TypeVar

from sloc.check.context import Checking, Context
from sloc.check.expand.fill import KIND_WORDS, Misplaced, fill
from sloc.check.names import Names, Scope, declared_twice, resolve
from sloc.findings import Finding, Label, finding, replacing
from sloc.findings.suggest import did_you_mean
from sloc.records import dataclass
from sloc.source.span import Span
from sloc.syntax import ast
from sloc.syntax.walk import walk
from sloc.units import UNIT

T = TypeVar("T")

_KINDS: Mapping[str, tuple[type[ast.Node], ...]] = {
    "percent": (ast.Percent, ast.Percentile),
    "duration": (ast.Duration,),
    "string": (ast.Str,),
    "number": (ast.Number,),
    "int": (ast.Number,),
    "bool": (ast.Bool,),
    "time": (ast.Instant,),
    "date": (ast.Date,),
    "list": (ast.ListValue,),
    "calendar": (ast.Name,),
    "measure": (ast.Name,),
    "window": (ast.Duration, ast.CalendarWindow),
}
_EXAMPLES = {
    "percent": "99.9%",
    "duration": "15m",
    "string": '"text"',
    "number": "3",
    "int": "3",
    "bool": "true",
    "time": "2026-03-27T17:55Z",
    "date": "2026-03-27",
    "list": "[1, 2]",
    "calendar": "office",
    "measure": "first_response",
    "window": "28d",
}
_UNQUOTED = {
    "percent": re.compile(r"\d{1,3}(\.\d+)?%"),
    "duration": re.compile(rf"(\d+({UNIT}))+"),
    "int": re.compile(r"\d+"),
    "number": re.compile(r"\d+(\.\d+)?"),
    "bool": re.compile("true|false"),
}
"""What an argument of each kind looks like, for those that are put in quotes by mistake."""


@dataclass(frozen=True)
class Expanded:
    """An SLO's own items and those of its template, of that one's template and so on, with the parameters filled in."""

    slo: ast.Slo
    items: tuple[ast.SloItem, ...]
    templates: tuple[ast.Template, ...] = ()

    def shown(self, found: Finding) -> Finding:
        """A finding with both places: one in a template shows the use, one in the call's arguments shows the template."""
        call, span = self.slo.call, found.span
        if call is None or span is None:
            return found
        if any(_holds(template.span, span) for template in self.templates):
            label = Label(call.span, f"`{self.slo.name.text}` is made from it here")
        elif _holds(call.span, span):
            label = Label(self.templates[0].name.span, "the template that it is given to")
        else:
            return found
        return replace(found, labels=(*found.labels, label))


def _holds(outer: Span, span: Span) -> bool:
    return outer.file == span.file and outer.start <= span.start < outer.end


def expand(slo: ast.Slo, scope: Scope, names: Names, ctx: Context) -> Checking[Expanded | None]:
    """The items of an SLO; None after a finding. What stands nearer to the SLO comes first, and so wins where said once."""
    if (yield from report_params(slo.items)):
        return None
    if slo.call is None:
        return Expanded(slo, slo.items)
    made = yield from _made(slo.call, scope, names, ctx)
    if made is None:
        return None
    templates, items = made
    return Expanded(slo, (*slo.items, *items), templates)


_Made: TypeAlias = tuple[tuple[ast.Template, ...], tuple[ast.SloItem, ...]]
"""Templates from the one that is named on, and their items."""


def _made(call: ast.Call, scope: Scope, names: Names, ctx: Context) -> Checking[_Made | None]:
    """What a call gives: the template's items, then those of the template that it is made from, and so on."""
    items: list[ast.SloItem] = []
    templates: list[ast.Template] = []
    rest: ast.Call | None = call
    while rest is not None:
        found = yield from resolve("template", rest.template, scope, names.everywhere)
        if found is None:
            return None
        scope, template = found
        assert isinstance(template, ast.Template)
        if any(each is template for each in templates):
            return None  # check_templates has reported the circle
        templates.append(template)
        arguments = yield from _arguments(rest, template, ctx)
        if arguments is None:
            return None
        misplaced: list[Misplaced] = []
        own = tuple(fill(item, arguments, misplaced) for item in template.items)
        rest = fill(template.call, arguments, misplaced)
        for each in misplaced:
            yield from _report_misplaced(each, template)
        if misplaced or params((own, rest)):
            return None  # check_templates has reported what the template does not declare
        items.extend(own)
    return tuple(templates), tuple(items)


def check_templates(names: Names) -> Checking[None]:
    """What is wrong with a template whoever uses it: its parameters, and `$names` that it does not declare."""
    for scope in (names.everywhere, *names.services.values()):
        for template in scope.templates.values():
            seen: dict[str, ast.Name] = {}
            for parameter in template.parameters:
                yield from _check_parameter(parameter, seen)
            yield from _check_circle(template, scope, names)
            for param in params((template.items, template.call)):
                if param.name not in seen:
                    yield finding(
                        "SLO217",
                        f"template `{template.name.text}` has no parameter `${param.name}`",
                        param.span,
                        "not declared",
                        labels=[Label(template.name.span, "this template")],
                        help=did_you_mean(param.name, seen) or f"declare it: `({param.name}: percent)`",
                    )


def _check_circle(template: ast.Template, scope: Scope, names: Names) -> Checking[None]:
    """A finding at the first template (in the order of names) of a circle."""
    path: list[ast.Template] = []
    here: ast.Template | None = template
    while here is not None and here not in path:
        path.append(here)
        target = here.call.template.text if here.call is not None else ""
        known = names.everywhere.templates.get(target)
        if target in scope.templates:
            here = scope.templates[target]
        else:
            scope, here = names.everywhere, known
    if here is template and template.name.text == min(each.name.text for each in path):
        yield finding(
            "SLO212",
            f"template `{template.name.text}` is made of itself",
            template.name.span,
            " → ".join(f"`{each.name.text}`" for each in (*path, template)),
            labels=[Label(each.call.span, "made from it here") for each in path if each.call is not None],
            help="write out one of them without `from`",
        )


def _check_parameter(parameter: ast.Parameter, seen: dict[str, ast.Name]) -> Checking[None]:
    name = parameter.name
    if name.text in seen:
        yield declared_twice("parameter", name, seen[name.text])
    seen.setdefault(name.text, name)
    kinds = _KINDS.get(parameter.type.text)
    if kinds is None:
        yield finding(
            "SLO222",
            f"there is no kind of parameter `{parameter.type.text}`",
            parameter.type.span,
            "not a kind of the language",
            help=did_you_mean(parameter.type.text, _KINDS),
        )
    elif parameter.default is not None and not isinstance(parameter.default, kinds):
        yield finding(
            "SLO213",
            f"the default of `{name.text}` is no {parameter.type.text}",
            parameter.default.span,
            f"this is {KIND_WORDS[type(parameter.default)]}",
            labels=[Label(parameter.type.span, f"declared as {parameter.type.text}")],
            help=f"write it like `{_EXAMPLES[parameter.type.text]}`",
        )


def _arguments(call: ast.Call, template: ast.Template, ctx: Context) -> Checking[dict[str, ast.Value] | None]:
    parameters = template.parameters
    shape = ", ".join(f"{each.name.text}: {each.type.text}" for each in parameters)
    needed = sum(1 for each in parameters if each.default is None)
    if not needed <= len(call.arguments) <= len(parameters):
        wanted = str(len(parameters)) if needed == len(parameters) else f"{needed} to {len(parameters)}"
        noun = "argument" if wanted == "1" else "arguments"
        yield finding(
            "SLO213",
            f"`{template.name.text}` takes {wanted} {noun}, not {len(call.arguments)}",
            call.span,
            f"{len(call.arguments)} given",
            labels=[Label(template.name.span, f"declared with ({shape})")],
            help=f"write `{template.name.text}({', '.join(_EXAMPLES.get(each.type.text, '…') for each in parameters)})`",
        )
        return None
    given: dict[str, ast.Value] = {}
    fits = True
    for index, parameter in enumerate(parameters):
        value = call.arguments[index] if index < len(call.arguments) else parameter.default
        kinds = _KINDS.get(parameter.type.text)
        if value is None or kinds is None:
            fits = False  # the declaration was reported
            continue
        if index < len(call.arguments) and not _is_kind(value, parameter.type.text, kinds):
            yield finding(
                "SLO213",
                f"`{parameter.name.text}` takes {_article(parameter.type.text)}, not {KIND_WORDS[type(value)]}",
                value.span,
                f"this is {KIND_WORDS[type(value)]}",
                labels=[Label(parameter.span, "declared here")],
                help=_argument_help(value, parameter.type.text, ctx),
                fix=replacing(value.span, value.value) if _is_quoted(value, parameter.type.text) else None,
            )
            fits = False
        given[parameter.name.text] = value
    return given if fits else None


def _is_quoted(value: ast.Value, kind: str) -> TypeGuard[ast.Str]:
    """Whether it is what the parameter takes, put in quotes by mistake."""
    return isinstance(value, ast.Str) and kind in _UNQUOTED and _UNQUOTED[kind].fullmatch(value.value) is not None


def _argument_help(value: ast.Value, kind: str, ctx: Context) -> str:
    """What to write: the argument itself, where only its quotes are too many."""
    if _is_quoted(value, kind):
        return f"write `{value.value}`, without quotes"
    if kind == "string" and not isinstance(value, ast.Str):
        words = ctx.words(value.span)
        return f'write `"{words}"`, in quotes' if words and '"' not in words else 'write it like `"text"`'
    return f"write it like `{_EXAMPLES[kind]}`"


def _article(word: str) -> str:
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"


def _is_kind(value: ast.Value, kind: str, kinds: tuple[type[ast.Node], ...]) -> bool:
    if not isinstance(value, kinds):
        return False
    return kind != "int" or (isinstance(value, ast.Number) and value.value.denominator == 1)


def _report_misplaced(misplaced: Misplaced, template: ast.Template) -> Checking[None]:
    param, kind = misplaced.param, KIND_WORDS[type(misplaced.value)]
    declared = next(each for each in template.parameters if each.name.text == param.name)
    wanted = " or ".join(KIND_WORDS[each] for each in misplaced.kinds if each in KIND_WORDS and each is not ast.Param)
    yield finding(
        "SLO213",
        f"`${param.name}` cannot stand here: it is {kind}",
        param.span,
        f"this place takes {wanted}",
        labels=[Label(declared.span, "declared here"), Label(misplaced.value.span, f"this is {kind}")],
        help="let the parameter's kind be that of its place",
    )


def report_params(node: Any) -> Checking[bool]:
    """Whether parameters stand where no template gives them a value, after a finding for each."""
    found = params(node)
    for param in found:
        yield finding(
            "SLO217",
            f"`${param.name}` is not a parameter here",
            param.span,
            "nothing gives it a value",
            help="parameters are declared by a template: `template t(goal: percent) { … }`",
        )
    return bool(found)


def filled(value: T | ast.Param) -> T:
    """A part of an expanded SLO or of a checked policy, in which no parameter is left."""
    assert not isinstance(value, ast.Param), "expand() and check_policies() leave no parameter"
    return value


def params(node: object) -> list[ast.Param]:
    """The parameters in a part of the AST."""
    return [each for each in walk(node) if isinstance(each, ast.Param)]
