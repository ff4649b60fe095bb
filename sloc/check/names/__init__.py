"""Names: which declarations a program has and where each is visible, and what may be said only once."""

from sloc.check.names.once import once, text_of
from sloc.check.names.scopes import RESERVED_POLICIES, Names, Scope, collect, resolve

__all__ = [
    "RESERVED_POLICIES",
    "Names",
    "Scope",
    "collect",
    "once",
    "resolve",
    "text_of",
]
