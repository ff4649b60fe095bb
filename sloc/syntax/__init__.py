"""Text -> tokens -> AST, with recovery. The grammar is ``grammar/sloc.lark``."""
