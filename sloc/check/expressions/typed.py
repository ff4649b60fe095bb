"""What the checker knows of a value: its type, and whether it may be null; literals, and the names in reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sloc.check.context import Checking
from sloc.findings import Finding, finding
from sloc.findings.suggest import did_you_mean, suggest
from sloc.ir import FieldType
from sloc.ir import expr as x
from sloc.ir.expr import Type
from sloc.ir.text import decimal_text
from sloc.ir.units import Duration, Instant
from sloc.records import dataclass
from sloc.source.span import Span
from sloc.syntax import ast

_WORDS = {
    Type.BOOL: "a bool",
    Type.INT: "an int",
    Type.NUMBER: "a number",
    Type.STRING: "a string",
    Type.TIME: "a time",
    Type.DURATION: "a duration",
    Type.DATE: "a date",
    None: "null",
}


@dataclass(frozen=True)
class RowType:
    """The fields that a row has; `what` is how a finding calls it: ``source `tickets` ``.

    `broken` are fields whose type makes no sense: that was reported, so whatever is made of them is not.
    """

    what: str
    fields: Mapping[str, FieldType]
    broken: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Env:
    """Where a name is looked up: in the child `inside` first, then in the event's own fields."""

    event: RowType
    children: Mapping[str, RowType]
    inside: str | None = None


@dataclass(frozen=True)
class Typed:
    """An expression and its type; `type` None is null. `values` is set for an enum, `nullable` where it may be null."""

    expr: x.Expr
    type: Type | None
    values: tuple[str, ...] = ()
    nullable: bool = False

    @property
    def words(self) -> str:
        """The type in a sentence."""
        return "an enum" if self.values else _WORDS[self.type]


def no_such_field(name: ast.Name, row: RowType) -> Finding:
    """SLO201: a field that a row does not have."""
    help = did_you_mean(name.text, row.fields)
    return finding("SLO201", f"there is no field `{name.text}`", name.span, f"not a field of {row.what}", help=help)


def no_such_value(what: str, value: str, values: Sequence[str], span: Span) -> Finding:
    """SLO209: a string that an enum does not have; `what` is how the finding calls the enum."""
    shown = " | ".join(f'"{each}"' for each in values)
    near = suggest(value, values)
    help = f'did you mean "{near[0]}"?' if near else f"its values are {shown}"
    return finding("SLO209", f'{what} is never "{value}"', span, f"not one of {shown}", help=help)


def literal(value: ast.Value) -> Checking[Typed | None]:
    """A value as a typed literal. A percent is no value of any field, so it is a wrong unit here."""
    match value:
        case ast.Str(text):
            return Typed(x.StringLiteral(text), Type.STRING)
        case ast.Number(number):
            return Typed(x.NumberLiteral(number), Type.INT if number.denominator == 1 else Type.NUMBER)
        case ast.Duration(micros):
            return Typed(x.DurationLiteral(Duration(micros)), Type.DURATION)
        case ast.Instant(micros):
            return Typed(x.TimeLiteral(Instant(micros)), Type.TIME)
        case ast.Date(date):
            return Typed(x.DateLiteral(date), Type.DATE)
        case ast.Bool(truth):
            return Typed(x.BoolLiteral(truth), Type.BOOL)
        case ast.Null():
            return Typed(x.NullLiteral(), None, nullable=True)
        case ast.Percent(share, text):
            yield finding(
                "SLO207",
                "no field is counted in percent",
                value.span,
                f"`{text}` is a percent",
                help=f"write the number: `{decimal_text(share)}` (or `{decimal_text(share * 100)}`)",
            )
        case ast.Percentile(text=text):
            yield finding("SLO207", "a percentile is a target, not a value", value.span, help=f"write `expect {text} of …`")
        case ast.Param(name):
            yield finding(
                "SLO217",
                f"`${name}` is not a parameter here",
                value.span,
                "nothing gives it a value",
                help="parameters are declared by a template: `template t(goal: percent) { … }`",
            )
        case _:
            yield finding("SLO207", "this is no value of a field", value.span, "neither a number nor a string nor a time")
    return None
