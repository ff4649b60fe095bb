"""The SQL back end: one view of classified events for each SLO, and shared views over all of them."""

from sloc.backends.sql.backend import SqlBackend

__all__ = ["SqlBackend"]
