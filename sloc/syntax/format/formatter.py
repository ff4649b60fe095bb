"""The steps of the formatter, in order."""

from __future__ import annotations

from sloc.findings import Finding
from sloc.source.span import SourceFile
from sloc.syntax.format.alignment import padding
from sloc.syntax.format.layout import Layout
from sloc.syntax.format.pieces import pieces_of
from sloc.syntax.format.render import render
from sloc.syntax.format.spacing import Spacing
from sloc.syntax.format.tree import Tree
from sloc.syntax.parser import parse


def format_source(source: SourceFile) -> tuple[str | None, list[Finding]]:
    """A spec's canonical text; None, with the parser's findings, if it cannot be read."""
    file, findings = parse(source)
    if findings:
        return None, findings
    pieces = pieces_of(source, file.comments)
    tree = Tree(pieces)
    spacing = Spacing(pieces, tree, file)
    lines = Layout(pieces, tree, spacing).file(tree.items(file))
    return render(lines, spacing, padding(lines, tree, spacing)), []
