"""Expressions over the fields of an event and of its children."""

from __future__ import annotations

from typing import TypeAlias

from sloc.records import dataclass
from sloc.syntax.ast.node import Name, Node
from sloc.syntax.ast.values import ListValue, Param, Scalar, Str


@dataclass(frozen=True)
class Ref(Node):
    """``field``, or ``child.field`` (`child` set)."""

    name: Name
    child: Name | None = None


@dataclass(frozen=True)
class Logic(Node):
    """``a and b and …`` or ``a or b or …``; two operands or more."""

    op: str
    operands: tuple[Expr, ...]


@dataclass(frozen=True)
class Not(Node):
    """``not a``."""

    operand: Expr


@dataclass(frozen=True)
class Compare(Node):
    """``a < b`` and the like; `op` is one of ``== != < <= > >=``."""

    op: str
    left: Expr
    right: Expr


@dataclass(frozen=True)
class In(Node):
    """``a in [..]``, ``a not in [..]``."""

    operand: Expr
    items: ListValue | Param
    negated: bool


@dataclass(frozen=True)
class Matches(Node):
    """``a matches "regex"``: anchored at both ends, RE2 syntax."""

    operand: Expr
    pattern: Str | Param


@dataclass(frozen=True)
class IsNull(Node):
    """``a is null``, ``a is not null``."""

    operand: Expr
    negated: bool


@dataclass(frozen=True)
class Arithmetic(Node):
    """``a + b`` and the like; `op` is one of ``+ - * /``."""

    op: str
    left: Expr
    right: Expr


@dataclass(frozen=True)
class Negate(Node):
    """``-a``."""

    operand: Expr


@dataclass(frozen=True)
class Aggregate(Node):
    """``first(C.F where …)``, ``last(…)`` (`field` set) or ``count(C where …)``, ``any(…)`` (`field` None)."""

    kind: str
    child: Name
    field: Name | None
    where: Expr | None


Expr: TypeAlias = Ref | Logic | Not | Compare | In | Matches | IsNull | Arithmetic | Negate | Aggregate | Scalar | ListValue
