"""The columns of a table: field lines first, then what `key`, `at`, `until` and measures use."""

from __future__ import annotations

from sloc.check.context import Checking, Context
from sloc.check.expressions import RowType
from sloc.check.names import declared_twice
from sloc.findings import Label, finding, replacing
from sloc.findings.suggest import did_you_mean
from sloc.ir import Field, FieldType
from sloc.ir.expr import Expr, Type
from sloc.syntax import ast

_TYPES = {type.value: type for type in Type}
_NEAR_TYPES = {
    "integer": "int",
    "float": "number",
    "decimal": "number",
    "double": "number",
    "boolean": "bool",
    "text": "string",
    "str": "string",
    "timestamp": "time",
    "datetime": "time",
    "instant": "time",
    "interval": "duration",
}
KEY = FieldType(Type.STRING, nullable=False)
"""A key without a field line: any scalar, compared as text."""


class Columns:
    """The columns of one table as they become known, in order of appearance."""

    def __init__(self, what: str, ctx: Context) -> None:
        self.what = what
        self.ctx = ctx
        self.types: dict[str, FieldType] = {}
        self.spans: dict[str, ast.Name] = {}
        self.derived: dict[str, ast.Field] = {}
        self.broken: set[str] = set()

    def declare(self, field: ast.Field) -> Checking[None]:
        """Take a field line."""
        name = field.name
        if name.text in self.spans:
            yield declared_twice("field", name, self.spans[name.text])
            return
        self.spans[name.text] = name
        type = yield from field_type(field.type)
        if type is None:
            self.broken.add(name.text)
            return
        self.types[name.text] = type
        if field.derived is not None:
            self.derived[name.text] = field

    def use(self, name: ast.Name, role: str, base: Type, *, nullable: bool) -> Checking[bool]:
        """Take a column that `role` uses as `base`; a field line that disagrees is a finding."""
        known = self.types.get(name.text)
        if name.text in self.broken:
            return False
        if known is None:
            self.types[name.text] = FieldType(base, nullable)
            self.spans[name.text] = name
            return True
        if known.base is not base and base is Type.TIME:
            yield finding(
                "SLO210",
                f"{role} must be a time",
                name.span,
                f"`{name.text}` is used as a time here",
                labels=[Label(self.spans[name.text].span, f"declared as {known.base.value}")],
                help=f"declare it as `field {name.text}: time`, or name another column",
            )
            self.broken.add(name.text)  # one mistake, however many use the column
            return False
        return True

    def table(self) -> RowType:
        """The table as expressions see it."""
        return RowType(self.what, self.types, frozenset(self.broken))

    def fields(self, derived: dict[str, Expr]) -> tuple[Field, ...]:
        """The fields as IR."""
        return tuple(
            Field(name, type, derived.get(name), self.ctx.origin(self.spans[name].span)) for name, type in self.types.items()
        )

    def key(self, name: ast.Name) -> None:
        """Take the key: any scalar will do."""
        if name.text not in self.types and name.text not in self.broken:
            self.types[name.text] = KEY
            self.spans[name.text] = name


def field_type(type: ast.FieldType) -> Checking[FieldType | None]:
    """The IR's type, or None after a finding."""
    if type.name is None:
        values = tuple(value.value for value in type.values)
        for index, value in enumerate(type.values):
            if value.value in values[:index]:
                yield finding(
                    "SLO202",
                    f'the enum names "{value.value}" twice',
                    value.span,
                    "named again here",
                    labels=[Label(type.values[values.index(value.value)].span, "first named here")],
                    help="delete one of them",
                )
        return FieldType(Type.STRING, type.nullable, tuple(dict.fromkeys(values)))
    base = _TYPES.get(type.name.text)
    if base is None:
        near = _NEAR_TYPES.get(type.name.text.lower())
        yield finding(
            "SLO222",
            f"there is no type `{type.name.text}`",
            type.name.span,
            "not a type of the language",
            help=f"write `{near}`" if near else did_you_mean(type.name.text, _TYPES),
            fix=replacing(type.name.span, near) if near else None,
        )
        return None
    return FieldType(base, type.nullable)
