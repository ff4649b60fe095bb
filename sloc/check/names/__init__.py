"""Names: which declarations a program has and where each is visible, and what may be said only once."""

from sloc.check.names.once import declared_twice, once, said_twice, text_of
from sloc.check.names.scopes import RESERVED_POLICIES, Names, Scope, collect, resolve

__all__ = [
    "RESERVED_POLICIES",
    "Names",
    "Scope",
    "collect",
    "declared_twice",
    "once",
    "resolve",
    "said_twice",
    "text_of",
]
