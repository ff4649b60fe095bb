"""Why a raw query is refused."""

from __future__ import annotations

DEFAULT = "write a single SELECT (WITH … SELECT is one, too), without a semicolon; what it cannot say, a view can"


class Refused(Exception):
    """`why` ends the sentence "the query of source x: …"; `help` is what to do."""

    def __init__(self, why: str, help: str = DEFAULT) -> None:
        super().__init__(why)
        self.why, self.help = why, help
