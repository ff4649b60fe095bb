"""Services and whole files."""

from __future__ import annotations

from typing import TypeAlias

from sloc.records import dataclass, field
from sloc.syntax.ast.calendars import Calendar
from sloc.syntax.ast.node import Name, Node
from sloc.syntax.ast.objectives import Meta, Slo, Template
from sloc.syntax.ast.policies import Policy
from sloc.syntax.ast.sources import Source
from sloc.syntax.ast.tests import Test
from sloc.syntax.ast.values import Str

ServiceItem: TypeAlias = Meta | Calendar | Source | Policy | Template | Slo


@dataclass(frozen=True)
class Service(Node):
    """``service support { … }``."""

    name: Name
    title: Str | None
    items: tuple[ServiceItem, ...]


Declaration: TypeAlias = Service | Calendar | Source | Policy | Template | Test


@dataclass(frozen=True)
class Comment(Node):
    """``# …`` as written, without the line end."""

    text: str


@dataclass(frozen=True)
class File(Node):
    """One spec. Declarations that could not be read are left out; the parser's findings tell."""

    declarations: tuple[Declaration, ...]
    comments: tuple[Comment, ...] = field(default=(), compare=False)
