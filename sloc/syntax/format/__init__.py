"""Canonical layout: a spec's text -> the same program, laid out as everyone lays it out (``sloc fmt``).

The tokens are printed, not the AST: none is lost, and the meaning cannot change, for the language does not look at white
space. The AST only says where an item starts and what belongs in a column. The steps, one file each::

    SourceFile --pieces--> tokens, comments, blank lines --tree--> items and blocks
      --layout--> lines (with spacing, wrapping) --columns, alignment--> padding --render--> text
"""

from sloc.syntax.format.formatter import format_source

__all__ = ["format_source"]
