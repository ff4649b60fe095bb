"""AST -> checked program -> IR: names, types, expansion of templates and tiers, then the rules of meaning.

Nothing here reads a file or knows a back end. A finding is raised where the mistake is known, and what hangs on a broken
declaration is left out rather than reported again.
"""
