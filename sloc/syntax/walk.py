"""Every node of an AST, for what looks at all of it alike."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from sloc.syntax import ast


def walk(node: object) -> Iterator[ast.Node]:
    """The node and all below it, in the order written. Takes a tuple of nodes, too."""
    if isinstance(node, tuple):
        for each in node:
            yield from walk(each)
    elif isinstance(node, ast.Node):
        yield node
        for field in dataclasses.fields(node):
            if field.name != "span":
                yield from walk(getattr(node, field.name))
